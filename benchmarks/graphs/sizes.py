"""One size of network: the time of each engine for the same paths, and the overhead of ours."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import psutil

from benchmarks.graphs.floors import list_rooms, make_floors
from benchmarks.graphs.rivals import ask_networkx, ask_pgrouting, fill_networkx, fill_pgrouting
from benchmarks.measuring.report import Measure
from interactive_maps.routing.engines.choice import Shape, choose_shape
from interactive_maps.routing.engines.dijkstra import DijkstraEngine
from interactive_maps.routing.engines.engine import INFINITE, Engine, Search
from interactive_maps.routing.network.graph import Graph, build_graph
from interactive_maps.routing.profiles import STEP_FREE, WALK, weigh
from tests.databases import Database

Ask = Callable[[int, int], int | None]
_A_TURN = 40  # queries to ours for each to the others


@dataclass(eq=False)
class Size:
    """A network of about ``edges`` edges, with its engines; ``rivals`` is the number of queries to the slow ones."""

    edges: int
    rivals: int
    say: Callable[[str], None]
    graph: Graph = field(init=False)
    shape: Shape = field(init=False)
    engine: Engine = field(init=False)
    measures: list[Measure] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """Make the network and our engines, and record the cost."""
        self.say(f"Making a network of {self.edges:,} edges ...")
        table = make_floors(self.edges)
        start = time.perf_counter()
        self.graph = build_graph(table)
        graph_seconds = time.perf_counter() - start
        rooms = list_rooms(table)
        number = {key: node for node, key in enumerate(self.graph.node_number.tolist())}
        self.rooms = [number[key] for key in rooms.tolist()]
        self.weights = weigh(self.graph, WALK)
        gc.collect()
        before, start = psutil.Process().memory_info().rss, time.perf_counter()
        self.shape = choose_shape(self.graph)
        self.engine = self.shape.weigh(self.weights)
        seconds = time.perf_counter() - start
        used = (psutil.Process().memory_info().rss - before) / 2**20
        self._add("build", seconds, "s", detail=f"graph {graph_seconds:.1f} s before, nodes' order included")
        self._add("memory of the hierarchy", used, "MB")

    def compare(self, database: Database, *, with_networkx: bool, target: float | None) -> None:
        """Send the same queries to all engines, in turn."""
        self.say("  filling pgRouting ...")
        fill_pgrouting(database, self.graph, self.weights)
        slow = DijkstraEngine(self.graph.arc_tail, self.graph.arc_head, self.graph.node_count, self.weights)
        with database.connect() as connection, self.engine.open() as fast, slow.open() as scipy:
            rivals: dict[str, Ask] = {
                "scipy": partial(_ask, scipy),
                "pgr_dijkstra": partial(ask_pgrouting, connection),
            }
            if with_networkx:
                rivals["networkx"] = partial(ask_networkx, fill_networkx(self.graph, self.weights))
            times = self._take_turns(partial(_ask, fast), rivals)
        ours = np.array(times.pop("ours")) * 1e6
        p50, p99 = np.percentile(ours, [50, 99])
        self._add("a way, p50", float(p50), "µs", detail=f"p99 {p99:.0f} µs, {len(ours):,} questions")
        for name, taken in times.items():
            ratio = float(np.median(taken)) * 1e6 / float(p50)
            asked = target if name == "pgr_dijkstra" else None
            detail = f"{np.median(taken) * 1e3:.1f} ms p50, {max(taken) * 1e3:.0f} ms at most, {len(taken)} questions"
            self._add(f"{name} : ours", ratio, "x", target=asked, more=True, detail=detail)

    def change(self) -> None:
        """Measure a new profile, closures, and the first path after one."""
        taken = []
        for _ in range(5):
            start = time.perf_counter()
            weights = weigh(self.graph, STEP_FREE)
            middle = time.perf_counter()
            self.shape.weigh(weights)
            taken.append((middle - start, time.perf_counter() - middle))
        weighing, customising = np.median(np.array(taken), axis=0) * 1e3
        detail = f"{weighing:.1f} ms for the weights, {customising:.1f} ms to customise"
        limit = 15.0 if self.edges == 100_000 else None
        self._add("a new profile", float(weighing + customising), "ms", target=limit, detail=detail)
        self.engine.prepare()
        for arcs in (2, 20, 1000):
            times = np.array([self._close(arcs) for _ in range(40)]) * 1e3
            limit = 5.0 if arcs <= 20 else None
            detail = f"p50 {np.median(times):.2f} ms"
            self._add(
                f"{arcs} arcs closed, to the first way (p95)",
                float(np.percentile(times, 95)),
                "ms",
                limit,
                detail,
            )

    def _close(self, count: int) -> float:
        rng = np.random.default_rng(time.perf_counter_ns())
        arcs = rng.integers(0, self.graph.arc_count, count)
        source, target = (int(node) for node in rng.choice(self.rooms, 2))
        start = time.perf_counter()
        closed = self.engine.update(arcs, np.full(count, INFINITE, np.int32))
        with closed.open() as search:
            _ask(search, source, target)
        taken = time.perf_counter() - start
        del search, closed  # its metric serves the next
        return taken

    def _take_turns(self, ours: Ask, rivals: dict[str, Ask]) -> dict[str, list[float]]:
        rng = np.random.default_rng(6)
        times: dict[str, list[float]] = {name: [] for name in ("ours", *rivals)}
        for turn in range(self.rivals):
            pairs = rng.choice(self.rooms, (_A_TURN, 2)).tolist()
            answers = []
            for source, target in pairs:
                start = time.perf_counter()
                answers.append(ours(source, target))
                times["ours"].append(time.perf_counter() - start)
            for name, ask in rivals.items():
                start = time.perf_counter()
                answer = ask(*pairs[0])
                times[name].append(time.perf_counter() - start)
                if answer != answers[0]:
                    raise AssertionError(f"{name} says {answer}, we say {answers[0]} in turn {turn}")
        return times

    def _add(
        self,
        what: str,
        value: float,
        unit: str,
        target: float | None = None,
        detail: str = "",
        *,
        more: bool = False,
    ) -> None:
        self.measures.append(
            Measure(f"{self.edges:,} edges", what, value, unit, target, more=more, detail=detail)
        )


def _ask(search: Search, source: int, target: int) -> int | None:
    path = search.query([(source, 0)], [(target, 0)])
    return None if path is None else path.cost
