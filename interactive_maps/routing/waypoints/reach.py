"""How many of the named spaces can be walked to from an entrance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order

from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.profiles import INFINITE, WALK, weigh
from interactive_maps.routing.waypoints.entrances import find_entrances
from interactive_maps.routing.waypoints.feature_index import FeatureIndex

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reach:
    """Counts of spaces with a name or number, and what those are called that are ``apart``, by their ids.

    Of a building without ``entrances``, the part that holds most of its spaces counts as reached.
    """

    named: int
    reached: int
    entrances: int
    apart: tuple[tuple[int, str], ...]


def measure_reach(graph: Graph, feature_index: FeatureIndex) -> Reach:
    """Return what somebody on foot reaches who comes in by a door to the outdoors."""
    outer = find_entrances(graph, feature_index)
    inside = _reach(graph, outer)
    _enter_main_parts(graph, feature_index, inside)
    spaces = feature_index.list_columns("spaces")
    names = {
        key: name
        for row, key in enumerate(spaces["ogc_fid"].tolist())
        if (name := feature_index.read_name("spaces", row, ()))
    }
    indices = {number: node for node, number in enumerate(graph.node_number.tolist())}
    nodes = feature_index.nodes_by_space
    apart = [
        (key, name)
        for key, name in names.items()
        if not any(inside[indices[node]] for node in nodes.get(key, ()) if node in indices)
    ]
    return Reach(len(names), len(names) - len(apart), len(np.unique(graph.opening[outer])), tuple(apart))


def _reach(graph: Graph, entered: Flags) -> Flags:
    """Return which nodes can be walked to from the edges that are ``entered``."""
    inside = np.zeros(graph.node_count, dtype=bool)
    starts = np.unique(np.concatenate([graph.tail[entered], graph.head[entered]]))
    if not len(starts):
        return inside
    arcs = weigh(graph, WALK) < INFINITE
    # One node more, from which an arc leads to each start.
    count = graph.node_count
    tails = np.concatenate([graph.arc_tail[arcs], np.full(len(starts), count)])
    heads = np.concatenate([graph.arc_head[arcs], starts])
    links = coo_array((np.ones(len(tails), np.int8), (tails, heads)), shape=(count + 1,) * 2).tocsr()
    order = breadth_first_order(links, count, return_predecessors=False)
    inside[order[order < count]] = True
    return inside


def _enter_main_parts(graph: Graph, feature_index: FeatureIndex, inside: Flags) -> None:
    """Add to ``inside`` the largest part of each building that nobody can enter from outside."""
    indices = {number: node for node, number in enumerate(graph.node_number.tolist())}
    parts: dict[int | None, Counter[int]] = {}
    entered: set[int | None] = set()
    for space, numbers in feature_index.nodes_by_space.items():
        building = feature_index.find_building(space)
        nodes = [indices[number] for number in numbers if number in indices]
        parts.setdefault(building, Counter()).update({int(graph.component[node]) for node in nodes})
        if any(inside[node] for node in nodes):
            entered.add(building)
    for building, sizes in parts.items():
        if building not in entered and sizes:
            inside |= graph.component == max(sizes, key=lambda component: (sizes[component], -component))
