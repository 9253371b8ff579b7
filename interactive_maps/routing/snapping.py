"""From a place on the map to the edges of the network near it, on its level and not through a wall."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.routing.graph import Graph
from interactive_maps.routing.kinds import Kind

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
# Told a level and both ends in metres of the graph's plane: does a wall lie between?
Blocked = Callable[[float, Floats, Floats], bool]

MOST_METRES = 20.0
MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Snap:
    """A place on the network: ``fraction`` (0 to 1) along ``edge``'s line, ``metres`` from where somebody is."""

    edge: int
    fraction: float
    metres: float
    longitude: float
    latitude: float
    level: float | None


@dataclass(frozen=True, eq=False)
class _Floor:
    edges: Indices
    lines: NDArray[np.object_]
    tree: shapely.STRtree


class Snapper:
    """Finds the nearest edges of one graph; the index of a level is made when it is first asked for."""

    def __init__(self, graph: Graph, blocked: Blocked | None = None) -> None:
        self.graph = graph
        self._blocked = blocked
        self._floors: dict[float | None, _Floor] = {}

    def snap(
        self, longitude: float, latitude: float, level: float | None, most_metres: float = MOST_METRES
    ) -> tuple[Snap, ...]:
        """Return the places on edges within ``most_metres``, the nearest first; empty if there are none.

        Edges whose level nobody knows fit any level; where ``level`` is None, every edge does. Stairs, lifts and
        escalators are no place to be.
        """
        place = self.graph.plane.to_metres(np.array([[longitude, latitude]]))[0]
        if not np.isfinite(place).all():
            return ()
        point = shapely.Point(place)
        found: list[tuple[float, int, shapely.LineString]] = []
        for floor in self._list_floors(level):
            near = floor.tree.query(point, predicate="dwithin", distance=most_metres)
            distances = shapely.distance(floor.lines[near], point)
            found += zip(distances.tolist(), floor.edges[near].tolist(), floor.lines[near], strict=True)
        found.sort(key=lambda candidate: candidate[:2])
        snaps: list[Snap] = []
        for first in range(0, len(found), MOST_CANDIDATES):
            snaps += self._place(place, point, found[first : first + MOST_CANDIDATES])
            if len(snaps) >= MOST_CANDIDATES:
                break
        return tuple(snaps[:MOST_CANDIDATES])

    @cached_property
    def _level(self) -> Floats:
        """Return the level of each edge that one can be on: NaN unknown, infinite for the others."""
        graph = self.graph
        level = graph.node_level[graph.tail]
        fixed = np.isin(graph.kind, [int(Kind.LIFT), int(Kind.BOARDING), int(Kind.ESCALATOR)])
        return np.where(fixed | (graph.rise != 0), math.inf, level)

    def _list_floors(self, level: float | None) -> list[_Floor]:
        wanted = self.graph.levels.tolist() if level is None else [level]
        floors = (self._get_floor(one) for one in (*wanted, None))
        return [floor for floor in floors if len(floor.edges)]

    def _get_floor(self, level: float | None) -> _Floor:
        known = self._floors.get(level)
        if known is not None:
            return known
        edges = np.flatnonzero(np.isnan(self._level) if level is None else self._level == level)
        starts, stops = self.graph.offsets[edges], self.graph.offsets[edges + 1]
        counts = stops - starts
        points = np.repeat(starts - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts) + np.arange(
            counts.sum()
        )
        lines = (
            shapely.linestrings(self.graph.metres[points], indices=np.repeat(np.arange(len(edges)), counts))
            if len(edges)
            else np.empty(0, dtype=object)
        )
        floor = _Floor(edges, lines, shapely.STRtree(lines))
        if level is None or level in self.graph.levels:
            self._floors[level] = floor  # what else people ask for is not kept
        return floor

    def _place(
        self, place: Floats, point: shapely.Point, found: list[tuple[float, int, shapely.LineString]]
    ) -> list[Snap]:
        """Return the places on the edges that were ``found``, those behind walls left out."""
        lines = np.array([line for _, _, line in found], dtype=object)
        fractions = np.nan_to_num(shapely.line_locate_point(lines, point, normalized=True))  # of no length
        on_line = shapely.get_coordinates(shapely.line_interpolate_point(lines, fractions, normalized=True))
        degrees = self.graph.plane.to_degrees(on_line).tolist()
        snaps = []
        for index, (metres, edge, _) in enumerate(found):
            level = float(self._level[edge])
            if self._blocked is not None and self._blocked(level, place, on_line[index]):
                continue
            known = None if math.isnan(level) else level
            longitude, latitude = degrees[index]
            snaps.append(Snap(edge, float(fractions[index]), metres, longitude, latitude, known))
        return snaps
