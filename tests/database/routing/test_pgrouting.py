"""pgRouting's ``pgr_dijkstra`` on a real database finds ways as short as ours."""

import numpy as np
import pytest

from benchmarks.graphs.rivals import ask_pgrouting, fill_pgrouting
from interactive_maps.routing.engines.choice import choose_shape
from interactive_maps.routing.network.closures import Closure
from interactive_maps.routing.network.edges import read_rows
from interactive_maps.routing.network.graph import build_graph
from interactive_maps.routing.profiles import STEP_FREE, WALK
from interactive_maps.routing.search.network_snapshots import NetworkSnapshot
from tests.unit.routing.networks import random_rows


@pytest.mark.parametrize("profile", [WALK, STEP_FREE])
def test_pgrouting_agrees(empty_database, profile):
    rng = np.random.default_rng(7)
    graph = build_graph(read_rows(random_rows(rng, 200, 420)))
    closures = tuple(Closure("edge", int(edge)) for edge in rng.integers(1, 420, 20))
    engine = NetworkSnapshot(graph, choose_shape(graph), 1, closures).find_engine(profile)
    fill_pgrouting(empty_database, graph, engine.weights)
    answers = 0
    with empty_database.connect() as connection, engine.open() as search:
        for source, target in rng.integers(0, graph.node_count, (150, 2)).tolist():
            path = search.query([(source, 0)], [(target, 0)])
            theirs = ask_pgrouting(connection, source, target)
            if source != target:
                assert theirs == (None if path is None else path.cost)
                answers += path is not None
    assert 20 < answers < 150
