"""Access links between waypoints and the network: a waypoint is one place, or any of many. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.engines.engine import INFINITE, MOST_OFFSET, Weights
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.search.snapping import SnapCandidate, SnapCandidates, keep_nearest

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SnappedWaypoint:
    """A waypoint that any of ``candidate_sets`` or ``nodes`` satisfies. A set has one point's candidates, nearest
    first.

    ``widen`` returns the same place with all candidates that are near enough; None if there are no more. ``survey``
    quickly returns all components of the network that may be near enough. A category is a place of up to a thousand
    sets; derived values are computed once.
    """

    candidate_sets: tuple[SnapCandidates, ...] = ()
    nodes: tuple[int, ...] = ()
    widen: Callable[[], SnappedWaypoint] | None = field(default=None, compare=False, repr=False)
    survey: Callable[[], frozenset[int]] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def snaps(self) -> tuple[tuple[int, SnapCandidate], ...]:
        """Return all candidates, each with the index of its set."""
        return tuple(
            (index, snap) for index, candidates in enumerate(self.candidate_sets) for snap in candidates
        )

    @cached_property
    def snaps_by_edge(self) -> dict[int, list[tuple[int, SnapCandidate]]]:
        """Return ``snaps`` by their edges."""
        found: dict[int, list[tuple[int, SnapCandidate]]] = {}
        for choice, snap in self.snaps:
            found.setdefault(snap.edge, []).append((choice, snap))
        return found

    @cached_property
    def columns(self) -> tuple[Integers, Floats, Floats]:
        """Return the edges of ``snaps``, the fractions along them, and the distances in metres."""
        snaps = [snap for _, snap in self.snaps]
        return (
            np.array([snap.edge for snap in snaps], dtype=np.int64),
            np.array([snap.fraction for snap in snaps], dtype=np.float64),
            np.array([snap.metres for snap in snaps], dtype=np.float64),
        )

    @cached_property
    def nearest(self) -> SnappedWaypoint:
        """Return the place without candidates that are clearly further away than their set's nearest."""
        return SnappedWaypoint(
            tuple(keep_nearest(candidates) for candidates in self.candidate_sets), self.nodes
        )

    @cached_property
    def widest(self) -> SnappedWaypoint:
        """Return the place with all candidates that are near enough."""
        return self.widen() if self.widen is not None else self

    @cached_property
    def components(self) -> frozenset[int]:
        """Return the result of ``survey``."""
        return self.survey() if self.survey is not None else frozenset()

    @property
    def size(self) -> int:
        """Return the number of candidates and nodes: the size of a search's start or end."""
        return len(self.snaps) + len(self.nodes)


@dataclass(frozen=True, slots=True)
class AccessLink:
    """An access link between a place and a ``node``: ``time`` milliseconds, and the part walked of ``arc`` (None:
    none).

    From a place, the link follows the arc from ``fraction`` to its head; to a place, from its tail to ``fraction``.
    ``off`` is the part of ``time`` off the network. ``choice`` is an index into the place's candidate sets followed
    by its nodes.
    """

    node: int
    time: int
    off: int = 0
    arc: int | None = None
    fraction: float = 0.0
    snap: SnapCandidate | None = None
    choice: int = 0


@dataclass(frozen=True, slots=True)
class Network:
    """Inputs of access links: the ends of the arcs, their milliseconds, and the speed off the network in m/s."""

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    weights: Weights
    speed: float


def list_departures(network: Network, place: SnappedWaypoint) -> list[AccessLink]:
    """Return the links from ``place`` to nodes."""
    return _list_accesses(network, place, leaving=True)


def list_arrivals(network: Network, place: SnappedWaypoint) -> list[AccessLink]:
    """Return the links from nodes to ``place``."""
    return _list_accesses(network, place, leaving=False)


def to_ends(accesses: Iterable[AccessLink]) -> list[tuple[int, int]]:
    """Return the links as ends of an engine query."""
    return [(access.node, access.time) for access in accesses]


def time_off_network(network: Network, snap: SnapCandidate) -> int:
    """Return the milliseconds between the waypoint and the network."""
    return min(round(snap.metres / network.speed * 1000), MOST_OFFSET - 1)


def _list_accesses(network: Network, place: SnappedWaypoint, *, leaving: bool) -> list[AccessLink]:
    accesses = [
        AccessLink(node, 0, choice=len(place.candidate_sets) + index)
        for index, node in enumerate(place.nodes)
    ]
    for choice, snap in place.snaps:
        off = time_off_network(network, snap)
        for arc in (2 * snap.edge, 2 * snap.edge + 1):
            weight = network.weights.item(arc)
            if weight == INFINITE:
                continue
            fraction = fraction_along(arc, snap.fraction)
            share = 1 - fraction if leaving else fraction
            node = (network.head if leaving else network.tail).item(arc)
            time = min(off + round(share * weight), MOST_OFFSET - 1)
            accesses.append(AccessLink(node, time, off, arc, fraction, snap, choice))
    return accesses


def find_islands(graph: Graph, place: SnappedWaypoint) -> set[int]:
    """Return the components of the network that the place is on."""
    nodes = [*place.nodes, *(int(graph.tail[snap.edge]) for _, snap in place.snaps)]
    return set(graph.component[np.array(nodes, dtype=np.int64)].tolist())


def list_island_starts(graph: Graph, place: SnappedWaypoint) -> SnappedWaypoint:
    """Return the place at its nearest edges, and at all near enough that no route leads to from there.

    These are where routes from the place begin, whatever they lead to.
    """
    nearest = place.nearest
    found = find_islands(graph, nearest)
    if place.survey is not None and place.components <= found:
        return nearest
    others = tuple(
        tuple(snap for snap in candidates if int(graph.component[graph.tail[snap.edge]]) not in found)
        for candidates in place.widest.candidate_sets
    )
    return SnappedWaypoint((*nearest.candidate_sets, *others), nearest.nodes)


def are_disconnected(graph: Graph, one: SnappedWaypoint, other: SnappedWaypoint) -> bool:
    """Return whether no route at all connects the two places."""
    return find_islands(graph, one).isdisjoint(find_islands(graph, other))


def are_apart(graph: Graph, one: SnappedWaypoint, other: SnappedWaypoint) -> bool:
    """Return whether no route connects the two places, however far they are widened.

    Components are surveyed first: testing all candidates of a thousand points against walls takes a second.
    """
    if one.survey is not None and other.survey is not None and one.components.isdisjoint(other.components):
        return True
    return are_disconnected(graph, one.widest, other.widest)


def fraction_along(arc: int, fraction: float) -> float:
    """Return the position of ``fraction`` along the edge's line, measured along ``arc``."""
    return 1 - fraction if arc % 2 else fraction
