"""Furniture: closets and desks against the walls, tables with chairs, toilets and basins."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import shapely
from shapely import Polygon

from benchmarks.drafting.sheet import Points, Sheet

_OFF_WALL = 0.01
_CLOSET = (1.0, 0.45)
_DESK = (1.6, 0.8)
_TABLE = (2.4, 1.1)
_CABIN = (0.9, 1.5)


def draw_furniture(sheet: Sheet, floor: Polygon) -> None:
    """Draw a few pieces along the walls, where they fit."""
    for corner, along, inward, length in _list_walls(floor):
        if length < 3.2 or sheet.dice.random() < 0.5:
            continue
        width, depth = sheet.dice.choice((_CLOSET, _DESK))
        start = corner + along * (length / 2 - width / 2) + inward * _OFF_WALL
        ring = _outline(start, along, inward, width, depth)
        if not floor.contains(Polygon(ring)):
            continue
        with sheet.in_block(1):
            sheet.add_line("furniture", ring, closed=True)
            if (width, depth) == _DESK:
                middle = start + along * width / 2 + inward * (depth + 0.35)
                sheet.add_arc("furniture", middle, 0.25, 0.0, 2 * np.pi)


def draw_table(sheet: Sheet, floor: Polygon) -> None:
    """Draw a table with chairs around it, in the middle of a large enough room."""
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(floor, 0.1))[0]
    width, depth = _TABLE
    corner = np.array([x - width / 2, y - depth / 2 - 1.2])
    along, inward = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    around = Polygon(_outline(corner - 0.6, along, inward, width + 1.2, depth + 1.2))
    if floor.area < 14 or not floor.contains(around):
        return
    with sheet.in_block(1):
        sheet.add_line("furniture", _outline(corner, along, inward, width, depth), closed=True)
        for share in (0.2, 0.5, 0.8):
            for out in (-0.45, depth + 0.05):
                chair = corner + along * (width * share - 0.2) + inward * out
                sheet.add_line("furniture", _outline(chair, along, inward, 0.4, 0.4), closed=True)


def draw_sanitary(sheet: Sheet, floor: Polygon) -> None:
    """Draw cabins with toilets along the longest wall of a restroom; their doors are leaves with arcs."""
    corner, along, inward, length = max(_list_walls(floor), key=lambda wall: wall[3])
    width, depth = _CABIN
    count = int((length - 0.2) / width)
    inside = Polygon(_outline(corner, along, inward, count * width, depth + 0.9))
    if count < 2 or not floor.buffer(0.01).contains(inside):
        _draw_toilet(sheet, corner + along * 0.6, along, inward)
        return
    for number in range(count):
        start = corner + along * (width * number)
        for side in (0.0, 0.03):
            end = start + along * (width - 0.03 + side)
            sheet.add_line("sanitary", np.array([end, end + inward * depth]))
        front = start + inward * depth
        sheet.add_line("sanitary", np.array([front, front + along * 0.15]))
        sheet.add_line("sanitary", np.array([front + along * 0.8, front + along * width]))
        hinge = front + along * 0.15
        sheet.add_line("sanitary", np.array([hinge, hinge + inward * 0.65]))
        first, last = np.arctan2(*along[::-1]), np.arctan2(*inward[::-1])
        sheet.add_arc(
            "sanitary",
            hinge,
            0.65,
            float(first),
            float(np.remainder(last - first + np.pi, 2 * np.pi) - np.pi),
        )
        _draw_toilet(sheet, start + along * width / 2, along, inward)


def _draw_toilet(sheet: Sheet, back: Points, along: Points, inward: Points) -> None:
    tank = _outline(back - along * 0.2 + inward * _OFF_WALL, along, inward, 0.4, 0.18)
    sheet.add_line("sanitary", tank, closed=True)
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    bowl = back + inward * 0.42 + 0.17 * np.cos(turn)[:, None] * along + 0.24 * np.sin(turn)[:, None] * inward
    sheet.add_line("sanitary", bowl, closed=True)


def _list_walls(floor: Polygon) -> Iterator[tuple[Points, Points, Points, float]]:
    """Yield the start of each wall of a room, unit vectors along it and into the room, and its length."""
    points = shapely.get_coordinates(shapely.orient_polygons(floor).exterior)
    for start, end in pairwise(points):
        length = float(np.hypot(*(end - start)))
        if length > 1e-6:
            along = (end - start) / length
            yield start, along, np.array([-along[1], along[0]]), length


def _outline(corner: Points, along: Points, inward: Points, width: float, depth: float) -> Points:
    return np.array(
        [corner, corner + along * width, corner + along * width + inward * depth, corner + inward * depth]
    )
