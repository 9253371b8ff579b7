"""Geometries from strangers: valid, repaired, or refused in our own words."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from interactive_maps.geo.geojson import (
    GeometryError,
    GeometryLimits,
    read_geometry,
    require_degrees,
    to_geojson,
)

SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
BOW_TIE = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def star(edges):
    step = math.pi * (1 - 1 / edges)
    ring = [[math.cos(k * step), math.sin(k * step)] for k in range(edges)]
    return polygon([*ring, ring[0]])


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"type": "Point", "coordinates": [1, 2, 300]}, "Point"),
        ({"type": "MultiPoint", "coordinates": [[1, 2], [3, 4, 5]]}, "MultiPoint"),
        ({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}, "LineString"),
        ({"type": "MultiLineString", "coordinates": [[[0, 0], [1, 1]]]}, "MultiLineString"),
        (polygon(SQUARE), "Polygon"),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE]]}, "MultiPolygon"),
        ({"type": "GeometryCollection", "geometries": [polygon(SQUARE)]}, "GeometryCollection"),
    ],
)
def test_what_is_good_stays_as_it_is(value, kind):
    read = read_geometry(value)
    assert (read.geometry.geom_type, read.geometry.has_z, read.repaired) == (kind, False, ())


@pytest.mark.parametrize(
    ("value", "area", "said"),
    [
        (polygon(SQUARE[:-1]), 4, "not closed"),
        (polygon(BOW_TIE), 2, "crosses itself"),
        (polygon(SQUARE, [[0.5, 0.5], [1, 1]]), 4, "three corners"),
        (polygon(SQUARE, [[5, 5], [6, 5], [6, 6], [5, 5]]), 4.5, "hole"),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}, 4, ""),
    ],
)
def test_what_can_be_mended_is(value, area, said):
    read = read_geometry(value)
    assert read.geometry.is_valid
    assert read.geometry.area == pytest.approx(area)
    assert said in " ".join(read.repaired)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "missing"),
        ([], "not an object"),
        ({}, "unknown type"),
        ({"type": ["Point"]}, "unknown type"),
        ({"type": "Circle", "coordinates": [0, 0]}, "Circle"),
        ({"type": "Point"}, "two numbers"),
        ({"type": "Point", "coordinates": ["8", "47"]}, "two numbers"),
        ({"type": "Point", "coordinates": [True, False]}, "two numbers"),
        ({"type": "Point", "coordinates": [8, math.nan]}, "not finite"),
        ({"type": "Point", "coordinates": [8, math.inf]}, "not finite"),
        ({"type": "Point", "coordinates": [10**400, 0]}, "not finite"),
        ({"type": "Point", "coordinates": [1e300, 0]}, "out of bounds"),
        ({"type": "LineString", "coordinates": [[0, 0]]}, "fewer than 2"),
        ({"type": "LineString", "coordinates": [[0, 0], [0, 0]]}, "no length"),
        ({"type": "MultiPolygon", "coordinates": []}, "empty"),
        (polygon(), "empty"),
        (polygon([]), "empty"),
        (polygon([[0, 0], [1, 1]]), "no outline"),
        (polygon([[0, 0], [1, 1], [2, 2], [0, 0]]), "no area"),
        ({"type": "Polygon", "coordinates": "[[0,0]]"}, "not a list"),
        ({"type": "GeometryCollection", "geometries": None}, "not a list"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(value, said):
    with pytest.raises(GeometryError, match=said):
        read_geometry(value)


def test_bounds_hold_before_anything_is_built():
    ring = [[0, 0]] * 11
    with pytest.raises(GeometryError, match="more than 10 positions"):
        read_geometry({"type": "LineString", "coordinates": ring}, GeometryLimits(positions=10))
    nested = {"type": "Point", "coordinates": [0, 0]}
    for _ in range(50):
        nested = {"type": "GeometryCollection", "geometries": [nested]}
    with pytest.raises(GeometryError, match="nests"):
        read_geometry(nested)


def test_what_is_just_within_the_bounds_is_read():
    ring = [[k, 0] for k in range(10)]
    assert read_geometry({"type": "LineString", "coordinates": ring}, GeometryLimits(positions=10))
    for nesting, fits in ((4, True), (5, False)):
        nested = {"type": "Point", "coordinates": [0, 0]}
        for _ in range(nesting):
            nested = {"type": "GeometryCollection", "geometries": [nested]}
        if fits:
            assert read_geometry(nested).geometry.geom_type == "GeometryCollection"
        else:
            with pytest.raises(GeometryError, match="more than 4 deep"):
                read_geometry(nested)
    assert read_geometry({"type": "Point", "coordinates": [1e12, -1e12]})
    with pytest.raises(GeometryError, match="out of bounds"):
        read_geometry({"type": "Point", "coordinates": [0, -1.1e12]})


def test_a_geometry_has_a_quarter_of_a_million_positions_at_most():
    line = [[0, 0], [1, 1]] * 125_000
    assert (
        shapely.get_num_coordinates(read_geometry({"type": "LineString", "coordinates": line}).geometry)
        == 250_000
    )
    with pytest.raises(GeometryError, match="more than 250,000 positions"):
        read_geometry({"type": "LineString", "coordinates": [*line, [0, 0]]})


def test_members_of_all_collections_count_together():
    point = {"type": "Point", "coordinates": [0, 0]}
    three = {"type": "GeometryCollection", "geometries": [point] * 3}
    assert read_geometry(three, GeometryLimits(positions=6))
    with pytest.raises(GeometryError, match="more than 5 positions"):
        read_geometry(three, GeometryLimits(positions=5))


def test_positions_of_several_dimensions_are_read_as_two():
    line = {"type": "LineString", "coordinates": [[1, 2, 3], [4.5, 5]]}
    assert list(read_geometry(line).geometry.coords) == [(1, 2), (4.5, 5)]
    for odd in ([[1, 2], [3]], [[1, 2], [None, 3]], [[1, 2], [3, "4"]], [[1], [2]], [[1, 2], 3]):
        with pytest.raises(GeometryError, match="two numbers"):
            read_geometry({"type": "LineString", "coordinates": odd})


def test_a_line_may_come_back_to_where_it_starts():
    line = {"type": "LineString", "coordinates": [[0, 0], [0, 1], [0, 0]]}
    assert read_geometry(line).geometry.length == 2


def test_what_was_mended_is_told_once_and_the_drawing_is_kept():
    twice = polygon(SQUARE[:-1], [[0.5, 0.5], [1, 0.5], [1, 1]])
    assert read_geometry(twice).repaired == ("a ring was not closed",)
    assert read_geometry(twice).drawn is None
    read = read_geometry(polygon(BOW_TIE))
    assert read.drawn.equals_exact(shape(polygon(BOW_TIE)), 0)
    assert read.geometry.geom_type == "MultiPolygon"


def test_a_ring_is_closed_where_its_ends_differ_in_one_number():
    for ring in ([[0, 0], [2, 0], [2, 2], [0, 2]], [[0, 0], [0, 2], [2, 2], [2, 0]]):
        assert "not closed" in read_geometry(polygon(ring)).repaired[0]
    triangle = [[0, 0], [2, 0], [2, 2], [0, 0]]
    assert read_geometry(polygon(triangle)).repaired == ()


def test_mending_leaves_areas_only_but_in_collections_all():
    spike = [[0, 0], [2, 0], [2, 2], [2, 5], [2, 2], [0, 2], [0, 0]]
    assert read_geometry(polygon(spike)).geometry.geom_type == "Polygon"
    line = {"type": "LineString", "coordinates": [[9, 9], [9, 8]]}
    both = read_geometry({"type": "GeometryCollection", "geometries": [polygon(BOW_TIE), line]}).geometry
    assert (both.area, both.length > 1) == (2, True)
    assert any(part.geom_type == "LineString" for part in both.geoms)


def test_a_star_that_crosses_itself_everywhere_is_not_mended():
    with pytest.raises(GeometryError, match="crosses itself more than 5,000 times"):
        read_geometry(star(103))  # 5,150 times; of 101 edges, 4,949
    with pytest.raises(GeometryError, match="crosses itself more than"):
        read_geometry(star(3001))
    assert read_geometry(star(101)).repaired == ("crosses itself",)


def test_a_long_outline_that_crosses_itself_once_is():
    ring = [[k, math.sin(k)] for k in range(20_000)]
    ring += [[20_000, -5], [0, -5], [-1, -4], [3, -7], [0, 0]]
    assert read_geometry(polygon(ring)).geometry.is_valid


def test_a_geometry_is_written_as_it_was_read():
    for value in (polygon(SQUARE), {"type": "Point", "coordinates": [1, 2]}):
        assert shape(to_geojson(read_geometry(value).geometry)) == shape(value)
    assert to_geojson(None) is None


@pytest.mark.parametrize(
    ("x", "y", "fits"), [(180, 90, True), (-180, -90, True), (180.1, 0, False), (0, -90.1, False)]
)
def test_degrees_have_bounds(x, y, fits):
    point = read_geometry({"type": "Point", "coordinates": [x, y]}).geometry
    if fits:
        require_degrees(point)
    else:
        with pytest.raises(GeometryError, match="outside of longitude and latitude"):
            require_degrees(point)


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        *(((5, 5), outside) for outside in ((181, 5), (-181, 5), (5, 91), (5, -91))),
        *(((-180, -90), outside) for outside in ((181, 5), (5, 91))),
        *(((180, 90), outside) for outside in ((-181, 5), (5, -91))),
    ],
)
def test_what_reaches_beyond_the_degrees_is_told(inside, outside):
    x, y = outside
    line = read_geometry({"type": "LineString", "coordinates": [inside, outside]}).geometry
    with pytest.raises(GeometryError, match=f"reaches {x:g}, {y:g},"):
        require_degrees(line)


_NUMBERS = st.integers(-3, 3) | st.floats() | st.integers() | st.booleans() | st.none() | st.text(max_size=3)
_NESTED = st.recursive(_NUMBERS, lambda inner: st.lists(inner, max_size=5), max_leaves=30)
_POSITIONS = st.lists(st.lists(st.integers(-3, 3), min_size=2, max_size=3), max_size=8)
_TYPES = st.sampled_from(
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "Nothing"]
)


@given(
    kind=_TYPES,
    coordinates=_NESTED | _POSITIONS | st.lists(_POSITIONS, max_size=3) | st.lists(st.lists(_POSITIONS)),
)
def test_any_value_is_read_or_refused(kind, coordinates):
    try:
        read = read_geometry({"type": kind, "coordinates": coordinates})
    except GeometryError:
        return
    assert read.geometry.is_valid
    assert not read.geometry.is_empty
    assert all(map(math.isfinite, read.geometry.bounds))
