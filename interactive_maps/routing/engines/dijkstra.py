"""Dijkstra's algorithm by scipy: always available, without preparation, and the reference for other engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interactive_maps.ops import deadlines
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

Floats = NDArray[np.float64]
Nodes = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Rows:
    """Arcs sorted by tail and head, only the lightest of parallel ones: ``arc[i]`` leads to node ``heads[i]``."""

    starts: Nodes
    heads: Nodes
    time: Floats
    arc: Indices


class DijkstraEngine:
    """An engine that visits all nodes nearer than the target."""

    def __init__(self, tail: Nodes, head: Nodes, node_count: int, weights: NDArray[np.integer]) -> None:
        self._tail, self._head, self._node_count = tail, head, node_count
        self._weights = check_weights(weights, len(tail))
        self._rows = _sort_arcs(tail, head, node_count, self._weights)

    @property
    def weights(self) -> Weights:
        """Return the milliseconds of each arc; read-only."""
        return self._weights

    @contextmanager
    def open(self) -> Iterator[DijkstraSearch]:
        """Return a search."""
        yield DijkstraSearch(self._rows, self._node_count)

    def update(self, arcs: Indices, weights: Weights) -> DijkstraEngine:
        """Return an engine in which ``arcs`` have ``weights``."""
        return DijkstraEngine(
            self._tail, self._head, self._node_count, replace_weights(self._weights, arcs, weights)
        )

    def prepare(self) -> None:
        """Do nothing: every update costs the same."""


class DijkstraSearch:
    """Queries to a :class:`DijkstraEngine`."""

    def __init__(self, rows: Rows, node_count: int) -> None:
        self._rows, self._node_count = rows, node_count

    def query(self, sources: Ends, targets: Ends) -> Path | None:
        """Return the shortest path, or None if there is none."""
        check_ends(targets, self._node_count)
        if not sources or not targets:
            return None
        time, previous = self._spread(sources, np.inf)
        costs = [time[node] + offset for node, offset in targets]
        target = int(np.argmin(costs))
        if costs[target] >= INFINITE:
            return None
        arcs, node = self._walk_back(previous, targets[target][0])
        return Path(int(costs[target]), arcs, find_end(sources, node), target)

    def measure(self, sources: Sequence[Ends], targets: Sequence[Ends]) -> Costs:
        """Return the matrix of costs [sources, targets]."""
        costs = np.full((len(sources), len(targets)), INFINITE, dtype=np.int64)
        for ends in targets:
            check_ends(ends, self._node_count)
        pinned = [(node, offset, column) for column, ends in enumerate(targets) for node, offset in ends]
        nodes, offsets, columns = np.array(pinned, dtype=np.int64).reshape(-1, 3).T
        for row, starts in enumerate(sources):
            deadlines.check()
            time = self._spread(starts, np.inf)[0] if starts else np.full(self._node_count, np.inf)
            np.minimum.at(costs[row], columns, np.minimum(time[nodes] + offsets, INFINITE).astype(np.int64))
        return costs

    def reach(self, sources: Ends, limit: int) -> Costs:
        """Return the cost to every node from the nearest of ``sources``."""
        if not sources:
            return np.full(self._node_count, INFINITE, dtype=np.int64)
        time, _ = self._spread(sources, limit)
        return np.where(time <= min(limit, INFINITE - 1), time, INFINITE).astype(np.int64)

    def _spread(self, sources: Ends, limit: float) -> tuple[Floats, Nodes]:
        """Return the milliseconds to each node and its predecessor, from a virtual node before all ``sources``."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        check_ends(sources, self._node_count)
        offsets: dict[int, int] = {}
        for node, offset in sources:
            offsets[node] = min(offset, offsets.get(node, offset))
        rows, count = self._rows, self._node_count
        # scipy reads zero as a missing arc, so add a millisecond to each start.
        times = np.concatenate([rows.time, np.array(list(offsets.values()), dtype=np.float64) + 1])
        heads = np.concatenate([rows.heads, np.array(list(offsets), dtype=np.int32)])
        starts = np.append(rows.starts, len(times)).astype(np.int32)
        matrix = csr_array((times, heads, starts), shape=(count + 1, count + 1))
        time, previous = dijkstra(matrix, indices=count, return_predecessors=True, limit=limit + 1)  # type: ignore[call-overload]  # one index gives one row
        return time[:count] - 1, previous

    def _walk_back(self, previous: Nodes, node: int) -> tuple[tuple[int, ...], int]:
        arcs = []
        while (before := int(previous[node])) != self._node_count:
            arcs.append(self._find_arc(before, node))
            node = before
        return tuple(reversed(arcs)), node

    def _find_arc(self, tail: int, head: int) -> int:
        start, stop = self._rows.starts[tail : tail + 2]
        return int(self._rows.arc[start + np.searchsorted(self._rows.heads[start:stop], head)])


def _sort_arcs(tail: Nodes, head: Nodes, node_count: int, weights: Weights) -> Rows:
    usable = np.flatnonzero((weights < INFINITE) & (tail != head))
    order = usable[np.lexsort([weights[usable], head[usable], tail[usable]])]
    tails, heads = tail[order], head[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
    arc = order[first]
    starts = np.searchsorted(tails[first], np.arange(node_count + 1)).astype(np.int32)
    return Rows(starts, heads[first].astype(np.int32), weights[arc].astype(np.float64), arc)
