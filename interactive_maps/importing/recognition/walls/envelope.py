"""The building's envelope, closed where the drawing has a hole: a single hole would lose every corridor."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.segments import explode, measure_lengths, to_lines

_REACH = 1.8  # metres: holes up to twice as wide are closed
_SHARPEST = 1.42  # a right angle: a sharper corner, before a column that stands free, points through walls
_COVERED = 0.45  # metres from a wall: the outline is complete there
_LEAST_PIECE = 0.3
_LEAST_LINE = 0.25  # shorter ones do not change the outline
_LEAST_PART = 6.0  # square metres of a building


def close_envelope(segments: Floats) -> tuple[Floats, BaseGeometry]:
    """Return the missing pieces of the outline around ``segments``, and that outline as an area."""
    if not len(segments):
        return np.empty((0, 4)), shapely.MultiPolygon()
    lines = to_lines(segments[measure_lengths(segments) > _LEAST_LINE])
    grown = shapely.union_all(grow(lines, _REACH, "round"))
    filled = shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(grown)])
    shrunk = grow(filled, -_REACH, sharpest=_SHARPEST)
    closed = shapely.union_all([p for p in shapely.get_parts(shrunk) if p.area > _LEAST_PART])
    edge = shapely.boundary(closed.simplify(0.05))
    shapely.prepare(edge)
    beside = lines[shapely.dwithin(edge, lines, _COVERED)]  # the others are many, and cover nothing of it
    missing = shapely.difference(edge, shapely.union_all(grow(beside, _COVERED, "round")))
    pieces = [p for p in shapely.get_parts(missing) if p.length >= _LEAST_PIECE]
    extended = [_extend(piece) for piece in pieces]
    return explode(np.array(extended, dtype=object)) if extended else np.empty((0, 4)), closed


def _extend(piece: BaseGeometry) -> BaseGeometry:
    """Extend a piece at both ends, so that it meets the walls that it was cut off from."""
    points = shapely.get_coordinates(piece)
    first, last = points[0] - points[1], points[-1] - points[-2]
    start = points[0] + first / max(np.hypot(*first), 1e-9) * (_COVERED + 0.1)
    end = points[-1] + last / max(np.hypot(*last), 1e-9) * (_COVERED + 0.1)
    return shapely.LineString(np.vstack([start, points, end]))
