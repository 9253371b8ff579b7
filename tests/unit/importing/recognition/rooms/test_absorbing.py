"""Cabins belong to their restroom, and pieces that furniture cuts off to the room around them."""

from dataclasses import replace

import numpy as np
import pytest
from shapely import box

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.rooms.cabins import absorb_cabins
from interactive_maps.importing.recognition.rooms.pieces import absorb_pieces
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
    assert absorb(between[1], between[0], ROOM)[0] == [10.5, 21]


def test_a_piece_beside_no_room_is_left_out():
    assert absorb(ROOM, NEXT, region(6, 0, 7, 1)) == ([20, 16], {"absorbed": 0, "left_out": 1})
    assert absorb(ROOM, NEXT, region(5, 3.8, 6, 5))[0] == [20, 16]


def test_what_has_a_door_a_label_or_some_size_is_a_room():
    assert absorb(ROOM, NEXT, region(5, 0, 7, 1.2))[0] == [22.4, 16]
    assert absorb(ROOM, NEXT, region(5, 0, 7, 1.3))[0] == [20, 16, 2.6]
    assert absorb(ROOM, NEXT, region(5, 0, 6, 1, "Store"))[0] == [20, 16, 1]
    assert absorb(ROOM, NEXT, replace(PIECE, drawn=True))[0] == [20, 16, 1]
    assert absorb(ROOM, NEXT, PIECE, doors=[*DOORS, door(5.5, 0)])[0] == [20, 16, 1]


def test_with_few_doors_a_missing_door_says_nothing():
    assert absorb(ROOM, NEXT, PIECE, doors=DOORS[:2])[0] == [20, 16, 1]
