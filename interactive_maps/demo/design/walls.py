"""Walls as drawn on a plan: merged where they join, open at doors and windows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.demo.design.building import EXTERIOR_WALL, Level, Opening, Wall
from interactive_maps.demo.design.frame import Point

Box = tuple[int, int, int, int]
REVEAL = 10  # mm by which an opening exceeds the thickness of its wall, to leave no sliver


def enclose(bars: Sequence[Box]) -> list[Wall]:
    """Return the outer walls around boxes (x0, y0, x1, y1) that form one footprint, including its courts."""
    footprint = shapely.union_all(_make_boxes(bars))
    walls: list[Wall] = []
    for ring in _find_rings(footprint.simplify(0)):
        corners = [(round(x), round(y)) for x, y in ring]
        walls += [Wall(a, b, EXTERIOR_WALL) for a, b in pairwise(corners)]
    return walls


def merge_walls(level: Level) -> BaseGeometry:
    """Return the area (in mm) of a level's walls, without their openings."""
    standing = shapely.union_all(_make_boxes([_cover_wall(wall) for wall in level.walls]))
    gaps = shapely.union_all(_make_boxes([_cover_opening(opening) for opening in level.openings]))
    return standing.difference(gaps).simplify(0)


def outline_walls(level: Level) -> list[list[Point]]:
    """Return the outlines of a level's walls as closed rings without the repeated last point."""
    return [[(round(x), round(y)) for x, y in ring[:-1]] for ring in _find_rings(merge_walls(level))]


def _find_rings(area: BaseGeometry) -> Iterable[Sequence[tuple[float, float]]]:
    for polygon in getattr(area, "geoms", [area]):
        for ring in (polygon.exterior, *polygon.interiors):
            yield ring.coords[:]


def _cover_wall(wall: Wall) -> Box:
    (x0, y0), (x1, y1) = sorted((wall.start, wall.end))
    half = wall.thickness // 2
    return x0 - half, y0 - half, x1 + half, y1 + half


def _cover_opening(opening: Opening) -> Box:
    x, y = opening.middle
    along, across = opening.width // 2, opening.thickness // 2 + REVEAL
    return (
        (x - along, y - across, x + along, y + across)
        if opening.along_x
        else (x - across, y - along, x + across, y + along)
    )


def _make_boxes(boxes: Sequence[Box]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    return np.asarray(shapely.box(*np.asarray(boxes, dtype=float).reshape(-1, 4).T))
