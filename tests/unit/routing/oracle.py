"""The oracle: all pairs of a dense matrix, and questions by the thousand that are compared with it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from interactive_maps.routing.engines.choice import choose_shape
from interactive_maps.routing.engines.engine import Engine, Search
from interactive_maps.routing.network.edges import read_rows
from interactive_maps.routing.network.graph import Graph, build_graph
from interactive_maps.routing.profiles import INFINITE, WALK, weigh
from tests.unit.routing.networks import random_rows

Ends = Sequence[tuple[int, int]]
QUESTIONS = 2000  # to each random graph
_CHANGES = 4  # of its closures meanwhile


def ask_hierarchy(rng: np.random.Generator, nodes: int) -> int:
    """Ask ``QUESTIONS`` on one random graph, closing and opening in between; return how many had an answer."""
    graph = build_graph(read_rows(random_rows(rng, nodes, int(nodes * rng.uniform(0.8, 2)))))
    weights = weigh(graph, WALK)
    engine: Engine = choose_shape(graph).weigh(weights)
    answered = 0
    for _ in range(_CHANGES):
        answered += ask_many(graph, engine, rng, QUESTIONS // _CHANGES)
        engine = change_some(engine, weights, rng)
    return answered


def measure_all(graph: Graph, weights: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return the cost between all pairs of nodes, infinite where there is no way."""
    matrix = np.full((graph.node_count,) * 2, np.inf)
    usable = weights < INFINITE
    np.minimum.at(matrix, (graph.arc_tail[usable], graph.arc_head[usable]), weights[usable])
    np.fill_diagonal(matrix, np.inf)
    costs: NDArray[np.float64] = dijkstra(np.where(np.isinf(matrix), 0, matrix))
    return costs


def check(
    graph: Graph, engine: Engine, costs: NDArray[np.float64], search: Search, sources: Ends, targets: Ends
) -> bool:
    """Compare one answer with the oracle's; return whether there is a way."""
    best = min(costs[s, t] + a + b for s, a in sources for t, b in targets)
    path = search.query(sources, targets)
    assert (path is None) == np.isinf(best)
    if path is None:
        return False
    (start, before), (end, after) = sources[path.source], targets[path.target]
    arcs = list(path.arcs)
    assert path.cost == best
    assert before + after + sum(engine.weights[arcs].tolist()) == path.cost
    assert not (engine.weights[arcs] == INFINITE).any()
    nodes = [start, *graph.arc_head[arcs].tolist()]
    assert nodes[:-1] == graph.arc_tail[arcs].tolist()
    assert nodes[-1] == end
    return True


def ask_many(graph: Graph, engine: Engine, rng: np.random.Generator, count: int) -> int:
    """Ask ``count`` random questions, single and with several ends; return how many had an answer."""
    costs = measure_all(graph, engine.weights)
    nodes = rng.integers(0, graph.node_count, (count, 4)).tolist()
    offsets = rng.integers(0, 60_000, (count, 4)).tolist()
    answered = 0
    with engine.open() as search:
        for index in range(count):
            ends = list(zip(nodes[index], offsets[index], strict=True))
            cut = 1 if index % 4 else 2
            answered += check(graph, engine, costs, search, ends[:cut], ends[2 : 2 + cut])
    return answered


def change_some(engine: Engine, weights: NDArray[np.int32], rng: np.random.Generator) -> Engine:
    """Close some arcs, open those that were closed before."""
    closed = np.flatnonzero(engine.weights != weights)
    arcs = np.union1d(closed, rng.integers(0, len(weights), 12))
    values = np.where(np.isin(arcs, closed), weights[arcs], INFINITE).astype(np.int32)
    return engine.update(arcs, values)
