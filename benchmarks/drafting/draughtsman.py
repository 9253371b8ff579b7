"""A building drawn in a style, with the truth of what was drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable
from random import Random

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from benchmarks.drafting.building import Building, Door, Room
from benchmarks.drafting.furniture import draw_furniture
from benchmarks.drafting.sheet import Points, Sheet
from benchmarks.drafting.styles import Noise, Style
from benchmarks.recognising.truth import TrueRoom, Truth
from interactive_maps.importing.drawing import Drawing

_LETTER = 0.22
_FRAME = 0.05
_WIDEST_LEAF = 1.25  # metres; wider doors have two
_TREAD = 0.28
_THIN = 0.02  # metres: the thickness of a wall that is a single line


def draw_building(building: Building, style: Style, noise: Noise, seed: int = 1) -> tuple[Drawing, Truth]:
    """Return the drawing, and its rooms between the faces of walls, in drawing units."""
    sheet = Sheet(style, noise, Random(f"{building.name} {style.name} {noise.name} {seed}"))
    solid = _build_walls(building, style)
    _draw_walls(sheet, building, solid)
    for door in building.doors:
        _draw_door(sheet, door, _thickness_at(building, door, style))
    rooms = []
    for room in building.rooms:
        floor = _largest(shapely.difference(room.area, solid))
        if floor is None or floor.area < 0.5:
            continue
        rooms.append(_label(sheet, room, floor))
        _fit_out(sheet, room, floor)
    doors = tuple(shapely.Point(sheet.place(np.array([door.place]))[0]) for door in building.doors)
    truth = Truth(tuple(rooms), doors, len(doors), sheet.metres_per_unit)
    return sheet.build(), truth


def _build_walls(building: Building, style: Style) -> BaseGeometry:
    single = style.walls == "single"
    bodies = []
    for points, thickness in building.edges:
        half = (_THIN if single else thickness) / 2
        step = points[1] - points[0]
        reach = step / max(float(np.hypot(*step)), 1e-9) * min(half, 0.06)
        bodies.append(LineString([points[0] - reach, points[1] + reach]).buffer(half, cap_style="flat"))
    standing = shapely.union_all(bodies, grid_size=0.001)
    holes = [_cover_door(door, _thickness_at(building, door, style)) for door in building.doors]
    return shapely.difference(standing, shapely.union_all(holes)).simplify(0.002)


def _thickness_at(building: Building, door: Door, style: Style) -> float:
    if style.walls == "single":
        return _THIN
    place = shapely.Point(door.place)
    return min(((LineString(points).distance(place), t) for points, t in building.edges))[1]


def _cover_door(door: Door, thickness: float) -> BaseGeometry:
    along = np.array(door.direction) * door.width / 2
    return LineString([np.array(door.place) - along, np.array(door.place) + along]).buffer(
        thickness / 2 + 0.02, cap_style="flat"
    )


def _draw_walls(sheet: Sheet, building: Building, solid: BaseGeometry) -> None:
    style = sheet.style
    if style.walls == "single":
        holes = shapely.union_all([_cover_door(door, 0.1) for door in building.doors])
        axes = shapely.line_merge(
            shapely.union_all([LineString(points) for points, _ in building.edges], grid_size=0.001)
        )
        for part in _lines(shapely.difference(axes, holes)):
            sheet.add_walls(shapely.get_coordinates(part), closed=False)
        return
    for polygon in shapely.get_parts(solid):
        for ring in (polygon.exterior, *polygon.interiors):
            if style.walls == "solid":
                sheet.add_fill("wall", shapely.get_coordinates(ring)[:-1])
            else:
                sheet.add_walls(shapely.get_coordinates(ring)[:-1], closed=True)


def _draw_door(sheet: Sheet, door: Door, thickness: float) -> None:
    style = sheet.style
    if style.doors == "gap":
        return
    along = np.array(door.direction)
    side = sheet.dice.choice((-1, 1))
    across = side * np.array([-along[1], along[0]])
    if sheet.dice.random() < 0.5:
        along = -along
    face = np.array(door.place) + across * thickness / 2
    if door.width <= _WIDEST_LEAF:
        _draw_leaf(sheet, face - along * door.width / 2, along, across, door.width, thickness)
        return
    for way in (along, -along):
        _draw_leaf(sheet, face - way * door.width / 2, way, across, door.width / 2, thickness, paired=True)


def _draw_leaf(
    sheet: Sheet,
    hinge: Points,
    along: Points,
    across: Points,
    width: float,
    thickness: float,
    *,
    paired: bool = False,
) -> None:
    """Draw a leaf that closes from ``hinge`` along a wall, opened to the side of ``across``."""
    style = sheet.style
    if style.doors == "frame" and paired:
        frame = [
            hinge,
            hinge + along * _FRAME,
            hinge + along * _FRAME - across * thickness,
            hinge - across * thickness,
        ]
        sheet.add_line("door", np.array(frame), closed=True)
        hinge, width = hinge + along * _FRAME, width - _FRAME
    elif style.doors == "frame":
        for end in (hinge, hinge + along * width):
            inward = along if end is hinge else -along
            frame = [
                end,
                end + inward * _FRAME,
                end + inward * _FRAME - across * thickness,
                end - across * thickness,
            ]
            sheet.add_line("door", np.array(frame), closed=True)
        hinge = hinge + along * _FRAME
        width -= 2 * _FRAME
    angle = math.radians(35) if style.doors == "leaf" else math.pi / 2
    tip = hinge + width * (along * math.cos(angle) + across * math.sin(angle))
    normal = np.array([-(tip - hinge)[1], (tip - hinge)[0]]) / width * 0.04
    sheet.add_line("door", np.array([hinge, tip, tip + normal, hinge + normal]), closed=True)
    if style.doors != "leaf":
        shut = math.atan2(along[1], along[0])
        opened = math.atan2((tip - hinge)[1], (tip - hinge)[0])
        sheet.add_arc("door", hinge, width, shut, math.remainder(opened - shut, math.tau))


def _label(sheet: Sheet, room: Room, floor: Polygon) -> TrueRoom:
    place = shapely.get_coordinates(shapely.maximum_inscribed_circle(floor, 0.1))[0]
    style = sheet.style
    number, name = room.number, room.name
    if style.labels == "none":
        number = name = ""
    elif style.labels == "number":
        name = ""
        sheet.add_text("number", number, place, _LETTER)
    elif style.labels == "one":
        sheet.add_text("name", "\n".join(filter(None, [number, name])), place, _LETTER)
    elif style.labels == "attributes":
        sheet.add_attributes({"ROOM_NUMBER": number, "ROOM_NAME": name}, place, _LETTER)
    else:
        sheet.add_text("number", number, place + np.array([0, 0.2]), _LETTER)
        sheet.add_text("name", name, place - np.array([0, 0.2]), _LETTER)
    area = Polygon(sheet.place(shapely.get_coordinates(floor.exterior)))
    holes = [sheet.place(shapely.get_coordinates(ring)) for ring in floor.interiors]
    area = Polygon(area.exterior, holes)
    return TrueRoom(number, name, area.representative_point(), area, room.category)


def _fit_out(sheet: Sheet, room: Room, floor: Polygon) -> None:
    """Draw what stands in a room: treads, a lift's cross, furniture against the walls."""
    if room.category in {"stairs", "steps"}:
        _draw_treads(sheet, floor)
    elif room.category == "elevator" or (sheet.style.diagonals and floor.area < 6):
        box = floor.minimum_rotated_rectangle
        corners = shapely.get_coordinates(box)
        sheet.add_line("stair", corners[[0, 2]])
        sheet.add_line("stair", corners[[1, 3]])
    elif sheet.style.furniture:
        draw_furniture(sheet, floor)


def _draw_treads(sheet: Sheet, floor: Polygon) -> None:
    corners = shapely.get_coordinates(floor.minimum_rotated_rectangle)[:4]
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    first = int(np.argmax(sides))
    start, end, other = corners[first], corners[(first + 1) % 4], corners[first - 1]
    along, across = (end - start) / sides[first], other - start
    for tread in range(2, int(sides[first] / _TREAD) - 4):
        place = start + along * _TREAD * tread
        line = LineString([place + across * 0.02, place + across * 0.48])
        for part in _lines(line.intersection(floor.buffer(-0.01))):
            sheet.add_line("stair", shapely.get_coordinates(part))


def _lines(geometry: BaseGeometry) -> Iterable[LineString]:
    return [
        part for part in shapely.get_parts(geometry) if isinstance(part, LineString) and part.length > 0.01
    ]


def _largest(geometry: BaseGeometry) -> Polygon | None:
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area, default=None)
