"""Branches off a route: the doors known from the network itself. Pure."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NOTHING
from interactive_maps.routing.network.graph import Graph

_FLAT = (Kind.WALK, Kind.DOOR, Kind.ROOM)
_LONGEST = 15.0  # metres from a corridor's centre line into a room

Integers = NDArray[np.int64]
Nodes = NDArray[np.int32]


class Doors(NamedTuple):
    """Arcs through doors; ``of`` is each arc's start node, as an index into the requested nodes."""

    arcs: Integers
    of: Integers


class Branches:
    """The arcs that leave each node of one graph on its level; sorted once, on first use."""

    def __init__(self, graph: Graph) -> None:
        # Do not keep the graph itself: it is the weak key of the cache.
        self._kind, self._space, self._length = graph.kind, graph.space, graph.length
        self._tail, self._head, self._count = graph.arc_tail, graph.arc_head, graph.node_count

    @cached_property
    def _leaving(self) -> tuple[Integers, Integers]:
        flat = np.isin(self._kind, [int(kind) for kind in _FLAT])
        arcs = np.flatnonzero(np.repeat(flat, 2))
        order = arcs[np.argsort(self._tail[arcs], kind="stable")]
        starts = np.searchsorted(self._tail[order], np.arange(self._count + 1))
        return order, starts

    def is_dead_end(self, node: int) -> bool:
        """Return whether only one edge leads to ``node``."""
        _, starts = self._leaving
        return bool(starts[node + 1] - starts[node] == 1)

    def list_doors(self, nodes: Nodes, spaces: Integers) -> Doors:
        """Return the arcs from each of ``nodes`` that lead through a door, seen from its space.

        ``spaces`` are NOTHING where unknown.
        """
        order, starts = self._leaving
        count = starts[nodes + 1] - starts[nodes]
        of = np.repeat(np.arange(len(nodes)), count)
        arcs = order[np.arange(len(of)) + (starts[nodes] - np.cumsum(count) + count)[of]]
        (which,) = np.nonzero(self._are_doors(arcs, spaces[of]))
        return Doors(arcs[which], of[which])

    def is_door(self, arc: int) -> bool:
        """Return whether ``arc`` leads through a door, seen from any space."""
        return bool(self._are_doors(np.array([arc]), np.array([NOTHING]))[0])

    def _are_doors(self, arcs: Integers, spaces: Integers) -> NDArray[np.bool_]:
        """Return which arcs lead out of ``spaces``: a door, a room's stub, or a short dead end."""
        sure, at_stubs = self._doors
        its = self._space[arcs // 2]
        leaves: NDArray[np.bool_] = (its == NOTHING) | (its != spaces)
        return np.where(at_stubs[arcs], leaves, sure[arcs])

    @cached_property
    def _doors(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return for each arc whether it is a door for any space, and whether it is a room's stub."""
        _, starts = self._leaving
        to_dead_end = np.diff(starts)[self._head] == 1
        ends = (self._kind == Kind.WALK) & (self._space == NOTHING) & (self._length <= _LONGEST)
        sure = np.repeat(self._kind == Kind.DOOR, 2) | (np.repeat(ends, 2) & to_dead_end)
        return sure, np.repeat(self._kind == Kind.ROOM, 2)


_KNOWN: WeakKeyDictionary[Graph, Branches] = WeakKeyDictionary()


def find_branches(graph: Graph) -> Branches:
    """Return the branches of ``graph``, cached as long as the graph exists."""
    known = _KNOWN.get(graph)
    if known is None:
        known = _KNOWN[graph] = Branches(graph)
    return known
