"""Missing doors of lifts: a lift without a door is assumed to open to the corridor beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import shapely

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.floor import Door, Room
from interactive_maps.importing.recognition.geometry.segments import turn_left

_WALL = 0.7  # metres between a lift and the corridor that it opens to
_LEAST_SIDE = 0.8  # metres of common border
_WIDTH = 0.9
_STRAIGHT = 0.05
_BETTER = ("walkway", "lobby")  # preferred over all other rooms
_NEVER = frozenset({"elevator", "stairs", "restroom", "nonpublic", "storage", "opentobelow"})


def guess_lift_doors(rooms: Sequence[Room], doors: Sequence[Door]) -> Iterator[tuple[Threshold, int, int]]:
    """Yield (threshold, lift, room beside it) for each lift that no door leads into, and that has such a room."""
    entered = {room for door in doors for room in door.rooms}
    lifts = [i for i, room in enumerate(rooms) if room.kind == "elevator" and i not in entered]
    areas = [room.area for room in rooms]
    tree = shapely.STRtree(areas)
    for lift in lifts:
        near = tree.query(areas[lift], predicate="dwithin", distance=_WALL).tolist()
        sides = [
            (rooms[one].kind in _BETTER, side.length, one, side)
            for one in near
            if one != lift and rooms[one].kind not in _NEVER and (side := _find_side(areas[lift], areas[one]))
        ]
        if sides:
            _, _, beside, side = max(sides, key=lambda one: one[:3])
            yield _build(side), lift, beside


def _find_side(lift: shapely.Polygon, other: shapely.Polygon) -> shapely.LineString | None:
    """Return the longest straight piece of a lift's outline with another room opposite, or None at a corner."""
    points = shapely.get_coordinates(shapely.orient_polygons(lift).exterior.simplify(_STRAIGHT))
    best = None
    for start, end in pairwise(points):
        piece = _face(start, end, other)
        if piece is not None and (best is None or piece.length > best.length):
            best = piece
    return best if best is not None and best.length >= _LEAST_SIDE else None


def _face(start: Floats, end: Floats, other: shapely.Polygon) -> shapely.LineString | None:
    """Return the piece of an edge that has the other room straight before it, on the right of its direction."""
    length = float(np.hypot(*(end - start)))
    if length < _LEAST_SIDE:
        return None
    along = (end - start) / length
    out = -_WALL * turn_left(along)
    before = shapely.intersection(shapely.Polygon([start, end, end + out, start + out]), other)
    places = [
        (shapely.get_coordinates(part) - start) @ along for part in shapely.get_parts(before) if part.area > 0
    ]
    low, high = max(((p.min(), p.max()) for p in places), key=lambda span: span[1] - span[0], default=(0, 0))
    return shapely.LineString([start + low * along, start + high * along]) if high > low else None


def _build(side: shapely.LineString) -> Threshold:
    half = min(_WIDTH, side.length) / 2
    ends = [side.interpolate(side.length / 2 + way * half) for way in (-1, 1)]
    start, end = ((end.x, end.y) for end in ends)
    return Threshold(start, end, Evidence.OPEN, np.array([[*start, *end]]))
