"""Drawing of a building in a style, with its ground truth."""

from __future__ import annotations

from random import Random

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from benchmarks.drafting.building import Building, Room
from benchmarks.drafting.clutter import draw_clutter, draw_in_room
from benchmarks.drafting.doors import draw_door
from benchmarks.drafting.furniture import draw_furniture, draw_sanitary, draw_table
from benchmarks.drafting.labels import draw_label
from benchmarks.drafting.sheet import Sheet
from benchmarks.drafting.styles import Noise, Style
from benchmarks.drafting.walls import build_walls, cover_door, draw_walls, find_thickness, list_lines
from benchmarks.recognising.truth import Truth
from interactive_maps.importing.drawing import Drawing

_TREAD = 0.28
_SHAFTS = frozenset({"stairs", "steps", "elevator"})
_TWO_FLIGHTS = 1.8  # metres: narrower stairs have one flight
_BESIDE_WALL = 0.1  # metres within which a flight ends at a wall, which is its edge
_LANDING = (
    0.3  # metres before a door: nobody steps from a door onto a flight's side, and building codes forbid it
)


def draw_building(building: Building, style: Style, noise: Noise, seed: int = 1) -> tuple[Drawing, Truth]:
    """Return the drawing, and its rooms between the faces of walls, in drawing units."""
    sheet = Sheet(style, noise, Random(f"{building.name} {style.name} {noise.name} {seed}"))
    solid = build_walls(building, style)
    draw_walls(sheet, building, solid)
    for door in building.doors:
        draw_door(sheet, door, find_thickness(building, door, style))
    landings = shapely.union_all(
        [cover_door(one, find_thickness(building, one, style) + 2 * _LANDING) for one in building.doors]
    )
    rooms = []
    for room in building.rooms:
        floor = _largest(shapely.difference(room.area, solid))
        if floor is None or floor.area < 0.5:
            continue
        rooms.append(draw_label(sheet, room, floor))
        _fit_out(sheet, room, floor, solid, landings)
        draw_in_room(sheet, floor, shaft=room.category in _SHAFTS)
    columns = tuple(shapely.transform(one, sheet.place) for one in draw_clutter(sheet, solid))
    doors = tuple(shapely.Point(sheet.place(np.array([door.place]))[0]) for door in building.doors)
    walls = shapely.transform(solid, sheet.place)
    truth = Truth(tuple(rooms), doors, len(doors), sheet.metres_per_unit, walls, columns=columns)
    return sheet.build(), truth


def _fit_out(sheet: Sheet, room: Room, floor: Polygon, solid: BaseGeometry, landings: BaseGeometry) -> None:
    """Draw the contents of a room: treads, a lift's cross, toilets, furniture against the walls, a table."""
    wanted = sheet.style.clutter
    if room.category in {"stairs", "steps"}:
        _draw_treads(sheet, floor, solid, landings)
    elif room.category == "elevator" or (sheet.style.diagonals and floor.area < 6):
        box = floor.minimum_rotated_rectangle
        corners = shapely.get_coordinates(box)
        sheet.add_line("stair", corners[[0, 2]])
        sheet.add_line("stair", corners[[1, 3]])
    elif "sanitary" in wanted and (room.category.startswith("restroom") or room.category == "toilet"):
        draw_sanitary(sheet, floor)
    elif sheet.style.furniture:
        draw_furniture(sheet, floor)
        if "tables" in wanted:
            draw_table(sheet, floor)


def _draw_treads(sheet: Sheet, floor: Polygon, solid: BaseGeometry, landings: BaseGeometry) -> None:
    """Draw a flight beside the other one, or one over the whole width of a narrow stair, with its free edges.

    No tread runs out into a door: beside one, there is a landing between two flights.
    """
    corners = shapely.get_coordinates(floor.minimum_rotated_rectangle)[:4]
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    first = int(np.argmax(sides))
    start, end, other = corners[first], corners[(first + 1) % 4], corners[first - 1]
    along, across = (end - start) / sides[first], other - start
    single = min(sides) < _TWO_FLIGHTS
    lines = [
        LineString([place + across * 0.02, place + across * (0.98 if single else 0.48)])
        for tread in range(2, int(sides[first] / _TREAD) - (1 if single else 4))
        for place in (start + along * _TREAD * tread,)
    ]
    if single:
        low, high = along * 2 * _TREAD, along * (int(sides[first] / _TREAD) - 2) * _TREAD
        walls = shapely.union(solid.buffer(_BESIDE_WALL), landings)
        for out in (0.02, 0.98):
            edge = LineString([start + across * out + low, start + across * out + high])
            lines += list_lines(edge.difference(walls))
    for line in lines:
        if line.intersects(landings):
            continue
        for part in list_lines(line.intersection(floor.buffer(-0.01))):
            sheet.add_line("stair", shapely.get_coordinates(part))


def _largest(geometry: BaseGeometry) -> Polygon | None:
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area, default=None)
