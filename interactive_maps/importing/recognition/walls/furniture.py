"""Furniture on a layer that holds everything: outlines as large as beds and tubs, at walls or free in the room."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.drawing.arcs import list_arc_ends
from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    measure_lengths,
    to_lines,
    turn_left,
)
from interactive_maps.importing.recognition.layers.shapes import choose_swings
from interactive_maps.importing.recognition.plan import Plan

_LONGEST = 3.6  # metres of a line: of a counter along a wall
_LARGEST = 5.0  # square metres
_SMALL = (0.03, 0.3)  # square metres of a cistern, or a shelf
_HALF_DEPTH = 0.24  # metres: walls that are as thick as furniture is deep are longer
_LEAST_BACK = 0.65  # metres of a side against a wall; the end of a wall is not as long
_SMALL_BACK, _OBLONG = 0.3, 1.3  # metres of a small one's side, and how much longer it is than deep
_AT_WALL = 0.06  # metres between furniture and the wall behind it
_BEYOND = 0.1  # metres by which the wall is longer than the side against it
_SHARE = 0.2  # of the outline against walls
_ALIKE = 0.97  # share of a rectangle's outline that lines cover
_NEAR = 0.004
_PARALLEL = 0.9995
_FREE = 0.25  # metres from what stands free to the next line
_HALF_SEAT = 0.16  # metres: half the depth of a stool
_LARGEST_SEAT, _SAME_SIZE = 0.5, 0.02  # square metres
_TABLE, _LEAST_SEATS = 2.0, 4  # times as large as a seat, and equal seats around it
_AT_TABLE = 0.3  # metres from a table to a seat
_NESTED = 0.55  # of an outline around it: the faces of walls around a shaft


def find_furniture(
    plan: Plan, segments: Floats, outlines: Sequence[Polygon], solid: Floats
) -> NDArray[np.bool_]:
    """Return which ``segments`` (n, 4) draw furniture, or lie in it; ``outlines`` are the closed lines among them.

    A wall meets another with its end, furniture stands along it, or free, with other furniture at most. An outline
    around a whole text is a room, unless it is a table with seats, and so is one right inside another. ``solid``
    (m, 4) are the lines that may stand beside it: axes and ceilings run over furniture.
    """
    found = np.zeros(len(segments), dtype=bool)
    if not len(segments):
        return found
    boxes = [area for area in [*outlines, *_find_boxes(segments)] if _is_as_large(area)]
    areas = np.array(boxes, dtype=object)
    if not len(areas):
        return found
    seated = _find_seats(areas)
    areas = np.concatenate([areas[seated], _leave_rooms(plan, areas[~seated])])
    fit = _stand_at_walls(areas, segments) | _stand_free(plan, solid, areas)
    areas = areas[fit | (np.arange(len(areas)) < int(seated.sum()))]
    if len(areas):
        _, line = shapely.STRtree(to_lines(segments)).query(grow(areas, 2 * _NEAR), predicate="covers")
        found[np.unique(line)] = True
    return found


def _is_as_large(area: Polygon) -> bool:
    """Return whether an outline is as large as furniture, and not as slender as a wall unless it is small."""
    if not _SMALL[0] <= area.area <= _LARGEST:
        return False
    return bool(area.area <= _SMALL[1] or not shapely.is_empty(grow(area, -_HALF_DEPTH)))


def _draw_line(text: Text) -> LineString:
    """Return the line through the middle of a text from its beginning to its end."""
    x, y = text.width / 2 * np.cos(text.angle), text.width / 2 * np.sin(text.angle)
    return LineString([np.subtract(text.centre, (x, y)), np.add(text.centre, (x, y))])


def _leave_rooms(plan: Plan, areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the outlines without those around a whole text."""
    texts = np.array([_draw_line(text) for text in plan.texts], dtype=object)
    rooms = np.unique(shapely.STRtree(texts).query(areas, predicate="contains")[0])
    return np.asarray(np.delete(areas, rooms), dtype=object)


