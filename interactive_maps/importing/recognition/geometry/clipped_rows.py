"""Lines of a raster that walls clip: shorter than the rest of their row, but crossed by the other one."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.parallels import find_parallels
from interactive_maps.importing.recognition.geometry.rasters import ALIKE, STEP
from interactive_maps.importing.recognition.geometry.segments import measure_lengths, to_lines

_LONGER = 1.1  # times as long as the line before it
_ROUNDS = 8  # lines one after another that an oblique wall clips


def add_clipped_lines(segments: Floats, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return ``rows``, which of ``segments`` (n, 4) belong to rows of equal lines, with the clipped lines of rasters.

    Such a line runs one step beside a line of a row, and lines of rows cross it; no wall does both.
    """
    rows = rows.copy()
    for _ in range(_ROUNDS):
        known = np.flatnonzero(rows)
        crossed = _find_crossed(segments, known, np.flatnonzero(~rows))
        added = _find_next(segments, known, crossed)
        if not len(added):
            break
        rows[added] = True
    return rows


def _find_crossed(segments: Floats, known: Integers, rest: Integers) -> Integers:
    """Return which of ``rest`` are crossed by lines of rows."""
    tree = shapely.STRtree(to_lines(segments[known]))
    crossed: Integers = rest[np.unique(tree.query(to_lines(segments[rest]), predicate="crosses")[0])]
    return crossed


def _find_next(segments: Floats, known: Integers, crossed: Integers) -> Integers:
    """Return which of ``crossed`` are one step beside a line of a row, and no longer than it."""
    if not len(crossed):
        return crossed
    together = np.concatenate([known, crossed])
    is_known = np.arange(len(together)) < len(known)
    lengths = measure_lengths(segments[together])
    pairs = find_parallels(segments[together], *STEP, least_overlap=0.8)
    in_row = is_known[pairs.one] & is_known[pairs.other]
    steps = np.full(len(together), np.inf)
    np.minimum.at(steps, pairs.one[in_row], pairs.distance[in_row])
    step = steps[pairs.other]
    fit = ~is_known[pairs.one] & is_known[pairs.other] & np.isfinite(step)
    fit &= np.abs(pairs.distance - np.where(np.isfinite(step), step, 0)) <= ALIKE * pairs.distance
    fit &= lengths[pairs.one] <= _LONGER * lengths[pairs.other]
    found: Integers = np.unique(together[pairs.one[fit]])
    return found
