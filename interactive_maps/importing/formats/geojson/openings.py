"""The spaces that an opening joins: those that it touches, or those on both sides of its wall."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.network.neighbour_search import Crowded, find_neighbours
from interactive_maps.importing.network.plane import flatten
from interactive_maps.mapdata.edits.features import Opening, Space

_AT = 0.3  # metres from the middle of a door to the nearest spaces that it joins
_BEHIND = 0.8  # metres from it to a space behind a thick wall
_OPPOSITE = -0.7  # cosine between the directions to two spaces on both sides of a door
_MOST_SPACES = 6


def join_openings(openings: Iterable[Opening], spaces: Iterable[Space], plane: Plane) -> list[Opening]:
    """Return the openings with the keys of the spaces that they join, the nearest first."""
    by_level: dict[float | None, list[Space]] = {}
    for space in spaces:
        by_level.setdefault(space.ordinal, []).append(space)
    listed: dict[float | None, list[Opening]] = {}
    for opening in openings:
        listed.setdefault(opening.ordinal, []).append(opening)
    joined: list[Opening] = []
    for ordinal, here in listed.items():
        joined.extend(_join_level(here, by_level.get(ordinal, ()), plane))
    return joined


def _join_level(openings: Sequence[Opening], spaces: Sequence[Space], plane: Plane) -> list[Opening]:
    areas = flatten(plane, [space.geometry for space in spaces])
    middles = [_find_middle(one) for one in flatten(plane, [opening.geometry for opening in openings])]
    near: dict[int, list[int]] = {}
    try:
        for door, space in find_neighbours(middles, areas, _BEHIND):
            near.setdefault(door, []).append(space)
    except Crowded:
        return list(openings)  # the network reports it
    found = []
    for index, opening in enumerate(openings):
        chosen = _choose(middles[index], [(spaces[hit].key, areas[hit]) for hit in near.get(index, [])])
        found.append(replace(opening, spaces=tuple(chosen)))
    return found


def _choose(middle: Point, near: Sequence[tuple[str, BaseGeometry]]) -> list[str]:
    ranked = sorted((round(area.distance(middle), 3), key, area) for key, area in near)
    touched = [(distance, key) for distance, key, _ in ranked if distance <= _AT]
    if len(touched) >= 2 or not ranked:
        least = touched[1][0] if len(touched) >= 2 else 0.0
        return [key for distance, key in touched if distance <= least + 0.05][:_MOST_SPACES]
    first, others = ranked[0], ranked[1:]
    behind = (key for _, key, area in others if _lie_opposite(middle, first[2], area))
    return [first[1], *([key] if (key := next(behind, None)) else [])]


def _lie_opposite(middle: Point, one: BaseGeometry, other: BaseGeometry) -> bool:
    """Return whether two areas lie on different sides of a position; also if both touch it and none can be told."""
    directions = [
        np.diff(shapely.get_coordinates(shapely.shortest_line(middle, area)), axis=0)[0]
        for area in (one, other)
    ]
    lengths = [float(np.hypot(*way)) for way in directions]
    if lengths[0] < 1e-3:  # inside of the first: the second is what remains
        return True
    return lengths[1] < 1e-3 or float(np.dot(*directions)) / (lengths[0] * lengths[1]) <= _OPPOSITE


def _find_middle(geometry: BaseGeometry) -> Point:
    if geometry.geom_type == "LineString":
        return geometry.interpolate(0.5, normalized=True)
    return geometry if isinstance(geometry, Point) else geometry.centroid
