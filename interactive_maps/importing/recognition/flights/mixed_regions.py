"""Flights that share a region with rooms: where one of its labels is that of the stair, treads are its outline.

The stair is as wide as its treads, and as long: to the wall behind the first and the last one where the floor
between, the landing, is no longer than the flight is wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import Point, Polygon

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.flights.halls import LARGEST, find_homes, says_stairs
from interactive_maps.importing.recognition.flights.treads import Flight
from interactive_maps.importing.recognition.geometry.areas import grow, keep_largest
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.geometry.segments import (
    cast_rays,
    explode,
    find_directions,
    to_lines,
    turn_left,
)
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.rooms.region import Region
from interactive_maps.mapdata.categories.room_names import find_unit_category

_LEAST = 2.0  # square metres of a stair that has a label of its own; less is a few steps
_APART = 1.5  # metres between the flights of one stair: the landing where they turn
_RAILING = 0.3  # metres between treads and the wall beside them
_NEAR = 1.5  # metres from a flight to a label beside it that names stairs
_LEAST_LEFT = 1.0  # square metres of a room beside a stair
_NARROW = 0.2  # half of the width below which nobody can stand
_PLACES = (0.15, 0.5, 0.85)  # of a tread, from where a wall must stand behind it
_OFF = 0.02


def divide_at_flights(flights: Sequence[Flight], regions: Sequence[Region], step: Step) -> list[Region]:
    """Return regions with the stairs that share one with rooms, and have a label of their own, as regions."""
    homes = find_homes([flight.area for flight in flights], [one.area for one in regions])
    divided: list[Region] = []
    stairs = 0
    for index, region in enumerate(regions):
        inside = [flight for flight, home in zip(flights, homes, strict=True) if home == index]
        parts = [region]
        for stair in _group(inside):
            found = _divide(parts[0], stair)
            stairs += int(found is not None)
            parts = [*(found or parts[:1]), *parts[1:]]
        divided += parts
    step.count(stairs_in_rooms=stairs)
    return divided


def _group(flights: Sequence[Flight]) -> list[list[Flight]]:
    """Return the flights of each stair: those side by side, or around a landing."""
    areas = np.array([flight.area for flight in flights], dtype=object)
    if not len(areas):
        return []
    one, other = shapely.STRtree(areas).query(areas, predicate="dwithin", distance=_APART)
    count, group = connect(one, other, len(areas))
    return [
        [flights[member] for member in np.flatnonzero(group == number).tolist()] for number in range(count)
    ]


def _divide(region: Region, flights: Sequence[Flight]) -> list[Region] | None:
    """Return the largest rest of a region first, its other rests, and the stair; None if no label is the stair's."""
    if len(region.labels) < 2:
        return None
    outline = _outline(region.area, flights)
    rests = _list_rests(region.area, outline)
    label = _choose_label(region.labels, _leave(region.area, rests))
    if label is None or not rests:
        return None
    homes: dict[int, list[RoomLabel]] = {index: [] for index in range(len(rests))}
    for one in region.labels:
        if one is not label:
            homes[min(homes, key=lambda rest: rests[rest].distance(Point(one.place)))].append(one)
    rooms = [
        Region(rests[home], tuple(labels), cut=True)
        for home, labels in homes.items()
        if labels or rests[home].area > outline.area  # else a landing
    ]
    area = _leave(region.area, [room.area for room in rooms])
    if not _LEAST <= area.area <= LARGEST:
        return None
    return [*rooms, replace(region, area=area, labels=(label,), cut=True, stairs=True)]


def _choose_label(labels: Sequence[RoomLabel], stair: Polygon) -> RoomLabel | None:
    """Return the label in or beside a stair that names stairs, else the only one in it, unless it names a use."""
    away = {label: stair.distance(Point(label.place)) for label in labels}
    named = sorted((label for label in labels if says_stairs(label)), key=lambda label: away[label])
    if named and away[named[0]] <= _NEAR:
        return named[0]
    inside = [label for label in labels if not away[label] and find_unit_category(label.name) is None]
    return inside[0] if len(inside) == 1 else None


def _outline(area: Polygon, flights: Sequence[Flight]) -> Polygon:
    """Return the part of a region that the flights of a stair, their landings and all between them cover."""
    walls = shapely.STRtree(to_lines(explode(np.array([shapely.boundary(area)]))))
    pieces = [_extend(flight.treads, area, walls) for flight in flights]
    return keep_largest(shapely.intersection(area, shapely.union_all(pieces).convex_hull))


def _extend(treads: Floats, area: Polygon, walls: shapely.STRtree) -> Polygon:
    """Return the rectangle around treads, extended to the walls beside and behind them.

    What people walk through between parts of the room is no landing.
    """
    along = find_directions(treads)[0]
    axes = np.stack([along, turn_left(along)], axis=1)
    places = treads.reshape(-1, 2) @ axes
    box = np.stack([places.min(axis=0), places.max(axis=0)])
    width = float(box[1, 0] - box[0, 0]) + _RAILING
    for axis, reach in ((0, _RAILING), (1, width)):
        for end in (0, 1):
            further = box.copy()
            further[end, axis] += (2 * end - 1) * _measure_behind(box, axis, end, reach, axes, walls)
            if axis == 0 or len(_list_rests(area, _turn(further, axes))) <= len(
                _list_rests(area, _turn(box, axes))
            ):
                box = further
    return _turn(box, axes)


def _measure_behind(
    box: Floats, axis: int, end: int, reach: float, axes: Floats, walls: shapely.STRtree
) -> float:
    """Return the metres from one edge of a box to the wall behind all of it, 0 if there is none within ``reach``."""
    starts = np.empty((len(_PLACES), 2))
    starts[:, axis] = box[end, axis] + (1 - 2 * end) * _OFF
    starts[:, 1 - axis] = box[0, 1 - axis] + np.array(_PLACES) * (box[1] - box[0])[1 - axis]
    ahead = np.tile((2 * end - 1) * axes[:, axis], (len(_PLACES), 1))
    away, _ = cast_rays(starts @ axes.T, ahead, reach + _OFF, walls)
    return max(float(away.max()) - _OFF, 0.0) if np.isfinite(away).all() else 0.0


def _turn(box: Floats, axes: Floats) -> Polygon:
    """Return the rectangle whose lowest and highest coordinates along ``axes`` are the rows of ``box``."""
    return Polygon(shapely.get_coordinates(shapely.box(*box.ravel())) @ axes.T)


def _leave(area: Polygon, rooms: Sequence[Polygon]) -> Polygon:
    """Return what ``rooms`` leave of a region: a stair, with the floor that nobody can stand on beside it."""
    return keep_largest(shapely.difference(area, grow(shapely.union_all(rooms), _OFF / 2)))


def _list_rests(area: Polygon, stair: Polygon) -> list[Polygon]:
    """Return the parts of a region beside a stair that are rooms, the largest first."""
    left = shapely.difference(area, stair)
    wide = shapely.get_parts(grow(grow(left, -_NARROW), 1.01 * _NARROW))
    rests = [keep_largest(shapely.intersection(left, part)) for part in wide if part.area >= _LEAST_LEFT]
    return sorted(rests, key=lambda rest: -float(rest.area))
