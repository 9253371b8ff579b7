"""Areas of spaces by position, and points of rooms on levels that have no areas. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.geo.plane import Plane

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Columns = Mapping[str, Any]

NOWHERE = -1
_ROOM_REACH = 8.0  # metres from the point of a room without an area at which somebody may be in it


@dataclass(frozen=True, eq=False)
class PlaceIndex:
    """Places are numbered: first the spaces with an area, then the rooms on levels without areas.

    Per place: ``keys``, and ``level`` (NaN unknown). The first ``len(areas)`` are spaces, all others rooms. ``areas``
    and ``points`` [n, 2] are in metres of the plane.
    """

    keys: Integers
    level: Floats
    areas: NDArray[np.object_]
    points: Floats
    area_tree: shapely.STRtree
    room_tree: shapely.STRtree
    levels: Floats  # sorted, those of places and network

    def kind(self, place: int) -> str:
        """Return whether a place is a "space" or a "room"."""
        return "space" if place < len(self.areas) else "room"

    def find_level(self, levels: Floats) -> Integers:
        """Return the index in ``levels`` of each of some levels that are among them."""
        return np.searchsorted(self.levels, levels)

    def find_places(self, points: Floats) -> tuple[Integers, Integers]:
        """Return pairs of indices: points [n, 2] in metres, and the place at each on every level.

        Of several areas of one level the smallest counts: a kiosk, not the hall that it stands in.
        """
        located: Any = shapely.points(points)
        of_area, area = self.area_tree.query(located, predicate="intersects")
        of_room, room = self.room_tree.query(located, predicate="dwithin", distance=_ROOM_REACH)
        rank = np.concatenate(
            [
                shapely.area(self.areas[area]),
                np.hypot(*(points[of_room] - self.points[room]).T),
            ]
        )
        point = np.concatenate([of_area, of_room])
        place = np.concatenate([area, room + len(self.areas)])
        order = np.lexsort([place, rank])
        point, place = point[order], place[order]
        identity = point * len(self.levels) + self.find_level(self.level[place])
        _, first = np.unique(identity, return_index=True)
        return point[first], place[first]


def index_places(plane: Plane, areas: Columns, rooms: Columns, network_levels: Floats) -> PlaceIndex:
    """Return the index of spaces (``ogc_fid``, ``level``, ``wkb_geometry`` as WKB in WGS84) and of rooms (points)."""
    shapes, keys, level = _read_areas(plane, areas)
    room_points = np.asarray(rooms["wkb_geometry"], dtype=np.float64).reshape(-1, 2)
    room_level = np.asarray(rooms["level"], dtype=np.float64)
    usable = (np.abs(room_points) <= (180.0, 90.0)).all(axis=1)
    usable &= ~_contains(np.unique(level), room_level)
    points = plane.to_metres(room_points[usable])
    located: Any = shapely.points(points)
    all_levels = np.concatenate([level, room_level[usable]])
    return PlaceIndex(
        keys=np.concatenate([keys, np.asarray(rooms["ogc_fid"], dtype=np.int64)[usable]]),
        level=all_levels,
        areas=shapes,
        points=points,
        area_tree=shapely.STRtree(shapes),
        room_tree=shapely.STRtree(located),
        levels=np.unique(np.concatenate([all_levels, network_levels])),
    )


def _contains(levels: Floats, wanted: Floats) -> NDArray[np.bool_]:
    """Return which of ``wanted`` are among ``levels``; an unknown one is like another."""
    return np.isin(wanted, levels) | (np.isnan(wanted) & bool(np.isnan(levels).any()))


def _read_areas(plane: Plane, areas: Columns) -> tuple[NDArray[np.object_], Integers, Floats]:
    wkb = np.empty(len(areas["wkb_geometry"]), dtype=object)
    wkb[:] = areas["wkb_geometry"]
    with np.errstate(invalid="ignore"):  # coordinates that are NaN
        shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    usable = np.isin(shapely.get_type_id(shapes), [3, 6]) & ~shapely.is_empty(shapes)
    coordinates, index = shapely.get_coordinates(shapes, return_index=True)
    usable[index[~(np.abs(coordinates) <= (180.0, 90.0)).all(axis=1)]] = False
    flat = np.empty(int(usable.sum()), dtype=object)
    flat[:] = shapely.transform(shapes[usable], plane.to_metres)
    broken = ~shapely.is_valid(flat)
    flat[broken] = shapely.make_valid(flat[broken])
    return (
        flat,
        np.asarray(areas["ogc_fid"], dtype=np.int64)[usable],
        np.asarray(areas["level"], dtype=np.float64)[usable],
    )
