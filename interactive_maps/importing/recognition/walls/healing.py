"""Healing of corners: ends that stop short of a wall, or overshoot it, are moved to it."""

from __future__ import annotations

import numpy as np
import shapely

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    list_ends,
    measure_lengths,
    measure_sines,
    to_lines,
    to_points,
)
from interactive_maps.importing.recognition.walls.caps import find_loose

_EXACT = 0.0003  # metres: ends that meet are left alone
_REACH = 0.10
_SHARE = 0.34  # of its own length that an end moves at most
_CROSSING = 0.35  # sine of the least angle between walls that meet


def heal_corners(segments: Floats, reach: float = _REACH) -> Floats:
    """Return the segments with loose ends moved to where their line meets another's."""
    loose = np.flatnonzero(find_loose(segments, reach=_EXACT))
    count = len(segments)
    places, _ = list_ends(segments)
    tree = shapely.STRtree(to_lines(segments))
    row, line = tree.query(to_points(places[loose]), predicate="dwithin", distance=1.5 * reach)
    end = loose[row]
    crossing = _is_crossing(segments, end % count, line)
    end, line = end[crossing], line[crossing]
    target = _intersect(segments, end % count, line)
    moved = np.hypot(*(target - places[end]).T)
    limit = np.minimum(reach, _SHARE * measure_lengths(segments)[end % count])
    fit = (moved <= limit) & (_measure_off(segments[line], target) <= reach)
    end, target, moved = end[fit], target[fit], moved[fit]
    healed = places.copy()
    for index in np.argsort(-moved, kind="stable").tolist():  # the nearest last, so that it wins
        healed[end[index]] = target[index]
    return np.hstack([healed[:count], healed[count:]])


def _is_crossing(segments: Floats, one: Integers, other: Integers) -> np.ndarray:
    return np.asarray(measure_sines(find_directions(segments), one, other) >= _CROSSING)


def _intersect(segments: Floats, one: Integers, other: Integers) -> Floats:
    """Return where the lines through pairs of segments meet."""
    directions = find_directions(segments)
    along, across = directions[one], directions[other]
    step = segments[other, :2] - segments[one, :2]
    cross = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]
    share = (step[:, 0] * across[:, 1] - step[:, 1] * across[:, 0]) / cross
    return np.asarray(segments[one, :2] + share[:, None] * along)


def _measure_off(segments: Floats, places: Floats) -> Floats:
    """Return the distances of places on the lines of segments beyond the segments' ends."""
    along = np.einsum("ij,ij->i", places - segments[:, :2], find_directions(segments))
    return np.asarray(np.maximum(np.maximum(-along, along - measure_lengths(segments)), 0.0))
