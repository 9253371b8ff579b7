"""Rows of many equal lines: treads, tiles and hatch patterns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.account import Issue, Step
from interactive_maps.importing.recognition.geometry.parallels import find_parallels
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    measure_lengths,
    turn_left,
)

_ROW = (0.02, 0.45)  # metres between the lines of treads and patterns
_STAGES = (0.06, 0.15)
_LEAST_ROW, _LEAST_DENSE = 5, 8  # lines
_LONGEST_IN_ROW = 6.0
_SAME = 0.015  # metres between lines drawn twice
_IRREGULAR = 0.2  # share by which the spacing at the ends of a row may differ from the usual one


def find_rows(segments: Floats, step: Step | None = None) -> NDArray[np.bool_]:
    """Return which segments belong to a row of many equal ones: treads, tiles and hatch patterns.

    The denser a pattern, the nearer its next line: dense ones go first, before they form pairs with everything.
    """
    found = np.zeros(len(segments), dtype=bool)
    for farthest in (*_STAGES, _ROW[1]):
        rest = np.flatnonzero(~found)
        pairs = find_parallels(segments[rest], _ROW[0], farthest, least_overlap=0.8)
        if not pairs.complete and step is not None:
            text = f"too many lines side by side within {farthest:g} m: the search for rows skipped some"
            step.issues.append(Issue("too_many_parallels", text))
        lengths = measure_lengths(segments[rest])
        alike = np.abs(lengths[pairs.one] - lengths[pairs.other]) < 0.1 * lengths[pairs.one]
        alike &= lengths[pairs.one] < _LONGEST_IN_ROW
        _, group = connect(pairs.one[alike], pairs.other[alike], len(rest))
        least = _LEAST_ROW if farthest == _ROW[1] else _LEAST_DENSE
        sizes = np.bincount(group)
        for number in np.flatnonzero(sizes >= least).tolist():
            members = rest[group == number]
            found[_keep_regular(segments, members, least)] = True
    return found


def _keep_regular(segments: Floats, members: Integers, least: int) -> Integers:
    """Return a row without detached lines at its ends, such as a wall's faces beside the tiles of a room."""
    normal = turn_left(find_directions(segments[members[:1]]))[0]
    offs = segments[members].reshape(-1, 2, 2).mean(axis=1) @ normal
    members, offs = members[np.argsort(offs, kind="stable")], np.sort(offs)
    for _ in range(2):  # from both ends
        steps = np.diff(offs)
        apart = steps > _SAME
        usual = np.median(steps[apart]) if apart.any() else np.inf
        odd = apart & (np.abs(steps - usual) > _IRREGULAR * usual)
        first = (np.flatnonzero(odd[: len(steps) // 3]) + 2).max(initial=0)
        members, offs = members[first:][::-1], -offs[first:][::-1]
    return members if len(members) >= least else members[:0]


def connect(one: Integers, other: Integers, count: int) -> tuple[int, Integers]:
    """Return the number of groups that pairwise links make of ``count`` items, and the group of each."""
    links = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(count, count))
    found, group = connected_components(links)
    return int(found), group.astype(np.int64)
