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
from interactive_maps.routing.node_index import NodeIndex

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
# Told a level and both ends in metres of the graph's plane: does a wall lie between?
Blocked = Callable[[float, Floats, Floats], bool]

MOST_METRES = 20.0
MOST_CANDIDATES = 8
_SLACK = 0.5  # metres: edges as near as the nearest, give or take
_AT_HAND = 3.0  # metres: most places are so near to the network, and a floor has hundreds of edges within 20


@dataclass(frozen=True, slots=True)
class Snap:
    """A place on the network: ``fraction`` (0 to 1) along ``edge``'s line, ``metres`` from where somebody is."""

    edge: int
    fraction: float
    metres: float
    longitude: float
    latitude: float
    level: float | None


Spot = tuple[Snap, ...]  # one place's candidates, the nearest first


@dataclass(frozen=True, eq=False)
class _Floor:
    edges: Indices
    lines: NDArray[np.object_]
    tree: shapely.STRtree


@dataclass(frozen=True, eq=False, slots=True)
class _Candidates:
    """Edges near a place, the nearest first."""

    edges: Indices
    lines: NDArray[np.object_]
    metres: Floats


class Snapper:
    """Finds the nearest edges of one graph; the index of a level is made when it is first asked for."""

    def __init__(self, graph: Graph, blocked: Blocked | None = None) -> None:
        self.graph = graph
        self._blocked = blocked
        self._floors: dict[float | None, _Floor] = {}

    def snap_nearest(self, longitude: float, latitude: float, level: float | None) -> Spot:
        """Return what :func:`keep_nearest` leaves of what :meth:`snap` returns, with less to look at."""
        snaps = self.snap(longitude, latitude, level, _AT_HAND)
        if not snaps or snaps[0].metres + _SLACK > _AT_HAND:
            snaps = self.snap(longitude, latitude, level)
        return keep_nearest(snaps)

    def snap(
        self, longitude: float, latitude: float, level: float | None, most_metres: float = MOST_METRES
    ) -> Spot:
        """Return the places on edges within ``most_metres``, the nearest first; empty if there are none.

        Edges whose level nobody knows fit any level; where ``level`` is None, every edge does. Stairs, lifts and
        escalators are no place to be.
        """
        place = self.graph.plane.to_metres(np.array([[longitude, latitude]]))[0]
        if not np.isfinite(place).all():
            return ()
        point = shapely.Point(place)
        floors = self._list_floors(level)
        if not floors:
            return ()
        near = [floor.tree.query(point, predicate="dwithin", distance=most_metres) for floor in floors]
        lines = np.concatenate([floor.lines[some] for floor, some in zip(floors, near, strict=True)])
        edges = np.concatenate([floor.edges[some] for floor, some in zip(floors, near, strict=True)])
        metres = shapely.distance(lines, point)
        order = np.lexsort([edges, metres])
        snaps: list[Snap] = []
        for first in range(0, len(order), MOST_CANDIDATES):
            some = order[first : first + MOST_CANDIDATES]
            snaps += self._place(place, point, _Candidates(edges[some], lines[some], metres[some]))
            if len(snaps) >= MOST_CANDIDATES:
                break
        return tuple(snaps[:MOST_CANDIDATES])

    @cached_property
    def nodes(self) -> NodeIndex:
        """Return the nodes at which one can be."""
        return NodeIndex(self.graph, np.flatnonzero(~np.isinf(self._level)))

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
        lines = self.graph.draw_lines(edges)
        floor = _Floor(edges, lines, shapely.STRtree(lines))
        if level is None or level in self.graph.levels:
            self._floors[level] = floor  # what else people ask for is not kept
        return floor

    def _place(self, place: Floats, point: shapely.Point, found: _Candidates) -> list[Snap]:
        """Return the places on the edges that were ``found``, those behind walls left out."""
        lines = found.lines
        fractions = np.nan_to_num(shapely.line_locate_point(lines, point, normalized=True))  # of no length
        on_line = shapely.get_coordinates(shapely.line_interpolate_point(lines, fractions, normalized=True))
        levels = self._level[found.edges].tolist()
        rows = zip(
            found.edges.tolist(),
            fractions.tolist(),
            found.metres.tolist(),
            self.graph.plane.to_degrees(on_line).tolist(),
            [None if math.isnan(level) else level for level in levels],
            strict=True,
        )
        return [
            Snap(edge, fraction, metres, longitude, latitude, level)
            for index, (edge, fraction, metres, (longitude, latitude), level) in enumerate(rows)
            if self._blocked is None or not self._blocked(levels[index], place, on_line[index])
        ]


def keep_nearest(snaps: Spot) -> Spot:
    """Return those of ``snaps`` that are not clearly further away than the nearest."""
    limit = min((snap.metres for snap in snaps), default=0.0) + _SLACK
    return tuple(snap for snap in snaps if snap.metres <= limit)
