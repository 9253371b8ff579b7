"""Walls as faces, axes, fillings or pieces, with windows in those outside."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from benchmarks.drafting.building import Building, Door
from benchmarks.drafting.sheet import Sheet
from benchmarks.drafting.styles import Style

THIN = 0.02  # metres: the thickness of a wall that is a single line
_OUTER = 0.3  # metres: walls of at least this thickness have windows
_WINDOW = (1.4, 0.5)  # metres: width, and the least wall beside it
_PLASTER = 0.025

Edge = tuple[NDArray[np.float64], float]


def build_walls(building: Building, style: Style) -> BaseGeometry:
    """Return the body of all walls, open at doors, in metres."""
    if building.solid is not None:
        standing = building.solid
    else:
        bodies = [_build_body(edge, style) for edge in building.edges]
        standing = shapely.union_all(bodies, grid_size=0.001)
    holes = [cover_door(door, find_thickness(building, door, style)) for door in building.doors]
    return shapely.difference(standing, shapely.union_all(holes)).simplify(0.002)


def _build_body(edge: Edge, style: Style) -> BaseGeometry:
    points, thickness = edge
    half = (THIN if style.walls == "single" else thickness) / 2
    step = points[1] - points[0]
    reach = step / max(float(np.hypot(*step)), 1e-9) * min(half, 0.06)
    return LineString([points[0] - reach, points[1] + reach]).buffer(half, cap_style="flat")


def find_thickness(building: Building, door: Door, style: Style) -> float:
    """Return the thickness of the wall at a door."""
    if style.walls == "single":
        return THIN
    if door.thickness is not None:
        return door.thickness
    place = shapely.Point(door.place)
    return min((LineString(points).distance(place), thickness) for points, thickness in building.edges)[1]


def cover_door(door: Door, thickness: float) -> BaseGeometry:
    """Return the hole for a door in its wall."""
    along = np.array(door.direction) * door.width / 2
    return LineString([np.array(door.place) - along, np.array(door.place) + along]).buffer(
        thickness / 2 + 0.02, cap_style="flat"
    )


def draw_walls(sheet: Sheet, building: Building, solid: BaseGeometry) -> None:
    """Draw the walls in the sheet's style, and their windows."""
    style = sheet.style
    windows = list(_place_windows(building, solid)) if "windows" in style.clutter else []
    if windows and style.walls != "single":
        solid = shapely.difference(solid, shapely.union_all([hole for hole, _ in windows]))
        for _, lines in windows:
            for line in lines:
                sheet.add_line("window", line)
    if style.walls == "single":
        _draw_axes(sheet, building)
    elif style.walls == "pieces" and building.solid is None:
        _draw_pieces(sheet, building, solid)
    else:
        _draw_faces(sheet, building, solid)
    if style.walls == "axes":
        for points, _ in building.edges:
            sheet.add_line("wall", points, linetype="DASHDOT")


def _draw_faces(sheet: Sheet, building: Building, solid: BaseGeometry) -> None:
    walls = sheet.style.walls
    holes = [cover_door(door, find_thickness(building, door, sheet.style)) for door in building.doors]
    ends = shapely.union_all(holes).boundary.buffer(0.006)
    for polygon in shapely.get_parts(solid):
        for ring in (polygon.exterior, *polygon.interiors):
            points = shapely.get_coordinates(ring)[:-1]
            if walls == "solid":
                sheet.add_fill("wall", points)
            elif walls == "open":
                for part in list_lines(shapely.difference(ring, ends)):
                    sheet.add_walls(shapely.get_coordinates(part), closed=False)
            else:
                sheet.add_walls(points, closed=True)
            if walls == "hatched":
                sheet.add_fill("hatch", points)
    if walls == "cavity":
        inner = solid.buffer(-_PLASTER, join_style="mitre")
        for polygon in shapely.get_parts(inner):
            for ring in (polygon.exterior, *polygon.interiors):
                sheet.add_line("wall", shapely.get_coordinates(ring)[:-1], closed=True)


def _draw_axes(sheet: Sheet, building: Building) -> None:
    holes = shapely.union_all([cover_door(door, 0.1) for door in building.doors])
    axes = shapely.line_merge(
        shapely.union_all([LineString(points) for points, _ in building.edges], grid_size=0.001)
    )
    for part in list_lines(shapely.difference(axes, holes)):
        sheet.add_walls(shapely.get_coordinates(part), closed=False)


def _draw_pieces(sheet: Sheet, building: Building, solid: BaseGeometry) -> None:
    """Draw every wall as separate rectangles, which overlap at corners."""
    for edge in building.edges:
        body = shapely.intersection(_build_body(edge, sheet.style), solid)
        for part in shapely.get_parts(body):
            if part.geom_type == "Polygon" and part.area > 0.002:
                sheet.add_walls(shapely.get_coordinates(part.exterior.simplify(0.003))[:-1], closed=True)


def _place_windows(
    building: Building, solid: BaseGeometry
) -> Iterable[tuple[BaseGeometry, list[NDArray[np.float64]]]]:
    """Yield the hole of each window, and its lines: both faces and the glass."""
    width, beside = _WINDOW
    for points, thickness in building.edges:
        step = points[1] - points[0]
        length = float(np.hypot(*step))
        if thickness < _OUTER or length < width + 2 * beside:
            continue
        along = step / length
        across = np.array([-along[1], along[0]])
        for number in range(count := int(length / 3.0) or 1):
            middle = points[0] + step * (number + 0.5) / count
            ends = middle - along * width / 2, middle + along * width / 2
            hole = LineString(ends).buffer(thickness / 2 + 0.01, cap_style="flat")
            if shapely.intersection(hole, solid).area < 0.9 * width * thickness:
                continue  # a door is there
            offs = (-thickness / 2, -0.02, 0.02, thickness / 2)
            yield hole, [np.array([end + across * off for end in ends]) for off in offs]


def list_lines(geometry: BaseGeometry) -> list[LineString]:
    """Return the lines of a geometry that are long enough to draw."""
    return [
        part for part in shapely.get_parts(geometry) if isinstance(part, LineString) and part.length > 0.01
    ]


def list_pieces(line: BaseGeometry) -> Iterable[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Yield both ends of every straight piece of a line."""
    yield from pairwise(shapely.get_coordinates(line))
