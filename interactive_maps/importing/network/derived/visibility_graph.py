"""The visibility graph of an area: the corners at which paths turn, and sight lines between them and its doors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.network.plane import Places, draw_lines

Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]

_STRAIGHT = 1e-3  # metres: the least protrusion of a corner
_BATCH = 200_000  # lines per test


@dataclass(frozen=True, slots=True)
class Corners:
    """Reflex corners of an area: their positions, and the positions before and after them on its outline."""

    places: Places
    before: Places
    after: Places


@dataclass(frozen=True, slots=True)
class SightLines:
    """Pairs of points that see each other: two arrays of indices, and the distances."""

    one: Indices
    other: Indices
    lengths: NDArray[np.float64]


def find_corners(area: BaseGeometry) -> Corners:
    """Return the corners of a polygon or multipolygon where a shortest path may turn: the reflex ones."""
    found: list[Places] = []
    for part in shapely.get_parts(shapely.orient_polygons(area)):
        for ring in shapely.get_rings(part):
            places = shapely.get_coordinates(ring)[:-1]
            if len(places) >= 3:
                found.append(np.stack([places, np.roll(places, 1, axis=0), np.roll(places, -1, axis=0)]))
    if not found:
        empty = np.empty((0, 2))
        return Corners(empty, empty, empty)
    places, before, after = np.concatenate(found, axis=1)
    # The inside lies to the left: where the outline turns right, it bends into the area.
    turn = _cross(places - before, after - places)
    size = np.hypot(*(after - before).T)
    reflex = turn < -_STRAIGHT * np.maximum(size, _STRAIGHT)
    return Corners(places[reflex], before[reflex], after[reflex])


def find_sight_lines(visibility: BaseGeometry, points: Places, corners: Corners) -> SightLines:
    """Return which points see each other within ``visibility``: of ``points`` first, then of the corners.

    Of lines to a corner, only those that touch it like a taut string are tested: shortest paths use no others.
    """
    places = np.concatenate([points, corners.places])
    one, other = np.triu_indices(len(places), 1)
    taut = _is_taut(one, other, len(points), places, corners) & _is_taut(
        other, one, len(points), places, corners
    )
    return test_sight_lines(visibility, places, one[taut], other[taut])


def test_sight_lines(visibility: BaseGeometry, places: Places, one: Indices, other: Indices) -> SightLines:
    """Return the pairs of ``places`` whose straight line lies in ``visibility``."""
    shapely.prepare(visibility)
    seen = np.concatenate([np.zeros(0, dtype=bool), *_cover(visibility, places, one, other)])
    one, other = one[seen], other[seen]
    return SightLines(one, other, np.hypot(*(places[one] - places[other]).T))


def find_near_sight_lines(
    visibility: BaseGeometry, points: Places, corners: Corners, most: int
) -> SightLines:
    """Return sight lines of each point to about ``most`` near ones, and along the outline, for crowded areas."""
    places = np.concatenate([points, corners.places])
    pairs: set[tuple[int, int]] = set()
    for index, place in enumerate(places):
        distances = np.hypot(*(places - place).T)
        near = np.argpartition(distances, min(most, len(places) - 1))[: most + 1]
        pairs.update((min(index, hit), max(index, hit)) for hit in near.tolist() if hit != index)
    one, other = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2).T
    return test_sight_lines(visibility, places, one, other)


def _cover(visibility: BaseGeometry, places: Places, one: Indices, other: Indices) -> Iterator[Flags]:
    for start in range(0, len(one), _BATCH):
        batch = slice(start, start + _BATCH)
        lines = draw_lines(np.stack([places[one[batch]], places[other[batch]]], axis=1))
        yield np.asarray(shapely.covers(visibility, lines), dtype=bool)


def _is_taut(at: Indices, seen: Indices, points: int, places: Places, corners: Corners) -> Flags:
    """Return for each pair whether ``at`` is not a corner, or bends the line from ``seen`` like a taut string."""
    taut = np.ones(len(at), dtype=bool)
    bends = np.flatnonzero(at >= points)
    corner = at[bends] - points
    towards = corners.places[corner] - places[seen[bends]]
    side_before = _cross(towards, corners.before[corner] - corners.places[corner])
    side_after = _cross(towards, corners.after[corner] - corners.places[corner])
    taut[bends] = side_before * side_after >= -1e-9
    return taut


def _cross(one: Places, other: Places) -> NDArray[np.float64]:
    result: NDArray[np.float64] = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return result
