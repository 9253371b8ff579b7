"""Direct paths along a single edge, without a node; near-linear in the number of candidates. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interactive_maps.ops import deadlines
from interactive_maps.routing.engines.engine import INFINITE, MOST_OFFSET, Costs
from interactive_maps.routing.search.access_links import (
    AccessLink,
    Network,
    SnappedWaypoint,
    fraction_along,
    time_off_network,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DirectPath:
    """A path on one arc from ``start`` to ``end``, whose ``arc`` is the same; ``cost`` in milliseconds.

    If both are the same point, it goes from one fraction to the same.
    """

    cost: int
    start: AccessLink
    end: AccessLink


def find_direct_path(network: Network, start: SnappedWaypoint, end: SnappedWaypoint) -> DirectPath | None:
    """Return the cheapest path; None if no two candidates share an edge that is open in that direction."""
    best: DirectPath | None = None
    for edge in sorted(start.snaps_by_edge.keys() & end.snaps_by_edge.keys()):
        deadlines.check()
        for arc in (2 * edge, 2 * edge + 1):
            weight = network.weights.item(arc)
            if weight < INFINITE:
                found = _sweep(weight, _lay_out(network, start, arc), _lay_out(network, end, arc))
                if found is not None and (best is None or found.cost < best.cost):
                    best = found
    return best


def _lay_out(network: Network, place: SnappedWaypoint, arc: int) -> list[AccessLink]:
    """Return the positions of ``place``'s candidates on ``arc``, in walking order."""
    accesses = [
        AccessLink(
            -1, 0, time_off_network(network, snap), arc, fraction_along(arc, snap.fraction), snap, choice
        )
        for choice, snap in place.snaps_by_edge[arc // 2]
    ]
    return sorted(accesses, key=lambda access: access.fraction)


def _sweep(weight: int, starts: Sequence[AccessLink], ends: Sequence[AccessLink]) -> DirectPath | None:
    """Return the cheapest path on an arc: for each end, in walking order, from the best start before it."""
    passed, best_start, before = 0, starts[0], math.inf
    best: tuple[int, AccessLink, AccessLink] | None = None
    for end in ends:
        while passed < len(starts) and starts[passed].fraction <= end.fraction:
            start = starts[passed]
            passed += 1
            # Measured from the arc's tail, so that starts compare independently of the end.
            if (handicap := start.off - start.fraction * weight) < before:
                best_start, before = start, handicap
        if passed == 0:
            continue
        cost = best_start.off + end.off + round((end.fraction - best_start.fraction) * weight)
        if best is None or cost < best[0]:
            best = cost, best_start, end
    return DirectPath(*best) if best is not None else None


@dataclass(frozen=True, eq=False, slots=True)
class _OnEdges:
    """Candidates of several places: index of the ``place``, edge, fraction along it, and access time."""

    place: Integers
    edge: Integers
    fraction: Floats
    off: Floats


def measure_direct_paths(
    network: Network, starts: Sequence[SnappedWaypoint], ends: Sequence[SnappedWaypoint]
) -> Costs:
    """Return the cost [starts, ends] of the result of :func:`find_direct_path`; INFINITE if there is none.

    One sweep handles all pairs: starts are sorted, and each end appears once for every start on its edge.
    """
    costs = np.full((len(starts), len(ends)), INFINITE, dtype=np.int64)
    edges = {edge for one in starts for edge in one.snaps_by_edge}
    if edges.isdisjoint(edge for one in ends for edge in one.snaps_by_edge):
        return costs
    sources, targets = _gather(network, starts), _gather(network, ends)
    shared = np.intersect1d(sources.edge, targets.edge)
    sources, targets = _keep(sources, shared), _keep(targets, shared)
    lanes, lane_of_source = np.unique(np.stack([sources.edge, sources.place]), axis=1, return_inverse=True)
    low, high = (np.searchsorted(lanes[0], targets.edge, side) for side in ("left", "right"))
    counts = high - low
    target = np.repeat(np.arange(len(counts)), counts)
    lane_of_target = np.arange(len(target)) - np.repeat(np.cumsum(counts) - counts, counts) + low[target]
    for against in (0, 1):
        deadlines.check()
        weight = network.weights[2 * lanes[0] + against].astype(np.float64)
        start, end = (abs(against - one.fraction) for one in (sources, targets))
        ahead = sources.off - start * weight[lane_of_source]
        passed = _sweep_lanes((lane_of_source, start, ahead), (lane_of_target, end[target]))
        met = np.flatnonzero((passed >= 0) & (weight[lane_of_target] < INFINITE))
        source, to = passed[met], target[met]
        walked = np.rint((end[to] - start[source]) * weight[lane_of_target[met]])
        cost = (sources.off[source] + targets.off[to] + walked).astype(np.int64)
        np.minimum.at(costs, (sources.place[source], targets.place[to]), cost)
    return costs


def _gather(network: Network, places: Sequence[SnappedWaypoint]) -> _OnEdges:
    columns = [place.columns for place in places]
    edge, fraction, metres = (np.concatenate([one[column] for one in columns]) for column in range(3))
    off = np.minimum(np.rint(metres / network.speed * 1000), MOST_OFFSET - 1)
    return _OnEdges(np.repeat(np.arange(len(places)), [len(one[0]) for one in columns]), edge, fraction, off)


def _keep(found: _OnEdges, edges: Integers) -> _OnEdges:
    kept = np.isin(found.edge, edges)
    return _OnEdges(found.place[kept], found.edge[kept], found.fraction[kept], found.off[kept])


def _sweep_lanes(sources: tuple[Integers, Floats, Floats], targets: tuple[Integers, Floats]) -> Integers:
    """Return for each target the source, of those in its lane at its place or before it, that is least ahead; or -1.

    ``sources`` are lanes, places and what is to be least; ``targets`` are lanes and places.
    """
    lane, place = np.concatenate([sources[0], targets[0]]), np.concatenate([sources[1], targets[1]])
    count = len(sources[0])
    by_ahead = np.argsort(sources[2], kind="stable")
    rank = np.full(len(lane), count)
    rank[by_ahead] = np.arange(count)
    # Offset each lane below all earlier ones, so that one running minimum serves all.
    floor = -lane * (count + 1)
    order = np.lexsort([place, lane])  # stable: at the same place, sources come first
    least = np.empty(len(lane), dtype=np.int64)
    least[order] = np.minimum.accumulate((rank + floor)[order])
    best = (least - floor)[count:]
    found: Integers = np.append(by_ahead, -1)[best]
    return found
