"""The network of a map with spaces and openings, but without drawn lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from shapely import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network import rules
from interactive_maps.importing.network.components import note_unreachable
from interactive_maps.importing.network.derived.connectors import Connectors
from interactive_maps.importing.network.derived.guessed_doors import guess_doors
from interactive_maps.importing.network.derived.indoor_paths import add_indoor_paths
from interactive_maps.importing.network.derived.openings import Openings
from interactive_maps.importing.network.derived.outdoor_links import add_outdoor_links
from interactive_maps.importing.network.derived.virtual_openings import VirtualOpenings
from interactive_maps.importing.network.derived.walkable_area import WalkableArea, make_walkable_areas
from interactive_maps.importing.network.graph import Graph
from interactive_maps.importing.network.plane import choose_plane_around, flatten, flatten_points
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.mapdata.edits.features import Space

Levels = dict[float, dict[str, WalkableArea]]
Walls = defaultdict[float | None, list[BaseGeometry]]  # by ordinal


def derive_network(draft: MapDraft, issues: IssueCollector, *, guess: bool = False) -> Graph:
    """Return the network of a draft's spaces, openings, connectors, and lines to walk along beside them.

    With ``guess``, spaces without any opening get one, which is added to the draft.
    """
    spaces = sorted((space for space in draft.spaces if space.ordinal is not None), key=lambda one: one.key)
    _note_unknown_levels(draft, issues)
    places: list[BaseGeometry] = [space.display_point for space in spaces]
    places = places or [line.geometry for line in draft.walked]
    plane = choose_plane_around(places)
    graph = Graph(plane)
    walls = _list_walls(draft, plane)
    levels = _lay_levels(draft, plane, spaces, walls, issues)
    for ordinal, walkables in levels.items():
        _join_spaces(draft, graph, ordinal, walkables, walls[ordinal], issues)
    elevations = {one.ordinal: one.elevation for one in draft.levels if one.elevation is not None}
    connectors = Connectors(graph, levels, elevations, issues)
    listed = sorted(draft.connectors, key=lambda connector: connector.key)
    geometries = flatten(plane, [connector.geometry for connector in listed])
    for connector, geometry in zip(listed, geometries, strict=True):
        connectors.add(connector, geometry)
    for ordinal, walkables in levels.items():
        # A line that leads into a space is not an opening: often it only passes through.
        served = {key for key, walkable in walkables.items() if walkable.has_way_in}
        add_outdoor_links(draft, graph, ordinal, walkables, issues)
        if guess:
            _guess_doors(draft, graph, ordinal, walkables, served, issues)
        for key, walkable in walkables.items():
            if (
                not walkable.has_way_in and draft.openings
            ):  # otherwise the source has no information on openings
                issues.note(rules.NO_WAY_IN, "space", key)
            middle = None if key in connectors.homes else _find_middle(plane, walkable)
            add_indoor_paths(graph, walkable, middle, issues)
    note_unreachable(graph, {space.key: space.building for space in spaces}, issues)
    return graph


def _note_unknown_levels(draft: MapDraft, issues: IssueCollector) -> None:
    if not draft.openings and not draft.connectors:  # then no network is needed
        return
    for kind, features in (("space", draft.spaces), ("opening", draft.openings)):
        for feature in features:
            if feature.ordinal is None:
                issues.note(rules.ON_NO_LEVEL, kind, feature.key)


def _lay_levels(
    draft: MapDraft, plane: Plane, spaces: Sequence[Space], walls: Walls, issues: IssueCollector
) -> Levels:
    areas = flatten(plane, [space.geometry for space in spaces])
    doors = list(zip(draft.openings, flatten(plane, [one.geometry for one in draft.openings]), strict=True))
    levels: Levels = {}
    known = {space.ordinal for space in spaces} | {opening.ordinal for opening in draft.openings}
    known |= {line.level for line in draft.walked}
    known |= {ordinal for connector in draft.connectors for ordinal in connector.ordinals}
    for ordinal in sorted(ordinal for ordinal in known if ordinal is not None):
        here = [index for index, space in enumerate(spaces) if space.ordinal == ordinal]
        levels[ordinal] = make_walkable_areas(
            [spaces[index] for index in here],
            [areas[index] for index in here],
            walls[ordinal],
            [door for opening, door in doors if opening.ordinal == ordinal],
            issues,
        )
    return levels


def _list_walls(draft: MapDraft, plane: Plane) -> Walls:
    """Return the lines of walls and columns by level, in metres."""
    drawn = [line for line in draft.lines if _holds(draft, line.layer) in {"wall", "column"}]
    walls: Walls = defaultdict(list)
    for line, geometry in zip(drawn, flatten(plane, [line.geometry for line in drawn]), strict=True):
        walls[line.level].append(geometry)
    return walls


def _holds(draft: MapDraft, layer: str) -> str:
    use = draft.report.layers.get(layer)
    return use.kind if use else "other"


def _join_spaces(
    draft: MapDraft,
    graph: Graph,
    ordinal: float,
    walkables: dict[str, WalkableArea],
    walls: Sequence[BaseGeometry],
    issues: IssueCollector,
) -> None:
    """Join the spaces of one level by openings and virtual openings."""
    openings = [opening for opening in draft.openings if opening.ordinal == ordinal]
    geometries: list[BaseGeometry] = flatten(graph.plane, [opening.geometry for opening in openings])
    Openings(graph, walkables, issues).add(openings, geometries)
    layers = {line.key: line.layer for line in draft.lines if line.level == ordinal}
    VirtualOpenings(graph, walkables, layers, issues).add(openings, geometries, walls)


def _guess_doors(
    draft: MapDraft,
    graph: Graph,
    ordinal: float,
    walkables: dict[str, WalkableArea],
    served: set[str],
    issues: IssueCollector,
) -> None:
    layers = {line.key: line.layer for line in draft.lines if line.level == ordinal}
    served = served | {key for opening in draft.openings for key in opening.spaces}
    guessed = list(guess_doors(graph.plane, walkables, layers, served))
    openings = [opening for opening, _ in guessed]
    Openings(graph, walkables, issues).add(openings, [place for _, place in guessed])
    draft.openings.extend(openings)
    for opening in openings:
        issues.note(rules.GUESSED_DOOR, "space", opening.spaces[0])


def _find_middle(plane: Plane, walkable: WalkableArea) -> Point:
    (point,) = flatten_points(plane, [walkable.space.display_point])
    return Point(walkable.step_in(point))
