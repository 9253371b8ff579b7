"""Wayfinding: routes between places, over stops, with alternatives, and many-to-many. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from interactive_maps.ops import deadlines
from interactive_maps.routing.engines.engine import INFINITE, Engine, Search
from interactive_maps.routing.profiles import WALK, Profile
from interactive_maps.routing.search.access_links import (
    AccessLink,
    Network,
    SnappedWaypoint,
    are_apart,
    are_disconnected,
    find_islands,
    list_arrivals,
    list_departures,
    to_ends,
)
from interactive_maps.routing.search.direct_paths import find_direct_path, measure_direct_paths
from interactive_maps.routing.search.network_snapshots import NetworkSnapshot
from interactive_maps.routing.search.routes import (
    PathSegment,
    Route,
    Violation,
    cut_segment,
    join_lines,
    list_legs,
    list_violations,
    make_segments,
)
from interactive_maps.routing.search.stop_order import order_stops

Costs = NDArray[np.int64]

_MOST_OVERLAP = 0.7  # maximum share of an alternative's length in common with others
_MOST_DETOUR = 1.5
_PENALTY = 1.6  # factor on the weight of arcs already used
_TRIES = 3  # for each alternative


@dataclass(frozen=True, slots=True)
class RouteQuery:
    """A route from the first of ``stops`` to the last, through the others in their order or in the best one."""

    stops: tuple[SnappedWaypoint, ...]
    profile: Profile = WALK
    departure: datetime | None = None
    allow_violations: bool = False
    best_order: bool = False


@dataclass(frozen=True, slots=True)
class _Path:
    cost: int
    segments: tuple[PathSegment, ...]
    start: AccessLink
    end: AccessLink


class Wayfinder:
    """Answers queries for one profile and time on one snapshot."""

    def __init__(self, snapshot: NetworkSnapshot, query: RouteQuery) -> None:
        self.snapshot, self.query, self.graph = snapshot, query, snapshot.graph
        self.engine = snapshot.find_engine(
            query.profile, query.departure, allow_violations=query.allow_violations
        )
        self.times = snapshot.find_times(query.profile)

    def find_route(self) -> Route | None:
        """Return the shortest route over all stops, or None if there is none."""
        stops = self.query.stops
        if len(stops) < 2:
            raise ValueError("a way needs a start and an end")
        order = self._order_stops() if self.query.best_order and len(stops) > 3 else list(range(len(stops)))
        if order is None:
            return None
        paths: list[_Path] = []
        with self.engine.open() as search:
            start = stops[order[0]]
            for index in order[1:]:
                deadlines.check()
                path = self._find_path(search, self.engine, start, stops[index])
                if path is None:
                    return None
                paths.append(path)
                start = _stay(path.end)
        return self._make_route(paths, tuple(order))

    def find_alternatives(self, best: Route, count: int) -> list[Route]:
        """Return up to ``count`` alternatives between the same two places, at most half as long again as ``best``."""
        if len(self.query.stops) != 2 or count < 1:
            return []
        found = [best]
        weights = self.engine.weights.astype(np.int64)
        engine: Engine | None = None
        changed: set[int] = set()
        walked = best
        for _ in range(_TRIES * count):
            deadlines.check()
            changed |= _penalise(weights, walked)
            arcs = np.array(sorted(changed), dtype=np.int64)
            engine = None  # its metric is reused by the next one
            engine = self.engine.update(arcs, weights[arcs].astype(np.int32))
            with engine.open() as search:
                path = self._find_path(search, engine, *self.query.stops)
            if path is None:
                break
            walked = self._make_route([self._price(path)], (0, 1))
            if walked.cost <= _MOST_DETOUR * best.cost and all(_differ(walked, other) for other in found):
                found.append(walked)
            if len(found) > count:
                break
        return found[1:]

    def measure(self, sources: Sequence[SnappedWaypoint], targets: Sequence[SnappedWaypoint]) -> Costs:
        """Return the milliseconds [sources, targets] between places; INFINITE where there is no route.

        They begin and end where routes do, so that what has a route has a time. A repeated place is measured once.
        """
        starts, rows = _list_distinct(sources)
        ends, columns = _list_distinct(targets)
        return self._measure_distinct(starts, ends)[np.ix_(rows, columns)]

    def _measure_distinct(self, starts: Sequence[SnappedWaypoint], ends: Sequence[SnappedWaypoint]) -> Costs:
        costs = self._measure_candidates([one.nearest for one in starts], [one.nearest for one in ends])
        pairs = self._list_widened(costs, starts, ends)
        if pairs:
            rows, columns = np.array(pairs).T
            some, row = np.unique(rows, return_inverse=True)
            others, column = np.unique(columns, return_inverse=True)
            wide = self._measure_candidates(
                [starts[index].widest for index in some], [ends[index].widest for index in others]
            )
            costs[rows, columns] = wide[row, column]
        return costs

    def _list_widened(
        self, costs: Costs, starts: Sequence[SnappedWaypoint], ends: Sequence[SnappedWaypoint]
    ) -> list[tuple[int, int]]:
        """Return the pairs, as indices, whose nearest edges are disconnected, but not all that are near enough."""
        unmet = np.argwhere(costs >= INFINITE)
        rows, columns = (set(indices.tolist()) for indices in unmet.T)
        of_start = {index: find_islands(self.graph, starts[index].nearest) for index in rows}
        of_end = {index: find_islands(self.graph, ends[index].nearest) for index in columns}
        pairs = []
        for row, column in unmet.tolist():
            deadlines.check()
            if of_start[row].isdisjoint(of_end[column]) and not are_apart(
                self.graph, starts[row], ends[column]
            ):
                pairs.append((row, column))
        return pairs

    def _measure_candidates(
        self, starts: Sequence[SnappedWaypoint], ends: Sequence[SnappedWaypoint]
    ) -> Costs:
        """Return the milliseconds between any candidates of the places."""
        network = self._describe(self.engine)
        with self.engine.open() as search:
            costs = search.measure(
                [to_ends(list_departures(network, one)) for one in starts],
                [to_ends(list_arrivals(network, one)) for one in ends],
            )
        return np.minimum(costs, measure_direct_paths(network, starts, ends))

    def reach(self, sources: SnappedWaypoint, limit: int) -> Costs:
        """Return the milliseconds to every node from any candidate of ``sources``; INFINITE beyond ``limit``."""
        network = self._describe(self.engine)
        with self.engine.open() as search:
            return search.reach(to_ends(list_departures(network, sources)), limit)

    def _order_stops(self) -> list[int] | None:
        return order_stops(self.measure(self.query.stops, self.query.stops), INFINITE)

    def _describe(self, engine: Engine) -> Network:
        graph = self.graph
        return Network(graph.arc_tail, graph.arc_head, engine.weights, self.query.profile.speed)

    def _find_path(
        self, search: Search, engine: Engine, start: SnappedWaypoint, end: SnappedWaypoint
    ) -> _Path | None:
        """Return the route between the nearest edges; if they are disconnected, between any that are near enough.

        If the nearest edge is closed or unsuitable for the profile, no other is used instead.
        """
        network = self._describe(engine)
        nearest = start.nearest, end.nearest
        path = self._search(search, network, *nearest)
        if path is None and are_disconnected(self.graph, *nearest) and not are_apart(self.graph, start, end):
            path = self._search(search, network, start.widest, end.widest)
        return path

    def _search(
        self, search: Search, network: Network, start: SnappedWaypoint, end: SnappedWaypoint
    ) -> _Path | None:
        sources, targets = list_departures(network, start), list_arrivals(network, end)
        shortest = search.query(to_ends(sources), to_ends(targets))
        direct = find_direct_path(network, start, end)
        if direct is not None and (shortest is None or direct.cost <= shortest.cost):
            source, target = direct.start, direct.end
            assert source.arc is not None
            walked = self._stretch(source.arc, source.fraction, target.fraction)
            return _Path(direct.cost, (walked,), source, target)
        if shortest is None:
            return None
        source, target = sources[shortest.source], targets[shortest.target]
        segments = make_segments(self.graph, self.times, shortest.arcs)
        if source.arc is not None and source.fraction < 1:
            segments.insert(0, self._stretch(source.arc, source.fraction, 1.0))
        if target.arc is not None and target.fraction > 0:
            segments.append(self._stretch(target.arc, 0.0, target.fraction))
        return _Path(shortest.cost, tuple(segments), source, target)

    def _stretch(self, arc: int, start: float, end: float) -> PathSegment:
        return cut_segment(self.graph, self.times, arc, start, end)

    def _price(self, path: _Path) -> _Path:
        """Return ``path`` with its cost without the penalties for alternatives."""
        weights = self.engine.weights
        walked = sum(round(int(weights[one.arc]) * (one.end - one.start)) for one in path.segments)
        return replace(path, cost=walked + path.start.off + path.end.off)

    def _make_route(self, paths: list[_Path], stops: tuple[int, ...]) -> Route:
        segments = tuple(one for path in paths for one in path.segments)
        stop_segments = np.cumsum([len(path.segments) for path in paths])[:-1]
        legs = list_legs(self.graph, segments)
        lines = [leg.coordinates for leg in legs] or [_locate(self.snapshot, paths[0].start)]
        return Route(
            segments=segments,
            legs=legs,
            coordinates=join_lines(lines),
            length=sum(one.length for one in segments),
            time=sum(one.time for one in segments),
            cost=sum(path.cost for path in paths),
            snapped=(_metres(paths[0].start), _metres(paths[-1].end)),
            violations=self._list_violations(segments),
            stops=stops,
            stop_segments=tuple(stop_segments.tolist()),
            choices=(paths[0].start.choice, *(path.end.choice for path in paths)),
        )

    def _list_violations(self, segments: tuple[PathSegment, ...]) -> tuple[Violation, ...]:
        if not self.query.allow_violations:
            return ()  # such edges were infinite
        return list_violations(self.graph, self.query.profile, segments)


def _list_distinct(places: Sequence[SnappedWaypoint]) -> tuple[list[SnappedWaypoint], list[int]]:
    """Return each of ``places`` once, and the index of each in that list."""
    numbers: dict[int, int] = {}  # by identity: comparing a thousand candidates would cost more than it saves
    distinct: list[SnappedWaypoint] = []
    for one in places:
        if id(one) not in numbers:
            numbers[id(one)] = len(distinct)
            distinct.append(one)
    return distinct, [numbers[id(one)] for one in places]


def _stay(access: AccessLink) -> SnappedWaypoint:
    """Return the place of arrival as the next start, so that the route stays on the network."""
    if access.snap is None:
        return SnappedWaypoint(nodes=(access.node,))
    return SnappedWaypoint(((replace(access.snap, metres=0.0),),))


def _metres(access: AccessLink) -> float:
    return access.snap.metres if access.snap is not None else 0.0


def _locate(snapshot: NetworkSnapshot, access: AccessLink) -> NDArray[np.float64]:
    if access.snap is not None:
        return np.array([[access.snap.longitude, access.snap.latitude]])
    return snapshot.graph.node_coordinates[[access.node]]


def _penalise(weights: NDArray[np.int64], route: Route) -> set[int]:
    arcs = {arc for one in route.segments for arc in (one.arc, one.arc ^ 1) if weights[arc] < INFINITE}
    for arc in arcs:
        weights[arc] = min(int(weights[arc] * _PENALTY), 2**30)
    return arcs


def _differ(route: Route, other: Route) -> bool:
    taken = {one.edge for one in other.segments}
    shared = sum(one.length for one in route.segments if one.edge in taken)
    return shared <= _MOST_OVERLAP * route.length
