"""Engines against an oracle that knows nothing of them: all pairs of a dense matrix."""

import math
import sys
import threading

import numpy as np
import pytest

from interactive_maps.ops.deadlines import ClientLeft, open_deadline
from interactive_maps.routing.engines.choice import Plain, choose_shape
from interactive_maps.routing.engines.dijkstra import DijkstraEngine
from interactive_maps.routing.engines.hierarchy import Hierarchy, order_nodes
from interactive_maps.routing.network.edges import read_rows
from interactive_maps.routing.network.graph import Graph, build_graph
from interactive_maps.routing.profiles import INFINITE, WALK, weigh
from tests.unit.routing.networks import network, random_rows, row
from tests.unit.routing.oracle import QUESTIONS, ask_hierarchy, ask_many, change_some, measure_all


def make_engines(graph: Graph, weights: np.ndarray):
    yield choose_shape(graph).weigh(weights)
    yield DijkstraEngine(graph.arc_tail, graph.arc_head, graph.node_count, weights)


def test_hierarchy_agrees_with_the_oracle_a_hundred_thousand_times():
    rng = np.random.default_rng(20)
    answered = sum(ask_hierarchy(rng, nodes) for nodes in range(40, 90))
    assert QUESTIONS * 50 == 100_000
    assert 0.2 < answered / 100_000 < 0.95  # both kinds of answers were there to be wrong


def test_dijkstra_agrees_with_the_oracle():
    rng = np.random.default_rng(21)
    for size in range(10):
        graph = build_graph(read_rows(random_rows(rng, 30 + size, 60)))
        weights = weigh(graph, WALK)
        engine = DijkstraEngine(graph.arc_tail, graph.arc_head, graph.node_count, weights)
        for _ in range(2):
            assert ask_many(graph, engine, rng, 100)
            engine = change_some(engine, weights, rng)


def test_engines_measure_and_reach_what_the_oracle_does():
    rng = np.random.default_rng(22)
    graph = build_graph(read_rows(random_rows(rng, 50, 90)))
    weights = weigh(graph, WALK)
    costs = measure_all(graph, weights)
    every = list(range(graph.node_count))
    for engine in make_engines(graph, weights):
        with engine.open() as search:
            table = search.measure([[(n, 7)] for n in every], [[(n, 5), (0, 9)] for n in every] + [[]])
            wanted = np.minimum(costs + 12, costs[:, :1] + 16)
            assert (table[:, :-1] == np.where(np.isinf(wanted), INFINITE, wanted)).all()
            assert (table[:, -1] == INFINITE).all()
            reached = search.reach([(0, 3), (1, 0)], 40_000)
            wanted = np.minimum(costs[0] + 3, costs[1])
            assert (reached == np.where(wanted <= 40_000, wanted, INFINITE)).all()
            assert (search.reach([], 5) == INFINITE).all()


def test_start_that_is_the_end_is_a_way_without_arcs():
    graph = network(row(1, (0, 0), (9, 0), source=1, target=2))
    for engine in make_engines(graph, weigh(graph, WALK)):
        with engine.open() as search:
            path = search.query([(1, 4), (1, 2)], [(1, 3)])
            assert (path.cost, path.arcs, path.source, path.target) == (5, (), 1, 0)
            assert search.query([], [(0, 0)]) is None
            assert search.query([(0, 0)], []) is None


@pytest.mark.parametrize("ends", [[(-1, 0)], [(2, 0)], [(0, -1)], [(0, 2**30)]])
def test_ends_that_are_none_are_refused(ends):
    graph = network(row(1, (0, 0), (9, 0), source=1, target=2))
    for engine in make_engines(graph, weigh(graph, WALK)):
        with engine.open() as search:
            for question in ((ends, [(0, 0)]), ([(0, 0)], ends)):
                with pytest.raises(ValueError, match=r"no node|no offset"):
                    search.query(*question)


@pytest.mark.parametrize("weights", [[0, 5], [5], [5, 2**31], [-1, 3]])
def test_weights_that_are_none_are_refused(weights):
    graph = network(row(1, (0, 0), (9, 0), source=1, target=2))
    with pytest.raises(ValueError, match="weights"):
        choose_shape(graph).weigh(np.array(weights))


