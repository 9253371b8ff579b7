"""Buildings to walk through: their networks and features, read from plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import Point

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.network import join_levels, make_network
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.rules.rule_file import load_rules
from interactive_maps.mapdata.edits.rows import EdgeRow
from interactive_maps.routing.directions import NearbyRoom, Opening, RouteContext, Stop
from interactive_maps.routing.engines.choice import choose_shape
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import read_rows
from interactive_maps.routing.network.graph import Graph, build_graph
from interactive_maps.routing.search.network_snapshots import NetworkSnapshot

# The fields with the same name in a draft's edges and in the table.
_SAME = ("level", "target_level", "kind", "one_way", "width", "slope", "name")


@dataclass(frozen=True, eq=False)
class Building:
    """A network, its named rooms, and their nodes."""

    name: str
    graph: Graph
    rooms: tuple[NearbyRoom, ...]
    openings: tuple[Opening, ...]
    levels: dict[float, str]
    has_spaces: bool
    areas: Mapping[str, Any]  # of spaces: ``ogc_fid``, ``level``, ``wkb_geometry``

    @cached_property
    def snapshot(self) -> NetworkSnapshot:
        """Return the network, ready for queries."""
        return NetworkSnapshot(self.graph, choose_shape(self.graph), 1)

    @cached_property
    def nodes(self) -> dict[int, int]:
        """Return the node of each room that has one."""
        graph = self.graph
        found: dict[int, int] = {}
        is_floor = np.ones(graph.node_count, dtype=bool)
        is_floor[graph.head[graph.kind == Kind.BOARDING]] = False  # a lift's cabin
        for level in graph.levels.tolist():
            nodes = np.flatnonzero((graph.node_level == level) & is_floor)
            tree = shapely.STRtree(
                [Point(place) for place in graph.plane.to_metres(graph.node_coordinates[nodes])]
            )
            for room in (room for room in self.rooms if room.level == level):
                near = tree.query_nearest(Point(room.place), max_distance=1.0, all_matches=False)
                if len(near):
                    found[room.id] = int(nodes[near[0]])
        return found

    def surround(self, start: NearbyRoom, goal: NearbyRoom) -> RouteContext:
        """Return the route context between two rooms."""
        stops = tuple(
            Stop(room.name, room.place, room.id if self.has_spaces else None, room.id)
            for room in (start, goal)
        )
        levels: dict[tuple[int | None, float], str] = {
            (None, level): name for level, name in self.levels.items()
        }
        return RouteContext(levels=levels, openings=self.openings, rooms=self.rooms, stops=stops)


def read_demo(folder: Path) -> Building:
    """Return the demo building from the drawings in ``folder``."""
    rules = load_rules(folder / "plan.toml")
    drafts = [read_plan(path, ReadOptions(rules)) for path in sorted(folder.glob("*.dxf"))]
    for draft in drafts:
        make_network(draft, rules)
    join_levels(drafts)
    return _take("demo", drafts)


def read_map(path: Path) -> Building:
    """Return the building in a file with rooms and doors."""
    draft = read_plan(path, ReadOptions(load_rules()))
    make_network(draft)
    return _take(path.parent.name, [draft])


def _take(name: str, drafts: Sequence[MapDraft]) -> Building:
    spaces = _number(space.key for draft in drafts for space in draft.spaces)
    doors = _number(opening.key for draft in drafts for opening in draft.openings)
    connectors = _number(one.key for draft in drafts for one in draft.connectors)
    edges = [edge for draft in drafts for edge in draft.edges]
    nodes = _number(key for edge in edges for key in (edge.source, edge.target))
    belongs = {"space": spaces, "opening": doors, "connector": connectors}
    rows = [_make_row(number, edge, nodes, belongs) for number, edge in enumerate(edges, 1)]
    rooms = [room for draft in drafts for room in draft.rooms]
    numbers = spaces or _number(f"{room.level} {room.key}" for room in rooms)
    graph = build_graph(read_rows(rows))
    return Building(
        name=name,
        graph=graph,
        rooms=tuple(
            NearbyRoom(
                numbers[room.home if spaces else f"{room.level} {room.key}"],
                room.level,
                _place(graph, (room.longitude, room.latitude)),
                room.name,
            )
            for room in rooms
            if not spaces or room.home in spaces
        ),
        openings=tuple(
            Opening(
                doors[opening.key],
                opening.ordinal,
                _place(graph, shapely.centroid(opening.geometry).coords[0]),
                opening.kind,
                next(iter(opening.names.values()), None),
                tuple(spaces[key] for key in opening.spaces if key in spaces),
            )
            for draft in drafts
            for opening in draft.openings
        ),
        levels={
            level.ordinal: next(iter(level.names.values()))
            for draft in drafts
            for level in draft.levels
            if level.names
        },
        has_spaces=bool(spaces),
        areas=_list_areas(drafts, spaces),
    )


def _list_areas(drafts: Sequence[MapDraft], spaces: Mapping[str, int]) -> Mapping[str, Any]:
    listed = [space for draft in drafts for space in draft.spaces]
    return {
        "ogc_fid": np.array([spaces[space.key] for space in listed], dtype=np.int64),
        "level": np.array([space.ordinal for space in listed], dtype=np.float64),
        "wkb_geometry": [shapely.to_wkb(space.geometry) for space in listed],
    }


def _make_row(
    number: int, edge: EdgeRow, nodes: Mapping[str, int], belongs: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    """Return an edge as a row of ``nav_edges_final``."""
    return {
        "ogc_fid": number,
        "wkb_geometry": shapely.to_wkb(edge.geometry),
        "source": nodes[edge.source],
        "target": nodes[edge.target],
        **{name: getattr(edge, name) for name in _SAME},
        **{f"{kind}_id": keys.get(getattr(edge, kind) or "") for kind, keys in belongs.items()},
    }


def _place(graph: Graph, point: tuple[float, ...]) -> tuple[float, float]:
    """Return a longitude and latitude in metres."""
    x, y = graph.plane.to_metres(np.array([point]))[0].tolist()
    return x, y


def _number(keys: Iterable[str]) -> dict[str, int]:
    return {key: number for number, key in enumerate(dict.fromkeys(keys), 1)}
