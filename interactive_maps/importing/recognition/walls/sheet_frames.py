"""Frames of sheets: lines around everything that is drawn, which no wall and no door touches."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.parallels import find_parallels
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.geometry.segments import measure_lengths, to_lines, to_points
from interactive_maps.importing.recognition.layers.shapes import choose_swings
from interactive_maps.importing.recognition.plan import Plan

_TOUCH = 0.12  # metres, as far as careless ends are apart
_AROUND = 0.9  # of the extent of everything, both ways
_MOST = 0.5  # of the length of all lines
_CLOSED, _NEAR = 0.98, 0.02  # share of its bounds, and metres
_AWAY = (0.02, 0.7)  # metres from one face of a wall to the other
_ALONE = 0.1  # share of a frame's length beside lines within
_AT_DOOR = 0.3  # metres
_LEAST_SIDES = 4
_MOST_LINES = 60_000


def find_frames(plan: Plan, segments: Floats) -> NDArray[np.bool_]:
    """Return which ``segments`` (n, 4) frame the sheet, or are connected to its frame as the title block is."""
    found = np.zeros(len(segments), dtype=bool)
    if not _LEAST_SIDES < len(segments) <= _MOST_LINES:
        return found
    lines = to_lines(segments)
    one, other = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=_TOUCH)
    count, group = connect(one, other, len(segments))
    hinges = to_points(plan.arcs[choose_swings(plan.arcs), :2])
    lengths = measure_lengths(segments)
    extent = np.ptp(segments.reshape(-1, 2), axis=0)
    for number in np.flatnonzero(np.bincount(group) >= _LEAST_SIDES) if count > 1 else ():
        members = group == number
        if (np.ptp(segments[members].reshape(-1, 2), axis=0) < _AROUND * extent).any():
            continue
        if lengths[members].sum() > _MOST * lengths.sum() or not _is_closed(segments[members]):
            continue
        tree = shapely.STRtree(lines[members])
        if len(tree.query(hinges, predicate="dwithin", distance=_AT_DOOR)[0]):
            continue
        if _measure_beside(segments, members) <= _ALONE:
            found |= members
    return found


def _is_closed(members: Floats) -> bool:
    """Return whether lines run along all of their own bounds."""
    ends = members.reshape(-1, 2)
    around = shapely.box(*ends.min(axis=0), *ends.max(axis=0)).exterior
    covered = shapely.intersection(around, grow(shapely.union_all(to_lines(members)), _NEAR))
    return bool(covered.length >= _CLOSED * around.length)


def _measure_beside(segments: Floats, members: NDArray[np.bool_]) -> float:
    """Return the share of the members' length beside other lines, as the faces of outer walls are."""
    pairs = find_parallels(segments, *_AWAY, least_overlap=0.0)
    apart = members[pairs.one] & ~members[pairs.other]
    lengths = measure_lengths(segments)
    covered = np.bincount(pairs.one[apart], weights=pairs.overlap[apart], minlength=len(segments))
    return float(np.minimum(covered, lengths)[members].sum() / max(lengths[members].sum(), 1e-9))
