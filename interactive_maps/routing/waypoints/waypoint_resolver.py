"""Waypoint resolver: from named waypoints to places on the network, a node of the space or edges near the point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from interactive_maps.geo.degrees import scale_longitude
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.network.walls import Walls
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.search.snapping import SnapCandidates, Snapper
from interactive_maps.routing.waypoints.entrances import find_main_entrances
from interactive_maps.routing.waypoints.feature_index import FeatureIndex, FeatureLocation

MOST_KEPT = 5_000  # places cached
MOST_OF_CATEGORY = 1_000


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees; ``level`` None means any."""

    longitude: float
    latitude: float
    level: float | None = None


@dataclass(frozen=True, slots=True)
class FeatureRef:
    """A room, space, point or occupant by id, or a building, which stands for its main entrance."""

    kind: str
    key: int


@dataclass(frozen=True, slots=True)
class Category:
    """Whatever is nearest of a category; ``private``: also what is not for everybody."""

    name: str
    private: bool = False


Waypoint = Point | FeatureRef | Category


class UnknownWaypoint(LookupError):
    """The feature does not exist on the map."""


@dataclass(frozen=True, eq=False, slots=True)
class _Members:
    """A resolved category: the place of all its features, and the feature behind each of the place's choices, with a
    place of its own in ``places``.
    """

    place: SnappedWaypoint
    features: tuple[FeatureRef, ...]
    places: tuple[SnappedWaypoint, ...]


