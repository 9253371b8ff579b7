"""Walls by level, and whether something straight passes through one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.routing.plane import Plane

Floats = NDArray[np.float64]

_TOUCH = 0.05  # metres at both ends in which a wall may be touched


class Walls:
    """Lines that nobody walks through, per level."""

    def __init__(self, plane: Plane, lines: Mapping[float, Iterable[shapely.Geometry]]) -> None:
        """Take ``lines`` in WGS84 by level."""
        self.plane = plane
        self._trees = {
            level: shapely.STRtree([shapely.transform(line, plane.to_metres) for line in some])
            for level, some in lines.items()
        }

    def block(self, level: float, start: Floats, end: Floats) -> bool:
        """Return whether a wall of ``level`` lies between ``start`` and ``end`` (x, y in metres of the plane)."""
        tree = self._trees.get(level)
        step = end - start
        length = float(np.hypot(*step))
        if tree is None or length <= 2 * _TOUCH:
            return False
        inset = step * (_TOUCH / length)
        return len(tree.query(shapely.LineString([start + inset, end - inset]), predicate="intersects")) > 0
