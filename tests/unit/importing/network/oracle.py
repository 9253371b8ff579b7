"""The shortest ways there can be, by brute force: every corner that sees another, without a step off any wall."""

from __future__ import annotations

import networkx as nx
import numpy as np
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.draft.map_draft import MapDraft
from tests.unit.importing.network.maps import metres

_GAP = 0.3
_THIN = 0.001


def build_optimum(draft: MapDraft, level: float) -> nx.Graph:
    """Return a graph of one level whose nodes are spaces, doors and corners; open passages are not in it."""
    areas = {space.key: metres(space.geometry) for space in draft.spaces if space.ordinal == level}
    middles = {space.key: metres(space.display_point) for space in draft.spaces if space.ordinal == level}
    doors = {
        opening.key: _middle(metres(opening.geometry))
        for opening in draft.openings
        if opening.ordinal == level
    }
    graph: nx.Graph = nx.Graph()
    for key, area in areas.items():
        places = {key: (middles[key].x, middles[key].y)}
        places |= {name: (door.x, door.y) for name, door in doors.items() if area.distance(door) < _GAP}
        free = area.difference(shapely.union_all(_list_inner(areas, key)))
        places |= {f"{key}{corner}": corner for corner in _list_corners(free)}
        _connect(graph, free.buffer(_THIN, join_style="mitre"), places)
    return graph


def list_walls(draft: MapDraft, level: float) -> dict[str, BaseGeometry]:
    """Return the outlines of a level's spaces, in metres."""
    return {space.key: metres(space.geometry).boundary for space in draft.spaces if space.ordinal == level}


def _middle(geometry: BaseGeometry) -> Point:
    return geometry if isinstance(geometry, Point) else geometry.interpolate(0.5, normalized=True)


def _list_inner(areas: dict[str, BaseGeometry], key: str) -> list[BaseGeometry]:
    area = areas[key]
    return [
        other
        for name, other in areas.items()
        if name != key and other.area < area.area and other.intersection(area).area > 0.5 * other.area
    ]


def _list_corners(area: BaseGeometry) -> set[tuple[float, float]]:
    return {(x, y) for x, y in shapely.get_coordinates(area).tolist()}


def _connect(graph: nx.Graph, free: BaseGeometry, places: dict[str, tuple[float, float]]) -> None:
    names = list(places)
    where = np.array([places[name] for name in names])
    one, other = np.triu_indices(len(names), 1)
    shapely.prepare(free)
    seen = shapely.covers(free, shapely.linestrings(np.stack([where[one], where[other]], axis=1)))
    lengths = np.hypot(*(where[one] - where[other]).T)
    pairs = zip(one[seen].tolist(), other[seen].tolist(), lengths[seen].tolist(), strict=True)
    graph.add_edges_from((names[a], names[b], {"length": length}) for a, b, length in pairs)
