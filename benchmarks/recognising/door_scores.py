"""Comparison of recognised doors with the true ones: at the same place, and between the right two rooms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from benchmarks.recognising.truth import Truth
from interactive_maps.importing.recognition.floor import Floor

_NEAR = 0.5  # metres from a true door to a recognised one
_BESIDE = 0.9  # metres from a true door to the rooms that it joins
_LEAST_SHARE = 0.15  # of the circle around a door that a room at it covers
_OPPOSITE = -0.2  # cosine between the directions to two rooms on either side of a door


def judge_doors(
    floor: Floor, truth: Truth, matches: Mapping[int, int], areas: Sequence[BaseGeometry]
) -> Iterator[tuple[Point, str]]:
    """Yield each true door of a known space, with its error, empty if there is none.

    ``matches`` gives the region of each true room that was found. A door of a room that was not found is wrong:
    it leads nobody to the right place.
    """
    tree = shapely.STRtree([LineString([door.start, door.end]) for door in floor.doors])
    outlines = [room.area for room in truth.rooms if room.area is not None]
    for door in truth.doors:
        if _is_within_room(door, truth):
            continue
        wanted = find_sides_of(door, truth)
        if outlines and not wanted:
            continue  # from a corridor outdoors, where the truth knows rooms alone
        near = tree.query(door, predicate="dwithin", distance=_NEAR).tolist()
        if not near:
            yield door, "none"
            continue
        if outlines:
            right = any(_joins(set(floor.doors[n].rooms), wanted, matches) for n in near)
        else:
            right = any(_parts_points(floor.doors[n].rooms, truth, areas) for n in near)
        yield door, "" if right else "other rooms"


def _is_within_room(door: Point, truth: Truth) -> bool:
    """Return whether a door lies well inside one true room, like those of toilet cabins, and joins no rooms."""
    around = door.buffer(_NEAR)
    return any(room.area is not None and room.area.contains(around) for room in truth.rooms)


def find_sides_of(door: Point, truth: Truth) -> tuple[int, ...]:
    """Return the indices of the true rooms beside a door: one if the other side is no room, or outdoors."""
    circle = door.buffer(_BESIDE)
    taken: BaseGeometry = shapely.Polygon()
    found: list[tuple[float, int, NDArray[np.float64]]] = []
    areas = [(index, room.area) for index, room in enumerate(truth.rooms) if room.area is not None]
    near = [(index, area) for index, area in areas if area.intersects(circle)]
    for index, area in sorted(near, key=lambda one: one[1].area):
        part = shapely.difference(shapely.intersection(area, circle), taken)
        taken = shapely.union_all([taken, part])
        if part.area < _LEAST_SHARE * circle.area:
            continue
        step = np.array([part.centroid.x - door.x, part.centroid.y - door.y])
        found.append((float(part.area), index, step / max(float(np.hypot(*step)), 1e-9)))
    pairs = [
        (one[0] + other[0], one[1], other[1])
        for one, other in combinations(found, 2)
        if one[2] @ other[2] < _OPPOSITE
    ]
    if pairs:
        return max(pairs)[1:]
    return (max(found, key=lambda one: one[0])[1],) if found else ()


def _joins(joined: set[int], wanted: tuple[int, ...], matches: Mapping[int, int]) -> bool:
    """Return whether a door joins the regions of the expected rooms, and next to a single room no other true one."""
    if not all(room in matches for room in wanted):
        return False
    regions = {matches[room] for room in wanted}
    if len(wanted) == 2:
        return joined == regions
    return regions <= joined and not (joined - regions) & set(matches.values())


def _parts_points(rooms: Sequence[int], truth: Truth, areas: Sequence[BaseGeometry]) -> bool:
    """Return whether two different rooms are joined; if only points are known, each contains at most one of them."""
    held = [sum(areas[room].contains(one.point) for one in truth.rooms) for room in rooms]
    return len(rooms) == 2 and all(count <= 1 for count in held)
