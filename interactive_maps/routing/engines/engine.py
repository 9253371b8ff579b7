"""Interface of engines. Engines are immutable: new weights create a new engine, and users of the old one are
unaffected.

A query has several sources and targets, each a node and the milliseconds to it: the two ends of an edge that a
waypoint lies on, or all exits of a building.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.int32]
Costs = NDArray[np.int64]
Indices = NDArray[np.int64]
Ends = Sequence[tuple[int, int]]

INFINITE = 2**31 - 1
MOST_OFFSET = 2**30  # milliseconds


@dataclass(frozen=True, slots=True)
class Path:
    """The shortest path: ``cost`` in milliseconds with both offsets, its arcs, and the indices of its source and
    target.
    """

    cost: int
    arcs: tuple[int, ...]
    source: int
    target: int


class Search(Protocol):
    """Queries of one thread to one engine, within the ``with`` block that opened it."""

    def query(self, sources: Ends, targets: Ends) -> Path | None:
        """Return the shortest path from any of ``sources`` to any of ``targets``, or None if there is none."""
        ...

    def measure(self, sources: Sequence[Ends], targets: Sequence[Ends]) -> Costs:
        """Return the matrix of costs [sources, targets]; INFINITE where there is no path."""
        ...

    def reach(self, sources: Ends, limit: int) -> Costs:
        """Return the cost to every node from the nearest of ``sources``; INFINITE beyond ``limit`` milliseconds."""
        ...


class Engine(Protocol):
    """An immutable engine, safe to share between threads."""

    @property
    def weights(self) -> Weights:
        """Return the milliseconds of each arc; read-only."""
        ...

    def open(self) -> AbstractContextManager[Search]:
        """Return a search for this thread, which must also close it."""
        ...

    def update(self, arcs: Indices, weights: Weights) -> Engine:
        """Return an engine in which ``arcs`` have ``weights`` (both [n]), and all others are unchanged."""
        ...

    def prepare(self) -> None:
        """Prepare in advance what would make the first update slow."""
        ...


def check_ends(ends: Ends, node_count: int) -> None:
    """Raise ValueError unless all ``ends`` are nodes with a valid offset; engines do not check."""
    for node, offset in ends:
        if not 0 <= node < node_count:
            raise ValueError(f"no node {node}")
        if not 0 <= offset < MOST_OFFSET:
            raise ValueError(f"no offset in milliseconds: {offset}")


def check_weights(weights: NDArray[np.integer], arc_count: int) -> Weights:
    """Return ``weights`` as a read-only copy; ValueError unless they are ``arc_count`` numbers of 1 to INFINITE."""
    if weights.shape != (arc_count,):
        raise ValueError(f"{weights.shape} weights for {arc_count} arcs")
    if arc_count and not (int(weights.min()) >= 1 and int(weights.max()) <= INFINITE):
        raise ValueError("weights must be between 1 and 2**31 - 1")
    kept = weights.astype(np.int32)
    kept.flags.writeable = False
    return kept


def replace_weights(weights: Weights, arcs: Indices, values: Weights) -> Weights:
    """Return a copy of ``weights`` in which ``arcs`` have ``values``."""
    changed = weights.copy()
    changed[arcs] = check_weights(values, len(arcs))
    changed.flags.writeable = False
    return changed


def find_end(ends: Ends, node: int) -> int:
    """Return the index of the nearest of ``ends`` at ``node``."""
    return min((index for index, end in enumerate(ends) if end[0] == node), key=lambda index: ends[index][1])
