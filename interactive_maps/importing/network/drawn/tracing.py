"""The network of a map with drawn lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network import rules
from interactive_maps.importing.network.components import find_components
from interactive_maps.importing.network.drawn.connector_stubs import add_connector_stubs
from interactive_maps.importing.network.drawn.drawn_lines import Kinds, Path, read_paths
from interactive_maps.importing.network.drawn.homes import find_doorways, find_homes
from interactive_maps.importing.network.drawn.noding import (
    SNAP,
    Piece,
    TooManyCrossings,
    make_edge,
    split_paths,
)
from interactive_maps.importing.network.graph import Graph, Node
from interactive_maps.importing.network.neighbour_search import Crowded
from interactive_maps.importing.network.plane import (
    Places,
    choose_plane_around,
    flatten,
    place_on_earth,
)
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.mapdata.edits.rows import LineRow

_BETWEEN_LEVELS = frozenset({"stairs", "lift", "escalator", "ramp", "walkway"})
_MOST_PARALLEL = 100  # different lines between two nodes, at most
_NEAR = 2.0  # metres from a line's end to the room or door that it leads to


def trace_network(draft: MapDraft, rows: Sequence[LineRow], kinds: Kinds, issues: IssueCollector) -> Graph:
    """Return the network of drawn lines; those of different levels never meet."""
    plane = choose_plane_around([row.geometry for row in rows])
    graph = Graph(plane)
    by_level: dict[float | None, list[Path]] = {}
    for path in read_paths(sorted(rows, key=lambda row: row.key), plane, kinds):
        by_level.setdefault(path.level, []).append(path)
    for level, paths in by_level.items():
        if level is None:
            for path in paths:
                issues.note(rules.NO_LEVEL, "line", path.key)
        stubs = add_connector_stubs(draft, plane, level, paths, issues)
        _trace_level(draft, graph, level, [*paths, *stubs], issues)
    _note_islands(graph, issues)
    return graph


def _trace_level(
    draft: MapDraft, graph: Graph, level: float | None, paths: Sequence[Path], issues: IssueCollector
) -> None:
    try:
        places, pieces = split_paths(paths)
    except TooManyCrossings:
        issues.note(rules.TOO_MANY_CROSSINGS, "level", "unknown" if level is None else f"{level:g}")
        return
    degrees = place_on_earth(graph.plane, places)
    floor = "" if level is None else f"@{level:g}"
    names = [f"node:{longitude:.7f},{latitude:.7f}{floor}" for longitude, latitude in degrees.tolist()]
    homes = find_homes(draft, graph.plane, level, places)
    for number, (name, (x, y)) in enumerate(zip(names, places.tolist(), strict=True)):
        graph.add_node(Node(name, level, (x, y), space=homes.of_node(number)))
    kept = _drop_doubles(pieces, issues)
    doorways = find_doorways(draft, graph.plane, level, kept)
    graph.edges.extend(
        replace(make_edge(piece, names), space=space, opening=doorway)
        for piece, space, doorway in zip(kept, homes.list_of_pieces(kept), doorways, strict=True)
    )
    _note_loose_ends(draft, graph.plane, level, places, kept, issues)


def _drop_doubles(pieces: Iterable[Piece], issues: IssueCollector) -> list[Piece]:
    """Drop pieces that lie on another one of their kind, keeping a two-way one of those that differ."""
    groups: dict[tuple[int, int, str], list[Piece]] = {}
    for piece in pieces:
        ends = sorted((piece.source, piece.target))
        groups.setdefault((ends[0], ends[1], piece.path.kind), []).append(piece)
    kept: list[Piece] = []
    for group in groups.values():
        own: list[Piece] = []
        for piece in sorted(group, key=lambda one: (one.path.one_way, one.path.key)):
            index = next((index for index, other in enumerate(own) if _lie_together(piece, other)), None)
            if index is None:
                own.append(piece)
                if len(own) > _MOST_PARALLEL:
                    raise Crowded
                continue
            issues.note(rules.DUPLICATE, "line", piece.path.key)
            if own[index].path.one_way and own[index].source != piece.source:
                own[index] = replace(own[index], path=replace(own[index].path, one_way=False))
        kept.extend(own)
    return kept


def _lie_together(one: Piece, other: Piece) -> bool:
    return bool(shapely.hausdorff_distance(LineString(one.places), LineString(other.places)) <= SNAP)


def _note_loose_ends(
    draft: MapDraft,
    plane: Plane,
    level: float | None,
    places: Places,
    pieces: Sequence[Piece],
    issues: IssueCollector,
) -> None:
    degree = Counter(node for piece in pieces for node in (piece.source, piece.target))
    listed = _list_goals(draft, plane, level)
    if not listed:  # a network alone: it is unknown what its lines should lead to
        return
    goals = shapely.STRtree(listed)
    for piece in pieces:
        if piece.path.kind in _BETWEEN_LEVELS or piece.path.kind == "room":
            continue
        for node in (piece.source, piece.target):
            if degree[node] == 1:
                point = Point(places[node])
                if not len(goals.query(point, predicate="dwithin", distance=_NEAR)):
                    issues.note(rules.DANGLING, "line", piece.path.key)


def _list_goals(draft: MapDraft, plane: Plane, level: float | None) -> list[BaseGeometry]:
    """Return the features at which lines may end: rooms, openings, points of interest, drawn doors."""
    goals: list[BaseGeometry] = [Point(r.longitude, r.latitude) for r in draft.rooms if r.level == level]
    goals += [opening.geometry for opening in draft.openings if opening.ordinal == level]
    goals += [point.location for point in draft.points if point.ordinal == level]
    layers = draft.report.layers
    goals += [
        line.geometry
        for line in draft.lines
        if line.level == level and line.layer in layers and layers[line.layer].kind == "door"
    ]
    return flatten(plane, goals)


def _note_islands(graph: Graph, issues: IssueCollector) -> None:
    """Report disconnected parts by level: plans of several levels are joined later."""
    components = find_components((edge.source, edge.target) for edge in graph.edges)
    sizes = Counter(components.values())
    main: dict[float | None, str] = {}
    for component in sorted(sizes, key=lambda one: (-sizes[one], one)):
        main.setdefault(graph.nodes[component].level, component)
    lines: dict[str, set[str]] = {}
    for edge in graph.edges:
        component = components[edge.source]
        if main[graph.nodes[component].level] != component:
            lines.setdefault(component, set()).add(edge.label)
    for keys in lines.values():
        issues.note(rules.COMPONENT, "line", min(keys), f"{len(keys):,} lines")
