"""Context lookup: the doors and rooms of a map that are visible from a route."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.directions import NearbyRoom, Opening, RouteContext, Stop
from interactive_maps.routing.network.edges import NOTHING
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.search.routes import Route
from interactive_maps.routing.waypoints.adjacent_features import AdjacentFeatures
from interactive_maps.routing.waypoints.feature_index import LAYER_OF_KIND, FeatureIndex, FeatureLocation
from interactive_maps.routing.waypoints.waypoint_resolver import FeatureRef, Point, Waypoint

_DOORS_WITHIN, _ROOMS_WITHIN = 4.0, 6.0  # metres from the route
_MOST_LANGUAGES = 12  # language lists for which rooms are cached

Integers = NDArray[np.int64]


class ContextLookup:
    """Finds the context of routes on one network. Safe to share between threads."""

    def __init__(self, graph: Graph, feature_index: FeatureIndex) -> None:
        self._graph = graph
        self._feature_index = feature_index
        self._known: dict[tuple[str, ...], dict[int, NearbyRoom | None]] = {}

    def survey(
        self, route: Route, stops: Sequence[Waypoint | None], languages: Sequence[str]
    ) -> RouteContext:
        """Return the context of ``route``; ``stops`` are the requested waypoints in visiting order."""
        feature_index = self._feature_index
        levels = {leg.level for leg in route.legs if leg.level is not None}
        edges = np.array([one.arc for one in route.segments], dtype=np.int64) // 2
        buildings = self._find_buildings(edges)
        connectors = set(self._graph.connector[edges].tolist()) - {NOTHING}
        return RouteContext(
            levels=_name(
                {
                    (building, level): feature_index.find_level_name(level, languages, building)
                    for level in levels
                    for building in (None, *sorted(set(buildings.values())))
                }
            ),
            buildings=buildings,
            building_names=_name(
                {key: feature_index.find_name("buildings", key, languages) for key in set(buildings.values())}
            ),
            connectors=_name(
                {key: feature_index.find_name("connectors", key, languages) for key in connectors}
            ),
            openings=tuple(self._list_openings(edges, languages)),
            rooms=tuple(self._list_rooms(edges, languages)),
            stops=tuple(self._describe_stops(stops, languages)),
        )

    def warm(self) -> None:
        """Look up the surroundings of all edges now, so that no request waits for it."""
        for adjacent in (self._openings, self._rooms):
            adjacent.prepare()

    def _find_buildings(self, edges: Integers) -> dict[int, int]:
        spaces = set(self._graph.space[edges].tolist()) - {NOTHING}
        found = {space: self._feature_index.find_building(space) for space in spaces}
        return {space: building for space, building in found.items() if building is not None}

    def _describe_stops(self, stops: Sequence[Waypoint | None], languages: Sequence[str]) -> Iterator[Stop]:
        found = [self._find_stop(stop) for stop in stops]
        # All together: one projection costs as much as many.
        points = np.array([one.point or (math.nan, math.nan) for one in found])
        places = self._graph.plane.to_metres(points).tolist()
        for stop, one, (x, y) in zip(stops, found, places, strict=True):
            name = None
            if isinstance(stop, FeatureRef):
                name = self._feature_index.find_name(LAYER_OF_KIND[stop.kind], stop.key, languages)
            is_building = isinstance(stop, FeatureRef) and stop.kind == "building"
            yield Stop(name, (x, y) if one.point else None, one.space, is_building=is_building)

    def _find_stop(self, stop: Waypoint | None) -> FeatureLocation:
        if isinstance(stop, Point):
            return FeatureLocation((stop.longitude, stop.latitude), None, None)
        found = self._feature_index.find(stop.kind, stop.key) if isinstance(stop, FeatureRef) else None
        return found or FeatureLocation(None, None, None)

    def _list_openings(self, edges: Integers, languages: Sequence[str]) -> Iterator[Opening]:
        columns = self._feature_index.list_columns("openings")
        for row in self._openings.list_rows(edges).tolist():
            yield Opening(
                id=int(columns["ogc_fid"][row]),
                level=float(columns["level"][row]),
                place=self._openings.place(row),
                kind=columns["kind"][row],
                name=self._feature_index.read_name("openings", row, languages),
                spaces=tuple(columns["space_ids"][row] or ()),
            )

    def _list_rooms(self, edges: Integers, languages: Sequence[str]) -> Iterator[NearbyRoom]:
        """Yield named spaces, or rooms if the map has none. They are cached."""
        known = self._known.get(tuple(languages))
        if known is None:
            if len(self._known) >= _MOST_LANGUAGES:
                self._known.clear()
            known = self._known[tuple(languages)] = {}
        for row in self._rooms.list_rows(edges).tolist():
            if row not in known:
                known[row] = self._read_room(row, languages)
            if (room := known[row]) is not None:
                yield room

    def _read_room(self, row: int, languages: Sequence[str]) -> NearbyRoom | None:
        layer, _ = self._rooms_layer
        columns = self._feature_index.list_columns(layer)
        name = self._feature_index.read_name(layer, row, languages)
        if not name:
            return None
        return NearbyRoom(
            id=int(columns["ogc_fid"][row]),
            level=float(columns["level"][row]),
            place=self._rooms.place(row),
            name=name,
            category=columns["category"][row] if layer == "spaces" else None,
        )

    @cached_property
    def _openings(self) -> AdjacentFeatures:
        return self._line_up("openings", "wkb_geometry", _DOORS_WITHIN)

    @cached_property
    def _rooms(self) -> AdjacentFeatures:
        return self._line_up(*self._rooms_layer, _ROOMS_WITHIN)

    @property
    def _rooms_layer(self) -> tuple[str, str]:
        has_spaces = len(self._feature_index.list_columns("spaces")["ogc_fid"]) > 0
        return ("spaces", "display_point") if has_spaces else ("rooms", "wkb_geometry")

    def _line_up(self, layer: str, place: str, metres: float) -> AdjacentFeatures:
        columns = self._feature_index.list_columns(layer)
        places, levels = columns[place], columns["level"]
        usable = (np.abs(places) <= (180.0, 90.0)).all(axis=1)
        return AdjacentFeatures(
            self._graph, self._graph.plane.to_metres(places), np.where(usable, levels, np.nan), metres
        )


def _name(names: Mapping[Any, str | None]) -> dict[Any, str]:
    return {key: name for key, name in names.items() if name}
