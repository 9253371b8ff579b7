"""Gaps that are none: both faces of the wall are drawn through them, as in walls drawn piece by piece."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.companions import find_lone_parts
from interactive_maps.importing.recognition.geometry.segments import measure_lengths, to_lines

_OFF_FACE = 0.1  # metres between the faces of two pieces of one wall
_OPEN = 0.15  # share of a face that may be missing
_DRAWN = frozenset({Evidence.SWING, Evidence.SYMBOL})


def drop_sealed_gaps(thresholds: Sequence[Threshold], walls: Floats) -> list[Threshold]:
    """Return the thresholds without gaps across which both faces of the wall are drawn.

    Lines across an opening may also be its sill. So this is done only where most doors are drawn as such.
    """
    tree = shapely.STRtree(to_lines(walls))
    sealed = {index for index, one in enumerate(thresholds) if _is_sealed(one, tree)}
    if len(sealed) > sum(one.evidence in _DRAWN for one in thresholds):
        return list(thresholds)
    return [one for index, one in enumerate(thresholds) if index not in sealed]


def _is_sealed(threshold: Threshold, walls: shapely.STRtree) -> bool:
    if threshold.evidence is not Evidence.GAP or len(threshold.lines) < 2:
        return False
    faces = threshold.lines[:2]
    for face, length in zip(faces, measure_lengths(faces).tolist(), strict=True):
        lone = sum(end - start for start, end in find_lone_parts(face, walls, _OFF_FACE))
        if lone > _OPEN * length:
            return False
    return True
