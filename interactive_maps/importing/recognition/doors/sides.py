"""The two regions that an opening joins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Polygon

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.areas import pair_with_areas
from interactive_maps.importing.recognition.geometry.segments import to_points, turn_left

_PROBES = np.array([0.05, 0.12, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 0.95])  # metres from the threshold
_ENTRANCES = (
    {(Evidence.SWING, False), (Evidence.SYMBOL, False)},
    {(Evidence.SYMBOL, True)},
    {(Evidence.GAP, False)},
)
_LEAST_WALL = 0.12  # metres: a wall drawn as one line has some thickness, too
_SHARES = (0.5, 0.3, 0.7)  # of the threshold's width, where probes start


def find_sides(thresholds: Sequence[Threshold], areas: Sequence[Polygon]) -> Integers:
    """Return (n, 2): for each threshold the areas on its left and right, by index, -1 for none.

    If both sides lie in one area, since an outline may extend beyond the wall, the next one behind it counts.
    """
    sides = np.full((len(thresholds), 2), -1, dtype=np.int64)
    if not thresholds or not areas:
        return sides
    tree = shapely.STRtree(areas)
    undecided = np.arange(len(thresholds))
    for share in _SHARES:
        met = [
            _probe([thresholds[row] for row in undecided.tolist()], tree, sign, share).tolist()
            for sign in (1.0, -1.0)
        ]
        for row, left, right in zip(undecided.tolist(), *met, strict=True):
            pair = _choose_pair(left, right)
            sides[row] = [new if old < 0 else old for old, new in zip(sides[row].tolist(), pair, strict=True)]
        undecided = undecided[(sides[undecided] < 0).any(axis=1)]
        if not len(undecided):
            break
    return sides


def lead_out(thresholds: Sequence[Threshold], sides: Integers, areas: Sequence[Polygon]) -> Integers:
    """Return ``sides`` with -1 on that side of an outer door where the outline of its room ends within the wall.

    Outlines may be drawn along the outer faces of walls: the room is on both sides of such a door then.
    """
    found = sides.copy()
    for row in np.flatnonzero((sides[:, 0] == sides[:, 1]) & (sides[:, 0] >= 0)).tolist():
        one, area = thresholds[row], areas[sides[row, 0]]
        beyond = max(one.thickness, _LEAST_WALL) * turn_left(one.direction[None])
        reached = shapely.intersects(area, to_points(one.middle + np.concatenate([beyond, -beyond])))
        if reached.any():
            found[row, ~reached] = -1
    return found


def choose_entrances(thresholds: Sequence[Threshold], sides: Integers) -> set[tuple[Evidence, bool]]:
    """Return the evidence, and whether it is drawn like a window, of openings that lead outdoors.

    Those with a door's swing or symbol, or else what is nearest to that; ``sides`` are theirs as found.
    """
    outer = {
        (one.evidence, one.panes)
        for one, pair in zip(thresholds, sides.tolist(), strict=True)
        if min(pair) < 0 <= max(pair)
    }
    return next((found for kinds in _ENTRANCES if (found := kinds & outer)), set())


def _choose_pair(left: Sequence[int], right: Sequence[int]) -> tuple[int, int]:
    """Return the nearest areas on both sides that differ, among those at each probe."""
    pairs = [
        (near + far, one, other)
        for near, one in enumerate(left)
        for far, other in enumerate(right)
        if one >= 0 and other >= 0 and one != other
    ]
    if pairs:
        return min(pairs)[1:]
    first = next((one for one in left if one >= 0), -1)
    second = next((one for one in right if one >= 0), -1)
    return first, second


def _probe(thresholds: Sequence[Threshold], tree: shapely.STRtree, sign: float, share: float) -> Integers:
    """Return (n, probes): the smallest area at each of a row of points to one side of each threshold, -1 for none."""
    starts = np.array([one.start for one in thresholds])
    ends = np.array([one.end for one in thresholds])
    middles = starts + share * (ends - starts)
    normals: Floats = sign * turn_left(np.array([one.direction for one in thresholds]))
    points = middles[:, None] + _PROBES[None, :, None] * normals[:, None]
    point, area = pair_with_areas(to_points(points).ravel(), tree)
    found = np.full(len(thresholds) * len(_PROBES), -1, dtype=np.int64)
    sizes = shapely.area(tree.geometries)
    order = np.lexsort((sizes[area], point))[::-1]  # of nested areas, the smaller counts
    found[point[order]] = area[order]
    return found.reshape(len(thresholds), len(_PROBES))
