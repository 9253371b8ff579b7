"""No-route reasons: nothing nearby, disconnected, closed, profile, or one-way. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

import numpy as np

from interactive_maps.routing.network.closures import Closure, list_targets
from interactive_maps.routing.search.access_links import are_apart
from interactive_maps.routing.search.network_snapshots import NetworkSnapshot
from interactive_maps.routing.search.routes import Route, Violation
from interactive_maps.routing.search.wayfinding import RouteQuery, Wayfinder

ReasonCode = Literal["off_network", "island", "closed", "profile", "one_way"]


@dataclass(frozen=True, slots=True)
class NoRouteReason:
    """Reason for a missing route. ``stop`` is the index of the stop that is unreachable or off the network.

    For "closed", ``closures`` are those in the way; for "profile", ``violations`` are those of the closest route.
    """

    reason: ReasonCode
    stop: int
    closures: tuple[Closure, ...] = ()
    violations: tuple[Violation, ...] = ()


def explain_no_route(snapshot: NetworkSnapshot, query: RouteQuery) -> NoRouteReason:
    """Return why ``query`` has no route on ``snapshot``; call it only in that case."""
    for index, place in enumerate(query.stops):
        if not place.snaps and not place.nodes:
            return NoRouteReason("off_network", index)
    order = range(len(query.stops) - 1)
    for index in order:
        pair = replace(query, stops=query.stops[index : index + 2], best_order=False)
        # With two stops the pair is known.
        if len(order) == 1 or Wayfinder(snapshot, pair).find_route() is None:
            return _explain_pair(snapshot, pair, index + 1)
    return NoRouteReason("one_way", len(order))


def _explain_pair(snapshot: NetworkSnapshot, pair: RouteQuery, stop: int) -> NoRouteReason:
    if are_apart(snapshot.graph, *pair.stops):
        return NoRouteReason("island", stop)
    opened = NetworkSnapshot(snapshot.graph, snapshot.shape, snapshot.version)
    route = Wayfinder(opened, pair).find_route()
    if route is not None:
        return NoRouteReason("closed", stop, closures=_find_closures(snapshot, pair, route))
    route = Wayfinder(opened, replace(pair, allow_violations=True)).find_route()
    if route is not None:
        return NoRouteReason("profile", stop, violations=route.violations)
    return NoRouteReason("one_way", stop)


def _find_closures(snapshot: NetworkSnapshot, pair: RouteQuery, route: Route) -> tuple[Closure, ...]:
    """Return the closures on ``route``."""
    moment, profile = pair.departure or datetime.now(UTC), pair.profile.name
    edges = np.unique(np.array([one.arc for one in route.segments], dtype=np.int64) // 2)
    targets = list_targets(snapshot.graph, edges)
    return tuple(
        closure
        for closure in snapshot.closures
        if closure.target in targets[closure.kind] and closure.holds(moment, profile)
    )
