"""Searches of a request whose client has left end, each at a check of its own."""

from __future__ import annotations

import pytest

from interactive_maps.ops.deadlines import ClientLeft, open_deadline
from interactive_maps.routing.engines.choice import choose_shape
from interactive_maps.routing.search.access_links import Network, SnappedWaypoint
from interactive_maps.routing.search.direct_paths import find_direct_path, measure_direct_paths
from interactive_maps.routing.search.isochrones import draw_areas, find_reached
from interactive_maps.routing.search.network_snapshots import NetworkSnapshot
from interactive_maps.routing.search.snapping import SnapCandidate
from interactive_maps.routing.search.wayfinding import RouteQuery, Wayfinder
from tests.unit.routing.networks import network, row

GRAPH = network(
    row(1, (0, 0), (20, 0), level=0, source=1, target=2),
    row(2, (20, 0), (40, 0), level=0, source=2, target=3),
)
HERE, THERE = SnappedWaypoint(nodes=(0,)), SnappedWaypoint(nodes=(2,))
BESIDE = SnappedWaypoint(((SnapCandidate(0, 0.5, 1.0, 13.0, 51.0, 0.0),),))
FINDER = Wayfinder(NetworkSnapshot(GRAPH, choose_shape(GRAPH), 1), RouteQuery((HERE, THERE)))
NETWORK = Network(GRAPH.arc_tail, GRAPH.arc_head, FINDER.engine.weights, 1.33)
ROUTE, REACHED = FINDER.find_route(), find_reached(FINDER, HERE, 10_000)


@pytest.mark.parametrize(
    "search",
    [
        FINDER.find_route,
        lambda: FINDER.find_alternatives(ROUTE, 1),
        lambda: FINDER.measure([HERE], [THERE]),
        lambda: find_reached(FINDER, HERE, 10_000),
        lambda: draw_areas(FINDER, REACHED),
        lambda: find_direct_path(NETWORK, BESIDE, BESIDE),
        lambda: measure_direct_paths(NETWORK, [BESIDE], [BESIDE]),
    ],
)
def test_nothing_is_searched_for_who_has_left(search):
    with open_deadline(60) as deadline:
        search()
        deadline.cancel()
        with pytest.raises(ClientLeft):
            search()
