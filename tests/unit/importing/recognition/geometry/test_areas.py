"""Areas grown and shrunk are valid; a place is in the smallest area around it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from interactive_maps.importing.recognition.geometry.areas import find_areas, grow

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
