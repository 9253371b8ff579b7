"""Route service: answers route requests on a snapshot, or gives the no-route reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from interactive_maps.ops import deadlines
from interactive_maps.ops.errors import MapError, NotFound
from interactive_maps.routing.engines.engine import INFINITE
from interactive_maps.routing.http import request_bounds
from interactive_maps.routing.http.route_requests import MatrixRequest, RouteRequest, TravelOptions
from interactive_maps.routing.http.violation_responses import show_violations
from interactive_maps.routing.live.routing_snapshot import RoutingSnapshot
from interactive_maps.routing.network.closures import Closure, format_time
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.search.network_snapshots import NetworkSnapshot
from interactive_maps.routing.search.no_route import NoRouteReason, explain_no_route
from interactive_maps.routing.search.routes import Route
from interactive_maps.routing.search.wayfinding import RouteQuery, Wayfinder
from interactive_maps.routing.waypoints.feature_index import LAYER_OF_KIND
from interactive_maps.routing.waypoints.waypoint_resolver import (
    Category,
    FeatureRef,
    UnknownWaypoint,
    Waypoint,
)

_SENTENCES = {
    "no_network": "The map has no routing network: nav_edges_final has no rows.",
    "off_network": "No part of the network is within 20 m of this place, on its level and not behind a wall.",
    "island": "The network is disconnected between these places.",
    "closed": "All routes to the destination are closed.",
    "profile": "No route matches this profile; allow_violations=true returns the closest one.",
    "one_way": "The destination can only be reached against a one-way.",
}


class NoRoute(MapError):
    """There is no route; ``more`` gives the reason."""

    code = "no_route"
    status = 404

    def __init__(self, reason: str, more: dict[str, Any] | None = None) -> None:
        super().__init__(_SENTENCES[reason])
        self.more = {"reason": reason, **(more or {})}


@dataclass(frozen=True, eq=False, slots=True)
class RouteResult:
    """The best ``route``, alternatives, and the named waypoints in the order of their visits."""

    route: Route
    others: Sequence[Route]
    stops: tuple[Waypoint | None, ...]
    network: NetworkSnapshot


def find_routes(snapshot: RoutingSnapshot, asked: RouteRequest) -> RouteResult:
    """Return the ways that are asked for; raises NotFound and NoRoute.

    Of a category, what is not for everybody is gone to only where there is no way to anything else of it.
    """
    try:
        return _find_routes(snapshot, asked)
    except NoRoute:
        if not any(map(snapshot.resolver.has_more, asked.stops)):
            raise
    stops = (replace(stop, private=True) if isinstance(stop, Category) else stop for stop in asked.stops)
    return _find_routes(snapshot, replace(asked, stops=tuple(stops)))


def _find_routes(snapshot: RoutingSnapshot, asked: RouteRequest) -> RouteResult:
    _require_network(snapshot)
    request_bounds.require_few_features(
        snapshot.resolver, asked.stops, "via" if len(asked.stops) > 2 else "to"
    )
    stops = resolve(snapshot, asked.stops)
    if asked.best_order:
        request_bounds.require_few_pairs(stops, stops, "via")
    query = _ask(asked.options, stops, best_order=asked.best_order)
    network = snapshot.network_at(asked.options.departure)
    wayfinder = Wayfinder(network, query)
    route = None if _is_off(query.stops) else wayfinder.find_route()
    if route is None:
        raise _refuse(snapshot, explain_no_route(network, query), asked.languages)
    others = wayfinder.find_alternatives(route, asked.alternatives) if asked.alternatives else ()
    visited = (
        snapshot.resolver.choose(asked.stops[stop], choice)
        for stop, choice in zip(route.stops, route.choices, strict=True)
    )
    return RouteResult(route, others, tuple(visited), network)


def measure_matrix(snapshot: RoutingSnapshot, asked: MatrixRequest) -> list[list[float | None]]:
    """Return the seconds from each source to each target, None without a route; raises as :func:`find_routes`."""
    _require_network(snapshot)
    request_bounds.require_few_features(snapshot.resolver, (*asked.sources, *asked.targets), "targets")
    sources, targets = resolve(snapshot, asked.sources), resolve(snapshot, asked.targets)
    request_bounds.require_few_pairs(sources, targets, "targets")
    wayfinder = open_wayfinder(snapshot, asked.options, sources[:1])
    times = np.full((len(sources), len(targets)), INFINITE, dtype=np.int64)
    rows = [index for index, place in enumerate(sources) if not _is_off([place])]
    columns = [index for index, place in enumerate(targets) if not _is_off([place])]
    if rows and columns:
        times[np.ix_(rows, columns)] = wayfinder.measure(
            [sources[row] for row in rows], [targets[column] for column in columns]
        )
    return [[None if time >= INFINITE else time / 1000 for time in row] for row in times.tolist()]


def open_wayfinder(
    snapshot: RoutingSnapshot, options: TravelOptions, stops: tuple[SnappedWaypoint, ...]
) -> Wayfinder:
    """Return a wayfinder for the travel ``options``."""
    return Wayfinder(snapshot.network_at(options.departure), _ask(options, stops))


def resolve(snapshot: RoutingSnapshot, stops: Sequence[Waypoint]) -> tuple[SnappedWaypoint, ...]:
    """Return the waypoints of ``stops``. Raises NotFound for those that are not on the map."""
    found: dict[Waypoint, SnappedWaypoint] = {}  # each once, so that equal waypoints share one measurement
    try:
        for stop in dict.fromkeys(stops):
            deadlines.check()
            found[stop] = snapshot.resolver.resolve(stop)
    except UnknownWaypoint as error:
        raise _miss(error.args[0]) from None
    return tuple(found[stop] for stop in stops)


def find_start(snapshot: RoutingSnapshot, start: Waypoint) -> SnappedWaypoint:
    """Return a waypoint on the network. Raises NotFound and NoRoute."""
    _require_network(snapshot)
    (place,) = resolve(snapshot, [start])
    if _is_off([place]):
        raise NoRoute("off_network", {"stop": 0})
    return place


def _ask(
    options: TravelOptions, stops: tuple[SnappedWaypoint, ...], *, best_order: bool = False
) -> RouteQuery:
    return RouteQuery(stops, options.profile, options.departure, options.allow_violations, best_order)


def _require_network(snapshot: RoutingSnapshot) -> None:
    if snapshot.network.graph.edge_count == 0:
        raise NoRoute("no_network")


def _is_off(stops: Sequence[SnappedWaypoint]) -> bool:
    return any(not stop.nodes and not stop.candidate_sets for stop in stops)


def _refuse(snapshot: RoutingSnapshot, reason: NoRouteReason, languages: Sequence[str]) -> NoRoute:
    more: dict[str, Any] = {"stop": reason.stop}
    if reason.closures:
        more["closures"] = [_show_closure(closure) for closure in reason.closures]
    if reason.violations:
        more["violations"] = show_violations(snapshot, reason.violations, languages)
    return NoRoute(reason.reason, more)


def _show_closure(closure: Closure) -> dict[str, Any]:
    return {
        "id": closure.key or None,
        "kind": closure.kind,
        "target_id": None if closure.kind == "level" else int(closure.target),
        "level": closure.target if closure.kind == "level" else None,
        "reason": closure.reason or None,
        "from": format_time(closure.start),
        "until": format_time(closure.end),
        "profiles": sorted(closure.profiles),
    }


def _miss(named: Any) -> NotFound:
    if isinstance(named, FeatureRef):
        address = f"/api/{LAYER_OF_KIND[named.kind]}/?limit=1000"
        return NotFound(
            f"There is no {named.kind} {named.key} on the map. {address} lists the existing ones."
        )
    name = named.name if isinstance(named, Category) else str(named)
    return NotFound(f"The map has no feature of the category {name[:60]!r}.")
