"""Turns of a line as people perceive them: jogs are not turns, and a curve is one bend. Pure.

Lines are in metres, headings and angles in degrees, counter-clockwise; a turn to the left is positive.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely

Place = tuple[float, float]

TOLERANCE = 0.3  # tolerance in metres for simplifying a line
TOGETHER = 3.0  # metres between turns that count as one
_NOTHING = 1e-6  # metres
_JOG = 1.0  # metres between corners that look like one
_MOST = 135.0  # degrees of several corners that count as one turn
_CURVE = 10.0  # metres between slight turns that form a curve
_LEAST = 10.0  # degrees: smaller angles are not part of a turn
STRAIGHT, SLIGHT = 25.0, 45.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn by ``angle``, ``at`` metres along a line, ending at ``until``; ``curve``: of several slight ones."""

    at: float
    angle: float
    until: float
    curve: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """The turn into a line, its bends, and the turn out of it."""

    start: float | None
    bends: tuple[Turn, ...]
    end: float | None


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Neighbouring corners of a line that form one turn."""

    first: float
    at: float
    last: float
    angle: float


def read_shape(line: Sequence[Place], before: float | None = None, after: float | None = None) -> Shape:
    """Return the shape of ``line``; ``before`` and ``after`` are the headings at its ends, None if unknown."""
    places, at = simplify(line)
    if len(places) < 2:
        turn = None if before is None or after is None else turn_between(before, after)
        return Shape(None if before is None else 0.0, (), turn)
    headings = list_headings(places)
    clusters = list(_cluster(at, [turn_between(*pair) for pair in pairwise(headings)]))
    start = 0.0 if before is None else turn_between(before, headings[0])
    end = 0.0 if after is None else turn_between(headings[-1], after)
    reached, last = 0.0, at[-1]
    while clusters and _are_one(clusters[0].first - reached, start, clusters[0].angle):
        reached = clusters[0].last
        start += clusters.pop(0).angle
    while clusters and _are_one(last - clusters[-1].last, end, clusters[-1].angle):
        last = clusters[-1].first
        end += clusters.pop().angle
    return Shape(
        None if before is None else _limit(start),
        tuple(_join_curves(clusters)),
        None if after is None else _limit(end),
    )


def simplify(line: Sequence[Place]) -> tuple[list[Place], list[float]]:
    """Return the significant corners of ``line``, and their distances along it."""
    places, at = [*line[:1]], [0.0][: len(line)]
    for (x0, y0), (x1, y1) in pairwise(line):
        metres = math.hypot(x1 - x0, y1 - y0)
        if metres > _NOTHING:
            places.append((x1, y1))
            at.append(at[-1] + metres)
    if len(places) < 3:
        return places, at
    # Self-intersections do no harm, and avoiding them takes three times as long.
    flat = shapely.simplify(shapely.linestrings(places), TOLERANCE, preserve_topology=False)
    indices, index = [], 0
    for place in map(tuple, shapely.get_coordinates(flat).tolist()):
        index = places.index(place, index)
        indices.append(index)
        index += 1
    return [places[index] for index in indices], [at[index] for index in indices]


def list_headings(places: Sequence[Place]) -> list[float]:
    """Return the heading of each piece between neighbouring ``places``."""
    return [math.degrees(math.atan2(y1 - y0, x1 - x0)) for (x0, y0), (x1, y1) in pairwise(places)]


def turn_between(before: float, after: float) -> float:
    """Return the turn from one heading to another, from -180 to 180."""
    return wrap(after - before)


def wrap(degrees: float) -> float:
    """Return an angle normalised to -180..180."""
    return math.remainder(degrees, 360.0)


def _limit(degrees: float) -> float:
    """Return a sum of turns as one turn; a full turn keeps its side."""
    return max(-179.0, min(degrees, 179.0)) if abs(degrees) < 225 else wrap(degrees)


def _cluster(at: Sequence[float], angles: Sequence[float]) -> Iterator[_Cluster]:
    """Yield the turns at the inner corners of a line whose corners lie ``at``."""
    group: list[int] = []
    for index, angle in enumerate(angles):
        if abs(angle) < _LEAST:
            continue
        if group and not _are_one(at[index + 1] - at[group[-1] + 1], angles[group[-1]], angle):
            yield _unite(group, at, angles)
            group = []
        group.append(index)
    if group:
        yield _unite(group, at, angles)


def _are_one(metres: float, one: float, other: float) -> bool:
    """Return whether two turns ``metres`` apart count as one.

    Two corners to different sides, or two to the same side that add up to a reversal, are two turns.
    """
    corners = min(abs(one), abs(other)) >= SLIGHT
    apart = corners and (one * other < 0 or abs(one + other) > _MOST)
    return metres < (_JOG if apart else TOGETHER)


def _unite(group: Sequence[int], at: Sequence[float], angles: Sequence[float]) -> _Cluster:
    inner = range(group[0], group[-1] + 1)
    largest = max(inner, key=lambda index: abs(angles[index]))
    angle = _limit(sum(angles[index] for index in inner))
    return _Cluster(at[group[0] + 1], at[largest + 1], at[group[-1] + 1], angle)


def _join_curves(clusters: Sequence[_Cluster]) -> Iterator[Turn]:
    """Yield the perceptible turns; consecutive slight turns to the same side form a curve."""
    row: list[_Cluster] = []
    for cluster in [one for one in clusters if abs(one.angle) >= _LEAST]:
        goes_on = (
            row
            and abs(cluster.angle) < SLIGHT > abs(row[-1].angle)
            and cluster.angle * row[-1].angle > 0
            and cluster.first - row[-1].last <= _CURVE
        )
        if row and not goes_on:
            yield from _bend(row)
            row = []
        row.append(cluster)
    yield from _bend(row)


def _bend(row: Sequence[_Cluster]) -> Iterator[Turn]:
    total = sum(cluster.angle for cluster in row)
    if row and abs(total) >= STRAIGHT:
        yield Turn(row[0].at, _limit(total), row[-1].at, curve=len(row) > 1)
