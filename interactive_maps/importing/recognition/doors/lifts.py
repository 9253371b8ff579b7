"""Missing doors of lifts: a lift without a door is assumed to open to the corridor beside it.

Its door is where its front wall is open, or drawn with fewer lines than beside the door. A shaft with closed walls
passes a level without a stop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import shapely

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.floor import Door, Room
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    to_lines,
    to_points,
    turn_left,
)

_WALL = 0.7  # metres between a lift and the corridor that it opens to
_LEAST_SIDE = 0.8  # metres of common border
_WIDTH = 0.9
_STRAIGHT = 0.05
_PITCH = 0.05  # metres between the places at which the lines of a wall are counted
_BEHIND, _BEYOND = 0.15, 0.03  # metres inside the lift, and inside the corridor, from which they count
_ALONG = 0.9  # cosine between a probe and a wall that it runs along
_BETTER = ("walkway", "lobby")  # preferred over all other rooms
_NEVER = frozenset({"elevator", "stairs", "restroom", "nonpublic", "storage", "opentobelow"})


def guess_lift_doors(
    rooms: Sequence[Room], doors: Sequence[Door], walls: Floats
) -> Iterator[tuple[Threshold, int, int]]:
    """Yield (threshold, lift, room beside it) for each lift that no door leads into, and that has such a room.

    ``walls`` (n, 4) are the lines that are drawn as walls.
    """
    entered = {room for door in doors for room in door.rooms}
    lifts = [i for i, room in enumerate(rooms) if room.kind == "elevator" and i not in entered]
    areas = [room.area for room in rooms]
    tree = shapely.STRtree(areas)
    drawn = shapely.STRtree(to_lines(walls))
    for lift in lifts:
        near = tree.query(areas[lift], predicate="dwithin", distance=_WALL).tolist()
        sides = [
            (rooms[one].kind in _BETTER, side.length, one, side)
            for one in near
            if one != lift
            and rooms[one].kind not in _NEVER
            and (side := _find_side(areas[lift], areas[one], drawn))
        ]
        if sides:
            _, _, beside, side = max(sides, key=lambda one: one[:3])
            yield _build(side), lift, beside


def _find_side(
    lift: shapely.Polygon, other: shapely.Polygon, walls: shapely.STRtree
) -> shapely.LineString | None:
    """Return the open part of a lift's front before another room, or None."""
    points = shapely.get_coordinates(shapely.orient_polygons(lift).exterior.simplify(_STRAIGHT))
    pieces = [piece for start, end in pairwise(points) if (piece := _face(start, end, other)) is not None]
    longest = max(pieces, key=lambda piece: float(piece.length), default=None)
    if longest is None or longest.length < _LEAST_SIDE:
        return None
    front, depth = _join_front(longest, pieces)
    part = _find_open(front, depth, other, walls)
    return longest if part is front else part


def _join_front(
    longest: shapely.LineString, pieces: Sequence[shapely.LineString]
) -> tuple[shapely.LineString, float]:
    """Return the line before all pieces that face the same way, and how far the hindmost is behind it, metres.

    The outline of a lift steps forward at its door by the thickness of the wall, if a sill closes that.
    """
    start, end = shapely.get_coordinates(longest)
    along = (end - start) / longest.length
    ends = shapely.get_coordinates(pieces).reshape(-1, 2, 2) - start
    places, out = ends @ along, -(ends @ turn_left(along))
    same = (np.abs(out[:, 1] - out[:, 0]) <= _STRAIGHT) & (np.abs(out).max(axis=1) <= _WALL)
    same &= places[:, 1] > places[:, 0]
    if same.sum() < 2:
        return longest, 0.0
    before = start - float(out[same].max()) * turn_left(along)
    low, high = places[same].min(), places[same].max()
    return shapely.LineString([before + low * along, before + high * along]), float(np.ptp(out[same]))


def _find_open(
    side: shapely.LineString, depth: float, other: shapely.Polygon, walls: shapely.STRtree
) -> shapely.LineString | None:
    """Return the longest part of a side with fewer lines of walls before it than elsewhere; all if it has none.

    Lines up to ``depth`` metres behind it count as well. Parts that no door fits in do not count.
    """
    start, end = shapely.get_coordinates(side)
    along = (end - start) / side.length
    out = -turn_left(along)
    steps = np.linspace(0.0, side.length, max(2, round(side.length / _PITCH) + 1))
    places = start + steps[:, None] * along
    reach = shapely.distance(to_points(places), other)[:, None] + _BEYOND
    lines = _count_lines(np.hstack([places - (_BEHIND + depth) * out, places + reach * out]), walls)
    if not lines.any():
        return side
    for most in np.unique(lines)[:-1]:  # posts, and the ends of walls, leave thin parts with few lines
        few = np.flatnonzero(lines <= most)
        longest = max(np.split(few, np.flatnonzero(np.diff(few) > 1) + 1), key=len)
        part = shapely.LineString(places[longest[[0, -1]]]) if len(longest) > 1 else None
        if part is not None and part.length >= _LEAST_SIDE:
            return part
    return None


def _count_lines(probes: Floats, walls: shapely.STRtree) -> Integers:
    """Return how many lines of walls each of a row of ``probes`` (n, 4) crosses, without those that it runs along.

    Where two lines meet end to end, a single probe may cross both.
    """
    probe, wall = walls.query(to_lines(probes), predicate="intersects")
    directions = find_directions(shapely.get_coordinates(walls.geometries[wall]).reshape(-1, 4))
    cosines = np.einsum("ij,ij->i", directions, find_directions(probes)[probe])
    lines = np.bincount(probe[np.abs(cosines) < _ALONG], minlength=len(probes))
    beside = np.pad(lines, 1, mode="reflect")
    return np.minimum(lines, np.maximum(beside[:-2], beside[2:]))


def _face(start: Floats, end: Floats, other: shapely.Polygon) -> shapely.LineString | None:
    """Return the piece of an edge that has the other room straight before it, on the right of its direction."""
    length = float(np.hypot(*(end - start)))
    if length <= _STRAIGHT:
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
