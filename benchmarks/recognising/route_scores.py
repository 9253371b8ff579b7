"""Routes on a recognised floor compared with those in the true building: detours and crossed walls."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import networkx as nx
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from benchmarks.recognising.door_scores import find_sides_of
from benchmarks.recognising.truth import Truth
from interactive_maps.geo.georeference import Georeference, from_anchor
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.floors import add_floor
from interactive_maps.importing.network import make_network
from interactive_maps.importing.recognition.floor import Floor
from interactive_maps.importing.recognition.geometry.segments import to_lines
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.reporting.report import LayerUse
from interactive_maps.importing.rules.rule_file import load_rules
from interactive_maps.mapdata.edits.features import Opening, Space
from interactive_maps.mapdata.edits.rows import LineRow

_HOME = (8.5, 47.4)  # degrees; anywhere will do
_MOST_ROOMS = 60
_MOST_PAIRS = 400
_SHORTEST = 5.0  # metres: shorter routes say little
_SOLID = frozenset({"wall", "column"})
_COLUMNS = "columns"
_DOOR = 0.75  # metres around a true door in which a wall is open


@dataclass(frozen=True, slots=True)
class RouteScores:
    """The number of pairs of rooms, routes that cross a wall, and the detour of each route (1.0 for none)."""

    pairs: int = 0
    crossed: int = 0
    ratios: tuple[float, ...] = ()

    @property
    def detour_50(self) -> float | None:
        """The detour that half of the routes do not exceed."""
        return (find_quantiles([self]) or (None, None))[0]

    @property
    def detour_95(self) -> float | None:
        """The detour that 95 per cent of the routes do not exceed."""
        return (find_quantiles([self]) or (None, None))[1]


def find_quantiles(routes: Iterable[RouteScores]) -> tuple[float, float] | None:
    """Return the detour that half of all routes, and that 95 per cent of them do not exceed; None without routes."""
    ratios = [ratio for one in routes for ratio in one.ratios]
    if not ratios:
        return None
    half, most = np.quantile(ratios, [0.5, 0.95]).tolist()
    return round(half, 3), round(most, 3)


def score_routes(floor: Floor, truth: Truth, matches: Mapping[int, int]) -> RouteScores:
    """Return the scores of routes between true rooms that were found; ``truth`` is in the plan's metres."""
    places = {index: _find_place(floor, truth, index, matches[index]) for index in sorted(matches)}
    recognised = _route_on(_draft_floor(floor, {matches[i]: place for i, place in places.items()}))
    true = _route_on(_draft_truth(truth, places))
    walls = _stand_walls(truth)
    pairs = _choose_pairs(sorted(places))
    ratios, crossed = [], 0
    for one, other in pairs:
        route = recognised.find(f"space:{matches[one]}", f"space:{matches[other]}")
        if route is None:
            continue
        crossed += walls is not None and bool(shapely.intersects(walls, route))
        wanted = true.find(f"space:{one}", f"space:{other}")
        if wanted is not None and wanted.length >= _SHORTEST:
            ratios.append(route.length / wanted.length)
    return RouteScores(len(pairs), crossed, tuple(ratios))


def _find_place(floor: Floor, truth: Truth, index: int, region: int) -> shapely.Point:
    """Return a place in both the true and the recognised room, well away from the walls."""
    area = truth.rooms[index].area
    shared = floor.rooms[region].area if area is None else floor.rooms[region].area.intersection(area)
    parts = [part for part in shapely.get_parts(shared) if part.geom_type == "Polygon"]
    circle = shapely.maximum_inscribed_circle(max(parts, key=lambda part: part.area), 0.1)
    return shapely.Point(shapely.get_coordinates(circle)[0])


def _draft_floor(floor: Floor, places: Mapping[int, shapely.Point]) -> MapDraft:
    """Return the draft that an import makes of a floor, with keys that are the rooms' indices."""
    rooms = tuple(
        replace(room, key=str(index), place=(places[index].x, places[index].y) if index in places else None)
        for index, room in enumerate(floor.rooms)
    )
    plan = replace(floor.plan, metres_per_unit=1.0, origin=(0.0, 0.0))
    draft = MapDraft("recognised")
    georeference = from_anchor(*_HOME, metres_per_unit=1.0)
    add_floor(draft, replace(floor, rooms=rooms, plan=plan), georeference, 0.0)
    _draw_walls(draft, floor.plan, georeference)
    return draft


