"""Point doors as the lines that IMDF requires, drawn along their wall. Pure."""

from __future__ import annotations

import math

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.degrees import METRES_PER_DEGREE, scale_longitude

_WIDTH = 0.9  # metres, assumed for a door of unknown width
_REACH = 1.0  # metres that a door may lie off its wall


def draw_opening_line(
    place: BaseGeometry | None, outline: BaseGeometry | None, width: float | None
) -> tuple[BaseGeometry | None, bool]:
    """Return the line of a door at ``place`` in a room's ``outline``, and whether its direction is known.

    Geometry is in degrees, ``width`` in metres. A geometry that is not a point is returned unchanged.
    """
    if not isinstance(place, Point) or place.is_empty:
        return place, True
    east = METRES_PER_DEGREE * scale_longitude(place.y)
    half = (width or _WIDTH) / 2

    def to_degrees(x: float, y: float) -> tuple[float, float]:
        return place.x + x / east, place.y + y / METRES_PER_DEGREE

    direction = None if outline is None else _find_direction(place, outline, east)
    x, y = direction or (1.0, 0.0)
    line = LineString([to_degrees(-x * half, -y * half), to_degrees(x * half, y * half)])
    return line, direction is not None


def _find_direction(place: Point, outline: BaseGeometry, east: float) -> tuple[float, float] | None:
    """Return the direction, one metre long, of the outline segment nearest to the door."""
    walls: list[tuple[float, float, float]] = []
    for ring in shapely.get_parts(shapely.boundary(outline)):
        corners = (shapely.get_coordinates(ring) - (place.x, place.y)) * (east, METRES_PER_DEGREE)
        for (x0, y0), (x1, y1) in zip(corners[:-1].tolist(), corners[1:].tolist(), strict=True):
            x, y = x1 - x0, y1 - y0
            length = math.hypot(x, y)
            if not length:
                continue
            share = min(max(-(x0 * x + y0 * y) / length**2, 0.0), 1.0)
            distance = math.hypot(x0 + share * x, y0 + share * y)
            if distance <= _REACH:
                # At a corner two segments are equally near: the longer one has room for a door.
                walls.append((round(distance, 3), -length, math.atan2(y, x)))
    if not walls:
        return None
    *_, angle = min(walls)
    return math.cos(angle), math.sin(angle)
