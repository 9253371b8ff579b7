"""Areas grown and shrunk are valid; a place is in the smallest area around it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from interactive_maps.importing.recognition.geometry.areas import find_areas, grow, pair_with_areas

SQUARE = shapely.box(0, 0, 10, 10)


def test_corners_stay_corners_unless_they_are_to_be_round():
    assert grow(SQUARE, 1.0).equals(shapely.box(-1, -1, 11, 11))
    assert grow(SQUARE, -1.0).equals(shapely.box(1, 1, 9, 9))
    assert 140 < grow(SQUARE, 1.0, "round").area < 144


def test_a_line_ends_as_it_is_told_to():
    line = shapely.LineString([(0, 0), (10, 0)])
    assert grow(line, 1.0, cap="flat").area == pytest.approx(20)
    assert grow(line, 1.0, cap="square").area == pytest.approx(24)
    assert 22.9 < grow(line, 1.0).area < 23.2


def test_several_are_grown_at_once():
    grown = grow(np.array([SQUARE, shapely.Point(0, 0)]), 1.0)
    assert [round(area) for area in shapely.area(grown)] == [144, 3]
    assert shapely.is_valid(grown).all()


def test_a_circle_has_four_chords_in_each_quarter():
    assert grow(shapely.Point(0, 0), 1.0).area == pytest.approx(8 * math.sin(math.pi / 8))
    assert grow(SQUARE, 1.0, "round").area == pytest.approx(140 + 8 * math.sin(math.pi / 8))


def test_of_areas_around_a_place_the_smallest_counts():
    areas = [shapely.box(2, 2, 5, 5), SQUARE, shapely.box(1, 1, 6, 6), shapely.box(20, 0, 30, 10)]
    places = np.array([(3.0, 3.0), (1.5, 1.5), (9.0, 9.0), (15.0, 5.0), (25.0, 5.0), (20.0, 5.0)])
    assert find_areas(places, areas) == {0: 0, 1: 2, 2: 1, 4: 3}
    assert find_areas(places, areas[::-1]) == {0: 3, 1: 1, 2: 2, 4: 0}
    assert find_areas(places, []) == find_areas(places[:0], areas) == {}


@given(
    centres=arrays(float, (12, 2), elements=st.floats(0, 30)),
    places=arrays(float, (20, 2), elements=st.integers(0, 30).map(float)),
)
def test_points_are_paired_with_the_areas_that_hold_them(centres, places):
    tree = shapely.STRtree(shapely.buffer(shapely.points(centres), 5.0))
    point, area = pair_with_areas(shapely.points(places), tree)
    wanted = tree.query(shapely.points(places), predicate="intersects")
    assert set(zip(point.tolist(), area.tolist(), strict=True)) == set(map(tuple, wanted.T.tolist()))


# Extended corners of such an outline cross each other, and a part between them collapses to a line.
CROOKED = shapely.Polygon(
    [
        (80.62546917061715, 12.370440900995407),
        (69.31666591290448, 9.860703346523646),
        (69.17923369508033, 10.273),
        (69.4089349550544, 10.273),
        (69.13329344308633, 10.410820755983304),
        (68.97559906538777, 10.883903889083465),
        (68.888, 10.86968851771953),
        (68.888, 10.533467477525813),
        (68.57338699100957, 10.690773982020191),
        (68.56729741953397, 10.69381876775799),
        (67.79735685859796, 11.069),
    ]
)


def test_what_grows_remains_an_area():
    for grown in (grow(CROOKED, 0.231), *grow(np.array([CROOKED, SQUARE]), 0.231)):
        assert grown.is_valid
        assert grown.geom_type in {"Polygon", "MultiPolygon"}
        assert shapely.intersection(grown, SQUARE.buffer(100), grid_size=0.001).area > 0
