"""Georeferenced geometries of the parts of a drawing."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.formats.dxf.entities.drawing_entities import (
    DrawingEntity,
    Fill,
    Linework,
    PointEntity,
)

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
        return [_drop_doubles([(v.x, v.y) for v in sub.control_vertices()]) for sub in path.sub_paths()]
    if not path.has_curves:
        return [_drop_doubles([(vertex.x, vertex.y) for vertex in path.control_vertices()])]
    vertices = path.control_vertices()
    length = sum(one.distance(other) for one, other in pairwise(vertices))
    tolerance = max(_TOLERANCE / metres_per_unit, length / _MOST_SEGMENTS**2)
    return [_drop_doubles([(vertex.x, vertex.y) for vertex in path.flattening(tolerance, segments=4)])]


def _drop_doubles(points: list[tuple[float, float]]) -> Points:
    """Return points as an array without consecutive duplicates, which make no segment."""
    array: Points = np.array(points, dtype=float).reshape(-1, 2)
    if len(array) < 2:
        return array
    kept = np.ones(len(array), dtype=bool)
    kept[1:] = np.any(np.diff(array, axis=0) != 0.0, axis=1)
    return array[kept]
