"""Index of nodes by exact position: most rooms are at a node, and need no search for nearby edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.network.graph import Graph

Integers = NDArray[np.int64]

_GRID = 1e7  # in units of 1e-7 degrees, a centimetre: the usual precision of coordinates


class NodeIndex:
    """The ends of some ``edges`` of a graph, by their coordinates and level."""

    def __init__(self, graph: Graph, edges: NDArray[np.integer]) -> None:
        nodes = np.union1d(graph.tail[edges], graph.head[edges])
        keys = _mix(graph.node_coordinates[nodes])
        order = np.argsort(keys, kind="stable")
        self._keys, self._nodes, self._level = keys[order], nodes[order].tolist(), graph.node_level

    def find(self, longitude: float, latitude: float, level: float | None) -> int | None:
        """Return the node at a position, or None; nodes with an unknown level are never returned."""
        (key,) = _mix(np.array([[longitude, latitude]]))
        first, last = np.searchsorted(self._keys, [key, key + 1])
        return next((node for node in self._nodes[first:last] if self._level[node] == level), None)


def _mix(coordinates: NDArray[np.float64]) -> Integers:
    """Return one number for each of ``coordinates`` [n, 2] in degrees: 2e9 latitudes to each longitude."""
    whole = np.round(coordinates * _GRID).astype(np.int64)
    return np.asarray(whole[:, 0] * 2_000_000_011 + whole[:, 1])
