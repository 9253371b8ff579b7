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
    ],
)
def test_a_sill_lies_along_the_nearest_wall(at, ends):
    line, is_known = draw_opening_line(shapely.Point(place(*at)), ROOM, 1.0)
    assert is_known
    meant = shapely.MultiPoint([place(*end) for end in ends])
    assert shapely.hausdorff_distance(shapely.boundary(line), meant) < 1e-9


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
