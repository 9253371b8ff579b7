"""Snapping of positions to nearby edges of the network, on the same level and not through walls. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.ops import deadlines
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.network.node_index import NodeIndex

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
# From levels [n] and both ends [n, 2] in metres of the graph's plane: which pairs have a wall between them.
Blocked = Callable[[Floats, Floats, Floats], NDArray[np.bool_]]
Location = tuple[float, float, float | None]  # longitude, latitude, level (None any)

MOST_METRES = 20.0
MOST_CANDIDATES = 8
_SLACK = 0.5  # metres: edges within this margin count as near as the nearest
_AT_ONCE = 250  # positions looked up together, between two checks of the deadline
_TRIED = 3  # candidates of each position examined at a time, if only the nearest are needed
_AT_HAND = (
    3.0  # metres: most positions are this close to the network, and a floor has hundreds of edges within 20
)


@dataclass(frozen=True, slots=True)
class SnapCandidate:
    """A snap candidate: ``fraction`` (0 to 1) along ``edge``'s line, ``metres`` from the position."""

    edge: int
    fraction: float
    metres: float
    longitude: float
    latitude: float
    level: float | None


SnapCandidates = tuple[SnapCandidate, ...]  # one position's candidates, the nearest first


@dataclass(frozen=True, eq=False)
class _Floor:
    edges: Indices
    lines: NDArray[np.object_]
    tree: shapely.STRtree


@dataclass(frozen=True, eq=False, slots=True)
class _Candidates:
    """Edges near positions: by ``place`` (an index), nearest first for each."""

    place: Indices
    edges: Indices
    lines: NDArray[np.object_]
    metres: Floats

    def pick(self, chosen: Indices | NDArray[np.bool_]) -> _Candidates:
        """Return some of them."""
        return _Candidates(self.place[chosen], self.edges[chosen], self.lines[chosen], self.metres[chosen])


