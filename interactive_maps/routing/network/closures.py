"""Closures of edges, openings, connectors, spaces, levels and nodes, and the arcs that they close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.network.edges import NO_NUMBER
from interactive_maps.routing.network.graph import Graph

Indices = NDArray[np.int64]
ClosureKind = Literal["edge", "opening", "connector", "space", "level", "node"]
KINDS: tuple[ClosureKind, ...] = ("edge", "opening", "connector", "space", "level", "node")


@dataclass(frozen=True, slots=True)
class Closure:
    """``kind`` and ``target``: an id, for a level its ordinal, for a node its number in the table.

    In force from ``start`` (None: always so far) until just before ``end`` (None: until further notice), both with a
    time zone; for the named ``profiles``, or for all if none is named.
    """

    kind: ClosureKind
    target: float
    start: datetime | None = None
    end: datetime | None = None
    profiles: frozenset[str] = frozenset()
    reason: str = ""
    key: int = 0

    def holds(self, at: datetime, profile: str) -> bool:
        """Return whether it is in force at ``at`` for ``profile``."""
        return (not self.profiles or profile in self.profiles) and self.is_on(at)

    def is_on(self, at: datetime) -> bool:
        """Return whether it is in force at ``at`` for anybody."""
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)


def closed_arcs(graph: Graph, closures: Iterable[Closure], at: datetime, profile: str) -> Indices:
    """Return the arcs, in order, that ``closures`` close at ``at`` for ``profile``."""
    targets: dict[ClosureKind, list[float]] = {}
    for closure in closures:
        if closure.holds(at, profile):
            targets.setdefault(closure.kind, []).append(closure.target)
    shut = np.zeros(graph.edge_count, dtype=bool)
    for kind, wanted in targets.items():
        shut |= find_edges(graph, kind, wanted)
    edges = np.flatnonzero(shut)
    return np.column_stack([2 * edges, 2 * edges + 1]).ravel()


def find_edges(graph: Graph, kind: ClosureKind, targets: Sequence[float]) -> NDArray[np.bool_]:
    """Return which edges the ``targets`` close.

    A closed level also closes the edges to and from it, but lifts still pass it.
    """
    if kind == "level":
        levels = np.isin(graph.node_level, targets)
        return np.asarray((levels[graph.tail] | levels[graph.head]) & ~graph.boarded)
    if kind == "node":
        nodes = np.isin(graph.node_number, np.array(targets, dtype=np.int64)) & (
            graph.node_number != NO_NUMBER
        )
        return np.asarray(nodes[graph.tail] | nodes[graph.head])
    ids = np.array(
        [target for target in targets if target >= 0], dtype=np.int64
    )  # smaller values are not ids
    return np.asarray(np.isin(_list_ids(graph)[kind], ids))


def list_targets(graph: Graph, edges: Indices) -> dict[ClosureKind, set[float]]:
    """Return by kind the targets that close any of ``edges``: the inverse of :func:`find_edges`."""
    ends = np.union1d(graph.tail[edges], graph.head[edges])
    stopping = edges[~graph.boarded[edges]]
    levels = graph.node_level[np.union1d(graph.tail[stopping], graph.head[stopping])]
    found: dict[ClosureKind, set[float]] = {
        kind: {key for key in ids[edges].tolist() if key >= 0} for kind, ids in _list_ids(graph).items()
    }
    found["node"] = set(graph.node_number[ends].tolist()) - {NO_NUMBER}
    found["level"] = set(levels[~np.isnan(levels)].tolist())
    return found


def _list_ids(graph: Graph) -> dict[ClosureKind, NDArray[np.int64]]:
    return {
        "edge": graph.edge_id,
        "opening": graph.opening,
        "connector": graph.connector,
        "space": graph.space,
    }


def find_next_change(closures: Sequence[Closure], after: datetime) -> datetime | None:
    """Return the next time after ``after`` at which a closure begins or ends; None if there is none."""
    times = [time for closure in closures for time in (closure.start, closure.end) if time and time > after]
    return min(times, default=None)


def format_time(time: datetime | None) -> str | None:
    """Return a time as written in responses."""
    return None if time is None else time.astimezone(UTC).isoformat().replace("+00:00", "Z")
