"""Nodes are found by their exact coordinates, on their own level only."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.graphs.floors import make_floors
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.graph import build_graph
from interactive_maps.routing.network.node_index import NodeIndex
from interactive_maps.routing.search.snapping import Snapper
from tests.unit.routing.networks import network, place, row

GRAPH = build_graph(make_floors(600, floors=3))
WALKED = np.flatnonzero(np.isin(GRAPH.kind, [int(Kind.WALK), int(Kind.ROOM)]))
INDEX = NodeIndex(GRAPH, WALKED)
ON_FOOT = set(np.union1d(GRAPH.tail[WALKED], GRAPH.head[WALKED]).tolist())


@given(st.integers(0, GRAPH.node_count - 1))
def test_a_node_is_found_where_it_is(node):
    longitude, latitude = GRAPH.node_coordinates[node]
    level = float(GRAPH.node_level[node])
    found = INDEX.find(float(longitude), float(latitude), level)
    if node in ON_FOOT:
        assert found == node
    assert INDEX.find(float(longitude), float(latitude), level + 0.5) is None
    assert INDEX.find(float(longitude), float(latitude), None) is None


@given(
    st.integers(0, GRAPH.node_count - 1),
    st.sampled_from([-1, 1]),
    st.sampled_from([0, 1]),
    st.sampled_from([1e-6, 1e-7]),
)
def test_a_hand_or_a_finger_beside_it_is_nothing(node, sign, axis, degrees):
    beside = GRAPH.node_coordinates[node].copy()
    beside[axis] += sign * degrees  # a tenth of a metre, or a centimetre
    assert INDEX.find(*beside.tolist(), float(GRAPH.node_level[node])) is None


def test_the_end_of_other_edges_is_nothing():
    graph = network(
        row(1, (0, 0), (50, 0), level=0, source=1, target=2),
        row(2, (50, 0), (50, 9), level=0, target_level=1, source=2, target=3, kind="lift"),
    )
    index = Snapper(graph).nodes
    assert index.find(*place(50, 0), 0.0) is not None
    assert index.find(*place(50, 9), 1.0) is None
