"""Diagonals: crosses from corner to corner, which mark shafts, voids and lifts, and are not walls."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    measure_lengths,
    measure_sines,
    to_lines,
    to_points,
)

_LENGTH = (0.3, 12.0)  # metres
_MIDDLE = 0.08  # share of its length that a crossing may be off the middle


def find_crosses(segments: Floats) -> NDArray[np.bool_]:
    """Return which segments cross one of about the same length in the middle of both."""
    found = np.zeros(len(segments), dtype=bool)
    lengths = measure_lengths(segments)
    chosen = np.flatnonzero((lengths >= _LENGTH[0]) & (lengths <= _LENGTH[1]))
    middles = (segments[chosen, :2] + segments[chosen, 2:]) / 2
    lines = to_lines(segments[chosen])
    tree = shapely.STRtree(to_points(middles))
    one, other = tree.query(lines, predicate="dwithin", distance=0.02)
    apart = np.hypot(*(middles[one] - middles[other]).T)
    directions = find_directions(segments[chosen])
    sine = measure_sines(directions, one, other)
    shorter = np.minimum(lengths[chosen][one], lengths[chosen][other])
    longer = np.maximum(lengths[chosen][one], lengths[chosen][other])
    fit = (one != other) & (apart < _MIDDLE * shorter) & (sine > 0.3) & (shorter > 0.85 * longer)
    found[chosen[one[fit]]] = True
    return found