class WaypointResolver:
    """Finds the places of one network, with a cache. Safe to share between threads."""

    def __init__(self, graph: Graph, feature_index: FeatureIndex, walls: Walls) -> None:
        self.feature_index = feature_index
        self._graph = graph
        self._snapper = Snapper(graph, walls.block)
        self._through_walls = Snapper(graph)
        self._kept: dict[Waypoint, SnappedWaypoint] = {}
        self._categories: dict[Category, _Members] = {}  # of the map: no client makes more of them

    def resolve(self, named: Waypoint) -> SnappedWaypoint:
        """Return the place; an empty one if the network is out of reach. Raises UnknownWaypoint."""
        place = self._kept.get(named)
        if place is None:
            place = self._resolve(named)
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[named] = place
        return place

    def count_things(self, named: Waypoint) -> int:
        """Return the number of features that ``named`` stands for, as far as they are looked up."""
        if not isinstance(named, Category):
            return 1
        return min(len(self._list_things(named)), MOST_OF_CATEGORY)

    def list_members(self, category: Category) -> dict[FeatureRef, SnappedWaypoint]:
        """Return the features of a category that the network reaches, each with its own place on it."""
        if not self._list_things(category):
            return {}
        members = self._find_category(category)
        return dict(zip(members.features, members.places, strict=True))

    def locate_all(
        self, listed: Sequence[tuple[str, int]], *, wide: bool = False
    ) -> Iterator[tuple[int, SnappedWaypoint]]:
        """Yield key and place of all that is ``listed`` by kinds and keys and that the network reaches, in bulk.

        Places have the nearest candidates, or (``wide``) all that are near enough.
        """
        place, features = self._look_up_all(listed, wide=wide)
        for feature, its_place in zip(features, _separate(place), strict=True):
            yield feature.key, its_place

    def choose(self, named: Waypoint, choice: int) -> FeatureRef | None:
        """Return the feature of a category behind the place's ``choice``."""
        if not isinstance(named, Category):
            return named if isinstance(named, FeatureRef) else None
        features = self._find_category(named).features
        return features[choice] if choice < len(features) else None

    def _resolve(self, named: Waypoint) -> SnappedWaypoint:
        if isinstance(named, Category):
            return self._find_category(named).place
        return self._let_widen(self._look_up(named), named)

    def _let_widen(self, place: SnappedWaypoint, named: Point | FeatureRef) -> SnappedWaypoint:
        return replace(
            place,
            widen=lambda: self._look_up(named, wide=True),
            survey=lambda: self._survey([named]),
        )

    def _look_up(self, named: Point | FeatureRef, *, wide: bool = False) -> SnappedWaypoint:
        """Return the place with the nearest candidates, or (``wide``) with all that are near enough."""
        if isinstance(named, Point):
            candidates = _snap(self._snapper, (named.longitude, named.latitude, named.level), wide=wide)
            return SnappedWaypoint((candidates,)) if candidates else SnappedWaypoint()
        found = self._find(named.kind, named.key)
        if found is None:
            raise UnknownWaypoint(named)
        node, candidates = self._reach(named.kind, found, wide=wide)
        if node is not None:
            return SnappedWaypoint(nodes=(node,))
        return SnappedWaypoint((candidates,)) if candidates else SnappedWaypoint()

    def _find(self, kind: str, key: int) -> FeatureLocation | None:
        """Return where a feature is, of a building its main entrance; None if it does not exist."""
        entrance = self._main_entrances.get(key) if kind == "building" else None
        return entrance or self.feature_index.find(kind, key)

    def has_more(self, named: Waypoint) -> bool:
        """Return whether a category has things that are not for everybody, besides others."""
        if not isinstance(named, Category) or named.private:
            return False
        return len(self._list_things(replace(named, private=True))) > len(self._list_things(named))

    def _list_things(self, named: Category) -> list[tuple[str, int]]:
        return self.feature_index.find_category(named.name, private=named.private)

    def _find_category(self, named: Category) -> _Members:
        """Return all that is of the category, looked up once; raises UnknownWaypoint."""
        members = self._categories.get(named)
        if members is None:
            listed = self._list_things(named)[:MOST_OF_CATEGORY]
            if not listed:
                raise UnknownWaypoint(named.name)
            place, features = self._look_up_all(listed)
            place = replace(
                place,
                widen=lambda: self._look_up_all(listed, wide=True)[0],
                survey=lambda: self._survey(features),
            )
            places = map(self._let_widen, _separate(place), features)
            members = self._categories[named] = _Members(place, features, tuple(places))
        return members

    def _survey(self, listed: Sequence[Point | FeatureRef]) -> frozenset[int]:
        """Return all components that may be near enough to the ``listed`` features."""
        components: set[int] = set()
        locations = []
        for one in listed:
            if isinstance(one, Point):
                locations.append((one.longitude, one.latitude, one.level))
            elif (where := self._find(one.kind, one.key)) is not None:
                if (node := self._find_node(where)) is not None:
                    components.add(int(self._graph.component[node]))
                if where.point is not None:
                    locations.append((*where.point, where.level))
        return self._through_walls.list_islands(locations) | components

    def _look_up_all(
        self, listed: Sequence[tuple[str, int]], *, wide: bool = False
    ) -> tuple[SnappedWaypoint, tuple[FeatureRef, ...]]:
        """Return the places of all that is ``listed`` by kinds and keys, and what they are, by their choices.

        What is on an edge is so whether it is looked up ``wide`` or not: choices have one order.
        """
        found = [where for one in listed if (where := self._find(*one)) is not None]  # all: it is listed
        nodes = [self._find_node(where) for where in found]
        candidate_sets: list[SnapCandidates] = [()] * len(found)
        waiting = [
            (index, (*where.point, where.level))
            for index, where in enumerate(found)
            if where.point is not None and (listed[index][0] == "point" or nodes[index] is None)
        ]
        for snapper in (self._snapper, self._through_walls):
            put = snapper.snap_all([location for _, location in waiting], wide=wide)
            for (index, _), candidates in zip(waiting, put, strict=True):
                candidate_sets[index] = candidates
            waiting = [one for one in waiting if not candidate_sets[one[0]] and nodes[one[0]] is None]
        features = [FeatureRef(*one) for one in listed]
        on_edges = [
            (candidates, features[index]) for index, candidates in enumerate(candidate_sets) if candidates
        ]
        on_nodes = [
            (node, features[index])
            for index, node in enumerate(nodes)
            if node is not None and not candidate_sets[index]
        ]
        place = SnappedWaypoint(
            tuple(candidates for candidates, _ in on_edges), tuple(node for node, _ in on_nodes)
        )
        return place, tuple(feature for _, feature in (*on_edges, *on_nodes))

    def _reach(self, kind: str, found: FeatureLocation, *, wide: bool) -> tuple[int | None, SnapCandidates]:
        """Return the node of the feature's space, or else the edges near its point.

        A feature counts as reachable: if the network does not enter its room, the route ends at the nearest edge
        outside.
        """
        node = self._find_node(found)
        if found.point is None:
            return node, ()
        if kind != "point" and node is not None:
            return node, ()
        place = *found.point, found.level
        if not wide and (met := self._snapper.nodes.find(*place)) is not None:
            return met, ()
        candidates = _snap(self._snapper, place, wide=wide)
        if candidates or node is not None:
            return (None, candidates) if candidates else (node, ())
        return None, _snap(self._through_walls, place, wide=wide)

    def _find_node(self, found: FeatureLocation) -> int | None:
        """Return the node of the feature's space that is nearest to it, or None if there is none."""
        if found.space is None:
            return None
        numbers = self.feature_index.nodes_by_space.get(found.space, ())
        nodes = [self._nodes[number] for number in numbers if number in self._nodes]
        if not nodes:
            return None
        if found.point is None or len(nodes) == 1:
            return nodes[0]
        apart = self._graph.node_coordinates[nodes] - np.array([found.point])
        apart[:, 0] *= scale_longitude(found.point[1])
        return nodes[int(np.argmin(np.hypot(*apart.T)))]

    @cached_property
    def _main_entrances(self) -> dict[int, FeatureLocation]:
        return find_main_entrances(self._graph, self.feature_index)

    @cached_property
    def _nodes(self) -> dict[int, int]:
        """Return the node of each number; for a number on several levels, any of them."""
        return {number: node for node, number in enumerate(self._graph.node_number.tolist())}


def _separate(place: SnappedWaypoint) -> list[SnappedWaypoint]:
    """Return each choice of a place as a place of its own."""
    beside = [SnappedWaypoint((candidates,)) for candidates in place.candidate_sets]
    return beside + [SnappedWaypoint(nodes=(node,)) for node in place.nodes]


def _snap(snapper: Snapper, place: tuple[float, float, float | None], *, wide: bool) -> SnapCandidates:
    return snapper.snap(*place) if wide else snapper.snap_nearest(*place)
