"""Paths inside one space: the shortest ones between its doors, and from its middle to them."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import Point

from interactive_maps.importing.network import rules
from interactive_maps.importing.network.derived.spanner import STRETCH, Distances, Spanner
from interactive_maps.importing.network.derived.visibility_graph import (
    Corners,
    find_corners,
    find_near_sight_lines,
    find_sight_lines,
)
from interactive_maps.importing.network.derived.walkable_area import WalkableArea
from interactive_maps.importing.network.graph import Edge, Graph, Node
from interactive_maps.importing.network.plane import Places, draw_lines, place_on_earth
from interactive_maps.importing.reporting.issue_collector import IssueCollector

_MOST_POINTS = 1500  # above, only near points are joined
_NEAR_POINTS = 24
_FEW_DOORS = 8
_HALL_STRETCH = 1.02  # for paths from the middle of a hall to its many doors


def add_indoor_paths(
    graph: Graph, walkable: WalkableArea, middle: Point | None, issues: IssueCollector
) -> None:
    """Add the paths between the stops of a walkable area, and to its ``middle`` (metres) unless it is None."""
    keys = sorted(walkable.stops)
    if not keys:
        return
    stops = np.array([walkable.stops[key] for key in keys])
    corners = find_corners(walkable.core)
    size = len(keys) + len(corners.places)
    if size > _MOST_POINTS or not graph.afford_sights(size * (size - 1) // 2):
        issues.note(rules.CROWDED, "space", walkable.space.key, f"{size:,} points")
        sights = find_near_sight_lines(walkable.visibility, stops, corners, _NEAR_POINTS)
        links = list(zip(sights.one.tolist(), sights.other.tolist(), strict=True))
        names = _name_points(graph, walkable, keys, corners)
        _add_links(graph, walkable, names, links)
        if middle is not None:
            _hang_nearest(graph, walkable, middle, names)
        return
    spanner = Spanner(size, find_sight_lines(walkable.visibility, stops, corners))
    rows = spanner.distances[: len(keys)]
    stubs: list[int] = []
    if middle is not None:
        stubs, reach = _hang_middle(spanner, walkable, middle, stops, corners)
        if stubs:
            own = np.min(reach[stubs, None] + spanner.distances[stubs], axis=0)
            rows = np.vstack([rows, own])
    names = _name_points(graph, walkable, keys, corners)
    _add_links(graph, walkable, names, spanner.select(rows))
    if middle is not None:
        _add_stubs(graph, walkable, middle, [names[stub] for stub in stubs])


def _hang_middle(
    spanner: Spanner, walkable: WalkableArea, middle: Point, stops: Places, corners: Corners
) -> tuple[list[int], Distances]:
    """Return the points to join with the middle, and the distances of all points that it sees."""
    places = np.concatenate([stops, corners.places])
    start = np.broadcast_to((middle.x, middle.y), places.shape)
    lines = draw_lines(np.stack([start, places], axis=1))
    reach = np.hypot(*(places - (middle.x, middle.y)).T)
    reach[~shapely.covers(walkable.visibility, lines)] = np.inf
    factor = STRETCH if len(stops) <= _FEW_DOORS else _HALL_STRETCH
    return spanner.hang(reach, range(len(stops)), factor), reach


def _hang_nearest(graph: Graph, walkable: WalkableArea, middle: Point, names: list[str]) -> None:
    near = sorted(names, key=lambda name: (middle.distance(Point(graph.nodes[name].place)), name))
    for name in near[:_NEAR_POINTS]:
        place = graph.nodes[name].place
        if shapely.covers(walkable.visibility, shapely.linestrings([(middle.x, middle.y), place])):
            _add_stubs(graph, walkable, middle, [name])
            return


def _add_stubs(graph: Graph, walkable: WalkableArea, middle: Point, names: list[str]) -> None:
    space = walkable.space
    key = f"space:{space.key}"
    if names:
        graph.add_node(Node(key, space.ordinal, (middle.x, middle.y), space=space.key))
    for name in names:
        graph.edges.append(Edge(key, name, kind="room", space=space.key))


def _add_links(graph: Graph, walkable: WalkableArea, names: list[str], links: list[tuple[int, int]]) -> None:
    kind = "stairs" if walkable.on_steps else "walk"
    for one, other in links:
        source, target = sorted((names[one], names[other]))
        graph.edges.append(Edge(source, target, kind=kind, space=walkable.space.key))


def _name_points(graph: Graph, walkable: WalkableArea, keys: list[str], corners: Corners) -> list[str]:
    """Return the keys of all points, stops first; corners become nodes."""
    names = list(keys)
    space = walkable.space
    degrees = place_on_earth(graph.plane, corners.places)
    for place, (longitude, latitude) in zip(corners.places.tolist(), degrees.tolist(), strict=True):
        key = f"corner:{space.key}:{longitude:.7f},{latitude:.7f}"
        names.append(graph.add_node(Node(key, space.ordinal, (place[0], place[1]), space=space.key)))
    return names
