"""Areas grown and shrunk are valid."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from interactive_maps.importing.recognition.geometry.areas import grow

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
