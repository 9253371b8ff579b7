"""Lines at the edge of a raster.

Those that walls clip are shorter than the rest of their row, but crossed by the other one. Lines at which that ends
are the walls themselves, from which the tiles were laid.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.parallels import find_parallels
from interactive_maps.importing.recognition.geometry.rasters import ACROSS, ALIKE, STEP
from interactive_maps.importing.recognition.geometry.segments import (
    drop_doubles,
    find_directions,
    list_ends,
    measure_lengths,
    measure_sines,
    to_lines,
    to_points,
    turn_left,
)

_LONGER = 1.1  # times as long as the line before it
_AT_BORDER = 0.03  # metres between a wall and the lines that end at it
_LEAST_ENDS = 3
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


def drop_borders(segments: Floats, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return ``rows``, which of ``segments`` (n, 4) belong to rows, without the lines at which other rows end.

    Lines of patterns cross each other, or end on both sides of one, as the joints between bricks do.
    """
    index = np.flatnonzero(rows)
    index = index[drop_doubles(segments[index])]
    lines = segments[index]
    count, directions = len(lines), find_directions(lines)
    places, _ = list_ends(lines)
    tree = shapely.STRtree(to_lines(lines))
    end, line = tree.query(to_points(places), predicate="dwithin", distance=_AT_BORDER)
    fit = measure_sines(directions, end % max(count, 1), line) >= ACROSS
    end, line = end[fit], line[fit]
    steps = places[(end + count) % max(2 * count, 1)] - lines[line, :2]  # to where the other end is
    is_left = np.einsum("ij,ij->i", turn_left(directions)[line], steps) > 0
    left, right = (np.bincount(line[side], minlength=count) for side in (is_left, ~is_left))
    found = rows.copy()
    found[index[(np.maximum(left, right) >= _LEAST_ENDS) & (np.minimum(left, right) == 0)]] = False
    return found
