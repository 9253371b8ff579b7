"""Corners that project into an area, and lines from them along its walls."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.segments import lengthen, to_lines

LEAST_EDGE = 0.1  # metres of a wall that is extended
SIMPLIFY = 0.02  # metres
OVERSHOOT = 0.003  # metres: lines that merely touch come apart on the grid
_REFLEX = np.radians(200)
_MOST_CORNERS = 600
_MOST_LINES = 10_000  # between corners in line, the shortest
_ASIDE = 0.5  # metres by which two walls in line, and what stands before them, are apart
_WALL = 2.0  # metres of a wall that goes on in line


def find_corners(area: Polygon, least_wall: float) -> tuple[Floats, Floats]:
    """Return the corners that project into the area, once for each wall that can be extended, with its direction.

    At least one of the two walls is ``least_wall`` metres long.
    """
    corners: list[Floats] = []
    directions: list[Floats] = []
    oriented = shapely.orient_polygons(area.simplify(SIMPLIFY))
    assert isinstance(oriented, Polygon)
    for ring in (oriented.exterior, *oriented.interiors):
        points = shapely.get_coordinates(ring)[:-1]
        before = points - np.roll(points, 1, axis=0)
        after = np.roll(points, -1, axis=0) - points
        turn = np.arctan2(
            before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0], (before * after).sum(axis=1)
        )
        walls = np.stack([np.hypot(*before.T), np.hypot(*after.T)], axis=1)
        chosen = (np.pi - turn > _REFLEX) & (walls.max(axis=1) >= least_wall)
        for index in np.flatnonzero(chosen).tolist():
            for wall, direction in enumerate((before[index], -after[index])):
                if walls[index, wall] >= LEAST_EDGE:
                    corners.append(points[index])
                    directions.append(direction / walls[index, wall])
    if len(corners) > 2 * _MOST_CORNERS:
        return np.empty((0, 2)), np.empty((0, 2))
    return np.array(corners).reshape(-1, 2), np.array(directions).reshape(-1, 2)


def draw_on(corners: Floats, directions: Floats, boundary: BaseGeometry, reach: float) -> Floats:
    """Return lines from corners until they meet a wall."""
    rays = to_lines(np.hstack([corners, corners + reach * directions]))
    found = []
    for ray, corner, direction in zip(rays, corners, directions, strict=True):
        hits = shapely.get_coordinates(shapely.intersection(ray, boundary))
        away = np.hypot(*(hits - corner).T)
        ahead = away[away > SIMPLIFY]
        if len(ahead):
            end = corner + ahead.min() * direction
            found.append(np.concatenate([corner, end]))
    return lengthen(np.array(found).reshape(-1, 4), OVERSHOOT)


def join_facing(area: Polygon, least_wall: float, longest: float) -> Floats:
    """Return lines (n, 4) in an area from each corner to the next one if the walls of both lie in line with it.

    Such a wall is interrupted by an opening, at most ``longest`` metres wide.
    """
    corners, directions = find_corners(area, least_wall)
    if not len(corners):
        return np.empty((0, 4))
    one, other = cKDTree(corners).query_pairs(longest, output_type="ndarray").T
    steps = corners[other] - corners[one]
    aside = [
        np.abs(directions[each][:, 0] * steps[:, 1] - directions[each][:, 1] * steps[:, 0])
        for each in (one, other)
    ]
    ahead = np.einsum("ij,ij->i", steps, directions[one])
    facing = -np.einsum("ij,ij->i", steps, directions[other])
    fit = (np.maximum(*aside) <= _ASIDE) & (np.minimum(ahead, facing) > 2 * _ASIDE)
    fit = np.flatnonzero(fit)
    fit = fit[np.argsort(ahead[fit], kind="stable")[:_MOST_LINES]]
    lines = np.hstack([corners[one[fit]], corners[other[fit]]])
    shapely.prepare(area)
    clear = shapely.contains(area, to_lines(lengthen(lines, -OVERSHOOT)))
    return lengthen(lines[clear & _have_walls_behind(lines, area)], OVERSHOOT)


def _have_walls_behind(lines: Floats, area: Polygon) -> NDArray[np.bool_]:
    """Return whether the edge of an area goes on in line behind both ends of each of ``lines``: no pilasters do."""
    longer = lengthen(lines, _WALL)
    behind = np.concatenate(
        [np.hstack([lines[:, :2], longer[:, :2]]), np.hstack([lines[:, 2:], longer[:, 2:]])]
    )
    beside = grow(area.boundary, _ASIDE)
    shapely.prepare(beside)
    first, last = shapely.contains(beside, to_lines(behind)).reshape(2, -1)
    return np.logical_and(first, last)
