"""Cabins belong to their restroom, and pieces that furniture cuts off to the room around them."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from shapely import box

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.rooms.cabins import absorb_cabins
from interactive_maps.importing.recognition.rooms.pieces import absorb_pieces, absorb_recesses
from interactive_maps.importing.recognition.rooms.region import Region


def region(west, south, east, north, name="") -> Region:
    labels = (RoomLabel("", name, (west, south), ()),) if name else ()
    return Region(box(west, south, east, north), labels)


def door(x, y, across=True) -> Threshold:
    """Return an opening around a place: in a wall from west to east, or from south to north."""
    step = (0.4, 0.0) if across else (0.0, 0.4)
    start, end = (x - step[0], y - step[1]), (x + step[0], y + step[1])
    return Threshold(start, end, Evidence.GAP, np.array([[*start, *end]]))


WASHROOM = region(0, 0, 4, 3, "WC")
CABIN = region(0, 3.1, 1.5, 4.6)
OFFICE = region(1.6, 3.1, 6, 6, "Office")


def areas(regions) -> list[float]:
    return [round(one.area.area, 1) for one in regions]


def test_a_cabin_belongs_to_the_restroom_that_it_opens_into():
    (joined, office) = absorb_cabins([WASHROOM, CABIN, OFFICE], [door(0.75, 3.05)])
    assert joined.area.area == pytest.approx(12 + 2.25 + 0.15, abs=0.05)
    assert joined.labels == WASHROOM.labels
    assert office == OFFICE


def test_a_cabin_without_a_door_belongs_to_the_only_room_beside_it():
    assert areas(absorb_cabins([WASHROOM, CABIN], [])) == [14.4]
    assert areas(absorb_cabins([WASHROOM, CABIN, OFFICE], [])) == [12, 2.2, 12.8]
    assert areas(absorb_cabins([WASHROOM, region(0, 3.2, 1.5, 4.7)], [])) == [14.6]
    assert areas(absorb_cabins([WASHROOM, region(0, 3.3, 1.5, 4.8)], [])) == [12, 2.2]


@pytest.mark.parametrize("wall", [0.2, 0.3, 0.5])
def test_the_floor_of_a_cabin_behind_a_thick_wall_is_kept(wall):
    cabin = region(0, 3 + wall, 1.5, 4.5 + wall)
    (joined,) = absorb_cabins([WASHROOM, cabin], [door(0.75, 3 + wall / 2)])
    assert joined.area.area == pytest.approx(12 + 2.25 + 1.5 * wall, abs=0.06)


FRONT = region(0, 0, 4, 3)
STALLS = [region(0, 3.02, 1, 4.5, "WC"), region(1.03, 3.02, 2, 4.5)]
STALL_DOORS = [door(0.5, 3.01), door(1.5, 3.01)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_name_over_cabins_is_that_of_their_restroom(order):
    (joined,) = absorb_cabins([FRONT, *[STALLS[index] for index in order]], STALL_DOORS)
    assert joined.labels == STALLS[0].labels
    assert joined.area.area == pytest.approx(12 + 2 * 1.5, abs=0.1)


@pytest.mark.parametrize(
    ("regions", "doors"),
    [
        ([FRONT, STALLS[0]], STALL_DOORS),
        ([FRONT, STALLS[0], region(1.07, 3.02, 2, 4.5)], STALL_DOORS),
        ([FRONT, region(0, 3.02, 1, 4.5, "Store"), STALLS[1]], STALL_DOORS),
        ([FRONT, STALLS[0], region(1.03, 3.02, 2, 4.5, "Store")], STALL_DOORS),
        ([FRONT, *STALLS], STALL_DOORS[:1]),
        ([FRONT, *STALLS], STALL_DOORS[1:]),
        ([region(0, 0, 4, 3, "Office"), *STALLS], STALL_DOORS),
        ([replace(FRONT, drawn=True), *STALLS], STALL_DOORS),
        ([FRONT, *STALLS, region(-3, 3, -0.1, 6)], [*STALL_DOORS, door(-0.05, 4, across=False)]),
    ],
    ids=["alone", "wall", "store", "named", "closed", "shut", "office", "drawn", "elsewhere"],
)
def test_a_room_with_a_toilet_keeps_its_name(regions, doors):
    assert [one.labels for one in absorb_cabins(regions, doors)] == [one.labels for one in regions]


def test_an_opening_to_nowhere_says_nothing_of_a_cabin():
    assert areas(absorb_cabins([WASHROOM, CABIN], [door(0.75, 4.65)])) == [14.4]


def test_a_closet_that_opens_elsewhere_is_a_room():
    doors = [door(1.55, 3.8, across=False)]
    assert areas(absorb_cabins([WASHROOM, CABIN, OFFICE], doors)) == [12, 2.2, 12.8]
    both = [*doors, door(0.75, 3.05)]
    assert areas(absorb_cabins([WASHROOM, CABIN, OFFICE], both)) == [12, 2.2, 12.8]


@pytest.mark.parametrize(
    "other",
    [
        replace(CABIN, labels=(RoomLabel("1", "", (1, 4), ()),)),
        replace(CABIN, drawn=True),
        region(0, 3.1, 1.5, 5.2),
    ],
    ids=["labelled", "drawn", "large"],
)
def test_what_is_more_than_a_cabin_stays(other):
    assert len(absorb_cabins([WASHROOM, other], [door(0.75, 3.05)])) == 2


def test_only_restrooms_and_showers_have_cabins():
    for name, count in (("Dusche", 1), ("Office", 2)):
        host = replace(WASHROOM, labels=(RoomLabel("", name, (1, 1), ()),))
        assert len(absorb_cabins([host, CABIN], [door(0.75, 3.05)])) == count


ROOM, NEXT = region(0, 0, 5, 4, "Office"), region(8, 0, 12, 4, "Office")
PIECE = region(5, 0, 6, 1)
DOORS = [door(1, 0), door(10, 0), door(2, 4)]


def absorb(*regions, doors=DOORS):
    step = Step("pieces")
    return areas(absorb_pieces(regions, doors, step)), step.counts


def test_a_piece_belongs_to_the_room_with_which_it_has_the_longest_border():
    assert absorb(ROOM, NEXT, PIECE) == ([21, 16], {"absorbed": 1, "left_out": 0})
    between = region(5, 0, 5.5, 2), region(5.5, 1.0, 9, 4, "Store")
    assert absorb(ROOM, *between)[0] == [21, 10.5]
    wall = region(5, 0, 5.5, 2), region(5.5, 0.8, 9, 4, "Store")
    assert absorb(ROOM, *wall) == ([20, 11.2], {"absorbed": 0, "left_out": 1}), "as long as the other one"
    assert absorb(between[1], between[0], ROOM)[0] == [10.5, 21]


def test_a_piece_beside_no_room_is_left_out():
    assert absorb(ROOM, NEXT, region(6, 0, 7, 1)) == ([20, 16], {"absorbed": 0, "left_out": 1})
    assert absorb(ROOM, NEXT, region(5, 3.8, 6, 5))[0] == [20, 16]


def test_what_has_a_door_a_label_or_some_size_is_a_room():
    assert absorb(ROOM, NEXT, region(5, 0, 7, 1.25))[0] == [22.5, 16]
    assert absorb(ROOM, NEXT, region(5, 0, 7, 1.3))[0] == [20, 16, 2.6]
    assert absorb(ROOM, NEXT, region(5, 0, 6, 1, "Store"))[0] == [20, 16, 1]
    assert absorb(ROOM, NEXT, replace(PIECE, drawn=True))[0] == [20, 16, 1]
    assert absorb(ROOM, NEXT, PIECE, doors=[*DOORS, door(5.5, 0)])[0] == [20, 16, 1]


def test_with_few_doors_a_missing_door_says_nothing():
    assert absorb(ROOM, NEXT, PIECE, doors=DOORS[:2])[0] == [20, 16, 1]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_rooms_changes_nothing(order):
    rooms = [WASHROOM, CABIN, OFFICE]
    joined = absorb_cabins([rooms[index] for index in order], [door(0.75, 3.05)])
    assert sorted(areas(joined)) == [12.8, 14.4]
    rooms = [ROOM, NEXT, PIECE]
    assert sorted(absorb(*[rooms[index] for index in order])[0]) == [16, 21]
    closet = [*DOORS, door(5.5, 0)]
    assert sorted(absorb(*[rooms[index] for index in order], doors=closet)[0]) == [1, 16, 20]


def test_several_cabins_belong_to_the_restroom_between_them():
    cabins = [region(1.5 * index, 3.1, 1.5 * index + 1.4, 4.6) for index in range(2)]
    cabins += [region(0, -1.5, 2, -0.1)]
    doors = [door(0.7, 3.05), door(2.2, 3.05), door(1, -0.05)]
    (joined,) = absorb_cabins([*cabins, WASHROOM], doors)
    assert joined.area.area == pytest.approx(12 + 2 * 2.1 + 2.8 + 0.1 * 5, abs=0.2)


@pytest.mark.parametrize(("depth", "count"), [(2.0, 1), (2.01, 2)])
def test_a_cabin_has_three_square_metres_at_most(depth, count):
    assert len(absorb_cabins([WASHROOM, region(0, 3.125, 1.5, 3.125 + depth)], [door(0.75, 3.05)])) == count


def test_a_cabin_that_opens_into_another_cabin_is_told_of_no_restroom():
    inner = region(0, 4.7, 1.5, 6.2)
    joined = absorb_cabins([WASHROOM, CABIN, inner], [door(0.75, 3.05), door(0.75, 4.65)])
    assert areas(joined) == [14.4, 2.2]


def test_a_cabin_beside_a_restroom_that_opens_into_another_cabin_is_none_of_its():
    beside = region(1.6, 3.1, 3, 4.6)
    joined = absorb_cabins([WASHROOM, CABIN, beside], [door(0.75, 3.05), door(1.55, 3.8, across=False)])
    assert areas(joined) == [14.4, 2.1]


@pytest.mark.parametrize(("border", "is_absorbed"), [(0.24, False), (0.34, True)])
def test_a_piece_that_touches_a_corner_only_is_beside_no_room(border, is_absorbed):
    piece = region(5, 4 - border, 6, 5 - border)
    assert absorb(ROOM, NEXT, piece)[0] == [21 if is_absorbed else 20, 16]


@pytest.mark.parametrize(("apart", "is_absorbed"), [(0.015, True), (0.03, False)])
def test_a_piece_is_beside_what_it_almost_touches(apart, is_absorbed):
    found = absorb(ROOM, NEXT, region(5 + apart, 0, 6 + apart, 1))
    assert found == ([21 if is_absorbed else 20, 16], {"absorbed": is_absorbed, "left_out": not is_absorbed})


JURY = region(0, 3.2, 8, 8, "Jury room")
RECESS = region(2, 0, 6, 3)


def swing(x, y, across=True) -> Threshold:
    return replace(door(x, y, across), evidence=Evidence.SWING)


def mouth(width=4.0, evidence=Evidence.GAP) -> Threshold:
    start, end = (4 - width / 2, 3.1), (4 + width / 2, 3.1)
    lines = np.array([[start[0], y, end[0], y] for y in (3.0, 3.2)])
    return Threshold(start, end, evidence, lines, thickness=0.2)


WAYS = [swing(4, 0), swing(2, 1, across=False)]


def test_a_recess_that_doors_lead_on_from_belongs_to_the_room_that_it_opens_into():
    rest = [region(20, 0, 26, 4, "Office")] * 4
    assert areas(absorb_recesses([JURY, RECESS, *rest], [mouth(), *WAYS])) == [51.2, *[24] * 4]


def test_a_corridor_that_is_open_along_its_whole_width_goes_on_behind():
    rest = [region(20, 0, 26, 4, "Office")] * 4
    for recess, wide in ((region(2, -6, 6, 3), 4.0), (region(3.4, -3, 4.6, 3), 1.2)):
        doors = [swing(4, recess.area.bounds[1]), swing(recess.area.bounds[0], 1, across=False)]
        (joined, *_) = areas(absorb_recesses([JURY, recess, *rest], [mouth(wide), *doors]))
        assert joined == pytest.approx(38.4 + recess.area.area + 0.2 * wide, abs=0.1)


def test_the_bays_of_a_corridor_belong_to_the_part_with_its_name():
    corridor = [region(4 * bay, 0, 4 * bay + 3.8, 3, "Corridor" if bay == 1 else "") for bay in range(4)]
    between = [
        Threshold((x - 0.1, 0.3), (x - 0.1, 2.7), Evidence.GAP, np.array([[x - 0.1, 0.3, x - 0.1, 2.7]]))
        for x in (4, 8, 12)
    ]
    doors = [swing(4 * bay + 2, 3) for bay in range(4)] + [swing(15.8, 1.5, across=False)]
    rest = [region(20, 0, 26, 4, "Office")] * 4
    found = absorb_recesses([*corridor, *rest], [*between, *doors])
    assert areas(found)[-4:] == [24] * 4
    assert [bool(one.labels) for one in found] == [False, *[True] * 5]


@pytest.mark.parametrize(("width", "count"), [(2.8, 5), (2.5, 6)])
def test_an_arch_or_a_beam_above_is_wider_than_a_door(width, count):
    corridor = [region(0, 0, 4, 3, "Corridor"), region(4.2, 0, 8, 3)]
    x, low, high = 4.1, 1.5 - width / 2, 1.5 + width / 2
    arch = Threshold((x, low), (x, high), Evidence.FILLED, np.array([[x, low, x, high]]))
    doors = [swing(6, 3), swing(8, 1.5, across=False)]
    rest = [region(20, 0, 26, 4, "Office")] * 4
    assert len(absorb_recesses([*corridor, *rest], [arch, *doors])) == count


@pytest.mark.parametrize(
    ("recess", "openings"),
    [
        (region(2, 0, 6, 3, "Lobby"), [mouth(), *WAYS]),
        (RECESS, [mouth(2.3), *WAYS]),
        (RECESS, [mouth(evidence=Evidence.SWING), *WAYS]),
        (RECESS, [mouth(3.0), WAYS[0]]),
        (RECESS, [mouth()]),
        (RECESS, [mouth(1.0), *WAYS, swing(6, 1, across=False)]),  # a hall beside a living room
        (region(1, -1, 7, 3), [mouth(), *WAYS]),
        (replace(RECESS, drawn=True), [mouth(), *WAYS]),
    ],
)
def test_other_places_before_a_room_are_their_own(recess, openings):
    rest = [region(20, 0, 26, 4, "Office")] * 8
    assert len(absorb_recesses([JURY, recess, *rest], openings)) == 10


def test_a_missing_name_says_nothing_where_many_are_missing():
    doors = [mouth(), *WAYS, swing(22, 0), swing(24, 0)]
    assert len(absorb_recesses([JURY, RECESS, *[region(20, 0, 26, 4)] * 2], doors)) == 4


def test_a_recess_between_two_rooms_belongs_to_neither():
    other = region(0, -5, 8, -0.2, "Office")
    below = replace(mouth(), start=(2, -0.1), end=(6, -0.1), lines=np.array([[2.0, -0.1, 6.0, -0.1]]))
    assert len(absorb_recesses([JURY, RECESS, other, *[other] * 5], [mouth(), below, *WAYS])) == 8
