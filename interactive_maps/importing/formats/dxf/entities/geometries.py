"""Georeferenced geometries of the parts of a drawing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.curves import drop_doubles
from interactive_maps.importing.formats.dxf.entities.drawing_entities import (
    DrawingEntity,
    Fill,
    Linework,
    PointEntity,
)

if TYPE_CHECKING:
    from ezdxf.math import Vec3

# The most that a flattened curve may deviate from the true one, in metres.
_TOLERANCE = 0.005
# The most segments of a curve: for larger circles, the tolerance grows instead.
_MOST_SEGMENTS = 2048

Points = NDArray[np.float64]


def flatten_part(part: DrawingEntity, metres_per_unit: float) -> list[Points]:
    """Return the coordinates of a part in drawing units, one (n, 2) array for each line; a single row is a point."""
    if isinstance(part, Linework):
        return [line for line in _flatten_linework(part, metres_per_unit) if len(line) > 1]
    if isinstance(part, Fill):
        return []
    x, y = (part.x, part.y) if isinstance(part, PointEntity) else part.insertion
    return [np.array([[x, y]])]


def build_geometry(lines: list[Points], *, filled: bool) -> BaseGeometry | None:
    """Return georeferenced coordinates as a point, line or area, or None if nothing is left to draw."""
    if not lines:
        return None
    if len(lines) > 1:
        return MultiLineString(lines)
    (line,) = lines
    if len(line) == 1:
        return Point(line[0])
    if filled and len(line) > 3:
        area = Polygon(line)
        return area if area.is_valid and area.area > 0 else LineString(line)
    return LineString(line)


def _flatten_linework(line: Linework, metres_per_unit: float) -> list[Points]:
    path = line.path
    if path.has_sub_paths:
        return [_list_places(sub.control_vertices()) for sub in path.sub_paths()]
    if not path.has_curves:
        return [_list_places(path.control_vertices())]
    vertices = path.control_vertices()
    length = sum(one.distance(other) for one, other in pairwise(vertices))
    tolerance = max(_TOLERANCE / metres_per_unit, length / _MOST_SEGMENTS**2)
    return [_list_places(path.flattening(tolerance, segments=4))]


def _list_places(vertices: Iterable[Vec3]) -> Points:
    """Return vertices as an array without consecutive duplicates, which make no segment."""
    return drop_doubles(np.array([(vertex.x, vertex.y) for vertex in vertices], dtype=float).reshape(-1, 2))
