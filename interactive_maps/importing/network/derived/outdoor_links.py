"""Lines to walk along outside of spaces: footways to doors, platforms, and paths between stairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network import rules
from interactive_maps.importing.network.derived.virtual_openings import is_open
from interactive_maps.importing.network.derived.walkable_area import WalkableArea
from interactive_maps.importing.network.drawn.drawn_lines import Path, read_walked
from interactive_maps.importing.network.drawn.noding import (
    STOP_REACH,
    Piece,
    TooManyCrossings,
    make_edge,
    split_paths,
)
from interactive_maps.importing.network.graph import Edge, Graph, Node
from interactive_maps.importing.network.plane import Places, place_on_earth
from interactive_maps.importing.reporting.issue_collector import IssueCollector

_SHORTEST = 0.1  # metres of a line beyond all spaces
_AT = 0.02  # metres from a line's end to the space that it was cut off at
_AT_DOOR = 0.6  # metres from the end of a footway in a door to the node before it
_BEFORE_DOOR = 15.0  # metres from the node before a door to a footway that does not end there


def add_outdoor_links(
    draft: MapDraft, graph: Graph, level: float, walkables: Mapping[str, WalkableArea], issues: IssueCollector
) -> None:
    """Add the parts of a level's lines outside of spaces: to doors and stairs, and into open spaces.

    Parts inside of spaces are skipped: their paths are derived.
    """
    rows = [line for line in draft.walked if line.level == level]
    paths = list(_cut_off(list(read_walked(rows, graph.plane)), walkables))
    stops = {node.key: node for node in graph.nodes.values() if node.level == level and node.space is None}
    paths += list(_lead_out(paths, stops, walkables, issues))
    try:
        places, pieces = split_paths(paths, np.array([node.place for node in stops.values()]).reshape(-1, 2))
    except TooManyCrossings:
        issues.note(rules.TOO_MANY_CROSSINGS, "level", f"{level:g}")
        return
    names = _name(graph, level, places)
    graph.edges.extend(make_edge(piece, names) for piece in pieces)
    used = _list_used(names, pieces)
    _join_stops(graph, stops, used)
    drawn = {line.key: line.layer for line in draft.lines if line.level == level}
    # A line into a space without any opening implies one.
    closed = [one for one in walkables.values() if not one.has_way_in]
    entered = [one for one in walkables.values() if is_open(one.space, drawn) or not one.has_way_in]
    _lead_in(graph, _list_used(names, [one for one in pieces if one.path.is_outdoors]), closed)
    _lead_in(graph, _list_used(names, [one for one in pieces if not one.path.is_outdoors]), entered)


def _list_used(names: Sequence[str], pieces: Sequence[Piece]) -> list[str]:
    return [names[number] for number in sorted({n for piece in pieces for n in (piece.source, piece.target)})]


def _cut_off(paths: Sequence[Path], walkables: Mapping[str, WalkableArea]) -> Iterator[Path]:
    """Yield the parts of paths outside of spaces."""
    areas = [walkable.area for walkable in walkables.values()]
    tree = shapely.STRtree(areas)
    for path in paths:
        line: BaseGeometry = LineString(path.places)
        for hit in tree.query(line, predicate="intersects").tolist():
            line = shapely.difference(line, areas[hit])
        parts = [part for part in shapely.get_parts(line) if part.length > _SHORTEST]
        for index, part in enumerate(parts):
            key = path.key if len(parts) == 1 else f"{path.key}/{index}"
            yield replace(path, key=key, places=shapely.get_coordinates(part))


def _name(graph: Graph, level: float, places: Places) -> list[str]:
    degrees = place_on_earth(graph.plane, places).tolist()
    return [
        graph.add_node(Node(f"node:{longitude:.7f},{latitude:.7f}@{level:g}", level, (x, y)))
        for (longitude, latitude), (x, y) in zip(degrees, places.tolist(), strict=True)
    ]


def _join_stops(graph: Graph, stops: Mapping[str, Node], names: Sequence[str]) -> None:
    """Join the ends of connectors, and the nodes before outer doors, with the nearest node of a line."""
    tree = shapely.STRtree([Point(graph.nodes[name].place) for name in names])
    for key, node in sorted(stops.items()):
        reach = _AT_DOOR if node.opening else STOP_REACH + _AT
        for hit in tree.query_nearest(Point(node.place), max_distance=reach, all_matches=False).tolist():
            graph.edges.append(Edge(key, names[hit]))


def _lead_out(
    paths: Sequence[Path],
    stops: Mapping[str, Node],
    walkables: Mapping[str, WalkableArea],
    issues: IssueCollector,
) -> Iterator[Path]:
    """Yield a path from each outer door without a path to the nearest one if nothing is in between."""
    lines = [LineString(path.places) for path in paths]
    tree = shapely.STRtree(lines)
    inside = shapely.STRtree([walkable.area for walkable in walkables.values()])
    for key, node in sorted(stops.items()):
        place = Point(node.place)
        if not node.opening or len(tree.query(place, predicate="dwithin", distance=_AT_DOOR)):
            continue
        for hit in tree.query_nearest(place, max_distance=_BEFORE_DOOR, all_matches=False).tolist():
            link = shapely.shortest_line(place, lines[hit])
            if not len(inside.query(link, predicate="intersects")):
                yield Path(f"link:{key}", node.level, "walk", shapely.get_coordinates(link), is_outdoors=True)
                issues.note(rules.DOOR_LED_OUT, "opening", node.opening, f"{link.length:.1f} m")


def _lead_in(graph: Graph, names: Sequence[str], walkables: Sequence[WalkableArea]) -> None:
    """Extend the lines that end at the outline of a space into it."""
    points = [Point(graph.nodes[name].place) for name in names]
    tree = shapely.STRtree(points)
    for walkable in walkables:
        for hit in sorted(tree.query(walkable.area, predicate="dwithin", distance=_AT).tolist()):
            inside = walkable.step_in(points[hit])
            key = f"{names[hit]}/{walkable.space.key}"
            walkable.stops[key] = inside
            walkable.has_way_in = True
            graph.add_node(Node(key, walkable.space.ordinal, inside, space=walkable.space.key))
            graph.edges.append(Edge(names[hit], key))
