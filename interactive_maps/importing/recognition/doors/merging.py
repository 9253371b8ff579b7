"""Merging of evidence for the same door: a swing stands in a gap, and both faces of a wall have the same gap."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.spatial import cKDTree

from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold

_REACH = 3.5  # metres between the middles of thresholds that may be one door
_APART = 0.65
_AT_POST = 0.45  # metres from the middle of a post to the ends of the doors on both sides of it
_BARE = frozenset({Evidence.GAP, Evidence.FILLED, Evidence.GLAZED})
_RANK = {
    Evidence.SWING: 0,
    Evidence.SYMBOL: 1,
    Evidence.GLAZED: 2,
    Evidence.FILLED: 3,
    Evidence.GAP: 4,
    Evidence.OPEN: 5,
}


def merge_thresholds(thresholds: list[Threshold]) -> list[Threshold]:
    """Return thresholds without duplicates; the strongest of each keeps the lines of the others."""
    order = sorted(range(len(thresholds)), key=lambda i: (_RANK[thresholds[i].evidence], i))
    if not order:
        return []
    tree = cKDTree(np.array([one.middle for one in thresholds]))
    gone: set[int] = set()
    kept: list[Threshold] = []
    for index in order:
        if index in gone:
            continue
        gone.add(index)
        one = thresholds[index]
        for other in sorted(tree.query_ball_point(one.middle, _REACH)):
            if other not in gone and _is_same(one, thresholds[other]):
                gone.add(other)
                one = _absorb(one, thresholds[other])
        kept.append(one)
    return _drop_between_posts(kept)


def _drop_between_posts(thresholds: list[Threshold]) -> list[Threshold]:
    """Drop gaps from post to post: a post between two doors is a wall only in their direction."""
    swings = [one for one in thresholds if one.evidence is Evidence.SWING]
    if len(swings) < 4:
        return thresholds
    tree = cKDTree(np.array([end for one in swings for end in (one.start, one.end)]))
    return [
        one
        for one in thresholds
        if one.evidence not in _BARE
        or not all(_is_post(end, one, swings, tree) for end in (one.start, one.end))
    ]


def _is_post(place: tuple[float, float], gap: Threshold, swings: list[Threshold], tree: cKDTree) -> bool:
    """Return whether doors on both sides of a gap's end run across the gap."""
    along = gap.direction
    sides = set()
    for row in tree.query_ball_point(place, _AT_POST):
        swing = swings[row // 2]
        if abs(along @ swing.direction) < 0.3:
            step = np.array(swing.middle) - np.array(place)
            sides.add(bool(along[0] * step[1] - along[1] * step[0] > 0))
    return len(sides) == 2


def _is_same(one: Threshold, other: Threshold) -> bool:
    """Return whether two thresholds are parallel, near, and overlap over most of the shorter one."""
    along = one.direction
    if abs(along @ other.direction) < 0.96:
        return False
    step = np.array(other.middle) - np.array(one.middle)
    across = abs(along[0] * step[1] - along[1] * step[0])
    shift = abs(float(step @ along))
    overlap = (one.width + other.width) / 2 - shift
    return bool(across <= _APART and overlap > 0.5 * min(one.width, other.width))


def _absorb(one: Threshold, other: Threshold) -> Threshold:
    """Return the stronger threshold with the lines of the weaker one, and the wall's thickness if that has it."""
    lines = np.concatenate([one.lines, other.lines])
    swings_in_gap = one.evidence is Evidence.SWING and other.evidence in {Evidence.GAP, Evidence.FILLED}
    if swings_in_gap and 0.7 * one.width <= other.width <= 1.5 * one.width:
        # The gap is measured from jamb to jamb, the swing by the leaf.
        return replace(one, start=other.start, end=other.end, lines=lines, thickness=other.thickness)
    return replace(one, lines=lines, thickness=max(one.thickness, other.thickness))
