"""Outlines of spaces are walls, open at their doors; levels without spaces have their linework."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from interactive_maps.routing.network.wall_index import build_walls, list_levels
from tests.unit.routing.networks import HERE

NAN = float("nan")


def shape(geometry: shapely.Geometry) -> bytes:
    """Return WKB in WGS84 of a shape in metres."""
    return shapely.to_wkb(shapely.transform(geometry, HERE.to_degrees))


def line(x: float, y: float) -> bytes:
    """Return WKB of a line from (0, 0) to a place in degrees, which may be none."""
    with np.errstate(invalid="ignore"):
        return shapely.to_wkb(shapely.LineString([(0, 0), (x, y)]))


def layer(*rows: tuple[float, bytes | None]) -> dict[str, object]:
    return {"level": np.array([level for level, _ in rows]), "wkb_geometry": [value for _, value in rows]}


def is_blocked(walls, start, end, level=0.0) -> bool:
    (blocked,) = walls.block(np.array([level]), np.array([start], dtype=float), np.array([end], dtype=float))
    return bool(blocked)


ROOM = shapely.box(0, 0, 10, 10)
OTHER = shapely.box(0, 0, 4, 4)
LINE = shapely.LineString([(5, -5), (5, 25)])
NOTHING = layer()


def test_a_room_is_left_through_its_door_only():
    door = shapely.Point(10, 5)
    walls = build_walls(HERE, layer((0.0, shape(ROOM))), layer((0.0, shape(door))), NOTHING)
    assert is_blocked(walls, (5, 2), (15, 2))
    assert not is_blocked(walls, (5, 5), (15, 5))
    assert not is_blocked(walls, (8, 5.5), (12, 5.5))  # 0.6 m to each side are open
    assert is_blocked(walls, (8, 5.7), (12, 5.7))
    assert not is_blocked(walls, (2, 2), (8, 8))


def test_a_door_is_one_of_its_own_level():
    spaces = layer((0.0, shape(ROOM)), (1.0, shape(ROOM)))
    walls = build_walls(HERE, spaces, layer((1.0, shape(shapely.Point(10, 5)))), NOTHING)
    assert is_blocked(walls, (5, 5), (15, 5), 0.0)
    assert not is_blocked(walls, (5, 5), (15, 5), 1.0)


def test_a_door_as_wide_as_the_outline_opens_all_of_it_and_leaves_the_others():
    spaces = layer((0.0, shape(shapely.box(0, 0, 1, 1))), (0.0, shape(shapely.box(20, 0, 30, 10))))
    walls = build_walls(HERE, spaces, layer((0.0, shape(shapely.box(0, 0, 1, 1)))), NOTHING)
    assert not is_blocked(walls, (0.5, 0.5), (5, 0.5))
    assert is_blocked(walls, (15, 5), (25, 5))


def test_linework_is_a_wall_where_a_level_has_no_spaces():
    linework = layer((0.0, shape(LINE)), (1.0, shape(LINE)), (NAN, shape(LINE)))
    walls = build_walls(HERE, layer((0.0, shape(OTHER))), NOTHING, linework)
    across = (4.5, 20), (5.5, 20)
    assert not is_blocked(walls, *across, 0.0)
    assert is_blocked(walls, *across, 1.0)
    assert is_blocked(walls, *across, NAN)
    assert not is_blocked(walls, *across, 2.0)


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"",
        b"no WKB",
        shapely.to_wkb(shapely.Polygon()),
        line(181, 0),
        line(0, -91),
        line(NAN, 1),
    ],
)
def test_what_is_no_shape_on_earth_takes_no_wall_away(value):
    walls = build_walls(HERE, layer((0.0, value), (0.0, shape(ROOM))), layer((0.0, value)), NOTHING)
    assert is_blocked(walls, (5, 5), (15, 5))


def test_levels_are_listed_once_and_only_known_ones():
    assert list_levels(layer((2.0, None), (NAN, None), (-1.0, None), (2.0, None))) == [-1.0, 2.0]
