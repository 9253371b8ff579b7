"""An open region is cut along its walls, where it is narrowest, and every label gets its own part."""

import numpy as np
import shapely
from shapely import Polygon, box

from interactive_maps.importing.recognition.account import Account
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
    parts = divide_region(shapely.union(hall, bay), np.array([(2.0, 2.0), (6.0, 8.0)]))
    by_seed = {seeds[0]: part for part, seeds in parts if seeds}
    assert by_seed[1].symmetric_difference(bay).area < 0.01
    assert by_seed[0].symmetric_difference(hall).area < 0.01


def test_a_region_without_corners_is_not_cut_here():
    ((part, seeds),) = divide_region(box(0, 0, 10, 4), np.array([(2.0, 2.0), (8.0, 2.0)]))
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
    parts = divide_region(floor, np.array([(2.0, 2.0), (6.0, 8.0)]))
    by_seed = {seeds[0]: part for part, seeds in parts if seeds}
    assert abs(by_seed[1].area - 12.6) < 0.2


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
    found = divide_open_plan([region], [], Limits(), Account().begin("dividing"))
    areas = {one.labels[0].name: round(one.area.area) for one in found}
    assert areas == {"Büro": 80, "Flur": 24, "Sekretariat": 80}
