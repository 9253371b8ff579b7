"""Choice of a graph's engine: the contraction hierarchy if available, else Dijkstra's algorithm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.engines.dijkstra import DijkstraEngine
from interactive_maps.routing.engines.engine import Engine
from interactive_maps.routing.network.graph import Graph


class Shape(Protocol):
    """The part of an engine that does not depend on weights, built once per graph."""

    def weigh(self, weights: NDArray[np.integer]) -> Engine:
        """Return an engine with ``weights`` of each arc."""
        ...


@dataclass(frozen=True, eq=False)
class Plain:
    """A shape without preparation."""

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    node_count: int

    def weigh(self, weights: NDArray[np.integer]) -> Engine:
        """Return an engine with ``weights`` of each arc."""
        return DijkstraEngine(self.tail, self.head, self.node_count, weights)


def choose_shape(graph: Graph) -> Shape:
    """Return the shape of ``graph``. Building a hierarchy takes most of the time for a new network."""
    plain = Plain(graph.arc_tail, graph.arc_head, graph.node_count)
    if graph.arc_count == 0:
        return plain  # RoutingKit crashes the process on a graph without nodes
    try:
        from interactive_maps.routing.engines.hierarchy import Hierarchy, order_nodes
    except ModuleNotFoundError as error:
        if error.name != "routingkit_cch":
            raise
        return plain  # no wheel exists for this platform
    metres = graph.plane.to_metres(graph.node_coordinates)
    order = order_nodes(graph.arc_tail, graph.arc_head, metres, graph.node_level)
    return Hierarchy(graph.arc_tail, graph.arc_head, graph.node_count, order)
