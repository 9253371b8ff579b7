"""Routes: segments of edges, legs by level, lengths, times and violations. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interactive_maps.geo.plane import measure_steps
from interactive_maps.routing.engines.engine import Weights
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.profiles import Profile, explain

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PathSegment:
    """The walked part of ``arc``, from ``start`` to ``end`` (0 to 1 along it); metres and milliseconds."""

    arc: int
    start: float
    end: float
    length: float
    time: int

    @property
    def edge(self) -> int:
        """Return the edge's index in the graph."""
        return self.arc // 2

    @property
    def whole(self) -> bool:
        """Return whether the whole edge is walked."""
        return self.start == 0.0 and self.end == 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Leg:
    """The part of a route on one ``level`` (None unknown), with the change to the next: ``segments[first:last]``."""

    level: float | None
    first: int
    last: int
    coordinates: Floats
    length: float
    time: int


@dataclass(frozen=True, slots=True)
class Violation:
    """An edge (its id) that the profile would not use, the reason (stairs, narrow, steep ...), and its start."""

    reason: str
    edge: int
    location: tuple[float, float]


@dataclass(frozen=True, eq=False, slots=True)
class Route:
    """A route on the network: ``length`` metres, ``time`` milliseconds, ``coordinates`` [n >= 2, 2] in WGS84.

    ``cost`` is the minimised value: ``time``, the walks to and from the network, and penalties. ``snapped`` are the
    metres from start and end to the network, ``stops`` the order of the visits, ``stop_segments`` the index in
    ``segments`` of each intermediate stop, ``choices`` the set or node chosen for each stop, in visiting order. A
    route without length has no legs.
    """

    segments: tuple[PathSegment, ...]
    legs: tuple[Leg, ...]
    coordinates: Floats
    length: float
    time: int
    cost: int
    snapped: tuple[float, float]
    violations: tuple[Violation, ...]
    stops: tuple[int, ...]
    stop_segments: tuple[int, ...]
    choices: tuple[int, ...]


def cut_segment(graph: Graph, times: Weights, arc: int, start: float, end: float) -> PathSegment:
    """Return the segment of ``arc`` between two fractions."""
    share = end - start
    return PathSegment(arc, start, end, float(graph.length[arc // 2]) * share, round(int(times[arc]) * share))


def make_segments(graph: Graph, times: Weights, arcs: Sequence[int]) -> list[PathSegment]:
    """Return a full segment for each of ``arcs``."""
    indices = np.array(arcs, dtype=np.int64)
    lengths, milliseconds = graph.length[indices // 2].tolist(), times[indices].tolist()
    return [
        PathSegment(arc, 0.0, 1.0, length, time)
        for arc, length, time in zip(arcs, lengths, milliseconds, strict=True)
    ]


def list_legs(graph: Graph, segments: Sequence[PathSegment]) -> tuple[Leg, ...]:
    """Return the legs of a route; each new level begins one."""
    if not segments:
        return ()
    points, starts = trace_segments(graph, segments)
    kept = ~find_repeats(points)
    levels = graph.node_level[graph.arc_tail[[piece.arc for piece in segments]]]
    changes = (levels[1:] != levels[:-1]) & ~(np.isnan(levels[1:]) & np.isnan(levels[:-1]))
    bounds = [0, *(np.flatnonzero(changes) + 1).tolist(), len(segments)]
    kept[starts[bounds[:-1]]] = True
    places, names = starts[bounds].tolist(), levels[bounds[:-1]].tolist()
    lengths = np.add.reduceat([piece.length for piece in segments], bounds[:-1]).tolist()
    times = np.add.reduceat([piece.time for piece in segments], bounds[:-1]).tolist()
    legs = []
    for index, level in enumerate(names):
        known = None if math.isnan(level) else level
        low, high = places[index], places[index + 1]
        line = _lengthen(points[low:high][kept[low:high]])
        legs.append(Leg(known, bounds[index], bounds[index + 1], line, lengths[index], times[index]))
    return tuple(legs)


def list_violations(graph: Graph, profile: Profile, segments: Iterable[PathSegment]) -> tuple[Violation, ...]:
    """Return, once each, the edges of a route that ``profile`` would not use."""
    found: dict[int, Violation] = {}
    for piece in segments:
        key = int(graph.edge_id[piece.edge])
        reason = explain(graph, profile, piece.edge)
        if reason and key >= 0 and key not in found:
            longitude, latitude = trace_segment(graph, piece)[0]
            found[key] = Violation(reason, key, (float(longitude), float(latitude)))
    return tuple(found.values())


def trace_segments(
    graph: Graph, segments: Sequence[PathSegment], *, flat: bool = False
) -> tuple[Floats, Indices]:
    """Return the coordinates [n, 2] of consecutive segments: segment i is ``[starts[i]:starts[i + 1]]``.

    If ``flat``, they are metres on the graph's plane.
    """
    arcs = np.array([piece.arc for piece in segments], dtype=np.int64)
    low, high = graph.offsets[arcs // 2], graph.offsets[arcs // 2 + 1]
    counts = high - low
    parts = {index: trace_segment(graph, piece) for index, piece in enumerate(segments) if not piece.whole}
    counts[list(parts)] = [len(line) for line in parts.values()]
    starts = np.append(0, np.cumsum(counts))
    step = 1 - 2 * (arcs % 2)
    begin = np.where(step > 0, low, high - 1) - step * starts[:-1]
    which = np.repeat(begin, counts) + np.repeat(step, counts) * np.arange(starts[-1])
    known = graph.metres if flat else graph.coordinates
    points = known[which]
    for index, line in parts.items():
        points[starts[index] : starts[index + 1]] = graph.plane.to_metres(line) if flat else line
    return points, starts


def trace_segment(graph: Graph, piece: PathSegment) -> Floats:
    """Return the coordinates [n >= 2, 2] of a segment."""
    line = graph.line(piece.arc)
    return line if piece.whole else cut_line(line, piece.start, piece.end)


def cut_line(line: Floats, start: float, end: float) -> Floats:
    """Return the part of ``line`` between two fractions of its length."""
    reached = np.concatenate([[0.0], np.cumsum(measure_steps(line))])
    whole = reached[-1]
    if whole <= 0:
        return np.vstack([line[0], line[-1]])
    where = np.array([start, end]) * whole
    ends = np.column_stack([np.interp(where, reached, line[:, 0]), np.interp(where, reached, line[:, 1])])
    inside = line[(reached > where[0]) & (reached < where[1])]
    return np.vstack([ends[:1], inside, ends[1:]])


def join_lines(lines: Iterable[Floats]) -> Floats:
    """Return ``lines`` as one, without repeated points; with at least two points if there are any."""
    listed = list(lines)
    points = np.concatenate(listed) if len(listed) > 1 else listed[0]
    return _lengthen(points[~find_repeats(points)])


def find_repeats(points: Floats) -> NDArray[np.bool_]:
    """Return which of ``points`` [n, 2] equal the one before."""
    repeats = np.zeros(len(points), dtype=bool)
    apart = np.abs(points[1:] - points[:-1])
    repeats[1:] = (apart[:, 0] <= 1e-9) & (apart[:, 1] <= 1e-9)
    return repeats


def _lengthen(line: Floats) -> Floats:
    return line if len(line) > 1 else np.repeat(line, 2, axis=0)
