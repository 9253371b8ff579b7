"""An open region is cut along its walls, where it is narrowest, and every label gets its own part."""

import numpy as np
import shapely
from shapely import Polygon, box

from interactive_maps.importing.recognition.limits import Limits
from interactive_maps.importing.recognition.rooms.dividing import divide_region
from interactive_maps.importing.recognition.rooms.splitting import split_region


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
