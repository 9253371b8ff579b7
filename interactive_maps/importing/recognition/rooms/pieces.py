"""Pieces cut off a room by an object in it: no label, no door, one line between them and the rest.

Recesses of a room are such, too: without a name, they open into it as widely as they are, though doors lead on.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.sides import find_sides
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.geometry.segments import to_lines, turn_left
from interactive_maps.importing.recognition.rooms.region import Region

_LARGEST = 2.5  # square metres
_TOUCH = 0.02  # metres
_LEAST_BORDER = 0.3
_CLEARLY = 1.9  # times as long as the border with another room
_LEAST_DOORS = 3  # with fewer, a missing door says nothing
_LEAST_MOUTH = 0.6  # metres
_WIDEST_DOOR = 2.6
_WHOLE = 0.85  # of the width of a recess: it is open along a whole side
_LARGEST_RECESS = 15.0  # square metres, of one that is not
_LEAST_WIDE = 1.5  # metres: a narrower mouth of a wider recess is a passage to another room
_BEHIND = 0.15  # metres behind the wall of an opening, where a recess is measured
_FARTHEST = 50.0
_MOUTH = 0.6  # of the width of a recess
_NAMED = 0.8  # of the rooms of a plan, if a missing name says something
_DOORS = {Evidence.SWING, Evidence.SYMBOL}

_Mouth = tuple[Threshold, int, int]


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
    """Return regions with such recesses merged into the room that they open into, if nearly all rooms have labels.

    The bays between the pilasters of a corridor are recesses of recesses.
    """
    sides = find_sides(thresholds, [one.area for one in regions])
    mouths = [
        (one, *pair)
        for one, pair in zip(thresholds, sides.tolist(), strict=True)
        if min(pair) >= 0 and pair[0] != pair[1] and _is_open(one)
    ]
    groups = _group(mouths, regions)
    homes = _find_rooms(mouths, groups, regions)
    others = [index for index in range(len(regions)) if groups[index] not in homes]
    if not homes or not _are_named(regions, others, set(sides.ravel().tolist())):
        return list(regions)
    doors = Counter(
        groups[side]
        for one, pair in zip(thresholds, sides.tolist(), strict=True)
        for side in pair
        if side >= 0 and one.evidence in _DOORS
    )
    parts, openings = _gather(mouths, groups, homes)
    kept = dict(enumerate(regions))
    for group, room in sorted(homes.items()):
        if doors[group] >= _count_least(openings[group], room, parts[group], regions):
            areas = [kept[index].area for index in (room, *parts[group])]
            sills = [_draw_sill(one) for one, *_ in openings[group]]
            kept[room] = replace(kept[room], area=_join([*areas, *sills]))
            for index in parts[group]:
                del kept[index]
    return list(kept.values())


def _gather(
    mouths: Sequence[_Mouth], groups: Sequence[int], homes: Collection[int]
) -> tuple[dict[int, list[int]], dict[int, list[_Mouth]]]:
    """Return the regions of each group in ``homes``, and the mouths between them and of them into their room."""
    parts: dict[int, list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        if group in homes:
            parts[group].append(index)
    openings: dict[int, list[_Mouth]] = defaultdict(list)
    for mouth in mouths:
        for group in {groups[side] for side in mouth[1:]}:
            if group in homes:
                openings[group].append(mouth)
    return parts, openings


def _count_least(
    mouths: Sequence[_Mouth], room: int, parts: Sequence[int], regions: Sequence[Region]
) -> float:
    """Return how many doors show that the parts are no room of their own, which has a wall, and one door.

    What is open along a whole side is none; if it is also small, it is a niche.
    """
    sizes = [regions[piece].area.area for piece in parts]
    widths = [
        (one.width, one.width / _measure_across(one, regions[piece]))
        for one, *pair in mouths
        for piece in pair
        if room in pair and piece != room
    ]
    if all(share >= _WHOLE for _, share in widths):
        return 0 if sum(sizes) <= _LARGEST else 1
    wide = all(width >= _LEAST_WIDE and share >= _MOUTH for width, share in widths)
    return 2 if wide and max(sizes) <= _LARGEST_RECESS else math.inf


def _draw_sill(opening: Threshold) -> BaseGeometry:
    """Return the area of an opening, between the faces of its wall."""
    return shapely.convex_hull(shapely.union_all(to_lines(opening.lines)))


def _are_named(regions: Sequence[Region], others: Sequence[int], entered: Collection[int]) -> bool:
    """Return whether nearly all of the ``others`` have labels; what nobody can enter is the inside of a wall."""
    rooms = [
        bool(regions[index].labels)
        for index in others
        if regions[index].area.area > _LARGEST and (regions[index].labels or index in entered)
    ]
    return sum(rooms) >= _NAMED * len(rooms)


def _is_open(opening: Threshold) -> bool:
    """Return whether an opening may be a mouth: with nothing in it, or with the edges of an arch or a beam above."""
    if opening.evidence is Evidence.FILLED:
        return opening.width > _WIDEST_DOOR
    return opening.evidence is Evidence.GAP and opening.width >= _LEAST_MOUTH


def _measure_across(opening: Threshold, piece: Region) -> float:
    """Return how wide a piece is right behind an opening, along it, in metres."""
    middle, along = np.array(opening.middle), opening.direction
    behind = (opening.thickness / 2 + _BEHIND) * turn_left(along[None])[0]
    reach = _FARTHEST * along
    widths = [
        float(part.length)
        for place in (middle + behind, middle - behind)
        for part in shapely.get_parts(
            shapely.intersection(piece.area, shapely.LineString([place - reach, place + reach]))
        )
        if part.distance(shapely.Point(place)) < _TOUCH
    ]
    return max(widths, default=math.inf)


def _group(mouths: Sequence[_Mouth], regions: Sequence[Region]) -> list[int]:
    """Return the group of each region: those without a label that mouths join are one."""
    inner = [pair for _, *pair in mouths if not any(regions[side].labels for side in pair)]
    one, other = np.array(inner, dtype=np.int64).reshape(-1, 2).T
    groups: list[int] = connect(one, other, len(regions))[1].tolist()
    return groups


def _find_rooms(mouths: Sequence[_Mouth], groups: Sequence[int], regions: Sequence[Region]) -> dict[int, int]:
    """Return the one room with a label that each group opens into."""
    rooms: dict[int, set[int]] = defaultdict(set)
    drawn = {groups[index] for index, one in enumerate(regions) if one.drawn}
    for _, *pair in mouths:
        for piece, room in (pair, pair[::-1]):
            if regions[room].labels and not regions[piece].labels and groups[piece] not in drawn:
                rooms[groups[piece]].add(room)
    return {group: found.pop() for group, found in rooms.items() if len(found) == 1}


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
