"""Virtual openings: where a corridor or area continues in the next one, without a wall or door between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely
from shapely import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.network import rules
from interactive_maps.importing.network.derived.crossings import space_crossings
from interactive_maps.importing.network.derived.walkable_area import WalkableArea
from interactive_maps.importing.network.graph import Edge, Graph, Node
from interactive_maps.importing.network.neighbour_search import Crowded, find_neighbours
from interactive_maps.importing.network.plane import place_on_earth
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.mapdata.edits.features import Opening, Space

# IMDF's unit categories without walls.
_OPEN = frozenset(
    {
        *("walkway", "walkway.island", "lobby", "foyer", "ramp", "road", "footbridge", "movingwalkway"),
        *(
            "unenclosedarea",
            "openarea",
            "platform",
            "terrace",
            "vegetation",
            "parking",
            "opentobelow.walkway",
        ),
    }
)
_SHAFTS = frozenset({"stairs", "steps", "escalator", "elevator", "ramp", "movingwalkway"})
_OPEN_LAYERS = frozenset({"indoor=area", "indoor=corridor", "indoor=yes"})
# Bounds on pairs of spaces that are open to each other: per level at least, and per space.
_FEW_PASSAGES, _MOST_PASSAGES = 2_000, 10
_TOUCH = 0.05  # metres between areas that share an edge
_LEAST_WIDTH = 0.6


@dataclass(slots=True)
class VirtualOpenings:
    """Adds the virtual openings of one level to a graph; ``layers`` maps keys of spaces to their layers."""

    graph: Graph
    walkables: Mapping[str, WalkableArea]
    layers: Mapping[str, str]
    issues: IssueCollector
    left: int = 0

    def add(
        self, openings: Iterable[Opening], doors: Sequence[BaseGeometry], walls: Sequence[BaseGeometry] = ()
    ) -> None:
        """Add the passages between spaces that no door joins at that position, and no line of ``walls`` parts."""
        keys = sorted(self.walkables)
        with_doors = {key for opening in openings for key in opening.spaces}
        areas = [self.walkables[key].area for key in keys]
        self.left = max(_FEW_PASSAGES, _MOST_PASSAGES * len(keys))
        barred = shapely.STRtree([door.buffer(2 * _TOUCH) for door in doors])
        solid = shapely.STRtree(walls)
        for one, other in find_neighbours(areas, areas, _TOUCH):
            if one < other:
                self._add_between(keys[one], keys[other], with_doors, barred, solid)

    def _add_between(
        self, one: str, other: str, with_doors: set[str], barred: shapely.STRtree, solid: shapely.STRtree
    ) -> None:
        if not self._goes_over(one, other, with_doors) and not self._goes_over(other, one, with_doors):
            return
        self.left -= 1
        if self.left < 0:
            raise Crowded
        for run in find_straight_runs(self.walkables[other].area, self.walkables[one].area, _TOUCH, _TOUCH):
            if run.length > _LEAST_WIDTH and not len(barred.query(run, predicate="intersects")):
                for part in _leave_out_walls(run, solid):
                    self._open(one, other, part)

    def _open(self, one: str, other: str, passage: LineString) -> None:
        for key in (one, other):
            if self.walkables[key].space.category in _SHAFTS and not self._is_open(key):
                self.issues.note(rules.OPEN_PASSAGE, "space", key)
        for middle in space_crossings(passage):
            self._cross(one, other, middle)

    def _goes_over(self, one: str, other: str, with_doors: set[str]) -> bool:
        """Return whether ``one`` is open, and ``other`` is open or a shaft or area in it without a door."""
        if not self._is_open(one):
            return False
        if self._is_open(other):
            return True
        return self.walkables[other].space.category in _SHAFTS and other not in with_doors

    def _is_open(self, key: str) -> bool:
        return is_open(self.walkables[key].space, self.layers)

    def _cross(self, one: str, other: str, middle: Point) -> None:
        degrees = place_on_earth(self.graph.plane, shapely.get_coordinates(middle))[0]
        name = f"passage:{one}/{other}:{degrees[0]:.6f},{degrees[1]:.6f}"
        sides = []
        for key in (one, other):
            walkable = self.walkables[key]
            place = walkable.step_in(middle)
            node = Node(f"{name}/{key}", walkable.space.ordinal, place, space=key)
            walkable.stops[node.key] = place
            walkable.has_way_in = True
            sides.append(self.graph.add_node(node))
        self.graph.edges.append(Edge(sides[0], sides[1], between=((middle.x, middle.y),)))


def is_open(space: Space, layers: Mapping[str, str]) -> bool:
    """Return whether a space has no walls; ``layers`` maps keys of spaces to their layers."""
    layer = layers.get(space.key, "")
    if layer.startswith("indoor="):
        return layer in _OPEN_LAYERS
    return space.category in _OPEN


def find_straight_runs(
    area: BaseGeometry, beside: BaseGeometry, reach: float, tolerance: float
) -> Iterator[LineString]:
    """Yield the straight runs of an area's outline within ``reach`` metres of the area beside it.

    Bends by less than ``tolerance`` metres are straight.
    """
    near = shapely.intersection(area.boundary, beside.buffer(reach, join_style="mitre"))
    lines = MultiLineString([part for part in shapely.get_parts(near) if part.length > 0])
    merged = shapely.line_merge(lines)
    for part in shapely.get_parts(shapely.normalize(merged)):
        yield from map(LineString, pairwise(shapely.get_coordinates(part.simplify(tolerance))))


def _leave_out_walls(run: LineString, solid: shapely.STRtree) -> Iterator[LineString]:
    """Yield the parts of a run that are wide enough to pass, and free of walls."""
    near = solid.geometries[solid.query(run, predicate="dwithin", distance=2 * _TOUCH)]
    free = shapely.difference(run, shapely.union_all(shapely.buffer(near, 2 * _TOUCH)))
    for part in shapely.get_parts(free):
        if part.length > _LEAST_WIDTH:
            yield part
