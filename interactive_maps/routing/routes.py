"""A way that was found, as people need it: pieces of edges, legs by level, lengths, times and what it violates."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.engines.engine import Weights
from interactive_maps.routing.graph import Graph
from interactive_maps.routing.plane import measure_steps
from interactive_maps.routing.profiles import Profile, explain

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is walked of ``arc``: from ``start`` to ``end`` (0 to 1 along it); metres and milliseconds."""

    arc: int
    start: float
    end: float
    length: float
    time: int

    @property
    def edge(self) -> int:
        """Return the edge's index in the graph."""
        return self.arc // 2


@dataclass(frozen=True, eq=False, slots=True)
class Leg:
    """A part of the way on one ``level`` (None unknown), with what leads to the next: ``stretches[first:last]``."""

    level: float | None
    first: int
    last: int
    coordinates: Floats
    length: float
    time: int


@dataclass(frozen=True, slots=True)
class Violation:
    """An edge (its id) that the profile would not use, why (stairs, narrow, steep ...), and where it begins."""

    reason: str
    edge: int
    location: tuple[float, float]


@dataclass(frozen=True, eq=False, slots=True)
class Route:
    """A way on the network: ``length`` metres, ``time`` milliseconds, ``coordinates`` [n >= 2, 2] in WGS84.

    ``cost`` is what was minimised: ``time``, the walks to the network and from it, and penalties. ``snapped`` are
    the metres from the asked start and end to the network, ``stops`` the order in which places were visited,
    ``halts`` the index in ``stretches`` at which each stop in between is reached, ``choices`` which of the spots and
    nodes of each stop, as visited, it was. Where nothing is walked there are no legs.
    """

    stretches: tuple[Stretch, ...]
    legs: tuple[Leg, ...]
    coordinates: Floats
    length: float
    time: int
    cost: int
    snapped: tuple[float, float]
    violations: tuple[Violation, ...]
    stops: tuple[int, ...] = (0, 1)
    halts: tuple[int, ...] = ()
    choices: tuple[int, ...] = (0, 0)


def stretch(graph: Graph, times: Weights, arc: int, start: float = 0.0, end: float = 1.0) -> Stretch:
    """Return the piece of ``arc`` between two fractions."""
    share = end - start
    return Stretch(arc, start, end, float(graph.length[arc // 2]) * share, round(int(times[arc]) * share))


def list_legs(graph: Graph, stretches: Sequence[Stretch]) -> tuple[Leg, ...]:
    """Return the legs of a way: a new one begins on every new level."""
    if not stretches:
        return ()
    lines = [draw(graph, piece) for piece in stretches]
    ends = np.cumsum([len(line) for line in lines]).tolist()
    points = np.concatenate(lines)
    levels = graph.node_level[graph.arc_tail[[piece.arc for piece in stretches]]].tolist()
    legs: list[Leg] = []
    first = 0
    for level, some in groupby(None if math.isnan(level) else level for level in levels):
        last = first + sum(1 for _ in some)
        pieces = stretches[first:last]
        line = join_lines([points[ends[first] - len(lines[first]) : ends[last - 1]]])
        length, time = sum(piece.length for piece in pieces), sum(piece.time for piece in pieces)
        legs.append(Leg(level, first, last, line, length, time))
        first = last
    return tuple(legs)


def list_violations(graph: Graph, profile: Profile, stretches: Iterable[Stretch]) -> tuple[Violation, ...]:
    """Return each edge of a way once that ``profile`` would not use."""
    found: dict[int, Violation] = {}
    for piece in stretches:
        key = int(graph.edge_id[piece.edge])
        reason = explain(graph, profile, piece.edge)
        if reason and key >= 0 and key not in found:
            longitude, latitude = draw(graph, piece)[0]
            found[key] = Violation(reason, key, (float(longitude), float(latitude)))
    return tuple(found.values())


def draw(graph: Graph, piece: Stretch) -> Floats:
    """Return the coordinates [n >= 2, 2] of a stretch."""
    line = graph.line(piece.arc)
    return line if (piece.start, piece.end) == (0.0, 1.0) else cut_line(line, piece.start, piece.end)


def cut_line(line: Floats, start: float, end: float) -> Floats:
    """Return what of ``line`` lies between two fractions of its length."""
    reached = np.concatenate([[0.0], np.cumsum(measure_steps(line))])
    whole = reached[-1]
    if whole <= 0:
        return np.vstack([line[0], line[-1]])
    where = np.array([start, end]) * whole
    ends = np.column_stack([np.interp(where, reached, line[:, 0]), np.interp(where, reached, line[:, 1])])
    inside = line[(reached > where[0]) & (reached < where[1])]
    return np.vstack([ends[:1], inside, ends[1:]])


def join_lines(lines: Iterable[Floats]) -> Floats:
    """Return ``lines`` as one, without points that repeat the one before; at least two points if there is any."""
    listed = list(lines)
    points = np.concatenate(listed) if len(listed) > 1 else listed[0]
    kept = np.ones(len(points), dtype=bool)
    kept[1:] = (np.abs(np.diff(points, axis=0)) > 1e-9).any(axis=1)
    joined: Floats = points[kept]
    return joined if len(joined) > 1 else np.repeat(joined, 2, axis=0)
