"""Pieces cut off a room by an object in it: no label, no door, one line between them and the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import Polygon

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.sides import find_sides
from interactive_maps.importing.recognition.doors.threshold import Threshold
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.rooms.region import Region

_LARGEST = 2.5  # square metres
_TOUCH = 0.02  # metres
_LEAST_BORDER = 0.3
_CLEARLY = 1.9  # times as long as the border with another room
_LEAST_DOORS = 3  # with fewer, a missing door says nothing


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


def _join(areas: list[Polygon]) -> Polygon:
    grown = shapely.union_all(grow(np.array(areas, dtype=object), _TOUCH / 2))
    joined: Polygon = max(shapely.get_parts(grow(grown, -_TOUCH / 2)), key=lambda one: one.area)
    return joined
