"""Stairs, lifts, escalators and ramps as edges between levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from interactive_maps.importing.network import rules
from interactive_maps.importing.network.derived.walkable_area import WalkableArea
from interactive_maps.importing.network.graph import Edge, Graph, Node, Place
from interactive_maps.importing.network.neighbour_search import Crowded
from interactive_maps.importing.network.plane import flatten_points
from interactive_maps.importing.reporting.issue_collector import IssueCollector, IssueRule
from interactive_maps.importing.values.slopes import parse_slope
from interactive_maps.mapdata.edits.features import Connector

_KINDS = {"elevator": "lift", "movingwalkway": "walkway", "steps": "stairs"}
_SHAFTS = frozenset({"stairs", "steps", "escalator", "elevator", "ramp", "movingwalkway"})
_MOST_NEAR = 1_000_000  # spaces at the ends of connectors, all together
_REACH = 1.0  # metres from a connector's end to a space that it leads to
_LEAST_FLIGHT, _MOST_FLIGHT = 1.5, 4.0  # metres: half of a storey's stairs, there and back

Walkables = Mapping[float, Mapping[str, WalkableArea]]


@dataclass(slots=True)
class Connectors:
    """Adds connectors to a graph, and their entries to the walkable areas, by ordinal.

    ``elevations`` are those of levels, in metres; ``homes`` collects the spaces of connectors.
    """

    graph: Graph
    walkables: Walkables
    elevations: Mapping[float, float]
    issues: IssueCollector
    homes: set[str] = field(default_factory=set)
    _trees: dict[float, tuple[list[WalkableArea], shapely.STRtree]] = field(default_factory=dict)
    _left: int = _MOST_NEAR

    def add(self, connector: Connector, geometry: BaseGeometry) -> None:
        """Add one connector with its ``geometry`` in metres."""
        ordinals = connector.ordinals
        if len(ordinals) < 2:
            self._note(rules.UNKNOWN_LEVELS, connector)
            for ordinal in ordinals:
                self._mark_steps(connector, ordinal)
            return
        places = self._find_places(connector, geometry)
        keys = [self._get_on(connector, ordinal, places[index]) for index, ordinal in enumerate(ordinals)]
        for index, (lower, upper) in enumerate(pairwise(keys)):
            self._climb(connector, geometry, (lower, upper), (ordinals[index], ordinals[index + 1]))

    def _note(self, rule: IssueRule, connector: Connector, detail: str = "") -> None:
        self.issues.note(rule, connector.kind, connector.key, detail)

    def _mark_steps(self, connector: Connector, ordinal: float) -> None:
        """Mark paths as stairs in a space with stairs on one level only, which are a few steps."""
        walkable = self.walkables.get(ordinal, {})
        for key in connector.spaces:
            if key in walkable and connector.kind == "stairs" and walkable[key].space.category in _SHAFTS:
                walkable[key].on_steps = True

    def _find_places(self, connector: Connector, geometry: BaseGeometry) -> list[Point]:
        """Return the position of a connector on each of its levels, along its line from one end to the other."""
        ordinals = connector.ordinals
        if not isinstance(geometry, LineString):
            return [geometry.representative_point()] * len(ordinals)
        shares = np.linspace(0.0, 1.0, len(ordinals))
        if not self._rises_along(connector, geometry):
            shares = 1.0 - shares
        return [geometry.interpolate(share, normalized=True) for share in shares.tolist()]

    def _rises_along(self, connector: Connector, line: LineString) -> bool:
        """Return whether the last point is on the last ordinal."""
        said = (connector.incline or "").strip()
        if said == "up" or (said[:1].isdigit() and said[0] != "0"):
            return True
        if said == "down" or said.startswith("-"):
            return False
        first, last = Point(line.coords[0]), Point(line.coords[-1])
        bottom, top = connector.ordinals[0], connector.ordinals[-1]
        upwards = self._stands(bottom, first) + self._stands(top, last)
        downwards = self._stands(bottom, last) + self._stands(top, first)
        if upwards == downwards and connector.direction != "forward":
            self._note(rules.UNKNOWN_INCLINE, connector)
        return upwards >= downwards

    def _stands(self, ordinal: float, place: Point) -> bool:
        return bool(self._list_near(ordinal, place, 0.1))

    def _list_near(self, ordinal: float, place: Point, distance: float) -> list[WalkableArea]:
        """Return the walkable areas of a level within ``distance`` metres."""
        if ordinal not in self._trees:
            listed = list(self.walkables.get(ordinal, {}).values())
            self._trees[ordinal] = listed, shapely.STRtree([walkable.area for walkable in listed])
        listed, tree = self._trees[ordinal]
        hits = np.sort(tree.query(place, predicate="dwithin", distance=distance)).tolist()
        self._left -= len(hits)
        if self._left < 0:
            raise Crowded
        return [listed[hit] for hit in hits]

    def _get_on(self, connector: Connector, ordinal: float, place: Point) -> str:
        """Add the node for entering and leaving at a level, and return its key."""
        key = f"connector:{connector.key}@{ordinal:g}"
        walkable = self._find_ground(connector, ordinal, place)
        if walkable is None:
            self._note(rules.LOOSE_CONNECTOR, connector, f"level {ordinal:g}")
            return self.graph.add_node(Node(key, ordinal, (place.x, place.y), connector=connector.key))
        own = walkable.space.category in _SHAFTS and walkable.space.key in connector.spaces
        if own:
            place = self._find_middle(walkable)
            self.homes.add(walkable.space.key)
        where = walkable.step_in(place)
        walkable.stops[key] = where
        node = Node(key, ordinal, where, space=walkable.space.key, connector=connector.key)
        return self.graph.add_node(node)

    def _find_middle(self, walkable: WalkableArea) -> Point:
        """Return the display point of a space in metres, moved into its core."""
        (point,) = flatten_points(self.graph.plane, [walkable.space.display_point])
        return Point(walkable.step_in(point))

    def _find_ground(self, connector: Connector, ordinal: float, place: Point) -> WalkableArea | None:
        """Return the space at the end of a connector: its own, else the smallest that it names, else a near one."""
        walkables = self.walkables.get(ordinal, {})
        told = [walkables[key] for key in connector.spaces if key in walkables]
        shafts = [walkable for walkable in told if walkable.space.category in _SHAFTS]
        near = self._list_near(ordinal, place, 0.05) or self._list_near(ordinal, place, _REACH)
        for choice in (shafts, near, told):
            if choice:
                return min(choice, key=lambda walkable: (walkable.area.area, walkable.space.key))
        return None

    def _climb(
        self, connector: Connector, geometry: BaseGeometry, keys: tuple[str, str], levels: tuple[float, float]
    ) -> None:
        one, other = (self.graph.nodes[key] for key in keys)
        between = self._trace(connector, geometry, one, other)
        direction = connector.direction
        if direction in {"reversible", "unknown"}:
            self._note(rules.UNKNOWN_DIRECTION, connector)
        # On a line drawn downhill, "forward" leads from the upper node to the lower.
        backwards = direction == "backward"
        if direction in {"forward", "backward"} and isinstance(geometry, LineString):
            backwards ^= not self._rises_along(connector, geometry)
        if backwards:
            one, other, between = other, one, between[::-1]
        self.graph.edges.append(
            Edge(
                one.key,
                other.key,
                kind=_KINDS.get(connector.kind, connector.kind),
                between=between,
                one_way=direction in {"forward", "backward"},
                slope=self._measure_slope(connector, [one.place, *between, other.place], levels),
                name=next(iter(connector.names.values()), None),
                connector=connector.key,
            )
        )

    def _trace(
        self, connector: Connector, geometry: BaseGeometry, one: Node, other: Node
    ) -> tuple[Place, ...]:
        """Return the positions between two nodes: along a line, or along the flights of a stairwell."""
        if isinstance(geometry, LineString):
            start, end = (geometry.project(Point(node.place)) for node in (one, other))
            line = substring(geometry, start, end)
            places = shapely.get_coordinates(line)
            return tuple((x, y) for x, y in places[1:-1].tolist())
        if connector.kind not in {"stairs", "escalator", "ramp"} or one.space is None:
            return ()
        if np.hypot(one.place[0] - other.place[0], one.place[1] - other.place[1]) > _LEAST_FLIGHT:
            return ()
        walkable = self.walkables[one.level or 0.0][one.space]
        return (_find_turn(walkable, one.place),)

    def _measure_slope(
        self, connector: Connector, places: list[Place], levels: tuple[float, float]
    ) -> float | None:
        said = parse_slope(connector.incline)
        if said is not None:
            return said
        heights = [self.elevations.get(level) for level in levels]
        if connector.kind == "elevator" or heights[0] is None or heights[1] is None:
            return None
        run = LineString(places).length
        return round(abs(heights[1] - heights[0]) / run, 4) if run > 0.1 else None


def _find_turn(walkable: WalkableArea, place: Place) -> Place:
    """Return where stairs turn: a flight away, towards the farthest corner of their well."""
    corners = shapely.get_coordinates(walkable.core)
    distances = np.hypot(*(corners - place).T).round(6)
    farthest = corners[int(np.lexsort((corners[:, 1], corners[:, 0], -distances))[0])]
    length = max(float(np.max(distances)), 1e-6)
    share = min(max(length, _LEAST_FLIGHT), _MOST_FLIGHT) / length
    x, y = place + (farthest - place) * share
    return float(x), float(y)