def test_ways_of_more_than_24_days_are_none():
    graph = network(*(row(n, (n, 0), (n + 1, 0), source=n, target=n + 1) for n in range(3)))
    for engine in make_engines(graph, np.full(6, 2**30 - 1)):
        with engine.open() as search:
            assert search.query([(0, 0)], [(2, 0)]).cost == 2**31 - 2
            assert search.query([(0, 1)], [(2, 0)]) is None
            assert search.query([(0, 0)], [(3, 0)]) is None


def test_an_order_of_another_graph_is_refused():
    graph = network(row(1, (0, 0), (9, 0), source=1, target=2))
    with pytest.raises(ValueError, match="order"):
        Hierarchy(graph.arc_tail, graph.arc_head, graph.node_count, np.array([0, 0], np.int32))


def test_an_engine_in_use_keeps_its_weights_while_others_are_made():
    graph = network(
        row(1, (0, 0), (9, 0), source=1, target=2), row(2, (0, 0), (0, 9), (9, 0), source=1, target=2)
    )
    first = choose_shape(graph).weigh(weigh(graph, WALK))
    first.prepare()
    with first.open() as search:
        assert search.query([(0, 0)], [(1, 0)]).arcs == (0,)
        second = first.update(np.array([0]), np.array([INFINITE], np.int32))
        third = second.update(np.array([2]), np.array([INFINITE], np.int32))
        assert search.query([(0, 0)], [(1, 0)]).arcs == (0,)
        with second.open() as other, third.open() as last:
            assert other.query([(0, 0)], [(1, 0)]).arcs == (2,)
            assert last.query([(0, 0)], [(1, 0)]) is None
    with pytest.raises(RuntimeError, match="closed"):
        search.query([(0, 0)], [(1, 0)])


def test_a_search_that_was_never_closed_costs_only_time():
    graph = network(
        row(1, (0, 0), (9, 0), source=1, target=2), row(2, (0, 0), (0, 9), (9, 0), source=1, target=2)
    )
    engine = choose_shape(graph).weigh(weigh(graph, WALK))
    block = engine.open()
    search = block.__enter__()
    search.query([(0, 0)], [(1, 0)])
    metric = search._query  # what a thread's end would leave behind
    search._engine = None
    later = engine.update(np.array([0]), np.array([INFINITE], np.int32))
    del engine, block
    for _ in range(3):
        later = later.update(np.array([0]), np.array([INFINITE], np.int32))
        with later.open() as other:
            assert other.query([(0, 0)], [(1, 0)]).arcs == (2,)
    del metric, search


@pytest.mark.nightly
def test_threads_ask_while_another_closes_and_opens():
    rng = np.random.default_rng(23)
    graph = build_graph(read_rows(random_rows(rng, 60, 150)))
    weights = weigh(graph, WALK)
    box = [choose_shape(graph).weigh(weights)]
    box[0].prepare()
    ended, errors = threading.Event(), []
    asked = []

    def ask(seed: int) -> None:
        own = np.random.default_rng(seed)
        try:
            while not ended.is_set():
                engine = box[0]
                asked.append(ask_many(graph, engine, own, 20))
                del engine
        except BaseException as error:
            errors.append(error)
            raise

    threads = [threading.Thread(target=ask, args=[seed]) for seed in range(4)]
    for thread in threads:
        thread.start()
    changes = 0
    while changes < 300 or (sum(asked) <= 100 and not errors):  # who asks may have to wait for a processor
        box[0] = change_some(box[0], weights, rng)
        changes += 1
    ended.set()
    for thread in threads:
        thread.join()
    assert not errors
    assert sum(asked) > 100


CHAIN = network(*(row(n, (n, 0), (n + 1, 0), source=n, target=n + 1) for n in range(700)))
ENDS = [CHAIN.node_number.tolist().index(number) for number in (0, 700)]


@pytest.mark.parametrize("changed", [1, 999, 1000, 1001, 1400])
def test_few_or_many_changes_are_followed_and_undone(changed):
    """The weights that an engine leaves are changed for the next one, a part of them or all."""
    for first in make_engines(CHAIN, np.full(1400, 1000)):
        engine = first
        engine.prepare()
        for value in (3000, 1000, 2000):
            arcs = np.arange(changed)
            engine = engine.update(arcs, np.full(changed, value, np.int32))
            wanted = np.where(np.arange(1400) < changed, value, 1000)
            assert engine.weights.tolist() == wanted.tolist()
            with engine.open() as search:
                for source, target, way in ((*ENDS, wanted[0::2]), (*ENDS[::-1], wanted[1::2])):
                    path = search.query([(source, 0)], [(target, 0)])
                    assert path.cost == way.sum()
                    assert len(path.arcs) == 700


