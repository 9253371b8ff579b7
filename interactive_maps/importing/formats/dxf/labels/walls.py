"""Walls as dividers: two texts with a wall between them name two rooms, however close they are."""

from __future__ import annotations

from collections.abc import Iterable

import shapely
from shapely import LineString, STRtree

from interactive_maps.importing.formats.dxf.entities.drawing_entities import Linework


class Walls:
    """An index of wall lines in drawing units; curves are approximated by their control points."""

    def __init__(self, drawn: Iterable[Linework]) -> None:
        lines = [
            LineString([(vertex.x, vertex.y) for vertex in line.path.control_vertices()]) for line in drawn
        ]
        self._tree = STRtree(lines)
        shapely.prepare(lines)

    def divide(self, one: tuple[float, float], other: tuple[float, float]) -> bool:
        """Return whether a wall crosses the straight line between two points."""
        if one == other:
            return False
        return self._tree.query(LineString([one, other]), predicate="intersects").size > 0