def _find_seats(areas: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return which outlines are tables with equal seats around them, or these seats."""
    sizes = shapely.area(areas)
    seats = np.flatnonzero(sizes <= _LARGEST_SEAT)
    table, seat = shapely.STRtree(areas[seats]).query(areas, predicate="dwithin", distance=_AT_TABLE)
    seat = seats[seat]
    fit = sizes[table] >= _TABLE * sizes[seat]
    fit &= ~shapely.contains_properly(areas[table], shapely.centroid(areas[seat]))
    table, seat = table[fit], seat[fit]
    kinds = np.stack([table, np.round(sizes[seat] / _SAME_SIZE).astype(np.int64)])
    _, kind, count = np.unique(kinds, axis=1, return_inverse=True, return_counts=True)
    equal = count[kind.ravel()] >= _LEAST_SEATS
    found = np.zeros(len(areas), dtype=bool)
    found[table[equal]] = found[seat[equal]] = True
    return found


def _find_boxes(segments: Floats) -> list[Polygon]:
    """Return the rectangles that separate lines draw, with whatever lies in them."""
    short = segments[measure_lengths(segments) <= _LONGEST]
    if not len(short):
        return []
    lines = to_lines(short)
    one, other = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=_NEAR)
    _, group = connect(one, other, len(short))
    boxes = []
    for number in np.flatnonzero(np.bincount(group) >= 4).tolist():
        members = shapely.union_all(lines[group == number])
        box = shapely.minimum_rotated_rectangle(members)
        if isinstance(box, Polygon) and _is_as_large(box):
            sides = box.exterior
            if shapely.intersection(sides, grow(members, _NEAR)).length >= _ALIKE * sides.length:
                boxes.append(box)
    return boxes


def _stand_at_walls(areas: NDArray[np.object_], segments: Floats) -> NDArray[np.bool_]:
    """Return which outlines have enough of their sides along longer lines outside."""
    lines, lengths, directions = to_lines(segments), measure_lengths(segments), find_directions(segments)
    tree = shapely.STRtree(lines)
    found = np.zeros(len(areas), dtype=bool)
    for index, area in enumerate(shapely.orient_polygons(areas)):
        points = shapely.get_coordinates(shapely.simplify(area, _NEAR).exterior)
        sides = np.hstack([points[:-1], points[1:]])
        backed, small = 0.0, area.area <= _SMALL[1]
        for side, length, along in zip(sides, measure_lengths(sides), find_directions(sides), strict=True):
            if length < _LEAST_BACK and not (
                small and length >= _SMALL_BACK and length**2 >= _OBLONG * area.area
            ):
                continue
            near = tree.query(shapely.LineString(side.reshape(2, 2)), predicate="dwithin", distance=_AT_WALL)
            near = near[(lengths[near] >= length + _BEYOND) & (np.abs(directions[near] @ along) > _PARALLEL)]
            if len(near) and _covers(segments[near], side, along, length).any():
                backed += float(length)
        found[index] = backed >= _SHARE * area.exterior.length
    return found


def _stand_free(plan: Plan, solid: Floats, areas: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return which outlines have no line near them but those of others, and are as deep as seats both ways."""
    lines = to_lines(solid)
    tree = shapely.STRtree(lines)
    _, owned = tree.query(grow(areas, 2 * _NEAR), predicate="covers")
    others = shapely.STRtree(np.delete(lines, np.unique(owned)))
    outline = shapely.get_exterior_ring(areas)
    bound = np.zeros(len(areas), dtype=bool)
    for near in (others, shapely.STRtree(_draw_swings(plan))):
        bound[near.query(areas, predicate="dwithin", distance=_FREE)[0]] = True
    inner, outer = shapely.STRtree(areas).query(outline, predicate="within")
    sizes = shapely.area(areas)
    nested = (inner != outer) & (sizes[inner] >= _NESTED * sizes[outer])
    bound[inner[nested]] = bound[outer[nested]] = True
    bound |= shapely.is_empty(grow(areas, -_HALF_SEAT))
    return ~bound


def _draw_swings(plan: Plan) -> NDArray[np.object_]:
    """Return the swings of doors as triangles of their hinges and ends."""
    arcs = plan.arcs[choose_swings(plan.arcs)]
    hinges = arcs[:, None, :2]
    corners = np.concatenate([hinges, list_arc_ends(arcs), hinges], axis=1)
    return np.asarray(shapely.polygons(corners), dtype=object).reshape(-1)


def _covers(walls: Floats, side: Floats, along: Floats, length: float) -> NDArray[np.bool_]:
    """Return which lines run along most of a side, outside of it: outlines run counter-clockwise."""
    ends = walls.reshape(-1, 2, 2) - side[:2]
    places = np.sort(ends @ along, axis=1)
    off = -(ends @ turn_left(along)).mean(axis=1)
    overlap = np.minimum(places[:, 1], length) - np.maximum(places[:, 0], 0)
    return np.asarray((overlap >= 0.8 * length) & (off >= -_NEAR))
