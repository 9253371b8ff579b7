"""Pieces cut off a room by an object in it: no label, no door, one line between them and the rest.

Recesses of a room are such, too: without a name, they open into it as widely as they are, though doors lead on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.sides import find_sides
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.segments import to_lines
from interactive_maps.importing.recognition.rooms.region import Region

_LARGEST = 2.5  # square metres
_TOUCH = 0.02  # metres
_LEAST_BORDER = 0.3
_CLEARLY = 1.9  # times as long as the border with another room
_LEAST_DOORS = 3  # with fewer, a missing door says nothing
_LARGEST_RECESS = 15.0  # square metres
_LEAST_MOUTH = 1.5  # metres: a narrower one is a passage to another room
_MOUTH = 0.6  # of a recess's width
_NAMED = 0.8  # of the rooms of a plan, if a missing name says something
_DOORS = {Evidence.SWING, Evidence.SYMBOL}


def absorb_pieces(regions: Sequence[Region], thresholds: Sequence[Threshold], step: Step) -> list[Region]:
    """Return regions with such pieces merged into the room beside them; a piece beside none is left out."""
    sides = find_sides(thresholds, [one.area for one in regions])
    doors = set(sides.ravel().tolist())
    if len(thresholds) < _LEAST_DOORS:
        return list(regions)
    pieces = {
        index
        for index, one in enumerate(regions)
        if not one.labels and not one.drawn and one.area.area <= _LARGEST and index not in doors
    }
    homes = _find_homes(regions, pieces)
    guests: dict[int, list[int]] = defaultdict(list)
    for piece, home in sorted(homes.items()):
        guests[home].append(piece)
    step.count(absorbed=len(homes), left_out=len(pieces) - len(homes))
    return [
        replace(one, area=_join([one.area, *(regions[guest].area for guest in guests[index])]))
        if guests[index]
        else one
        for index, one in enumerate(regions)
        if index not in pieces
    ]


def absorb_recesses(regions: Sequence[Region], thresholds: Sequence[Threshold]) -> list[Region]:
    """Return regions with such recesses merged into the room that they open into, if nearly all rooms have labels."""
    rooms = [one for one in regions if one.area.area > _LARGEST]
    if sum(bool(one.labels) for one in rooms) < _NAMED * len(rooms):
        return list(regions)
    found: dict[int, list[tuple[Threshold, int]]] = defaultdict(list)
    doors: Counter[int] = Counter()
    for one, pair in zip(
        thresholds, find_sides(thresholds, [each.area for each in regions]).tolist(), strict=True
    ):
        for piece, room in (pair, pair[::-1]):
            if one.evidence in _DOORS:
                doors[piece] += 1
            elif piece >= 0 and room >= 0 and regions[room].labels and _is_mouth(one, regions[piece]):
                found[piece].append((one, room))
    kept = list(regions)
    recesses = {piece for piece, mouths in found.items() if len(mouths) == 1 and doors[piece] > 1}
    for piece in sorted(recesses):
        ((mouth, room),) = found[piece]
        sill = shapely.convex_hull(shapely.union_all(to_lines(mouth.lines)))
        kept[room] = replace(kept[room], area=_join([kept[room].area, regions[piece].area, sill]))
    return [one for index, one in enumerate(kept) if index not in recesses]


def _is_mouth(opening: Threshold, piece: Region) -> bool:
    """Return whether a small piece without a label is open there as widely as it is."""
    if (
        piece.labels
        or piece.drawn
        or opening.evidence is not Evidence.GAP
        or piece.area.area > _LARGEST_RECESS
    ):
        return False
    along = shapely.get_coordinates(piece.area) @ opening.direction
    return opening.width >= max(_LEAST_MOUTH, _MOUTH * float(np.ptp(along)))


def _find_homes(regions: Sequence[Region], pieces: set[int]) -> dict[int, int]:
    """Return the region that shares the longest border with each piece.

    A piece that borders two rooms alike is the inside of a wall.
    """
    tree = shapely.STRtree([one.area for one in regions])
    homes = {}
    for piece in sorted(pieces):
        around = grow(regions[piece].area, _TOUCH)
        borders = [
            (shapely.length(shapely.intersection(regions[near].area.boundary, around)), near)
            for near in tree.query(around, predicate="intersects").tolist()
            if near not in pieces
        ]
        (second, _), best = sorted([(0.0, -1), (0.0, -1), *borders])[-2:]
        if best[0] >= max(_LEAST_BORDER, _CLEARLY * second):
            homes[piece] = best[1]
    return homes


def _join(areas: Sequence[BaseGeometry]) -> Polygon:
    grown = shapely.union_all(grow(np.array(areas, dtype=object), _TOUCH / 2))
    joined: Polygon = max(shapely.get_parts(grow(grown, -_TOUCH / 2)), key=lambda one: one.area)
    return joined
