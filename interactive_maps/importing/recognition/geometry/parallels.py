"""Pairs of segments that run side by side, like the two faces of a wall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    measure_lengths,
    measure_sines,
    to_lines,
    turn_left,
)

_PARALLEL = np.sin(np.radians(2.0))
MOST_PAIRS = 3_000_000
_BATCH = 200  # segments; each may be near all others
_OUTWARDS = np.array([-1.0, -1.0, 1.0, 1.0])


@dataclass(frozen=True, slots=True)
class Parallels:
    """Pairs: the indices of both segments, their distance, and the length of their overlap.

    ``complete`` is False if there were more than ``MOST_PAIRS``: those of the last segments are missing.
    """

    one: Integers
    other: Integers
    distance: Floats
    overlap: Floats
    complete: bool = True


def find_parallels(
    segments: Floats, nearest: float, farthest: float | Floats, least_overlap: float
) -> Parallels:
    """Return the pairs (each once in either order) between ``nearest`` and ``farthest`` apart.

    ``farthest`` is a distance for all, or one for each first segment of a pair; ``least_overlap`` is a share of the
    shorter segment.
    """
    found: list[tuple[Integers, Integers, Floats, Floats]] = []
    lines = to_lines(segments)
    tree = shapely.STRtree(lines)
    directions, lengths = find_directions(segments), measure_lengths(segments)
    reach, bounds = np.broadcast_to(farthest, len(segments)), shapely.bounds(lines)
    count, complete = 0, True
    for start in range(0, len(segments), _BATCH):
        batch = np.arange(start, min(start + _BATCH, len(segments)))
        # Most lines nearby run across: directions are compared first, as distances cost more.
        one, other = tree.query(shapely.box(*(bounds[batch] + reach[batch, None] * _OUTWARDS).T))
        one = batch[one]
        fit = (measure_sines(directions, one, other) < _PARALLEL) & (one != other)
        one, other = one[fit], other[fit]
        fit = shapely.dwithin(lines[one], lines[other], reach[one])
        one, other = one[fit], other[fit]
        distance, overlap = _measure(segments, directions, lengths, one, other)
        fit = (distance >= nearest) & (distance <= reach[one])
        fit &= overlap >= least_overlap * np.minimum(lengths[one], lengths[other])
        fit &= overlap > 0
        found.append((one[fit], other[fit], distance[fit], overlap[fit]))
        count += int(fit.sum())
        if count > MOST_PAIRS and start + _BATCH < len(segments):
            complete = False
            break
    if not found:
        empty = np.empty(0, dtype=np.int64)
        return Parallels(empty, empty, np.empty(0), np.empty(0))
    one, other, distance, overlap = (np.concatenate(column) for column in zip(*found, strict=True))
    return Parallels(one, other, distance, overlap, complete)


def _measure(
    segments: Floats, directions: Floats, lengths: Floats, one: Integers, other: Integers
) -> tuple[Floats, Floats]:
    """Return distance and overlap, measured along the direction of ``one``."""
    along = directions[one]
    start = segments[one, :2]
    ends = segments[other].reshape(-1, 2, 2) - start[:, None]
    across = np.abs(np.einsum("ijk,ik->ij", ends, turn_left(along))).mean(axis=1)
    places = np.sort(np.einsum("ijk,ik->ij", ends, along), axis=1)
    overlap = np.minimum(places[:, 1], lengths[one]) - np.maximum(places[:, 0], 0.0)
    return across, overlap


def has_partner(segments: Floats, nearest: float, farthest: float, share: float = 0.5) -> np.ndarray:
    """Return which segments run side by side with others for at least a ``share`` of their length."""
    pairs = find_parallels(segments, nearest, farthest, least_overlap=0.0)
    covered = np.bincount(pairs.one, weights=pairs.overlap, minlength=len(segments))
    return np.asarray(covered >= share * np.maximum(measure_lengths(segments), 1e-9))
