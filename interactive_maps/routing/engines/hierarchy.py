"""Customizable contraction hierarchies with routingkit-cch: queries in microseconds, new weights in milliseconds.

The node order is computed once per graph; a metric adds the weights. Changing a metric in place is cheap, but no
query may run meanwhile. So an engine owns its metric as long as the engine is in use, and then leaves it to the next
update: engines use the metrics alternately, and none changes during a query.
"""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from routingkit_cch import (
    CCH,
    CCHMetric,
    CCHMetricPartialUpdater,
    CCHOneToMany,
    CCHQuery,
    compute_order_inertial,
)

from interactive_maps.ops import deadlines
from interactive_maps.routing.engines.dijkstra import DijkstraEngine
from interactive_maps.routing.engines.engine import (
    INFINITE,
    Costs,
    Ends,
    Indices,
    Path,
    Weights,
    check_ends,
    check_weights,
    find_end,
    replace_weights,
)

Nodes = NDArray[np.int32]
Order = NDArray[np.int32]
Floats = NDArray[np.float64]

MOST_PARTIAL = 1000  # changed arcs from which a full new metric is cheaper
_MOST_RETIRED = 8  # spare metrics, of all profiles
_FLOOR_GAP = 50.0  # metres


@dataclass(eq=False, slots=True)
class _Retired:
    """A metric without users: its family and its weights."""

    family: object
    metric: CCHMetric
    weights: Weights


@dataclass(eq=False)
class Hierarchy:
    """The weight-independent part: the node ``order`` (worth keeping: computing it takes most of the time) and its
    shape.
    """

    tail: Nodes
    head: Nodes
    node_count: int
    order: Order
    _shape: CCH = field(init=False, repr=False)
    _retired: list[_Retired] = field(init=False, default_factory=list, repr=False)

    def __post_init__(self) -> None:
        """Build the shape. Raises ValueError if ``order`` is not a permutation of the graph's nodes."""
        if not np.array_equal(np.sort(self.order), np.arange(self.node_count)):
            raise ValueError("the order does not belong to this graph")
        self._shape = CCH(self.order.tolist(), self.tail.tolist(), self.head.tolist(), False)

    def weigh(self, weights: NDArray[np.integer]) -> HierarchyEngine:
        """Return an engine with ``weights`` of each arc."""
        return self._make(check_weights(weights, len(self.tail)), object())

    def _make(self, weights: Weights, family: object) -> HierarchyEngine:
        return HierarchyEngine(self, self._find_metric(weights, family), weights, family)

    def _find_metric(self, weights: Weights, family: object) -> CCHMetric:
        retired = self._take(family)
        if retired is not None:
            changed = np.flatnonzero(retired.weights != weights)
            if self._change(retired.metric, changed, weights):
                return retired.metric
        return CCHMetric(self._shape, weights.tolist())

    # No lock: an engine may be finalised at any moment, even within these lines; a list's methods are atomic.

    def _take(self, family: object) -> _Retired | None:
        for retired in reversed(self._retired.copy()):
            if retired.family is family:
                with contextlib.suppress(ValueError):  # another thread was faster
                    self._retired.remove(retired)
                    return retired
        return None

    def _change(self, metric: CCHMetric, arcs: Indices, weights: Weights) -> bool:
        if len(arcs) == 0:
            return True
        try:
            if len(arcs) > MOST_PARTIAL:
                metric.reset(weights.tolist())
            else:
                updates = dict(zip(arcs.tolist(), weights[arcs].tolist(), strict=True))
                updater = CCHMetricPartialUpdater(self._shape)  # it belongs to this thread
                updater.apply(metric, updates)
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            return False  # a search that was never closed keeps it for ever
        return True

    def _retire(self, family: object, metric: CCHMetric, weights: Weights) -> None:
        older = [retired for retired in self._retired.copy() if retired.family is family]
        self._retired.append(_Retired(family, metric, weights))
        for retired in older:  # one per family is enough
            with contextlib.suppress(ValueError):
                self._retired.remove(retired)
        del self._retired[:-_MOST_RETIRED]

    def _has_retired(self, family: object) -> bool:
        return any(retired.family is family for retired in self._retired.copy())


