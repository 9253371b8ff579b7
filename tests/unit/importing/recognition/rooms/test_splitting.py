"""A region with several labels is cut where it is narrow, and every label gets its part."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon, affinity, box

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
    assert shapely.union_all(parts).symmetric_difference(area).area < 1e-3 * area.area
    assert sum(part.area for part in parts) == pytest.approx(area.area, rel=1e-3)
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


def move(area, turns=0, place=(0, 0), *, mirrored=False):
    """Return an area that is mirrored, turned by right angles, and moved."""
    area = affinity.scale(area, -1 if mirrored else 1, 1, origin=(0, 0))
    return affinity.translate(affinity.rotate(area, 90 * turns, origin=(0, 0)), *place)


PLACES = pytest.mark.parametrize("place", [(0, 0), (300, -40)])
TURNS = pytest.mark.parametrize("turns", range(4))


@PLACES
@TURNS
@pytest.mark.parametrize(("length", "width"), [(10, 4), (10.07, 4.03)])
def test_between_two_labels_the_cut_is_in_the_middle(length, width, turns, place):
    seeds = [move(Point(x, width / 2), turns, place) for x in (2.05, length - 2.05)]
    area = move(box(0, 0, length, width), turns, place)
    for limits, precision in ((Limits(), 0.1), (Limits(cells=600), 0.5)):
        parts = split(area, *((seed.x, seed.y) for seed in seeds), limits=limits)
        halves = [move(box(x, 0, x + length / 2, width), turns, place) for x in (0, length / 2)]
        for part, half in zip(parts, halves, strict=True):
            assert part.symmetric_difference(half).area < precision * width
            assert len(part.exterior.coords) == 5


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("mirrored", [False, True])
def test_all_ways_along_the_floor_cost_the_same(turns, mirrored):
    places = [(3.05, 3.05), (9.05, 5.05), (5.05, 9.05), (9.05, 10.05)]
    seeds = [move(Point(place), turns, mirrored=mirrored) for place in places]
    area = move(box(0, 0, 12, 12), turns, mirrored=mirrored)
    parts = split(area, *((seed.x, seed.y) for seed in seeds), limits=FEW)
    straight = split(box(0, 0, 12, 12), *places, limits=FEW)
    for part, other in zip(parts, straight, strict=True):
        assert part.symmetric_difference(move(other, turns, mirrored=mirrored)).area < 3.5


def test_a_cut_is_straight_where_nothing_bends_it():
    west, east = split(box(0, 0, 10, 7), (2.05, 2.05), (7.95, 4.95))
    assert west.area == pytest.approx(35, abs=0.3)
    assert max(len(part.exterior.coords) for part in (west, east)) < 20


def test_what_no_label_reaches_is_left_to_the_nearest():
    # Nobody gets through the slit into the room in the north.
    north = shapely.union(box(3, 5.2, 9, 7), box(4, 4.9, 4.02, 5.3))
    west, east = split(TWO_ROOMS.union(north), (3, 2), (9, 2))
    assert west.contains(Point(3.5, 6))
    assert not west.contains(Point(8, 2))
    assert east.area == pytest.approx(29, abs=1)


def test_labels_of_larger_rooms_reach_farther_by_the_difference_of_the_radii():
    sizes = np.pi * np.array([9.0, 1.0])  # radii of 3 and 1 metres
    west, east = split_region(box(0, 0, 10, 4), np.array([(2.05, 2.0), (7.95, 2.0)]), Limits(), sizes)
    assert west.area == pytest.approx(4 * 6, abs=0.4)
    assert east.area == pytest.approx(4 * 4, abs=0.4)


def test_a_larger_floor_is_divided_more_coarsely():
    west, east = split(box(0, 0, 400, 400), (100, 200), (300, 200), limits=FEW)
    assert (west.area, east.area) == pytest.approx((80_000, 80_000), rel=0.05)


@TURNS
def test_a_label_outside_goes_to_the_nearest_floor(turns):
    seeds = [move(Point(place), turns) for place in ((-1, 2), (10.5, 2))]
    west, east = split(move(box(0, 0, 10, 4), turns), *((seed.x, seed.y) for seed in seeds), limits=FEW)
    assert (west.area, east.area) == pytest.approx((20, 20), abs=0.7)


def test_two_labels_at_one_place_leave_one_of_them_nothing():
    first, second, third = split(box(0, 0, 10, 4), (2, 2), (2, 2), (8, 2), limits=FEW)
    assert sorted([first.area, second.area]) == pytest.approx([0, 20], abs=1.5)
    assert third.area == pytest.approx(20, abs=1.5)


def test_a_pillar_is_gone_around():
    area = Polygon(box(0, 0, 10, 4).exterior, [box(4.8, 0.5, 5.2, 3.5).exterior])
    west, east = split(area, (2, 2), (8, 2))
    assert (west.area, east.area) == pytest.approx((area.area / 2,) * 2, abs=1)
    assert not west.intersects(box(4.9, 1, 5.1, 3))
