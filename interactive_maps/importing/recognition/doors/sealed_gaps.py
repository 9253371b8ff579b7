"""Gaps that are none, or in part: a column fills them, or both faces of the wall are drawn through them.

Walls drawn piece by piece have ends in their middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold, list_openings
from interactive_maps.importing.recognition.geometry.companions import find_companions, find_lone_parts
from interactive_maps.importing.recognition.geometry.segments import measure_lengths, to_lines
from interactive_maps.importing.recognition.walls.caps import THICKNESS

_OFF_FACE = 0.1  # metres between the faces of two pieces of one wall
_OPEN = 0.15  # share of a face that may be missing
_LEAST_WIDTH = 0.45  # metres of an opening
_LEAST_STUB = 0.3  # metres of wall at one end of a gap
_LEAST_PART = (
    0.3  # metres of a face that is missing: less is a niche, or a corner where one face ends before the other
)
_SAME_FACE = 0.02  # metres
_LARGEST_COLUMN = 2.5  # metres
_FILLED = 0.9  # of a gap's width
_STEP = 0.05  # metres between the places along a gap that are looked at
_MOST = 200  # lines in a gap
_DRAWN = frozenset({Evidence.SWING, Evidence.SYMBOL})
_BARE = frozenset({Evidence.GAP, Evidence.FILLED})


def drop_sealed_gaps(thresholds: Sequence[Threshold], walls: Floats) -> list[Threshold]:
    """Return the thresholds without gaps across which both faces of the wall are drawn.

    Lines across an opening may also be its sill. So this is done only where most doors are drawn as such.
    """
    tree = shapely.STRtree(to_lines(walls))
    sealed = {index for index, one in enumerate(thresholds) if _is_sealed(one, tree)}
    if len(sealed) > sum(one.evidence in _DRAWN for one in thresholds):
        return list(thresholds)
    return [one for index, one in enumerate(thresholds) if index not in sealed]


def drop_columns(thresholds: Sequence[Threshold], columns: Floats) -> list[Threshold]:
    """Return the thresholds without gaps that a column fills: walls end at both of its sides."""
    outlines = shapely.get_parts(shapely.union_all(to_lines(columns)))
    faces = shapely.get_parts(shapely.polygonize(outlines))
    sizes = shapely.bounds(faces).reshape(-1, 4)
    small = faces[(sizes[:, 2:] - sizes[:, :2]).max(axis=1, initial=0.0) <= _LARGEST_COLUMN]
    if not len(small):
        return list(thresholds)
    solid = shapely.union_all(small)
    gaps = to_lines(list_openings(thresholds))
    filled = shapely.length(shapely.intersection(gaps, solid)) >= _FILLED * shapely.length(gaps)
    return [
        one
        for one, is_filled in zip(thresholds, filled.tolist(), strict=True)
        if not (is_filled and one.evidence in _BARE)
    ]


def trim_gaps(thresholds: Sequence[Threshold], walls: Floats) -> list[Threshold]:
    """Return the thresholds with gaps cut back to where the wall is open, without those that leave no opening.

    From the end of a wall to another one, a gap may run through a column, and along a stub of the wall behind it.
    """
    tree = shapely.STRtree(to_lines(walls))
    return [kept for one in thresholds if (kept := _trim(one, tree)) is not None]


def _trim(threshold: Threshold, walls: shapely.STRtree) -> Threshold | None:
    if threshold.evidence not in _BARE or len(threshold.lines) < 2:
        return threshold
    length = threshold.width
    low, high = _find_open(threshold, walls)
    if low < _LEAST_STUB and length - high < _LEAST_STUB:
        return threshold
    low, high = low if low >= _LEAST_STUB else 0.0, high if length - high >= _LEAST_STUB else length
    if high - low < _LEAST_WIDTH:
        return None
    (x, y), (dx, dy) = threshold.start, threshold.direction.tolist()
    return replace(threshold, start=(x + low * dx, y + low * dy), end=(x + high * dx, y + high * dy))


def _find_open(threshold: Threshold, walls: shapely.STRtree) -> tuple[float, float]:
    """Return where the opening begins and ends, metres from the start: both faces of a wall are drawn outside it.

    If both are drawn throughout, they may be its sill: then all of it is open.
    """
    wide = []
    for face in threshold.lines[:2]:
        begin = float((face[:2] - threshold.start) @ threshold.direction)
        parts = find_lone_parts(face, walls, _OFF_FACE)
        wide += [(begin + low, begin + high) for low, high in parts if high - low >= _LEAST_PART]
    return min((low for low, _ in wide), default=0.0), max(
        (high for _, high in wide), default=threshold.width
    )


def _is_sealed(threshold: Threshold, walls: shapely.STRtree) -> bool:
    if threshold.evidence not in _BARE or not len(threshold.lines):
        return False
    faces = threshold.lines[:2]
    return all(_is_drawn(face, walls) for face in faces) or (len(faces) > 1 and _is_crossed(faces, walls))


def _is_drawn(face: Floats, walls: shapely.STRtree) -> bool:
    parts = [high - low for low, high in find_lone_parts(face, walls, _OFF_FACE)]
    return sum(parts) <= _OPEN * measure_lengths(face[None])[0] or max(parts) < _LEAST_PART


def _is_crossed(faces: Floats, walls: shapely.STRtree) -> bool:
    """Return whether both faces of a thinner wall run through a gap, anywhere between its ``faces``."""
    middle = faces.mean(axis=0)
    length = float(measure_lengths(middle[None])[0])
    reach = float(np.hypot(*(faces[0, :2] - middle[:2]))) + _SAME_FACE
    beside = find_companions(middle, walls, reach)[:_MOST]
    places = np.arange(_STEP / 2, length, _STEP)
    if not len(beside):
        return False
    there = (beside[:, :1] <= places) & (places <= beside[:, 1:2])
    lowest = np.where(there, beside[:, 2:], np.inf).min(axis=0)
    highest = np.where(there, beside[:, 2:], -np.inf).max(axis=0)
    return bool((highest - lowest >= THICKNESS[0]).mean() >= 1 - _OPEN)
