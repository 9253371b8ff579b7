"""Crossings of segments, counted before they are noded: their number may be the square of that of the segments."""

from __future__ import annotations

import shapely

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import to_lines

_BATCH = 100  # segments; each may cross all others


def cross_often(segments: Floats, most: int) -> bool:
    """Return whether more than ``most`` pairs of segments (n, 4) cross each other."""
    lines = to_lines(segments)
    tree = shapely.STRtree(lines)
    count = 0
    for start in range(0, len(lines), _BATCH):
        count += tree.query(lines[start : start + _BATCH], predicate="crosses").shape[1]
        if count > 2 * most:  # each pair is found from both sides
            return True
    return False
