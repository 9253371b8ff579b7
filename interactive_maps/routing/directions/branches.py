"""What leads off a way: the doors that the network itself knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.edges import NOTHING
from interactive_maps.routing.graph import Graph
from interactive_maps.routing.kinds import Kind

_FLAT = (Kind.WALK, Kind.DOOR, Kind.ROOM)
_LONGEST = 15.0  # metres from a corridor's middle into a room


class Branches:
    """The arcs that leave each node of one graph on its level; sorted once, when first asked for."""

    def __init__(self, graph: Graph) -> None:
        # Not the graph itself: it is the key under which this is kept, and goes when nobody else needs it.
        self._kind, self._space, self._length = graph.kind, graph.space, graph.length
        self._tail, self._head, self._count = graph.arc_tail, graph.arc_head, graph.node_count

    @cached_property
    def _leaving(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        flat = np.isin(self._kind, [int(kind) for kind in _FLAT])
        arcs = np.flatnonzero(np.repeat(flat, 2))
        order = arcs[np.argsort(self._tail[arcs], kind="stable")]
        starts = np.searchsorted(self._tail[order], np.arange(self._count + 1))
        return order, starts

    def leave(self, node: int) -> list[int]:
        """Return the arcs that leave ``node`` on its level."""
        order, starts = self._leaving
        arcs: list[int] = order[starts[node] : starts[node + 1]].tolist()
        return arcs

    def is_dead_end(self, node: int) -> bool:
        """Return whether one way only leads to ``node``."""
        _, starts = self._leaving
        return bool(starts[node + 1] - starts[node] == 1)

    def list_doors(self, node: int, space: int) -> Iterator[int]:
        """Yield the arcs from ``node`` that lead through a door, for somebody in ``space`` (NOTHING if unknown)."""
        for arc in self.leave(node):
            if self.is_door(arc, space):
                yield arc

    def is_door(self, arc: int, space: int) -> bool:
        """Return whether ``arc`` leads out of ``space``: a door, a room's spoke, or a short line to nowhere else."""
        sure, spokes = self._doors
        if spokes[arc]:
            its = self._space[arc // 2]
            return bool(its == NOTHING or its != space)
        return bool(sure[arc])

    @cached_property
    def _doors(self) -> tuple[bytes, bytes]:
        """Return for each arc whether it is a door whatever the space, and whether it is a room's spoke."""
        _, starts = self._leaving
        to_dead_end = np.diff(starts)[self._head] == 1
        ends = (self._kind == Kind.WALK) & (self._space == NOTHING) & (self._length <= _LONGEST)
        sure = np.repeat(self._kind == Kind.DOOR, 2) | (np.repeat(ends, 2) & to_dead_end)
        spokes = np.repeat(self._kind == Kind.ROOM, 2)
        return sure.astype(np.uint8).tobytes(), spokes.astype(np.uint8).tobytes()


_KNOWN: WeakKeyDictionary[Graph, Branches] = WeakKeyDictionary()


def find_branches(graph: Graph) -> Branches:
    """Return the branches of ``graph``, which are kept as long as it is."""
    known = _KNOWN.get(graph)
    if known is None:
        known = _KNOWN[graph] = Branches(graph)
    return known
