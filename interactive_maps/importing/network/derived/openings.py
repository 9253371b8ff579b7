"""Openings as nodes and edges: a node on each side, and an edge through the opening between them.

An open passage as wide as a room has several such pairs: people do not walk to its middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.network import rules
from interactive_maps.importing.network.derived.crossings import space_crossings
from interactive_maps.importing.network.derived.walkable_area import WalkableArea
from interactive_maps.importing.network.graph import Edge, Graph, Node, Place
from interactive_maps.importing.network.neighbour_search import find_neighbours
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.mapdata.edits.features import Opening

_REACH = 0.3  # metres between a door and the outline of its space, at most
_STEP_OUT = 0.5  # metres from an outer door to the node outside
_MOST_DOORS = 1000  # of one space
_TOUCH = 0.05
_HALF_WALL = 0.35  # metres from the middle of a wall to its faces, if rooms are drawn between faces
_WIDE = 2.0  # metres of a passage that is wider than any doorway
_MOST_SIDES = 6  # if more spaces touch a door, they overlap


@dataclass(slots=True)
class Openings:
    """Adds the openings of one level to a graph, and their sides to the walkable areas."""

    graph: Graph
    walkables: Mapping[str, WalkableArea]
    issues: IssueCollector
    _keys: list[str] = field(init=False)
    _tree: shapely.STRtree = field(init=False)

    def __post_init__(self) -> None:
        self._keys = sorted(self.walkables)
        self._tree = shapely.STRtree([self.walkables[key].area for key in self._keys])

    def add(self, openings: Sequence[Opening], geometries: Sequence[BaseGeometry]) -> None:
        """Add openings with their ``geometries`` in metres."""
        middles = [_find_middle(geometry) for geometry in geometries]
        near: dict[int, list[str]] = {}
        for index, hit in find_neighbours(middles, [self.walkables[key].area for key in self._keys], _REACH):
            near.setdefault(index, []).append(self._keys[hit])
        for index in sorted(range(len(openings)), key=lambda index: openings[index].key):
            keys = self._choose(openings[index], middles[index], near.get(index, []))
            crossings = _list_crossings(openings[index], geometries[index]) if len(keys) > 1 else []
            for number, place in enumerate(crossings or middles[index : index + 1]):
                self._add_one(openings[index], place, keys, number)

    def _choose(self, opening: Opening, middle: Point, near: list[str]) -> list[str]:
        """Return the keys of the spaces that an opening joins: the nearest two of those named or near.

        More than two count only if all of them touch it.
        """
        told = [key for key in opening.spaces if key in self.walkables]
        keys = told if len(told) >= 2 else [*told, *(key for key in near if key not in told)]
        distances = {key: self.walkables[key].area.distance(middle) for key in keys}
        ranked = sorted(keys, key=lambda key: (round(distances[key], 3), key))
        touching = [key for key in ranked if distances[key] <= _TOUCH]
        is_off = len(touching) < len(told) or len(touching) < 2 <= len(ranked)
        if is_off and not opening.guessed and not self._is_in_wall(told, ranked, distances):
            self.issues.note(rules.SNAPPED, "opening", opening.key)
        return ranked[: min(max(len(touching), 2), _MOST_SIDES)]

    def _is_in_wall(self, told: list[str], ranked: list[str], distances: Mapping[str, float]) -> bool:
        """Return whether an opening is within the wall of the spaces that it names."""
        if sorted(told) != sorted(ranked):
            return False
        if len(told) == 1:
            return distances[told[0]] <= _HALF_WALL
        if len(told) != 2:
            return False
        apart = self.walkables[told[0]].area.distance(self.walkables[told[1]].area)
        return apart <= 2 * _HALF_WALL and sum(distances.values()) <= apart + _TOUCH

    def _add_one(self, opening: Opening, middle: Point, keys: list[str], number: int) -> None:
        if not keys:
            self.issues.note(rules.BLIND_OPENING, "opening", opening.key)
            return
        sides = [side for key in keys if (side := self._stand(opening, middle, self.walkables[key], number))]
        if len(sides) == 1 and (outside := self._step_out(opening, middle, sides[0])):
            sides.append(outside)
        if len(sides) < 2:
            self.issues.note(rules.LEADS_NOWHERE, "opening", opening.key)
        for one, other in combinations(sorted(sides), 2):
            self.graph.edges.append(
                Edge(
                    one,
                    other,
                    kind="door",
                    between=((middle.x, middle.y),),
                    width=opening.width,
                    name=next(iter(opening.names.values()), None),
                    opening=opening.key,
                )
            )

    def _stand(self, opening: Opening, middle: Point, walkable: WalkableArea, number: int) -> str | None:
        """Add the node on the side of a space, and return its key."""
        if len(walkable.stops) >= _MOST_DOORS:
            self.issues.note(rules.TOO_MANY_DOORS, "space", walkable.space.key)
            return None
        place = walkable.step_in(middle)
        crossing = f":{number}" if number else ""
        key = f"door:{opening.key}{crossing}/{walkable.space.key}"
        walkable.stops[key] = place
        walkable.has_way_in = True
        node = Node(key, walkable.space.ordinal, place, space=walkable.space.key, opening=opening.key)
        return self.graph.add_node(node)

    def _step_out(self, opening: Opening, middle: Point, side: str) -> str | None:
        """Add the node before an outer door, and return its key; None if there is no outside."""
        inner = self.graph.nodes[side]
        place = _continue(inner.place, (middle.x, middle.y), _STEP_OUT)
        if place is None or self._is_indoors(place, inner.space):
            return None
        key = f"door:{opening.key}/outside"
        return self.graph.add_node(Node(key, inner.level, place, opening=opening.key))

    def _is_indoors(self, place: Place, but: str | None) -> bool:
        point = Point(place)
        hits = self._tree.query(point, predicate="intersects").tolist()
        return any(self._keys[hit] != but for hit in hits)


def _list_crossings(opening: Opening, geometry: BaseGeometry) -> list[Point]:
    """Return where a wide passage without a door is crossed, nothing for others."""
    if opening.kind != "open" or not isinstance(geometry, LineString) or geometry.length < _WIDE:
        return []
    return list(space_crossings(geometry))


def _find_middle(geometry: BaseGeometry) -> Point:
    if geometry.geom_type == "LineString":
        return geometry.interpolate(0.5, normalized=True)
    return geometry if isinstance(geometry, Point) else geometry.centroid


def _continue(start: Place, through: Place, further: float) -> Place | None:
    """Return the position ``further`` metres beyond ``through`` on the line from ``start``."""
    dx, dy = through[0] - start[0], through[1] - start[1]
    length = float(np.hypot(dx, dy))
    if length < 1e-6:
        return None
    return through[0] + dx / length * further, through[1] + dy / length * further
