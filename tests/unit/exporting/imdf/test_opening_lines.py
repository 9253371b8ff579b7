"""Doors that are points become lines in their walls."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.exporting.imdf.opening_lines import draw_opening_line

LONGITUDE, LATITUDE = 8.5, 47.4
NORTH = 1 / 111_319.5
EAST = NORTH / math.cos(math.radians(LATITUDE))


def place(x, y):
    """Return a place by metres east and north of a corner in Zurich."""
    return LONGITUDE + x * EAST, LATITUDE + y * NORTH


ROOM = shapely.Polygon([place(0, 0), place(4, 0), place(4, 3), place(0, 3)])


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ((2, 0), [(1.5, 0), (2.5, 0)]),
        ((4, 1), [(4, 0.5), (4, 1.5)]),
        ((2, 3.2), [(1.5, 3.2), (2.5, 3.2)]),
        ((0, 0), [(-0.5, 0), (0.5, 0)]),
        ((0.2, 0.2004), [(-0.3, 0.2004), (0.7, 0.2004)]),  # as near: the longer wall
        ((0.2, 0.202), [(0.2, -0.298), (0.2, 0.702)]),
        ((-0.4, -0.4), [(-0.9, -0.4), (0.1, -0.4)]),
        ((4.3, 3.1), [(3.8, 3.1), (4.8, 3.1)]),
    ],
)
def test_a_sill_lies_along_the_nearest_wall(at, ends):
    line, is_known = draw_opening_line(shapely.Point(place(*at)), ROOM, 1.0)
    assert is_known
    meant = shapely.MultiPoint([place(*end) for end in ends])
    assert shapely.hausdorff_distance(shapely.boundary(line), meant) < 1e-9


@pytest.mark.parametrize(("off", "is_near"), [(0.99, True), (1.01, False)])
def test_a_wall_is_within_a_metre(off, is_near):
    for at in ((2, -off), (2, 3 + off), (-off, 1), (4 + off, 1)):
        assert draw_opening_line(shapely.Point(place(*at)), ROOM, 1.0)[1] == is_near


def test_an_outline_with_points_drawn_twice_is_read():
    twice = shapely.Polygon([place(0, 0), place(0, 0), place(4, 0), place(4, 3), place(4, 3), place(0, 3)])
    line, is_known = draw_opening_line(shapely.Point(place(4, 1)), twice, 1.0)
    assert is_known
    assert line.coords[0][0] == pytest.approx(line.coords[1][0], abs=1e-9)


def test_a_courtyard_has_walls_too():
    court = shapely.Polygon(ROOM.exterior.coords, [[place(1, 1), place(2, 1), place(2, 2), place(1, 2)]])
    line, _ = draw_opening_line(shapely.Point(place(2, 1.5)), court, 1.0)
    assert line.coords[0][0] == pytest.approx(line.coords[1][0], abs=1e-9)


@pytest.mark.parametrize("outline", [None, shapely.Polygon([place(20, 0), place(24, 0), place(24, 3)])])
def test_a_door_in_no_wall_leads_from_west_to_east(outline):
    line, is_known = draw_opening_line(shapely.Point(place(0, 0)), outline, None)
    assert not is_known
    (x0, y0), (x1, y1) = line.coords
    assert y0 == y1
    assert (x1 - x0) / EAST == pytest.approx(0.9, abs=1e-3)


def test_what_is_no_point_stays():
    line = shapely.LineString([(0, 0), (1, 1)])
    assert draw_opening_line(line, ROOM, 2.0) == (line, True)
    assert draw_opening_line(None, ROOM, 2.0) == (None, True)


@given(st.floats(-0.5, 4.5), st.floats(-0.5, 3.5), st.floats(0.5, 3))
def test_a_sill_is_as_wide_as_its_door_and_has_it_in_its_middle(x, y, width):
    door = shapely.Point(place(x, y))
    line, _ = draw_opening_line(door, ROOM, width)
    (x0, y0), (x1, y1) = line.coords
    assert math.hypot((x1 - x0) / EAST, (y1 - y0) / NORTH) == pytest.approx(width, rel=1e-3)
    assert line.distance(door) < 1e-9
