"""Clutter on a sheet: axes in circles, chains of dimensions, ceilings, tiles, columns."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from benchmarks.drafting.sheet import Points, Sheet
from benchmarks.drafting.walls import list_lines

_BAY = 6.0  # metres between axes
_BEYOND = 3.0
_COLUMN = 0.35
_TILE = 0.6


def draw_clutter(sheet: Sheet, solid: BaseGeometry) -> list[Polygon]:
    """Draw the style's clutter around and across the whole floor, and return its columns, in metres."""
    wanted = sheet.style.clutter
    west, south, east, north = solid.bounds
    xs, ys = np.arange(west + 1.3, east, _BAY), np.arange(south + 0.9, north, _BAY)
    if "grid" in wanted:
        _draw_grid(sheet, xs, ys, solid.bounds)
    columns = list(_draw_columns(sheet, xs, ys, solid)) if "columns" in wanted else []
    if "dims" in wanted:
        _draw_chain(sheet, np.array([[x, north + 1.5] for x in (west, *xs, east)]))
        _draw_chain(sheet, np.array([[west - 1.5, y] for y in (south, *ys, north)]))
    return columns


def _draw_grid(sheet: Sheet, xs: Points, ys: Points, bounds: tuple[float, float, float, float]) -> None:
    west, south, east, north = bounds
    lines = [((x, south - _BEYOND), (x, north + _BEYOND)) for x in xs]
    lines += [((west - _BEYOND, y), (east + _BEYOND, y)) for y in ys]
    for number, (start, end) in enumerate(lines):
        sheet.add_line("grid", np.array([start, end]), linetype="CENTER")
        sheet.add_arc("grid", np.add(end, (0.0, 0.5)), 0.5, 0.0, 2 * np.pi)
        sheet.add_text("grid", str(number + 1), np.add(end, (0.0, 0.5)), 0.4)


def _draw_columns(sheet: Sheet, xs: Points, ys: Points, solid: BaseGeometry) -> Iterator[Polygon]:
    """Draw a column wherever two axes cross away from walls, and yield its outline."""
    half = _COLUMN / 2
    hull = solid.convex_hull.buffer(-0.4)
    for x in xs:
        for y in ys:
            if hull.contains(shapely.Point(x, y)) and not solid.intersects(shapely.Point(x, y).buffer(1.3)):
                ring = np.array(
                    [[x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half]]
                )
                sheet.add_line("column", ring, closed=True)
                sheet.add_line("column", ring[[0, 2]])
                sheet.add_line("column", ring[[1, 3]])
                yield Polygon(ring)


def _draw_chain(sheet: Sheet, points: Points) -> None:
    """Draw a chain of dimensions, exploded: the line, a tick and an extension at each point, and the text."""
    along = (points[-1] - points[0]) / max(float(np.hypot(*(points[-1] - points[0]))), 1e-9)
    across = np.array([-along[1], along[0]])
    sheet.add_line("dimension", np.array([points[0], points[-1]]))
    for point in points:
        sheet.add_line(
            "dimension", np.array([point - 0.12 * (along + across), point + 0.12 * (along + across)])
        )
        sheet.add_line("dimension", np.array([point - 0.5 * across, point + 0.25 * across]))
    for start, end in itertools.pairwise(points):
        length = float(np.hypot(*(end - start)))
        sheet.add_text("dimension", sheet.say_length(length), (start + end) / 2 + 0.2 * across, 0.15)


def draw_in_room(sheet: Sheet, floor: Polygon, *, shaft: bool = False) -> None:
    """Draw the style's clutter in a room: a chain of dimensions across it, tiles, a suspended ceiling.

    Over the treads of a ``shaft``, or the cross of a lift, nobody draws a raster.
    """
    wanted = sheet.style.clutter
    west, south, east, north = floor.bounds
    if "dims" in wanted and floor.area > 10 and sheet.dice.random() < 0.5:
        y = south + 0.35 * (north - south)
        for part in list_lines(floor.intersection(shapely.LineString([(west, y), (east, y)])))[:1]:
            _draw_chain(sheet, shapely.get_coordinates(part)[[0, -1]])
    if shaft:
        return
    if "tiles" in wanted and floor.area < 12 and sheet.dice.random() < 0.5:
        _draw_raster(sheet, "tiles", floor, _TILE / 2)
    if "ceiling" in wanted and floor.area > 12 and sheet.dice.random() < 0.3:
        _draw_raster(sheet, "ceiling", floor, _TILE, linetype="DASHED")


def _draw_raster(sheet: Sheet, what: str, floor: Polygon, size: float, linetype: str = "") -> None:
    west, south, east, north = floor.bounds
    lines = [shapely.LineString([(x, south), (x, north)]) for x in np.arange(west + size, east, size)]
    lines += [shapely.LineString([(west, y), (east, y)]) for y in np.arange(south + size, north, size)]
    inside = floor.buffer(-0.005)
    for line in lines:
        for part in list_lines(inside.intersection(line)):
            sheet.add_line(what, shapely.get_coordinates(part), linetype=linetype)
