"""What lies beside edges is what a search around each of them finds."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.waypoints.adjacent_features import AdjacentFeatures
from tests.unit.routing.networks import network, random_rows, row

METRES = 6.0


@pytest.mark.parametrize("seed", range(8))
def test_rows_beside_edges(seed):
    rng = np.random.default_rng(seed)
    graph = network(*random_rows(rng, 40, 80))
    places = rng.uniform(graph.metres.min(axis=0) - 10, graph.metres.max(axis=0) + 10, (200, 2))
    levels = rng.choice([*graph.levels.tolist(), 77.0, np.nan], 200)
    roadside = AdjacentFeatures(graph, places, levels, METRES)
    for _ in range(20):
        edges = rng.integers(0, graph.edge_count, rng.integers(0, 9))
        expected = {
            place
            for edge in edges.tolist()
            if graph.kind[edge] not in {Kind.LIFT, Kind.BOARDING}
            for place, (point, level) in enumerate(zip(places, levels, strict=True))
            if level in graph.node_level[[graph.tail[edge], graph.head[edge]]]
            and shapely.dwithin(draw(graph, edge), shapely.Point(point), METRES)
        }
        assert roadside.list_rows(edges).tolist() == sorted(expected)


def test_without_places_nothing_is_beside():
    graph = network(row(1, (0, 0), (5, 0), level=0))
    roadside = AdjacentFeatures(graph, np.empty((0, 2)), np.empty(0), METRES)
    assert roadside.list_rows(np.array([0, 0])).tolist() == []


def test_a_single_place_is_beside_the_edges_near_it():
    graph = network(row(1, (0, 0), (5, 0), level=0), row(2, (20, 0), (25, 0), level=0))
    roadside = AdjacentFeatures(graph, graph.metres[:1] + 1.0, np.zeros(1), METRES)
    assert [roadside.list_rows(np.array([edge])).tolist() for edge in (0, 1)] == [[0], []]
    assert roadside.place(0) == pytest.approx(tuple(graph.metres[0] + 1.0))


def draw(graph, edge):
    return shapely.LineString(graph.metres[graph.offsets[edge] : graph.offsets[edge + 1]])
