"""Elevations and sections, known by elements that occur only in them: level marks, the ground line.

A plan is seen from above and has no downward direction. In an elevation, everything stands on the ground line,
which extends beyond the building, and level marks are as high as they say. Door swings occur only in plans.
"""

from __future__ import annotations

import numpy as np

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import measure_lengths
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.views.level_marks import rise_as_they_say
from interactive_maps.importing.recognition.views.titles import ViewKind

Bounds = tuple[float, float, float, float]

_MARKS_REACH = 0.35  # of a view's width and height: the search for its level marks beside it
SWINGS = 3  # door arcs that make a plan
_SWING_RADIUS, _SWING_SWEEP = (0.45, 1.4), (np.radians(70), np.radians(100))
_SPAN = 0.9  # of a view's width that its ground line spans
_SLOPE = 0.1  # its rise over its run
_OVERHANG = 0.3  # metres by which it extends beyond everything on it, on either side
_BELOW = 0.05  # share of the linework that may be below it: its hatching
_IN_LINE = 0.02  # metres below it that still count as on it
_FLAT = 0.6  # of a view's height over its width; a building's side is seldom as high as it is long
_NEAR = 3.0  # metres between it and the lowest of the rest
_LEAST_LINES = 10


def find_elevation(bounds: Bounds, plan: Plan) -> tuple[ViewKind, str] | None:
    """Return the kind of a view without swings from its lines and marks, and the reason; None for a plan."""
    west, south, east, north = bounds
    wide, high = (max(side * _MARKS_REACH, 3.0) for side in (east - west, north - south))
    around = (west - wide, south - high, east + wide, north + high)
    if rise_as_they_say([text for text in plan.texts if _stands_in(text, around)]):
        return ViewKind.ELEVATION, "its level marks are as high as they say"
    if stands_on_ground(plan.segments, bounds):
        return ViewKind.ELEVATION, "everything in it stands on a ground line that extends beyond it"
    return None


def count_swings(bounds: Bounds, plan: Plan) -> int:
    """Return how many arcs within bounds are swings of doors."""
    arcs = plan.arcs
    inside = _are_inside(np.hstack([arcs[:, :2], arcs[:, :2]]), bounds)
    swings = (
        (arcs[:, 2] >= _SWING_RADIUS[0])
        & (arcs[:, 2] <= _SWING_RADIUS[1])
        & (arcs[:, 4] >= _SWING_SWEEP[0])
        & (arcs[:, 4] <= _SWING_SWEEP[1])
    )
    return int((inside & swings).sum())


def stands_on_ground(segments: Floats, bounds: Bounds) -> bool:
    """Return whether a nearly level line lies below all else within bounds, and extends beyond it on both sides."""
    west, south, east, north = bounds
    if north - south > _FLAT * (east - west):
        return False
    run = np.abs(segments[:, 2] - segments[:, 0])
    rise = np.abs(segments[:, 3] - segments[:, 1])
    low = segments[:, [1, 3]].min(axis=1)
    ground = (run >= _SPAN * (east - west)) & (rise <= _SLOPE * run) & (np.abs(low - south) <= _NEAR)
    others = segments[_are_inside(segments, bounds) & ~ground]
    return len(others) >= _LEAST_LINES and any(_lies_below(line, others) for line in segments[ground])


def _lies_below(ground: Floats, others: Floats) -> bool:
    left, right = sorted(((ground[0], ground[1]), (ground[2], ground[3])))
    middles = (others[:, :2] + others[:, 2:]) / 2
    level = np.interp(middles[:, 0], [left[0], right[0]], [left[1], right[1]])
    lengths = measure_lengths(others)
    is_below = middles[:, 1] < level - _IN_LINE
    standing = others[~is_below]
    if lengths[is_below].sum() > _BELOW * lengths.sum() or not len(standing):
        return False
    ends = standing[:, [0, 2]]
    return bool(ends.min() - left[0] >= _OVERHANG and right[0] - ends.max() >= _OVERHANG)


def _stands_in(text: Text, bounds: Bounds) -> bool:
    x, y = text.centre
    return bounds[0] <= x <= bounds[2] and bounds[1] <= y <= bounds[3]


def _are_inside(segments: Floats, bounds: Bounds) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    low, high = np.tile(bounds[:2], 2) - 0.5, np.tile(bounds[2:], 2) + 0.5
    return np.asarray(((segments >= low) & (segments <= high)).all(axis=1))
