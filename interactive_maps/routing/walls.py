"""Walls by level, and whether something straight passes through one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
import shapely
import shapely.ops
from numpy.typing import NDArray

from interactive_maps.geo.plane import Plane
from interactive_maps.routing.graph import Graph

Floats = NDArray[np.float64]

_TOUCH = 0.05  # metres at both ends in which a wall may be touched


class Walls:
    """Lines that nobody walks through, per level."""

    def __init__(self, plane: Plane, lines: Mapping[float | None, Iterable[shapely.Geometry]]) -> None:
        """Take ``lines`` in WGS84 by level (None unknown)."""
        self.plane = plane
        self._trees = {
            level: shapely.STRtree([shapely.transform(line, plane.to_metres) for line in some])
            for level, some in lines.items()
        }

    def block(self, level: float, start: Floats, end: Floats) -> bool:
        """Return whether a wall of ``level`` lies between ``start`` and ``end`` (x, y in metres of the plane).

        ``level`` NaN is the unknown one.
        """
        tree = self._trees.get(None if math.isnan(level) else level)
        step = end - start
        length = float(np.hypot(*step))
        if tree is None or length <= 2 * _TOUCH:
            return False
        inset = step * (_TOUCH / length)
        return len(tree.query(shapely.LineString([start + inset, end - inset]), predicate="intersects")) > 0

    def find_crossings(self, graph: Graph, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return which of ``edges`` pass through a wall of their level."""
        found: list[int] = []
        levels = graph.node_level[graph.tail[edges]]
        for level, tree in self._trees.items():
            here = edges[np.isnan(levels) if level is None else levels == level]
            lines = [
                shapely.LineString(graph.metres[graph.offsets[one] : graph.offsets[one + 1]]) for one in here
            ]
            inner = [_shorten(line) for line in lines]
            crossing, _ = tree.query(inner, predicate="intersects")
            found += here[np.unique(crossing)].tolist()
        return np.array(sorted(found), dtype=np.int64)


def _shorten(line: shapely.LineString) -> shapely.Geometry:
    """Return ``line`` without its first and last few centimetres, where it may touch a wall."""
    share = _TOUCH / line.length if line.length > 2 * _TOUCH else 0.5
    return shapely.ops.substring(line, share, 1 - share, normalized=True)
