"""Walls by level, and tests of whether straight lines cross them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely
import shapely.ops
from numpy.typing import NDArray

from interactive_maps.geo.plane import Plane
from interactive_maps.routing.network.graph import Graph

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Shapes = NDArray[np.object_]

_PIECE = 16  # segments of a line examined together
_TOUCH = 0.05  # metres at both ends in which a line may touch a wall


class Walls:
    """Impassable lines by level."""

    def __init__(self, plane: Plane, lines: Mapping[float | None, Iterable[shapely.Geometry]]) -> None:
        """Store ``lines`` in WGS84 by level (None unknown)."""
        self.plane = plane
        self._trees = {
            level: shapely.STRtree(_cut(shapely.transform(_to_array(some), plane.to_metres)))
            for level, some in lines.items()
        }

    def block(self, levels: Floats, starts: Floats, ends: Floats) -> Flags:
        """Return between which of ``starts`` and ``ends`` [n, 2], in metres of the plane, a wall lies.

        ``levels`` [n] are those of the walls; NaN is the unknown one.
        """
        blocked = np.zeros(len(levels), dtype=bool)
        steps = ends - starts
        lengths = np.hypot(*steps.T)
        for level in np.unique(levels).tolist():
            tree = self._trees.get(None if math.isnan(level) else level)
            here = np.isnan(levels) if math.isnan(level) else levels == level
            (rows,) = np.nonzero(here & (lengths > 2 * _TOUCH))
            if tree is None or len(rows) == 0:
                continue
            insets = steps[rows] * (_TOUCH / lengths[rows])[:, None]
            lines: Any = shapely.linestrings(np.stack([starts[rows] + insets, ends[rows] - insets], axis=1))
            blocked[rows[tree.query(lines, predicate="intersects")[0]]] = True
        return blocked

    def find_crossings(self, graph: Graph, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return which of ``edges`` cross a wall of their level."""
        found: list[int] = []
        levels = graph.node_level[graph.tail[edges]]
        for level, tree in self._trees.items():
            here = edges[np.isnan(levels) if level is None else levels == level]
            inner = _to_array(_shorten(line) for line in graph.draw_lines(here))
            crossing, _ = tree.query(inner, predicate="intersects")
            found += here[np.unique(crossing)].tolist()
        return np.array(sorted(found), dtype=np.int64)


def _to_array(shapes: Iterable[shapely.Geometry]) -> Shapes:
    """Return an array of objects, even if empty: numpy would make it an array of numbers."""
    listed = list(shapes)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array


def _cut(shapes: Shapes) -> Shapes:
    """Return ``shapes`` with long lines split, because the outline of a hall is queried at each of its corners."""
    parts = shapely.get_parts(shapes)
    is_line = np.isin(
        shapely.get_type_id(parts), [shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING]
    )
    is_long = is_line & (shapely.get_num_coordinates(parts) > _PIECE + 1)
    points, line = shapely.get_coordinates(parts[is_long], return_index=True)
    steps = np.bincount(line, minlength=int(is_long.sum())) - 1
    pieces = -(-steps // _PIECE)
    of_line = np.repeat(np.arange(len(steps)), pieces)
    number = np.arange(len(of_line)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    counts = np.minimum(_PIECE, steps[of_line] - number * _PIECE) + 1
    first = np.searchsorted(line, of_line) + number * _PIECE
    picked = np.arange(counts.sum()) + np.repeat(first - np.cumsum(counts) + counts, counts)
    if len(picked) == 0:
        return parts
    cut = shapely.linestrings(points[picked], indices=np.repeat(np.arange(len(counts)), counts))
    return np.concatenate([parts[~is_long], cut])


def _shorten(line: shapely.LineString) -> shapely.Geometry:
    """Return ``line`` without its first and last few centimetres, where it may touch a wall."""
    share = _TOUCH / line.length if line.length > 2 * _TOUCH else 0.5
    return shapely.ops.substring(line, share, 1 - share, normalized=True)
