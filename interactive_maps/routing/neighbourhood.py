"""What is beside a way: of all doors and rooms of a map those that somebody on it sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.routing.directions import NearbyRoom, Opening, Stop, Surroundings
from interactive_maps.routing.directory import LAYERS, Directory
from interactive_maps.routing.edges import NOTHING
from interactive_maps.routing.graph import Graph
from interactive_maps.routing.resolution import Named, Point, Thing
from interactive_maps.routing.routes import Leg, Route

_DOORS_WITHIN, _ROOMS_WITHIN = 4.0, 6.0  # metres from the way

_RIDDEN = 0.5
_MOST_LANGUAGES = 12  # lists of languages for which rooms are kept

Columns = Mapping[str, Any]
Walks = dict[float, Any]  # arrays of LineString


@dataclass(frozen=True, eq=False)
class _Level:
    rows: NDArray[np.int64]
    tree: shapely.STRtree


class Neighbourhood:
    """Finds surroundings of ways on one network. Safe to share between threads."""

    def __init__(self, graph: Graph, directory: Directory) -> None:
        self._graph = graph
        self._directory = directory
        self._known: dict[tuple[str, ...], dict[int, NearbyRoom | None]] = {}

    def survey(self, route: Route, stops: Sequence[Named | None], languages: Sequence[str]) -> Surroundings:
        """Return what is known along ``route``; ``stops`` are what was asked for, in the order of the visits."""
        directory = self._directory
        levels = {leg.level for leg in route.legs if leg.level is not None}
        walks = self._draw(route.legs)
        edges = np.array([one.edge for one in route.stretches], dtype=np.int64)
        connectors = set(self._graph.connector[edges].tolist()) - {NOTHING}
        return Surroundings(
            levels=_name({level: directory.find_level_name(level, languages) for level in levels}),
            connectors=_name({key: directory.find_name("connectors", key, languages) for key in connectors}),
            openings=tuple(self._list_openings(walks, languages)),
            rooms=tuple(self._list_rooms(walks, languages)),
            stops=tuple(self._describe_stop(stop, languages) for stop in stops),
        )

    def _describe_stop(self, stop: Named | None, languages: Sequence[str]) -> Stop:
        if isinstance(stop, Point):
            return Stop(location=(stop.longitude, stop.latitude))
        if not isinstance(stop, Thing):
            return Stop()
        found = self._directory.find(stop.kind, stop.key)
        name = self._directory.find_name(LAYERS[stop.kind], stop.key, languages)
        return Stop(name, found.point, found.space) if found else Stop(name)

    def _list_openings(self, walks: Walks, languages: Sequence[str]) -> Iterator[Opening]:
        columns = self._directory.list_columns("openings")
        for level, row in self._find_near(self._openings, walks, _DOORS_WITHIN):
            key = int(columns["ogc_fid"][row])
            yield Opening(
                id=key,
                level=level,
                location=tuple(columns["wkb_geometry"][row].tolist()),
                kind=columns["kind"][row],
                name=self._directory.read_name("openings", row, languages),
                spaces=tuple(columns["space_ids"][row] or ()),
            )

    def _list_rooms(self, walks: Walks, languages: Sequence[str]) -> Iterator[NearbyRoom]:
        """Yield spaces with names; where the map has none, the rooms. They are kept, for the questions to come."""
        known = self._known.get(tuple(languages))
        if known is None:
            if len(self._known) >= _MOST_LANGUAGES:
                self._known.clear()
            known = self._known[tuple(languages)] = {}
        for level, row in self._find_near(self._rooms, walks, _ROOMS_WITHIN):
            if row not in known:
                known[row] = self._read_room(level, row, languages)
            if (room := known[row]) is not None:
                yield room

    def _read_room(self, level: float, row: int, languages: Sequence[str]) -> NearbyRoom | None:
        layer, place = self._rooms_layer
        columns = self._directory.list_columns(layer)
        name = self._directory.read_name(layer, row, languages)
        if not name:
            return None
        category = columns["category"][row] if layer == "spaces" else None
        return NearbyRoom(
            int(columns["ogc_fid"][row]), level, tuple(columns[place][row].tolist()), name, category
        )

    def _draw(self, legs: Sequence[Leg]) -> Walks:
        """Return the pieces of line in metres by level of what is walked, not of floors that are ridden past.

        Piece by piece, as the box around a whole way holds half the floor.
        """
        walked = [leg for leg in legs if leg.level is not None and leg.length > _RIDDEN]
        if not walked:
            return {}
        ends = np.cumsum([len(leg.coordinates) for leg in walked])[:-1]
        places = np.split(
            self._graph.plane.to_metres(np.concatenate([leg.coordinates for leg in walked])), ends
        )
        walks: dict[float, list[NDArray[np.float64]]] = {}
        for leg, line in zip(walked, places, strict=True):
            walks.setdefault(leg.level or 0.0, []).append(np.stack([line[:-1], line[1:]], axis=1))
        return {level: shapely.linestrings(np.concatenate(pieces)) for level, pieces in walks.items()}

    def _find_near(
        self, levels: Mapping[float, _Level], walks: Walks, metres: float
    ) -> Iterator[tuple[float, int]]:
        """Yield level and row, each once, of what is within ``metres`` of a walk on its level."""
        for level, lines in walks.items():
            known = levels.get(level)
            if known is not None:
                _, near = known.tree.query(lines, predicate="dwithin", distance=metres)
                for row in known.rows[np.unique(near)].tolist():
                    yield level, row

    @cached_property
    def _openings(self) -> dict[float, _Level]:
        return self._sort("openings", "wkb_geometry")

    @cached_property
    def _rooms(self) -> dict[float, _Level]:
        return self._sort(*self._rooms_layer)

    @property
    def _rooms_layer(self) -> tuple[str, str]:
        has_spaces = len(self._directory.list_columns("spaces")["ogc_fid"]) > 0
        return ("spaces", "display_point") if has_spaces else ("rooms", "wkb_geometry")

    def _sort(self, layer: str, place: str) -> dict[float, _Level]:
        columns = self._directory.list_columns(layer)
        places, levels = columns[place], columns["level"]
        usable = (np.abs(places) <= (180.0, 90.0)).all(axis=1) & np.isfinite(levels)
        found = {}
        for level in np.unique(levels[usable]).tolist():
            rows = np.flatnonzero(usable & (levels == level))
            points: Any = shapely.points(self._graph.plane.to_metres(places[rows]))
            found[level] = _Level(rows, shapely.STRtree(points))
        return found


def _name(names: Mapping[Any, str | None]) -> dict[Any, str]:
    return {key: name for key, name in names.items() if name}