def test_weights_of_an_engine_are_kept_and_cannot_be_changed():
    given = np.arange(1, 1401)
    for engine in make_engines(CHAIN, given):
        assert engine.weights.tolist() == list(range(1, 1401))
        with pytest.raises(ValueError, match="read-only"):
            engine.weights[0] = 9
        later = engine.update(np.array([3]), np.array([77], np.int32))
        with pytest.raises(ValueError, match="read-only"):
            later.weights[0] = 9
        assert (engine.weights[3], later.weights[3]) == (4, 77)


def test_the_least_and_the_most_of_what_engines_take():
    graph = network(row(1, (0, 0), (9, 0), source=1, target=2))
    for engine in make_engines(graph, np.array([1, INFINITE])):
        with engine.open() as search:
            assert search.query([(0, 2**30 - 1)], [(1, 0)]).cost == 2**30
            assert search.query([(1, 0)], [(0, 0)]) is None
            assert search.measure([[(0, 2**30 - 1)]], [[(1, 2**30 - 1)]]).tolist() == [[2**31 - 1]]
            assert search.reach([(0, 5)], 5).tolist() == [5, INFINITE]
            assert search.reach([(0, 5)], 6).tolist() == [5, 6]
            assert search.measure([], [[(0, 0)]]).shape == (0, 1)
            assert search.measure([[(0, 0)], []], [[]]).tolist() == [[INFINITE], [INFINITE]]
            assert search.measure([[], [(0, 3)]], [[(1, 0)]]).tolist() == [[INFINITE], [4]]
            for wrong in ([[(2, 0)]], [[(0, -1)]]):
                with pytest.raises(ValueError, match=r"no node|no offset"):
                    search.measure(wrong, [[(0, 0)]])
                with pytest.raises(ValueError, match=r"no node|no offset"):
                    search.measure([[(0, 0)]], wrong)


def test_a_table_of_costs_ends_with_its_request():
    for engine in make_engines(CHAIN, np.full(1400, 1000)):
        with engine.open() as search, open_deadline(10) as deadline:
            assert search.measure([[(0, 0)]], [[(0, 5)]]).tolist() == [[5]]
            deadline.cancel()
            with pytest.raises(ClientLeft):
                search.measure([[(0, 0)]], [[(0, 5)]])


def test_without_the_quick_engine_the_other_answers(monkeypatch):
    monkeypatch.delitem(sys.modules, "interactive_maps.routing.engines.hierarchy")
    monkeypatch.setitem(sys.modules, "routingkit_cch", None)
    shape = choose_shape(CHAIN)
    assert isinstance(shape, Plain)
    with shape.weigh(np.full(1400, 1000)).open() as search:
        assert search.query([(ENDS[0], 0)], [(ENDS[1], 0)]).cost == 700_000


def test_another_module_that_is_missing_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "interactive_maps.routing.engines.hierarchy", None)
    with pytest.raises(ModuleNotFoundError):
        choose_shape(CHAIN)


@pytest.mark.parametrize("level", [[0, 0, 0, 0], [0, 1, 0, 1], [math.nan, 0, math.nan, 2]])
def test_every_node_has_its_place_in_the_order(level):
    metres = np.array([[0, 0], [0, 5], [9, 0], [9, 5]], dtype=float)
    tail, head = np.array([0, 1, 2, 3], np.int32), np.array([1, 2, 3, 0], np.int32)
    assert sorted(order_nodes(tail, head, metres, np.array(level, dtype=float)).tolist()) == [0, 1, 2, 3]
    assert len(order_nodes(tail[:0], head[:0], metres[:0], np.empty(0))) == 0


def test_graph_without_edges_has_an_engine_too():
    engine = choose_shape(network()).weigh(np.empty(0, dtype=np.int32))
    engine.prepare()
    with engine.open() as search:
        assert search.query([], []) is None