class Snapper:
    """Finds the nearest edges of one graph; a level's index is created on first use."""

    def __init__(self, graph: Graph, blocked: Blocked | None = None) -> None:
        self.graph = graph
        self._blocked = blocked
        self._floors: dict[float | None, _Floor] = {}

    def snap_nearest(self, longitude: float, latitude: float, level: float | None) -> SnapCandidates:
        """Return the :func:`keep_nearest` part of :meth:`snap`'s result, with less work."""
        snaps = self.snap(longitude, latitude, level, _AT_HAND)
        if _is_unsure(snaps):
            snaps = self.snap(longitude, latitude, level)
        return keep_nearest(snaps)

    def snap(
        self, longitude: float, latitude: float, level: float | None, most_metres: float = MOST_METRES
    ) -> SnapCandidates:
        """Return the candidates on edges within ``most_metres``, nearest first; empty if there are none.

        Edges with an unknown level match any level; if ``level`` is None, every edge does. Stairs, lifts and
        escalators are never candidates.
        """
        return self._snap_level([(longitude, latitude)], level, most_metres, wide=True)[0]

    def snap_all(self, locations: Sequence[Location], *, wide: bool = False) -> list[SnapCandidates]:
        """Return what :meth:`snap_nearest` (``wide``: :meth:`snap`) returns for each of ``locations``, in bulk."""
        by_level: dict[float | None, list[int]] = {}
        for index, (_, _, level) in enumerate(locations):
            by_level.setdefault(level, []).append(index)
        candidate_sets: list[SnapCandidates] = [()] * len(locations)
        for level, indices in by_level.items():
            for first in range(0, len(indices), _AT_ONCE):
                deadlines.check()
                some = indices[first : first + _AT_ONCE]
                degrees = [locations[index][:2] for index in some]
                for index, candidates in zip(some, self._snap_some(degrees, level, wide=wide), strict=True):
                    candidate_sets[index] = candidates
        return candidate_sets

    def list_islands(self, locations: Sequence[Location]) -> frozenset[int]:
        """Return the components of the network within reach of any of ``locations``, ignoring walls; fast."""
        found: set[int] = set()
        by_level: dict[float | None, list[tuple[float, float]]] = {}
        for longitude, latitude, level in locations:
            by_level.setdefault(level, []).append((longitude, latitude))
        for level, degrees in by_level.items():
            deadlines.check()
            points: Any = shapely.points(self.graph.plane.to_metres(np.array(degrees)))
            for floor in self._list_floors(level):
                near = floor.tree.query(points, predicate="dwithin", distance=MOST_METRES)[1]
                found.update(self.graph.component[self.graph.tail[floor.edges[np.unique(near)]]].tolist())
        return frozenset(found)

    def _snap_some(
        self, degrees: Sequence[tuple[float, float]], level: float | None, *, wide: bool
    ) -> list[SnapCandidates]:
        if wide:
            return self._snap_level(degrees, level, MOST_METRES, wide=True)
        candidate_sets = self._snap_level(degrees, level, _AT_HAND, wide=False)
        unsure = [index for index, candidates in enumerate(candidate_sets) if _is_unsure(candidates)]
        again = self._snap_level([degrees[index] for index in unsure], level, MOST_METRES, wide=False)
        for index, candidates in zip(unsure, again, strict=True):
            candidate_sets[index] = candidates
        return candidate_sets

    def _snap_level(
        self, degrees: Sequence[tuple[float, float]], level: float | None, most_metres: float, *, wide: bool
    ) -> list[SnapCandidates]:
        places = self.graph.plane.to_metres(np.array(degrees).reshape(-1, 2))
        snaps: list[list[SnapCandidate]] = [[] for _ in degrees]
        left = self._find_candidates(places, level, most_metres)
        while len(left.edges):
            # A few at a time: hundreds of candidates may lie behind walls before the first one that does not.
            begin = np.searchsorted(left.place, left.place)
            tried = np.arange(len(left.edges)) - begin < (MOST_CANDIDATES if wide else _TRIED)
            for place, snap in self._place(places, left.pick(tried)):
                snaps[place].append(snap)
            left = left.pick(~tried)
            waiting, which = np.unique(left.place, return_inverse=True)
            limits = np.array([_limit(snaps[place], wide=wide) for place in waiting.tolist()])
            left = left.pick(left.metres <= limits[which])
            deadlines.check()
        candidate_sets = [tuple(found[:MOST_CANDIDATES]) for found in snaps]
        return candidate_sets if wide else [keep_nearest(candidates) for candidates in candidate_sets]

    def _find_candidates(self, places: Floats, level: float | None, most_metres: float) -> _Candidates:
        """Return the edges within ``most_metres`` of each position."""
        usable = np.flatnonzero(np.isfinite(places).all(axis=1))
        points: Any = shapely.points(places[usable])
        none = np.empty(0, dtype=np.int64)
        found = [_Candidates(none, none, np.empty(0, dtype=object), np.empty(0))]
        for floor in self._list_floors(level):
            of_point, of_line = floor.tree.query(points, predicate="dwithin", distance=most_metres)
            lines = floor.lines[of_line]
            metres = shapely.distance(lines, points[of_point])
            found.append(_Candidates(usable[of_point], floor.edges[of_line], lines, metres))
        place, edges, lines, metres = (
            np.concatenate([getattr(one, name) for one in found])
            for name in ("place", "edges", "lines", "metres")
        )
        return _Candidates(place, edges, lines, metres).pick(np.lexsort([edges, metres, place]))

    @cached_property
    def nodes(self) -> NodeIndex:
        """Return the nodes that may be waypoints."""
        return NodeIndex(self.graph, np.flatnonzero(~np.isinf(self._level)))

    @cached_property
    def _level(self) -> Floats:
        """Return the level of each edge that may be a waypoint: NaN unknown, infinite for all others."""
        graph = self.graph
        level = graph.node_level[graph.tail]
        fixed = np.isin(graph.kind, [int(Kind.LIFT), int(Kind.BOARDING), int(Kind.ESCALATOR)])
        return np.where(fixed | (graph.rise != 0), math.inf, level)

    def _list_floors(self, level: float | None) -> list[_Floor]:
        known: list[float] = self.graph.levels.tolist()
        wanted = [one for one in known if level is None or one == level]
        floors = (self._get_floor(one) for one in (*wanted, None))
        return [floor for floor in floors if len(floor.edges)]

    def _get_floor(self, level: float | None) -> _Floor:
        if level not in self._floors:
            edges = np.flatnonzero(np.isnan(self._level) if level is None else self._level == level)
            lines = self.graph.draw_lines(edges)
            self._floors[level] = _Floor(edges, lines, shapely.STRtree(lines))
        return self._floors[level]

    def _place(self, places: Floats, found: _Candidates) -> Iterator[tuple[int, SnapCandidate]]:
        """Yield the candidates on the edges ``found``, except behind walls, each with its position's index."""
        lines, starts = found.lines, places[found.place]
        points: Any = shapely.points(starts)
        fractions = np.nan_to_num(shapely.line_locate_point(lines, points, normalized=True))  # of no length
        on_line = shapely.get_coordinates(shapely.line_interpolate_point(lines, fractions, normalized=True))
        levels = self._level[found.edges]
        shown = np.ones(len(lines), dtype=bool)
        if self._blocked is not None:
            shown = ~self._blocked(levels, starts, on_line)
        rows = zip(
            found.place[shown].tolist(),
            found.edges[shown].tolist(),
            fractions[shown].tolist(),
            found.metres[shown].tolist(),
            self.graph.plane.to_degrees(on_line[shown]).tolist(),
            levels[shown].tolist(),
            strict=True,
        )
        for place, edge, fraction, metres, (longitude, latitude), level in rows:
            known = None if math.isnan(level) else level
            yield place, SnapCandidate(edge, fraction, metres, longitude, latitude, known)


def _is_unsure(snaps: SnapCandidates) -> bool:
    """Return whether edges not yet looked up may be as near as the ``snaps``."""
    return not snaps or snaps[0].metres + _SLACK > _AT_HAND


def _limit(found: Sequence[SnapCandidate], *, wide: bool) -> float:
    """Return up to how many metres further candidates are of use, where some are ``found``."""
    if len(found) >= MOST_CANDIDATES:
        return -math.inf
    return found[0].metres + _SLACK if found and not wide else math.inf


def keep_nearest(snaps: SnapCandidates) -> SnapCandidates:
    """Return those ``snaps`` that are not clearly further away than the nearest."""
    limit = min((snap.metres for snap in snaps), default=0.0) + _SLACK
    return tuple(snap for snap in snaps if snap.metres <= limit)
