"""Crossings of stars are known: each of n edges meets n - 3 others."""

from __future__ import annotations

import math

import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Polygon

from interactive_maps.geo.crossings import crosses_too_often


def star(edges: int, x: float = 0.0) -> Polygon:
    step = math.pi * (1 - 1 / edges)
    return Polygon([(x + math.cos(k * step), math.sin(k * step)) for k in range(edges)])


def count_crossings(edges: int) -> int:
    return edges * (edges - 3) // 2


@pytest.mark.parametrize("edges", [5, 11, 101, 801])  # of 801 edges the pairs are looked at in two goes
def test_more_than_the_most_is_too_often(edges):
    crossings = count_crossings(edges)
    assert crosses_too_often(star(edges), crossings - 1)
    assert not crosses_too_often(star(edges), crossings)


def test_crossings_of_all_rings_count():
    hole = Polygon(shapely.box(-9, -9, 9, 9).exterior, [star(11).exterior])
    two = MultiPolygon([star(11), star(11, x=5)])
    nested = GeometryCollection([two, GeometryCollection([hole, LineString([(-9, 0), (9, 0)])])])
    one = count_crossings(11)
    for shape, crossings in ((hole, one), (two, 2 * one), (nested, 3 * one)):
        assert crosses_too_often(shape, crossings - 1)
    for shape, crossings in ((hole, one), (two, 2 * one)):
        assert not crosses_too_often(shape, crossings)


def test_a_plain_outline_crosses_nothing():
    assert not crosses_too_often(Polygon([(0, 0), (4, 0), (4, 4), (0, 4)]), 0)
    assert not crosses_too_often(star(5), 1_000)
