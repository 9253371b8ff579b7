"""An open region is cut along its walls, where it is narrowest, and every label gets its own part."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon, affinity, box

from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.limits import Limits
from interactive_maps.importing.recognition.rooms.dividing import divide_region
from interactive_maps.importing.recognition.rooms.open_plan import divide_open_plan
from interactive_maps.importing.recognition.rooms.region import Region
from interactive_maps.importing.recognition.rooms.splitting import split_region


def say(name: str, place: tuple[float, float]) -> RoomLabel:
    """Return a label without a number."""
    return RoomLabel("", name, place, ())


def test_a_bay_is_cut_off_at_its_mouth():
    hall = box(0, 0, 12, 6)
    bay = box(4, 6, 8, 9)
    parts = divide_region([shapely.union(hall, bay)], np.array([(2.0, 2.0), (6.0, 8.0)]))
    by_seed = {seeds[0]: part for part, seeds in parts if seeds}
    assert by_seed[1].symmetric_difference(bay).area < 0.01
    assert by_seed[0].symmetric_difference(hall).area < 0.01


def test_a_region_without_corners_is_not_cut_here():
    ((part, seeds),) = divide_region([box(0, 0, 10, 4)], np.array([(2.0, 2.0), (8.0, 2.0)]))
    assert part.area == 40
    assert seeds == [0, 1]


def test_the_nearest_label_along_the_floor_decides_where_no_wall_does():
    west, east = split_region(box(0, 0, 10, 4), np.array([(2.0, 2.0), (8.0, 2.0)]), Limits())
    assert abs(west.area - 20) < 1
    assert abs(east.area - 20) < 1
    assert west.intersection(east).area < 1e-6


def test_parts_of_a_crooked_region_cover_it():
    area = Polygon([(0, 0), (9, 0), (9, 2), (3, 2), (3, 8), (0, 8)])
    parts = split_region(area, np.array([(8.0, 1.0), (1.0, 7.0), (1.0, 1.0)]), Limits())
    assert shapely.union_all(parts).symmetric_difference(area).area < 0.02 * area.area


def test_an_opening_between_two_columns_is_closed_from_one_to_the_other():
    # The alcove's walls end at columns that stand out on both sides: no wall of the hall leads along its mouth.
    columns = shapely.union_all([box(3.7, 5.8, 4.0, 6.3), box(8.0, 5.85, 8.3, 6.3)])
    floor = shapely.union(shapely.difference(box(0, 0, 12, 6), columns), box(4, 5.9, 8, 9))
    parts = divide_region([floor], np.array([(2.0, 2.0), (6.0, 8.0)]))
    by_seed = {seeds[0]: part for part, seeds in parts if seeds}
    assert abs(by_seed[1].area - 12.6) < 0.2


@pytest.mark.parametrize("width", [2.2, 2.4, 2.6])
def test_a_corridor_goes_straight_on_past_the_mouth_of_another(width):
    main, side = box(0, 0, 30, 2.4), box(16, 2.4, 16 + width, 20)
    labels = (RoomLabel("1", "Room", (4, 1), ()), RoomLabel("2", "Room", (17, 12), ()))
    one, other = divide_open_plan(
        [Region(shapely.union(main, side), labels)], [], Limits(), Account().begin("dividing")
    )
    halls = {region.labels[0].number: region.area for region in (one, other)}
    assert halls["1"].symmetric_difference(main).area < 0.1
    assert halls["2"].symmetric_difference(side).area < 0.1


def test_labels_of_larger_rooms_reach_farther():
    seeds = np.array([(2.0, 2.0), (8.0, 2.0)])
    west, east = split_region(box(0, 0, 10, 4), seeds, Limits(), np.array([30.0, 10.0]))
    assert west.area > 22
    assert abs(west.area + east.area - 40) < 0.1


def test_rooms_of_one_name_are_alike_where_nothing_parts_them():
    closed = [
        Region(box(20 + 5 * n, 0, 24 + 5 * n, 3), (say("Conference", (22 + 5 * n, 1)),)) for n in range(2)
    ]
    hall = Region(box(0, 0, 16, 8), (say("Conference", (2.0, 4.0)), say("Office", (10.0, 4.0))))
    divided = divide_open_plan([*closed, hall], [], Limits(), Account().begin("dividing"))
    areas = {region.labels[0].place: region.area.area for region in divided if region.labels}
    assert areas[2.0, 4.0] < 45
    assert areas[10.0, 4.0] > 80


def test_a_narrow_part_that_is_called_a_corridor_is_one():
    halls = shapely.union_all([box(0, 0, 8, 10), box(8, 4, 20, 6), box(20, 0, 28, 10)])
    names = {"Büro": (4.0, 5.0), "Flur": (14.0, 5.0), "Sekretariat": (24.0, 5.0)}
    region = Region(halls, tuple(say(name, place) for name, place in names.items()))
    step = Account().begin("dividing")
    found = divide_open_plan([region], [], Limits(), step)
    assert step.counts["corridors"] == 1
    areas = {one.labels[0].name: round(one.area.area) for one in found}
    assert areas == {"Büro": 80, "Flur": 24, "Sekretariat": 80}


def divide(area, *seeds):
    """Return the part of each seed; none is in two."""
    parts = divide_region([area], np.array(seeds, dtype=float))
    assert sorted(seed for _, held in parts for seed in held) == list(range(len(seeds)))
    assert sum(part.area for part, _ in parts) == pytest.approx(area.area, abs=0.05)
    assert all(held for _, held in parts)
    return {seed: part for part, held in parts for seed in held}


@pytest.mark.parametrize(("width", "is_closed"), [(8.9, True), (9.1, False)])
def test_a_mouth_is_closed_where_it_is_not_too_wide(width, is_closed):
    bay = box(4, 6, 4 + width, 9)
    found = divide(shapely.union(box(0, -20, 20, 6), bay), (2, 2), (8, 8))
    assert (found[1].symmetric_difference(bay).area < 0.05) == is_closed


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize(("depth", "is_divided"), [(0.38, False), (0.4, True), (0.42, True)])
def test_a_mullion_divides_nothing_and_a_short_wall_does(depth, is_divided, turns):
    floor = shapely.difference(box(0, 0, 10, 4), box(4.9, 0, 5.1, depth))
    turned = affinity.rotate(floor, 90 * turns, origin=(0, 0))
    west, east = (affinity.rotate(Point(*place), 90 * turns, origin=(0, 0)) for place in ((2, 2), (8, 2)))
    found = divide(turned, (west.x, west.y), (east.x, east.y))
    assert (found[0] is not found[1]) == is_divided
    if is_divided:
        assert sorted(round(part.area, 1) for part in found.values()) in (
            [19.6, 20.3],
            [19.6, 20.4],
            [19.7, 20.3],
        )


def test_a_slanted_wall_turns_in_a_corner_only_where_it_turns_much():
    def bend(off):
        return Polygon([(0, 0), (10, 0), (10, 4), (5, 4 - off), (0, 4)])

    for off, is_divided in ((0.4, False), (1.0, True)):
        found = divide(bend(off), (2, 1), (9.5, 3))
        assert (found[0] is not found[1]) == is_divided


def test_rooms_that_open_into_each_other_are_cut_at_the_shortest_line():
    # Three rooms in a row with openings of 1, 2 and 3 metres.
    rooms = [box(0, 0, 4, 4), box(4.2, 0, 8, 4), box(8.2, 0, 12, 4)]
    gaps = [box(3.9, 1, 4.3, 2), box(7.9, 1, 8.3, 3)]
    found = divide(shapely.union_all([*rooms, *gaps]), (2, 2), (6, 3.5), (10, 2))
    for seed, room in enumerate(rooms):
        assert found[seed].symmetric_difference(room).area < 0.9
    two = divide(shapely.union_all([*rooms, *gaps]), (2, 2), (10, 2))
    assert two[0].area == pytest.approx(16, abs=0.9)  # the wider opening stays open


@pytest.mark.parametrize("width", [0.5, 0.9, 1.5])
@pytest.mark.parametrize("place", [(0, 0), (60, -25)])
def test_a_passage_is_cut_at_one_of_its_ends(width, place):
    wall = box(4.9, 0, 5.1, 1.5).union(box(4.9, 1.5 + width, 5.1, 4))
    floor = affinity.translate(shapely.difference(box(0, 0, 10, 4), wall), *place)
    found = divide(floor, *([x + place[0], 3 + place[1]] for x in (2, 8)))
    assert sorted(part.area for part in found.values()) == pytest.approx([19.6, 19.6 + 0.2 * width], abs=0.01)


def test_of_two_openings_the_wider_stays_open_though_other_lines_cross_it():
    # The line y = 2 along the eastern opening parts the western one into 1 and 3 metres.
    rooms = [box(0, 0, 4, 6), box(4.2, 0, 9, 6), box(9.2, 0, 13, 6)]
    floor = shapely.union_all([*rooms, box(4, 1, 4.2, 5), box(9, 2, 9.2, 5.5)])
    west, east = divide(floor, (1, 3), (12, 3)).values()
    assert west.area == pytest.approx(24 + 28.8 + 0.8, abs=0.75)
    assert east.area == pytest.approx(22.8, abs=0.75)


@pytest.mark.parametrize("width", [0.7, 4.0, 7.5])
@pytest.mark.parametrize(("degrees", "is_straight"), [(5.5, True), (6.5, False)])
@pytest.mark.parametrize("turns", range(4))
def test_walls_that_lead_a_little_past_each_other_are_joined_from_corner_to_corner(
    width, degrees, is_straight, turns
):
    # The hall's northern wall comes down to both sides of the alcove's mouth.
    drop = math.tan(math.radians(degrees))
    places = [(0, -10), (8 + width, -10), (8 + width, 6 + 4 * drop), (4 + width, 6)]
    floor = Polygon([*places, (4 + width, 9), (4, 9), (4, 6), (0, 6 + 4 * drop)])
    floor = affinity.rotate(affinity.translate(floor, 30, -70), 90 * turns, origin=(0, 0))
    hall, alcove = (
        affinity.rotate(Point(30 + x, -70 + y), 90 * turns, origin=(0, 0)) for x, y in ((2, 2), (4.3, 8))
    )
    found = divide(floor, (hall.x, hall.y), (alcove.x, alcove.y))
    assert (abs(found[1].area - 3 * width) < 0.004) == is_straight


@pytest.mark.parametrize(("depth", "is_divided"), [(0.25, False), (0.38, True)])
@pytest.mark.parametrize("place", [(0, 0), (60, -25)])
def test_a_niche_between_pilasters_is_a_room_where_it_has_some_depth(depth, is_divided, place):
    pilasters = box(3, 6 - depth, 3.3, 6).union(box(8, 6 - depth, 8.3, 6))
    floor = affinity.translate(shapely.difference(box(0, 0, 12, 6), pilasters), *place)
    hall, niche = divide(floor, *([x + place[0], y + place[1]] for x, y in ((6, 2), (6, 5.9)))).values()
    assert niche.area == pytest.approx(4.7 * depth if is_divided else hall.area, abs=0.01)


def test_a_floor_with_very_many_columns_is_not_cut_along_them():
    columns = [box(x, y, x + 0.5, y + 0.5).exterior for x in range(1, 17) for y in range(1, 11)]
    floor = Polygon(box(0, 0, 20, 20).exterior, columns)
    assert divide_region([floor], np.array([(0.5, 0.5), (19.0, 19.0)])) == [(floor, [0, 1])]


@given(st.lists(st.tuples(st.floats(0.5, 11.5), st.floats(0.5, 3.5)), min_size=1, max_size=5, unique=True))
@settings(max_examples=15)
def test_every_label_is_in_one_part(seeds):
    rooms = [box(0, 0, 4, 4), box(4.2, 0, 8, 4), box(8.2, 0, 12, 4), box(3.9, 1, 8.3, 2)]
    divide(shapely.union_all(rooms), *seeds)


def test_walls_of_a_courtyard_are_drawn_on_as_well():
    court = Polygon(box(0, 0, 12, 12).exterior.coords, [box(4, 4, 8, 8).exterior.coords])
    found = divide(court, (2, 2), (10, 10))
    assert found[0] is not found[1]
    assert sum(part.area for part in set(found.values())) <= court.area


def say_all(*names):
    return tuple(say(name, (2.0 + 6 * index, 4.0)) for index, name in enumerate(names))


def open_plan(area, labels, thresholds=(), closed=()):
    step = Account().begin("dividing")
    return divide_open_plan([*closed, Region(area, labels)], thresholds, Limits(), step), step.counts


def test_what_has_one_label_stays_and_what_has_several_has_one_each():
    (one,), counts = open_plan(box(0, 0, 12, 8), say_all("Office"))
    assert (one.area.area, one.cut, counts["cut"], counts["corridors"]) == (96, False, 0, 0)
    parts, counts = open_plan(box(0, 0, 12, 8), say_all("Office", "Store"))
    assert [part.labels for part in parts] == [(label,) for label in say_all("Office", "Store")]
    assert all(part.cut for part in parts)
    assert (counts["regions"], counts["cut"]) == (2, 2)
    assert [part.area.area for part in parts] == pytest.approx([40, 56], abs=2)


def test_parts_of_one_label_are_not_split_again():
    floor = shapely.union(box(0, 0, 12, 6), box(4, 6, 8, 9))
    parts, counts = open_plan(floor, (say("Office", (2.0, 2.0)), say("Store", (6.0, 8.0))))
    assert sorted(round(part.area.area, 1) for part in parts) == [12, 72]
    assert counts["cut"] == 2


def test_corridors_between_halls_are_counted():
    halls = shapely.union_all([box(0, 0, 8, 10), box(8, 4, 20, 6), box(20, 0, 28, 10)])
    doors = [Threshold(start, end, Evidence.SWING, np.array([[*start, *end]])) for start, end in DOORS]
    parts, counts = open_plan(halls, (say("Office", (4.0, 5.0)), say("Store", (24.0, 5.0))), doors)
    assert (counts["corridors"], counts["regions"], counts["cut"]) == (1, 3, 3)
    assert sorted(round(part.area.area) for part in parts) == [24, 80, 80]


DOORS = [((10.5, 4.0), (11.5, 4.0)), ((15.5, 6.0), (16.5, 6.0))]


def test_one_closed_room_of_a_name_says_nothing_of_others():
    labels = say_all("Conference", "Office")
    closed = Region(box(20, 0, 24, 3), (say("Conference", (22, 1)),))
    alone = open_plan(box(0, 0, 12, 8), labels)[0]
    assert open_plan(box(0, 0, 12, 8), labels, closed=[closed])[0][1].area.area == alone[0].area.area
    twice = open_plan(box(0, 0, 12, 8), labels, closed=[closed, closed])[0]
    assert twice[2].area.area < alone[0].area.area - 5


def test_of_rooms_of_one_name_that_are_larger_than_the_hall_a_label_takes_its_share():
    closed = [
        Region(box(20 + 10 * n, 0, 28 + 10 * n, 10), (say("Conference", (22 + 10 * n, 1)),)) for n in (0, 1)
    ]
    labels = say_all("Conference", "Office")
    alone = open_plan(box(0, 0, 12, 8), labels)[0]
    beside = open_plan(box(0, 0, 12, 8), labels, closed=closed)[0][2:]
    assert [part.area.area for part in beside] == pytest.approx([part.area.area for part in alone])


@pytest.mark.parametrize("slit", [0.4, 0.75])
def test_a_slit_between_a_column_and_a_facade_is_closed_there(slit):
    """The column stands at the end of the wall, turned, and is no wall that could be extended."""
    hall, x = box(0, 0, 10, 6), 10 - slit
    column = affinity.rotate(box(x - 0.5, 5.95, x - 0.15, 6.3), 45)
    wall = shapely.union(box(0, 6, x - 0.4, 6.25), column)
    floor = shapely.difference(shapely.union(hall, box(0, 6, 10, 12)), wall)
    parts = divide_region([floor], np.array([(2.0, 2.0), (6.0, 9.0)]))
    by_seed = {seeds[0]: part for part, seeds in parts if seeds}
    assert by_seed[0].symmetric_difference(hall).area < 0.5


@pytest.mark.parametrize("width", [12.0, 26.0, 28.0])
def test_a_wall_that_goes_on_behind_a_wide_opening_parts_two_halls(width):
    """The way through the concourse is shorter across than the mouth of the lounge, and leads straight on."""
    concourse, lounge = box(0, 0, 60, 11), box(15, 11, 15 + width, 20)
    floor = shapely.union(concourse, lounge)
    parts, _ = open_plan(floor, (say("Concourse", (10.0, 5.0)), say("Lounge", (20.0, 16.0))))
    areas = {part.labels[0].name: part.area for part in parts}
    assert (areas["Lounge"].symmetric_difference(lounge).area < 1) == (width < 27)
    assert shapely.union_all(list(areas.values())).symmetric_difference(floor).area < 1


def test_pilasters_on_both_sides_of_a_hall_part_nothing():
    pilasters = shapely.union_all([box(29.6, 0, 30.4, 0.4), box(29.6, 10.6, 30.4, 11)])
    lounge = box(15, 11, 27, 20)
    floor = shapely.union(shapely.difference(box(0, 0, 60, 11), pilasters), lounge)
    parts, _ = open_plan(floor, (say("Concourse", (50.0, 5.0)), say("Lounge", (20.0, 16.0))))
    assert sorted(round(part.area.area) for part in parts) == [108, 659]


def test_corridors_end_at_the_lobby_that_they_lead_to():
    """They are wider than corridors without a name may be."""
    floor = shapely.union(box(0, 0, 60, 3.5), box(24, -6, 38, 3.5))
    names = {"Public corridor 1": (10.0, 1.5), "Lobby": (31.0, 0.0), "Public corridor 2": (50.0, 1.5)}
    parts, counts = open_plan(floor, tuple(say(name, place) for name, place in names.items()))
    areas = {part.labels[0].name: round(part.area.area) for part in parts}
    assert areas == {"Public corridor 1": 84, "Lobby": 133, "Public corridor 2": 77}
    assert counts["corridors"] == 2


def test_a_corridor_goes_on_past_the_hall_beside_it_that_its_name_stands_before():
    floor = shapely.union(box(0, 0, 40, 2), box(13, -8, 26, 0))
    doors = [
        Threshold((x, 2.0), (x + 1, 2.0), Evidence.SWING, np.array([[x, 2.0, x + 1, 2.0]]))
        for x in (2.0, 8.0, 30.0, 36.0)
    ]
    parts, _ = open_plan(floor, (say("外来廊下", (20.0, 1.0)), say("待合ホール", (20.0, -4.0))), doors)
    areas = {part.labels[0].name: part.area.area for part in parts}
    assert areas == pytest.approx({"外来廊下": 80, "待合ホール": 104}, abs=2)
