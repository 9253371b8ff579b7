"""Adjacent features of each edge, looked up once per network, because a route has a hundred edges. Pure."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.graph import Graph

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_RIDDEN = (Kind.LIFT, Kind.BOARDING)  # features are not visible from inside these


class AdjacentFeatures:
    """The ``places`` [n, 2], in metres of the graph's plane, within ``metres`` of each edge.

    ``levels`` [n] are their levels; they are visible from edges that begin or end there. The table is built on first
    use.
    """

    def __init__(self, graph: Graph, places: Floats, levels: Floats, metres: float) -> None:
        self._graph, self._places, self._levels, self._metres = graph, places, levels, metres

    def list_rows(self, edges: Integers) -> Integers:
        """Return the rows of the places beside any of ``edges``, in order, once each."""
        if len(self._places) == 0:
            return np.empty(0, dtype=np.int64)
        offsets, rows = self._table
        starts = offsets[edges]
        counts = offsets[edges + 1] - starts
        picked = np.arange(counts.sum()) + np.repeat(starts - np.cumsum(counts) + counts, counts)
        return np.unique(rows[picked])

    def place(self, row: int) -> tuple[float, float]:
        """Return the position of a place."""
        x, y = self._places[row].tolist()
        return x, y

    def prepare(self) -> None:
        """Build the table now."""
        _ = self._table

    @cached_property
    def _table(self) -> tuple[Integers, Integers]:
        """Return ``offsets`` and ``rows``: beside edge e are ``rows[offsets[e]:offsets[e + 1]]``."""
        pairs = [np.empty((2, 0), dtype=np.int64)]
        pairs += [self._look_around(level) for level in self._graph.levels.tolist()]
        edges, rows = np.concatenate(pairs, axis=1)
        order = np.argsort(edges, kind="stable")
        counts = np.bincount(edges, minlength=self._graph.edge_count)
        return np.append(0, np.cumsum(counts)), rows[order]

    def _look_around(self, level: float) -> Integers:
        """Return pairs [2, n] of edges and rows on one level."""
        graph = self._graph
        rows = np.flatnonzero(self._levels == level)
        here = graph.node_level == level
        walked = ~np.isin(graph.kind, [int(kind) for kind in _RIDDEN])
        edges = np.flatnonzero((here[graph.tail] | here[graph.head]) & walked)
        points: Any = shapely.points(self._places[rows])
        tree = shapely.STRtree(points)
        of_edge, of_row = tree.query(graph.draw_lines(edges), predicate="dwithin", distance=self._metres)
        return np.stack([edges[of_edge], rows[of_row]])
