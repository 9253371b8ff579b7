"""Classification of filled areas: solid walls, tints of rooms, and lines drawn as areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.pdfium.content import Floats

_THIN = 0.75  # points: narrower areas are lines
_SLENDER = 8.0  # length in widths
_COMPACT = 0.45  # 4 pi area / perimeter squared, above which areas are tinted rooms and not walls
_LEAST_TINT = 400.0  # square points, 5 cm2: smaller areas are not tints of rooms
_SIGN = 10.0  # points: smaller areas are letters, arrows or dots, unless they are pieces of walls
_AS_THICK = 0.8  # of the thickness of the thinnest wall
_RECTANGULAR = 0.97  # of the rectangle around a piece of wall
_MOST_UNITED = 60_000
_GRID = 0.001


@dataclass(frozen=True, slots=True)
class Solids:
    """The fills of one pen: united areas of walls, tinted areas, lines, and signs such as letters."""

    walls: list[Polygon]
    tints: list[Polygon]
    lines: list[Floats]
    signs: list[Polygon]


def build_area(rings: Sequence[Floats], *, even_odd: bool) -> BaseGeometry:
    """Return the area inside of closed lines together."""
    areas = [shapely.make_valid(Polygon(ring)) for ring in rings if len(ring) > 2]
    if len(areas) == 1:
        return areas[0]
    if not areas:
        return Polygon()
    if not even_odd:
        turns = [shapely.is_ccw(shapely.linearrings(ring)) for ring in rings if len(ring) > 2]
        largest = int(np.argmax([area.area for area in areas]))
        solid = shapely.union_all([a for a, turn in zip(areas, turns, strict=True) if turn == turns[largest]])
        holes = shapely.union_all([a for a, turn in zip(areas, turns, strict=True) if turn != turns[largest]])
        return shapely.difference(solid, holes)
    area: BaseGeometry = Polygon()
    for one in sorted(areas, key=lambda one: -one.area):
        area = shapely.symmetric_difference(area, one)
    return area


def sort_fills(areas: Sequence[BaseGeometry]) -> Solids:
    """Classify the areas that one pen fills."""
    polygons = [
        part
        for area in areas
        for part in shapely.get_parts(area)
        if isinstance(part, Polygon) and part.area > 0
    ]
    lines = [_find_axis(area) for area in polygons]
    thick = [area for area, line in zip(polygons, lines, strict=True) if line is None]
    tints = thick if _are_tints(thick) else []
    united = [] if tints else _unite(thick)
    large = [area for area in united if not _is_small(area)]
    least = _AS_THICK * min(map(_measure_thickness, large), default=np.inf)
    signs = [area for area in united if _is_small(area) and not _is_piece(area, least)]
    walls = [area for area in united if not _is_small(area) or _is_piece(area, least)]
    return Solids(walls, tints, [line for line in lines if line is not None], signs)


def _is_small(area: Polygon) -> bool:
    west, south, east, north = area.bounds
    return max(east - west, north - south) < _SIGN


def _is_piece(area: Polygon, least: float) -> bool:
    """Return whether a small area is a piece of wall: a rectangle at least as thick as the walls of its pen."""
    if _measure_thickness(area) < least / 2 or area.interiors:
        return False
    box = shapely.minimum_rotated_rectangle(area)
    sides = np.hypot(*np.diff(shapely.get_coordinates(box)[:3], axis=0).T)
    return bool(area.area >= _RECTANGULAR * box.area and sides.min() >= least)


def _measure_thickness(area: Polygon) -> float:
    """Return the thickness of a wall of any shape; that of a short one is up to twice as much."""
    return 2 * area.area / area.length


def _find_axis(area: Polygon) -> Floats | None:
    """Return the line that a slender area represents, or None."""
    half = area.length / 2
    if half <= 0 or 2 * area.area / area.length > _THIN or half < _SLENDER * 2 * area.area / area.length:
        return None
    if len(area.exterior.coords) > 7 or area.interiors:
        return None
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(area))
    if len(corners) < 4:
        return corners[[0, -1]] if len(corners) > 1 else None
    sides = np.hypot(*(corners[1:3] - corners[:2]).T)
    long = int(sides[1] > sides[0])
    ends = [
        (corners[long] + corners[long - 1 if long else 3]) / 2,
        (corners[long + 1] + corners[long + 2]) / 2,
    ]
    return np.array(ends)


def _are_tints(areas: Sequence[Polygon]) -> bool:
    """Return whether most of the filled areas are as compact as rooms."""
    sizes = shapely.area(areas)
    large = sizes >= _LEAST_TINT
    if not large.any():
        return False
    compact = 4 * np.pi * sizes / np.maximum(shapely.length(areas), 1e-9) ** 2
    return bool(np.average(compact[large], weights=sizes[large]) > _COMPACT)


def _unite(areas: Sequence[Polygon]) -> list[Polygon]:
    """Return areas, merging those that touch."""
    if not areas or len(areas) > _MOST_UNITED:
        return list(areas)
    try:
        united = shapely.union_all(areas, grid_size=_GRID)
    except GEOSException:
        return list(areas)
    return [part for part in shapely.get_parts(united) if isinstance(part, Polygon)]


def list_rings(area: Polygon) -> list[Floats]:
    """Return the outlines of an area and its holes, without repeating their first points."""
    return [shapely.get_coordinates(ring)[:-1] for ring in (area.exterior, *area.interiors)]
