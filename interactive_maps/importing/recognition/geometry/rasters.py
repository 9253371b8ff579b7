"""Rasters of tiles whose lines walls clip to all lengths: known by the lines that cross them at equal steps."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.parallels import find_parallels
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    measure_lengths,
    measure_sines,
    to_lines,
)

STEP = (0.06, 0.65)  # metres between the lines of tiles
ALIKE = 0.05  # share by which steps differ
_LONGEST = 6.0  # metres: longer lines cross walls
_THROUGH = 0.1  # metres that a line goes on beyond one that it crosses: careless ends do by less
ACROSS = 0.5  # sine of the least angle between lines that cross
_LEAST_BESIDE = 3  # lines side by side that are crossed so
_MOST_CROSSINGS = 500_000
_BATCH = 200


def find_rasters(segments: Floats) -> NDArray[np.bool_]:
    """Return which of ``segments`` (n, 4) four others cross at equal steps, as they do two lines beside it.

    No wall is crossed so: patterns end at walls.
    """
    found = np.zeros(len(segments), dtype=bool)
    lengths = measure_lengths(segments)
    usable = np.flatnonzero((lengths > 2 * _THROUGH) & (lengths <= _LONGEST))
    lines = segments[usable]
    one, place = _list_crossings(lines)
    stepped = usable[_find_stepped(one, place)]
    pairs = find_parallels(segments[stepped], *STEP, least_overlap=0.3)
    nearest = np.full(len(stepped), np.inf)
    np.minimum.at(nearest, pairs.one, pairs.distance)
    beside = pairs.distance <= (1 + ALIKE) * np.minimum(nearest[pairs.one], nearest[pairs.other])
    _, group = connect(pairs.one[beside], pairs.other[beside], len(stepped))
    found[stepped[np.bincount(group, minlength=1)[group] >= _LEAST_BESIDE]] = True
    return found


def _list_crossings(segments: Floats) -> tuple[Integers, Floats]:
    """Return which segment another one crosses, and where along it: of the first ones, if there are too many."""
    lines = to_lines(segments)
    tree = shapely.STRtree(lines)
    directions, lengths = find_directions(segments), measure_lengths(segments)
    ones, places = [np.empty(0, dtype=np.int64)], [np.empty(0)]
    count = 0
    for start in range(0, len(segments), _BATCH):
        one, other = tree.query(lines[start : start + _BATCH], predicate="crosses")
        count += len(one)
        one = one + start
        fit = measure_sines(directions, one, other) >= ACROSS
        one, other = one[fit], other[fit]
        places_on_one = _measure(segments, directions, one, other)
        past = _measure(segments, directions, other, one)
        fit = (past >= _THROUGH) & (past <= lengths[other] - _THROUGH)
        ones.append(one[fit])
        places.append(places_on_one[fit])
        if count > _MOST_CROSSINGS:
            break
    return np.concatenate(ones), np.concatenate(places)


def _measure(segments: Floats, directions: Floats, one: Integers, other: Integers) -> Floats:
    """Return the metres along each first segment to where the second one crosses it."""
    along, across = directions[one], directions[other]
    step = segments[other, :2] - segments[one, :2]
    cross = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]
    return np.asarray((step[:, 0] * across[:, 1] - step[:, 1] * across[:, 0]) / cross)


def _find_stepped(one: Integers, place: Floats) -> Integers:
    """Return the segments with four crossings in a row at equal steps."""
    order = np.lexsort((place, one))
    one, place = one[order], place[order]
    steps = np.diff(place)
    regular = (np.diff(one) == 0) & (steps >= STEP[0]) & (steps <= STEP[1])
    again = regular[1:] & regular[:-1] & (np.abs(np.diff(steps)) <= ALIKE * steps[1:])
    return np.unique(one[3:][again[1:] & again[:-1]])
