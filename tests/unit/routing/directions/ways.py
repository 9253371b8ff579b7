"""Ways to describe: found in small networks that are drawn in metres."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from interactive_maps.routing.directions import RouteContext, Step, Stop, describe
from interactive_maps.routing.engines.choice import choose_shape
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.search.network_snapshots import NetworkSnapshot
from interactive_maps.routing.search.routes import Route
from interactive_maps.routing.search.wayfinding import RouteQuery, Wayfinder
from tests.unit.routing.networks import network, place


def find_way(graph: Graph, *numbers: int) -> Route:
    """Return the way over nodes with these numbers."""
    stops = tuple(SnappedWaypoint(nodes=(graph.node_number.tolist().index(number),)) for number in numbers)
    route = Wayfinder(NetworkSnapshot(graph, choose_shape(graph), 1), RouteQuery(stops)).find_route()
    assert route is not None
    return route


def lead(rows: list[dict[str, Any]], *numbers: int, **known: Any) -> tuple[Step, ...]:
    """Return the steps over nodes with these numbers; ``stops`` may be names, ``rooms`` lie where rows do."""
    graph = network(*rows)
    for layer in ("openings", "rooms"):
        known[layer] = tuple(_move(graph, one) for one in known.get(layer, ()))
    stops = tuple(Stop(name) if isinstance(name, str) else name for name in known.pop("stops", ()))
    return describe(find_way(graph, *numbers), graph, RouteContext(stops=stops, **known))


def tell(steps: tuple[Step, ...]) -> list[tuple[str, str | None]]:
    """Return kinds and angles."""
    return [(step.kind.value, step.angle.value if step.angle else None) for step in steps]


def _move(graph: Graph, feature: Any) -> Any:
    """Return a room or door with its place in the graph's plane."""
    x, y = graph.plane.to_metres(np.array([place(*feature.place)]))[0].tolist()
    return replace(feature, place=(x, y))