class HierarchyEngine:
    """An engine with queries in microseconds. Created by :meth:`Hierarchy.weigh`."""

    def __init__(self, hierarchy: Hierarchy, metric: CCHMetric, weights: Weights, family: object) -> None:
        self._hierarchy, self._metric, self._weights, self._family = hierarchy, metric, weights, family
        self._slow: DijkstraEngine | None = None
        weakref.finalize(self, hierarchy._retire, family, metric, weights).atexit = False  # type: ignore[misc]

    @property
    def weights(self) -> Weights:
        """Return the milliseconds of each arc; read-only."""
        return self._weights

    @contextmanager
    def open(self) -> Iterator[HierarchySearch]:
        """Return a search for this thread."""
        search = HierarchySearch(self, self._metric)
        try:
            yield search
        finally:
            search.close()

    def update(self, arcs: Indices, weights: Weights) -> HierarchyEngine:
        """Return an engine in which ``arcs`` have ``weights``."""
        return self._hierarchy._make(replace_weights(self._weights, arcs, weights), self._family)

    def prepare(self) -> None:
        """Create the metric that the next update changes."""
        if not self._hierarchy._has_retired(self._family):
            metric = CCHMetric(self._hierarchy._shape, self._weights.tolist())
            self._hierarchy._retire(self._family, metric, self._weights)

    @property
    def node_count(self) -> int:
        """Return the number of nodes."""
        return self._hierarchy.node_count

    def make_slow(self) -> DijkstraEngine:
        """Return the engine for one-to-all queries."""
        if self._slow is None:
            hierarchy = self._hierarchy
            self._slow = DijkstraEngine(hierarchy.tail, hierarchy.head, hierarchy.node_count, self._weights)
        return self._slow


class HierarchySearch:
    """Queries to a :class:`HierarchyEngine`, which it keeps alive; its query objects end with it in this thread."""

    def __init__(self, engine: HierarchyEngine, metric: CCHMetric) -> None:
        self._engine = engine
        self._metric = metric
        self._query: CCHQuery | None = None
        self._closed = False

    def close(self) -> None:
        """Drop the objects that belong to this thread."""
        self._query, self._closed = None, True

    def query(self, sources: Ends, targets: Ends) -> Path | None:
        """Return the shortest path, or None if there is none."""
        check_ends(sources, self._engine.node_count)
        check_ends(targets, self._engine.node_count)
        if not sources or not targets:
            return None
        if self._query is None:
            if self._closed:
                raise RuntimeError("this search is closed")
            self._query = CCHQuery(self._metric)
        # Free the result before the next query, which panics otherwise: keep no reference to it.
        single = len(sources) == len(targets) == 1
        cost, arcs, nodes = _read(self._query, _nearest(sources), _nearest(targets), with_nodes=not single)
        if cost is None or cost >= INFINITE:
            return None
        if single:
            return Path(cost, tuple(arcs), 0, 0)
        return Path(cost, tuple(arcs), find_end(sources, nodes[0]), find_end(targets, nodes[-1]))

    def measure(self, sources: Sequence[Ends], targets: Sequence[Ends]) -> Costs:
        """Return the matrix of costs [sources, targets]."""
        for ends in (*sources, *targets):
            check_ends(ends, self._engine.node_count)
        costs = np.full((len(sources), len(targets)), INFINITE, dtype=np.int64)
        pinned = [(node, offset, column) for column, ends in enumerate(targets) for node, offset in ends]
        if not pinned:
            return costs
        nodes, which = np.unique([node for node, _, _ in pinned], return_inverse=True)
        batch = CCHOneToMany(self._metric, nodes.tolist())
        offsets = np.array([offset for _, offset, _ in pinned], dtype=np.int64)
        columns = np.array([column for _, _, column in pinned])
        for row, starts in enumerate(sources):
            deadlines.check()
            if starts:
                found = batch.distances_from_multi(_nearest(starts))
                reached = np.array([INFINITE if one is None else one for one in found], dtype=np.int64)
                np.minimum.at(costs[row], columns, np.minimum(reached[which] + offsets, INFINITE))
        return costs

    def reach(self, sources: Ends, limit: int) -> Costs:
        """Return the cost to every node from the nearest of ``sources``."""
        with self._engine.make_slow().open() as search:
            return search.reach(sources, limit)


def order_nodes(tail: Nodes, head: Nodes, metres: Floats, level: Floats) -> Order:
    """Return a contraction order for nodes at ``metres`` [n, 2] on ``level`` [n].

    Floors are laid out side by side, so cuts run between them, through few stairs and lifts.
    """
    count = len(metres)
    if count == 0:
        return np.empty(0, dtype=np.int32)
    _, floor = np.unique(level, return_inverse=True)  # NaN counts as one more floor
    width = float(np.ptp(metres[:, 0])) + _FLOOR_GAP
    x = metres[:, 0] - metres[:, 0].min() + floor * width
    order = compute_order_inertial(count, tail.tolist(), head.tolist(), metres[:, 1].tolist(), x.tolist())
    return np.array(order, dtype=np.int32)


def _nearest(ends: Ends) -> list[tuple[int, int]]:
    if len(ends) == 1:
        return list(ends)
    offsets: dict[int, int] = {}
    for node, offset in ends:
        offsets[node] = min(offset, offsets.get(node, offset))
    return list(offsets.items())


def _read(
    query: CCHQuery, sources: list[tuple[int, int]], targets: list[tuple[int, int]], *, with_nodes: bool
) -> tuple[int | None, list[int], list[int]]:
    result = query.run_multi(sources, targets)
    return result.distance, result.arc_path, result.node_path if with_nodes else []
