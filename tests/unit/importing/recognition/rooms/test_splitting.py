"""A region with several labels is cut where it is narrow, and every label gets its part."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from interactive_maps.importing.recognition.limits import Limits
from interactive_maps.importing.recognition.rooms.splitting import split_region

FEW = Limits(cells=1_500)
TWO_ROOMS = shapely.union_all([box(0, 0, 6, 5), box(6.2, 0, 12, 5), box(5.9, 2, 6.3, 3)])


def split(area, *seeds, limits=None):
    return split_region(area, np.array(seeds, dtype=float), limits or Limits())


@pytest.mark.parametrize("seeds", [((3, 2), (9, 2)), ((5, 4), (9, 1))])
def test_rooms_with_a_passage_between_are_cut_there(seeds):
    west, east = split(TWO_ROOMS, *seeds)
    assert west.symmetric_difference(box(0, 0, 6, 5)).area < 1.5
    assert east.symmetric_difference(box(6.2, 0, 12, 5)).area < 1.5


inside = st.tuples(st.floats(0.3, 11.7), st.floats(0.3, 4.7))


@given(st.lists(inside, min_size=2, max_size=4, unique_by=lambda place: (round(place[0]), round(place[1]))))
@settings(max_examples=8)
def test_parts_cover_the_region_without_overlap_and_hold_their_labels(seeds):
    area = box(0, 0, 12, 5)
    parts = split(area, *seeds, limits=FEW)
    assert len(parts) == len(seeds)
    assert shapely.union_all(parts).symmetric_difference(area).area < 0.02 * area.area
    assert sum(part.area for part in parts) == pytest.approx(area.area, rel=0.02)
    for part, seed in zip(parts, seeds, strict=True):
        assert part.distance(Point(seed)) < 0.5


def test_where_a_region_lies_and_how_it_is_turned_changes_little():
    west, east = split(
        shapely.transform(TWO_ROOMS, lambda places: np.add(places, (500, -900))), (503, -898), (509, -898)
    )
    assert west.area == pytest.approx(30.3, abs=1)
    south, north = split(shapely.transform(TWO_ROOMS, lambda places: places[:, ::-1]), (2, 3), (2, 9))
    assert south.area == pytest.approx(west.area, abs=0.5)
    assert north.area == pytest.approx(east.area, abs=0.5)


def test_a_label_outside_goes_to_the_nearest_floor():
    west, east = split(box(0, 0, 10, 4), (-1, 2), (10.5, 2), limits=FEW)
    assert (west.area, east.area) == pytest.approx((20, 20), abs=1.5)


def test_two_labels_at_one_place_leave_one_of_them_nothing():
    first, second, third = split(box(0, 0, 10, 4), (2, 2), (2, 2), (8, 2), limits=FEW)
    assert sorted([first.area, second.area]) == pytest.approx([0, 20], abs=1.5)
    assert third.area == pytest.approx(20, abs=1.5)


def test_a_pillar_is_gone_around():
    area = Polygon(box(0, 0, 10, 4).exterior, [box(4.8, 0.5, 5.2, 3.5).exterior])
    west, east = split(area, (2, 2), (8, 2))
    assert (west.area, east.area) == pytest.approx((area.area / 2,) * 2, abs=1)
    assert not west.intersects(box(4.9, 1, 5.1, 3))
