"""A floor before it is drawn: rooms by the axes of their walls, and doors in these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely
import shapely.affinity
from numpy.typing import NDArray
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network.plane import choose_plane_around, flatten

_GRID = 0.02  # metres
_BETWEEN = 20.0  # metres from one copy of a floor to the next
_LEAST_AREA = 1.0
_AT_WALL = 0.35
_BEND = 0.02  # metres by which a vertex within a wall, such as the node of a door, may leave its axis
_JAMB = 0.15  # metres of wall on either side of a door, less where a lift has no more
_LEAST_JAMB = 0.07
_LEAST_WIDTH = 0.7
_WIDTHS = (0.8, 1.0)
_CORRIDORS = frozenset({"walkway", "lobby", "foyer"})
_OPEN = frozenset({"unenclosedarea", "openarea", "unspecified", "yes"})


@dataclass(frozen=True, slots=True)
class Room:
    """A room by the axes of its walls, in metres."""

    number: str
    name: str
    area: Polygon
    category: str = "room"

    @property
    def is_corridor(self) -> bool:
        """Whether people walk through the room."""
        return self.category in _CORRIDORS


@dataclass(frozen=True, slots=True)
class Door:
    """A door at a point of a wall's axis; ``width`` is clear, ``direction`` a unit vector along the wall.

    ``thickness`` is the wall's, None if the building's edges have it.
    """

    place: tuple[float, float]
    direction: tuple[float, float]
    width: float = 0.9
    thickness: float | None = None


@dataclass(frozen=True, slots=True)
class Building:
    """One floor. ``edges`` are the axes of its walls, with the thickness of each in metres.

    ``solid`` is the body of the walls without doors, if known, between rooms that do not touch.
    """

    name: str
    rooms: tuple[Room, ...]
    doors: tuple[Door, ...]
    edges: tuple[tuple[NDArray[np.float64], float], ...]
    solid: BaseGeometry | None = None

    @classmethod
    def of(cls, name: str, rooms: Sequence[Room], doors: Sequence[tuple[Point, float | None]]) -> Building:
        """Return the floor of rooms, and doors given by points; doors away from walls are left out."""
        edges = _find_edges(rooms)
        lines = [shapely.LineString(points) for points, _ in edges]
        tree = shapely.STRtree(lines)
        hung: list[Door] = []
        for number, (place, width) in enumerate(doors):
            door = _hang(place, width or _WIDTHS[number % 2], lines, tree)
            if door is not None and not any(
                np.hypot(*np.subtract(door.place, one.place)) < 0.6 for one in hung
            ):
                hung.append(door)
        return cls(name, tuple(rooms), tuple(hung), tuple(edges))


def repeat(building: Building, times: int) -> Building:
    """Return a floor of ``times`` by ``times`` copies of another one, side by side."""
    west, south, east, north = shapely.total_bounds([room.area for room in building.rooms])
    pitch = np.array([east - west, north - south]) + _BETWEEN
    moves = [pitch * (column, row) for row in range(times) for column in range(times)]
    return replace(
        building,
        name=f"{building.name}, {times} by {times}",
        rooms=tuple(
            replace(room, area=shapely.affinity.translate(room.area, *move))
            for move in moves
            for room in building.rooms
        ),
        doors=tuple(
            replace(door, place=(door.place[0] + move[0], door.place[1] + move[1]))
            for move in moves
            for door in building.doors
        ),
        edges=tuple((points + move, thickness) for move in moves for points, thickness in building.edges),
    )


def read_floor(draft: MapDraft, name: str, ordinal: float, building: str | None = None) -> Building:
    """Return one level of a map as a floor in metres."""
    spaces = [
        space
        for space in draft.spaces
        if space.ordinal == ordinal and building in {None, space.building} and space.category not in _OPEN
    ]
    plane = choose_plane_around([space.display_point for space in spaces])
    areas = flatten(plane, [space.geometry for space in spaces])
    rooms = [
        Room(space.ref or "", next(iter(space.names.values()), ""), area, space.category)
        for space, area in zip(spaces, map(_largest, areas), strict=True)
        if area is not None and area.area >= _LEAST_AREA
    ]
    return Building.of(
        name,
        _join_corridors(_drop_covered(rooms)),
        _read_doors(draft, plane, ordinal, {one.key for one in spaces}),
    )


def _read_doors(
    draft: MapDraft, plane: Plane, ordinal: float, keys: set[str]
) -> list[tuple[Point, float | None]]:
    openings = [one for one in draft.openings if one.ordinal == ordinal and keys & set(one.spaces)]
    places = flatten(plane, [one.geometry for one in openings])
    return [
        (place.centroid, min(one.width, 2.4) if one.width else None)
        for one, place in zip(openings, places, strict=True)
    ]


def _largest(geometry: BaseGeometry) -> Polygon | None:
    valid = shapely.set_precision(shapely.make_valid(geometry), _GRID)
    parts = [part for part in shapely.get_parts(valid) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area, default=None)


def _drop_covered(rooms: list[Room]) -> list[Room]:
    """Return rooms without those that a smaller one mostly covers, or that overlap one."""
    kept: list[Room] = []
    for room in sorted(rooms, key=lambda one: one.area.area):
        overlap = sum(room.area.intersection(other.area).area for other in kept)
        if overlap < 0.05 * room.area.area:
            kept.append(room)
    return kept


def _join_corridors(rooms: list[Room]) -> list[Room]:
    """Return rooms with connected corridors merged, since there is no wall between them."""
    corridors = [room for room in rooms if room.is_corridor]
    if len(corridors) < 2:
        return rooms
    union = shapely.union_all([room.area.buffer(0.02, join_style="mitre") for room in corridors])
    joined = []
    for part in shapely.get_parts(union.buffer(-0.02, join_style="mitre")):
        first = max(
            (room for room in corridors if part.intersects(room.area)), key=lambda room: room.area.area
        )
        joined.append(Room(first.number, first.name, part, first.category))
    return [room for room in rooms if not room.is_corridor] + joined


def _find_edges(rooms: Sequence[Room]) -> list[tuple[NDArray[np.float64], float]]:
    """Return the straight axes of walls with their thickness: thick outside, thinner at corridors, else thin."""
    noded = shapely.union_all([room.area.boundary for room in rooms], grid_size=_GRID)
    lines = shapely.simplify(shapely.get_parts(shapely.line_merge(noded)), _BEND)
    tree = shapely.STRtree([room.area for room in rooms])
    edges = []
    for line in lines:
        points = shapely.get_coordinates(line)
        for start, end in pairwise(points):
            middle = shapely.LineString([start, end]).interpolate(0.5, normalized=True)
            beside = tree.query(middle, predicate="dwithin", distance=0.05).tolist()
            thickness = (
                0.36 if len(beside) < 2 else 0.24 if any(rooms[i].is_corridor for i in beside) else 0.12
            )
            edges.append((np.array([start, end]), thickness))
    return edges


def _hang(
    place: Point, width: float, lines: Sequence[shapely.LineString], tree: shapely.STRtree
) -> Door | None:
    """Return the door at a place, moved along its wall and narrowed to fit, or None if no wall is wide enough."""
    near = tree.query(place, predicate="dwithin", distance=_AT_WALL).tolist()
    fitting = [index for index in near if lines[index].length >= _LEAST_WIDTH + 2 * _LEAST_JAMB]
    if not fitting:
        return None
    line = lines[
        min(fitting, key=lambda index: (round(lines[index].distance(place), 3), -lines[index].length))
    ]
    width = min(width, line.length - 2 * _LEAST_JAMB)
    margin = width / 2 + min(_JAMB, (line.length - width) / 2)
    along = min(max(line.project(place), margin), line.length - margin)
    middle = line.interpolate(along)
    step = np.diff(shapely.get_coordinates(line), axis=0)[0] / line.length
    return Door((middle.x, middle.y), (float(step[0]), float(step[1])), width)
