"""Crossings of segments, counted before they are noded: their number may be the square of that of the segments."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import to_lines

_BATCH = 100  # segments; each may cross all others


def cross_often(segments: Floats, most: int) -> bool:
    """Return whether more than ``most`` pairs of segments (n, 4) cross each other, away from their ends."""
    tree = shapely.STRtree(to_lines(segments))
    count = 0
    for start in range(0, len(segments), _BATCH):
        rows, others = tree.query(tree.geometries[start : start + _BATCH])
        rows += start
        once = rows < others
        count += int(_cross(segments[rows[once]], segments[others[once]]).sum())
        if count > most:
            return True
    return False


def _cross(some: Floats, others: Floats) -> NDArray[np.bool_]:
    """Return which pairs of segments have the ends of each on both sides of the other."""
    return (_turn(some, others[:, :2]) * _turn(some, others[:, 2:]) < 0) & (
        _turn(others, some[:, :2]) * _turn(others, some[:, 2:]) < 0
    )


def _turn(segments: Floats, places: Floats) -> Floats:
    """Return twice the signed areas of the triangles of segments and places."""
    along, away = segments[:, 2:] - segments[:, :2], places - segments[:, :2]
    turns: Floats = along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]
    return turns