def _draw_walls(draft: MapDraft, plan: Plan, georeference: Georeference) -> None:
    """Add the lines of layers that an import knows as walls by their names, for the network to keep clear of."""
    rules = load_rules()
    for number, layer in enumerate(plan.drawing.layers):
        kind = rules.kind_of(layer.name)
        if kind not in _SOLID:
            continue
        draft.report.layers[layer.name] = LayerUse(kind, 0)
        drawn = plan.segments[plan.drawing.entity_layers[plan.segment_entities] == number]
        lines = shapely.transform(to_lines(drawn), georeference.place)
        draft.lines += [
            LineRow(f"{layer.name} {index}", layer.name, 0.0, line) for index, line in enumerate(lines)
        ]


def _draft_truth(truth: Truth, places: Mapping[int, shapely.Point]) -> MapDraft:
    georeference = from_anchor(*_HOME, metres_per_unit=1.0)
    draft = MapDraft("true")
    for index, room in enumerate(truth.rooms):
        if room.area is not None:
            area = shapely.transform(room.area, georeference.place)
            point = shapely.transform(places.get(index, room.point), georeference.place)
            draft.spaces.append(Space(str(index), "room", {}, 0.0, area, point))
    draft.report.layers[_COLUMNS] = LayerUse("column", 0)
    # People walk around what the drawing shows, and outlines of rooms may run within their walls.
    solid = [column.exterior for column in truth.columns]
    solid += [] if truth.walls is None or truth.walls.area else shapely.get_parts(truth.walls).tolist()
    for number, line in enumerate(solid):
        drawn = shapely.transform(line, georeference.place)
        draft.lines.append(LineRow(f"solid {number}", _COLUMNS, 0.0, drawn))
    for number, door in enumerate([*truth.doors, *truth.landings]):
        sides = tuple(str(side) for side in find_sides_of(door, truth))
        where = shapely.transform(door, georeference.place)
        draft.openings.append(Opening(f"door {number}", 0.0, where, sides))
    return draft


class _Router:
    """Shortest routes on the network of a draft, as lines in metres."""

    def __init__(self, draft: MapDraft) -> None:
        georeference = from_anchor(*_HOME, metres_per_unit=1.0)
        self._graph: nx.Graph[str] = nx.Graph()
        for edge in draft.edges:
            line = shapely.transform(edge.geometry, georeference.locate)
            known = self._graph.get_edge_data(edge.source, edge.target)
            if known is None or line.length < known["weight"]:
                self._graph.add_edge(edge.source, edge.target, weight=line.length, line=line)

    def find(self, start: str, end: str) -> BaseGeometry | None:
        """Return the shortest route between two nodes as a line, or None."""
        try:
            nodes = nx.shortest_path(self._graph, start, end, weight="weight")
        except (nx.NetworkXNoPath, nx.NodeNotFound):
            return None
        lines = [self._graph[one][other]["line"] for one, other in itertools.pairwise(nodes)]
        route: BaseGeometry = shapely.MultiLineString(lines)
        return route


def _route_on(draft: MapDraft) -> _Router:
    make_network(draft)
    return _Router(draft)


def _stand_walls(truth: Truth) -> BaseGeometry | None:
    """Return the certain obstacles: walls slightly thinner than drawn, open around true doors."""
    if truth.walls is None:
        return None
    solid = truth.walls if truth.walls.area == 0 else truth.walls.buffer(-0.03)
    walls = shapely.difference(
        solid, shapely.union_all([door.buffer(_DOOR) for door in [*truth.doors, *truth.landings]])
    )
    shapely.prepare(walls)
    return walls


def _choose_pairs(rooms: Sequence[int]) -> list[tuple[int, int]]:
    dice = Random(len(rooms))
    chosen = dice.sample(list(rooms), min(len(rooms), _MOST_ROOMS))
    pairs = [(one, other) for index, one in enumerate(chosen) for other in chosen[:index]]
    return dice.sample(pairs, min(len(pairs), _MOST_PAIRS))
