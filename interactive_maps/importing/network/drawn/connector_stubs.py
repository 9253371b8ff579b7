"""Short lines from rooms to drawn lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.bounds import bound_pairs
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network import rules
from interactive_maps.importing.network.drawn.drawn_lines import Path
from interactive_maps.importing.network.neighbour_search import Crowded
from interactive_maps.importing.network.plane import flatten, flatten_points
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.mapdata.edits.rows import RoomRow

_AT = 0.05  # metres between the end of a line and the point of a room that are the same
_REACH = 5.0


def add_connector_stubs(
    draft: MapDraft, plane: Plane, level: float | None, paths: Sequence[Path], issues: IssueCollector
) -> Iterator[Path]:
    """Yield a line of kind ``room`` for each room of a level: to the end of a line if one is near, else to a line."""
    rooms = sorted((room for room in draft.rooms if room.level == level), key=lambda room: room.key)
    if not rooms or not paths:
        return
    places = flatten_points(plane, [Point(room.longitude, room.latitude) for room in rooms])
    targets = [LineString(path.places) for path in paths]
    ends = [Point(place) for path in paths for place in (path.places[0], path.places[-1])]
    end_tree, line_tree = shapely.STRtree(ends), shapely.STRtree(targets)
    walls = _stand_walls(draft, plane, level)
    left = bound_pairs(len(rooms) + len(ends) + len(targets))
    for room, place in zip(rooms, places, strict=True):
        near_ends: list[BaseGeometry] = [
            ends[index] for index in end_tree.query(place, predicate="dwithin", distance=_REACH)
        ]
        near = [targets[index] for index in line_tree.query(place, predicate="dwithin", distance=_REACH)]
        left -= len(near_ends) + len(near)
        if left < 0:
            raise Crowded
        goals = [*sorted(near_ends, key=place.distance)[:8], *sorted(near, key=place.distance)[:8]]
        stub = _reach(room, place, goals, walls)
        if stub is None:
            issues.note(rules.ROOM_APART, "room", room.key)
        elif stub.length > _AT:
            yield Path(f"room:{room.key}", level, "room", shapely.get_coordinates(stub))


def _reach(
    room: RoomRow, place: Point, goals: Sequence[BaseGeometry], walls: shapely.STRtree
) -> LineString | None:
    for goal in goals:
        line = shapely.shortest_line(place, goal)
        if line.length <= _AT or not len(walls.query(line, predicate="intersects")):
            return line
    return None


def _stand_walls(draft: MapDraft, plane: Plane, level: float | None) -> shapely.STRtree:
    layers = draft.report.layers
    walls = [
        line.geometry
        for line in draft.lines
        if line.level == level and line.layer in layers and layers[line.layer].kind == "wall"
    ]
    return shapely.STRtree([part for wall in flatten(plane, walls) for part in shapely.get_parts(wall)])
