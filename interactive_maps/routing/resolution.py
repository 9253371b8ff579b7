"""From what people name to places on the network: a node of the space, or edges near the point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from interactive_maps.routing.directory import Directory, Whereabouts
from interactive_maps.routing.graph import Graph
from interactive_maps.routing.places import Place
from interactive_maps.routing.snapping import Snapper, Spot
from interactive_maps.routing.walls import Walls

MOST_KEPT = 5_000  # places remembered
MOST_OF_CATEGORY = 1_000


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees; ``level`` None: any."""

    longitude: float
    latitude: float
    level: float | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """A room, space, point or occupant by its id."""

    kind: str
    key: int


@dataclass(frozen=True, slots=True)
class Category:
    """Whatever is nearest of a category."""

    name: str


Named = Point | Thing | Category


class Unknown(LookupError):
    """There is no such thing on the map."""


class Resolver:
    """Finds the places of one network; what was found is remembered. Safe to share between threads."""

    def __init__(self, graph: Graph, directory: Directory, walls: Walls) -> None:
        self.directory = directory
        self._graph = graph
        self._snapper = Snapper(graph, walls.block)
        self._through_walls = Snapper(graph)
        self._kept: dict[Named, Place] = {}

    def resolve(self, named: Named) -> Place:
        """Return the place; an empty one where the network is out of reach. Raises Unknown."""
        place = self._kept.get(named)
        if place is None:
            place = self._resolve(named)
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[named] = place
        return place

    def choose(self, named: Named, choice: int) -> Thing | None:
        """Return which thing of a category it is that the place's ``choice`` stands for."""
        if not isinstance(named, Category):
            return named if isinstance(named, Thing) else None
        _, things = self._look_up_category(named.name)
        return things[choice] if choice < len(things) else None

    def _resolve(self, named: Named) -> Place:
        place = self._look_up(named)
        return replace(place, widen=lambda: self._look_up(named, wide=True))

    def _look_up(self, named: Named, *, wide: bool = False) -> Place:
        """Return the place with what is nearest to it, or (``wide``) with all that is near enough."""
        if isinstance(named, Point):
            spot = _snap(self._snapper, (named.longitude, named.latitude, named.level), wide=wide)
            return Place((spot,)) if spot else Place()
        if isinstance(named, Category):
            place, _ = self._look_up_category(named.name)
            return place
        found = self.directory.find(named.kind, named.key)
        if found is None:
            raise Unknown(named)
        node, spot = self._reach(named.kind, found, wide=wide)
        if node is not None:
            return Place(nodes=(node,))
        return Place((spot,)) if spot else Place()

    def _look_up_category(self, name: str) -> tuple[Place, list[Thing]]:
        """Return the places of all that is of the category, and what they are, in the order of their choices."""
        listed = self.directory.find_category(name)
        if not listed:
            raise Unknown(name)
        spots: list[tuple[Spot, Thing]] = []
        nodes: list[tuple[int, Thing]] = []
        for kind, key in listed[:MOST_OF_CATEGORY]:
            found = self.directory.find(kind, key)
            assert found is not None, "it was listed"
            node, spot = self._reach(kind, found, wide=True)  # or else the choices would have two orders
            if node is not None:
                nodes.append((node, Thing(kind, key)))
            elif spot:
                spots.append((spot, Thing(kind, key)))
        place = Place(tuple(spot for spot, _ in spots), tuple(node for node, _ in nodes))
        return place, [thing for _, thing in (*spots, *nodes)]

    def _reach(self, kind: str, found: Whereabouts, *, wide: bool) -> tuple[int | None, Spot]:
        """Return the node of the thing's space, or else the edges near its point.

        A thing is known to be reached somehow: where the network has no way into its room, the way ends at the
        nearest edge outside.
        """
        node = self._find_node(found) if found.space is not None else None
        if found.point is None:
            return node, ()
        if kind != "point" and node is not None:
            return node, ()
        place = *found.point, found.level
        if not wide and (met := self._snapper.nodes.find(*place)) is not None:
            return met, ()
        spot = _snap(self._snapper, place, wide=wide)
        if spot or node is not None:
            return (None, spot) if spot else (node, ())
        return None, _snap(self._through_walls, place, wide=wide)

    def _find_node(self, found: Whereabouts) -> int | None:
        """Return the node of the space that is the nearest to the thing."""
        assert found.space is not None
        numbers = self.directory.nodes_by_space.get(found.space, ())
        nodes = [self._nodes[number] for number in numbers if number in self._nodes]
        if not nodes:
            return None
        if found.point is None or len(nodes) == 1:
            return nodes[0]
        apart = self._graph.node_coordinates[nodes] - np.array([found.point])
        apart[:, 0] *= np.cos(np.radians(found.point[1]))
        return nodes[int(np.argmin(np.hypot(*apart.T)))]

    @cached_property
    def _nodes(self) -> dict[int, int]:
        """Return the node of each number; of a number on several levels, any."""
        return {number: node for node, number in enumerate(self._graph.node_number.tolist())}


def _snap(snapper: Snapper, place: tuple[float, float, float | None], *, wide: bool) -> Spot:
    return snapper.snap(*place) if wide else snapper.snap_nearest(*place)
