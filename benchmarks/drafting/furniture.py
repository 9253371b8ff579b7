"""Furniture against the walls of a room: closets, desks with a chair, as rectangles and arcs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from shapely import Polygon

from benchmarks.drafting.sheet import Sheet

_OFF_WALL = 0.01
_CLOSET = (1.0, 0.45)
_DESK = (1.6, 0.8)


def draw_furniture(sheet: Sheet, floor: Polygon) -> None:
    """Draw a few pieces, where they fit."""
    points = shapely.get_coordinates(shapely.orient_polygons(floor).exterior)
    for start, end in pairwise(points):
        length = float(np.hypot(*(end - start)))
        if length < 3.2 or sheet.dice.random() < 0.5:
            continue
        along = (end - start) / length
        inward = np.array([-along[1], along[0]])
        width, depth = sheet.dice.choice((_CLOSET, _DESK))
        corner = start + along * (length / 2 - width / 2) + inward * _OFF_WALL
        ring = np.array(
            [corner, corner + along * width, corner + along * width + inward * depth, corner + inward * depth]
        )
        if not floor.contains(Polygon(ring)):
            continue
        sheet.add_line("furniture", ring, closed=True)
        if (width, depth) == _DESK:
            middle = corner + along * width / 2 + inward * (depth + 0.35)
            sheet.add_arc("furniture", middle, 0.25, 0.0, 2 * np.pi)
