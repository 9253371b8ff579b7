"""Walls that were taken for something else, known by the labels outdoors.

A room's label stands in its room. Where one does not, though most of its family do, the lines around it that have no
known meaning, or that belong to a layer of doors, close the room: windows among doors, or walls of unusual thickness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.areas import find_areas, grow
from interactive_maps.importing.recognition.geometry.crossings import cross_often
from interactive_maps.importing.recognition.geometry.segments import (
    explode,
    lengthen,
    measure_lengths,
    to_lines,
    to_points,
)
from interactive_maps.importing.recognition.labels import Reading
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import WALL_ARC, Plan
from interactive_maps.importing.recognition.walls import bridge_cracks, flatten_arcs
from interactive_maps.importing.recognition.walls.sheet_frames import find_frames

_INDOORS, _LEAST_INDOORS = 0.6, 3  # share and number of a family's texts in rooms
_LEAST_LINE = 0.3  # metres
_MOST_LINES, _MOST_CROSSINGS = 20_000, 20_000  # that may be walls, and among all lines
_LEAST_AREA = 3.0  # square metres: smaller ones are frames around texts
_OVERSHOOT = 0.03  # metres by which careless lines may fall short of each other
_NARROW = 0.25  # half of the width of what is no wall
_WALLED = 0.5  # share of its edge that walls draw around a part of a room without a label
_LEAST_SHARED = 0.5  # metres
_KNOWN = 0.04  # metres from a line that is a barrier already
_GRID = 0.001


def find_lost_walls(
    plan: Plan,
    roles: Roles,
    leaves: NDArray[np.bool_],
    barriers: Floats,
    faces: Sequence[Polygon],
    readings: Sequence[Reading],
) -> Floats:
    """Return lines (n, 4) that close rooms around labels outside all ``faces``, which ``barriers`` enclose.

    The segments where ``leaves`` is true draw doors.
    """
    places = _list_outside(plan, faces, readings)
    hull = shapely.convex_hull(shapely.multipoints(barriers.reshape(-1, 2)))
    places = places[shapely.contains_xy(hull, places)]
    others = _list_others(plan, roles, leaves) if len(places) else np.empty((0, 4))
    if len(others):
        others = others[~find_frames(plan, np.concatenate([barriers, others]))[len(barriers) :]]
    parts = _enclose(barriers, others) if 0 < len(others) <= _MOST_LINES else np.array([], dtype=object)
    if not len(parts):
        return np.empty((0, 4))
    holders = np.unique(shapely.STRtree(parts).query(to_points(places), predicate="within")[1])
    holders = holders[shapely.area(parts[holders]) >= _LEAST_AREA]
    beside = np.unique(shapely.STRtree(parts).query(parts[holders], predicate="intersects")[1])
    near = np.unique(
        shapely.STRtree(to_lines(barriers)).query(parts[beside], predicate="dwithin", distance=_KNOWN)[1]
    )
    drawn = shapely.union_all(grow(to_lines(barriers[near]), _KNOWN, cap="flat"))
    rooms = _join_parts(parts[holders], parts[np.setdiff1d(beside, holders)], drawn, faces)
    edges = shapely.difference(shapely.boundary(rooms), drawn)
    pieces = explode(edges[~shapely.is_empty(edges)])
    return pieces[measure_lengths(pieces) > 0]


def _join_parts(
    rooms: NDArray[np.object_], beside: NDArray[np.object_], drawn: BaseGeometry, faces: Sequence[Polygon]
) -> NDArray[np.object_]:
    """Return rooms, each with the parts ``beside`` it that the walls ``drawn`` enclose and that are no room yet.

    A line between both is on the floor, or above it; what lies beyond the building has few walls around it.
    """
    walled = shapely.length(shapely.intersection(shapely.boundary(beside), drawn))
    free = (walled >= _WALLED * shapely.length(beside)) & ~shapely.is_empty(grow(beside, -_NARROW))
    taken = shapely.STRtree(faces).query(shapely.point_on_surface(beside), predicate="within")[0]
    free[taken] = False
    room, part = shapely.STRtree(beside).query(rooms, predicate="touches")
    shared = shapely.length(shapely.intersection(rooms[room], beside[part]))
    together = [[one] for one in rooms]
    for row in np.argsort(-shared, kind="stable").tolist():
        if shared[row] >= _LEAST_SHARED and free[part[row]]:
            free[part[row]] = False
            together[room[row]].append(beside[part[row]])
    return np.array([shapely.union_all(parts) for parts in together], dtype=object)


def _list_outside(plan: Plan, faces: Sequence[Polygon], readings: Sequence[Reading]) -> Floats:
    """Return the places of labels outside all faces, (n, 2), of families that mostly stand in one.

    Words that may say anything are notes there: a chimney, a post.
    """
    labels = [one for one in readings if one.label.is_room and not one.at_door]
    centres = np.array([plan.texts[one.index].centre for one in labels]).reshape(-1, 2)
    homes = find_areas(centres, faces)
    total = Counter(one.family for one in labels)
    indoors = Counter(labels[row].family for row in homes)
    outside = [
        row
        for row, one in enumerate(labels)
        if row not in homes
        and (one.label.number or one.label.known or one.label.trusted)
        and indoors[one.family] >= max(_LEAST_INDOORS, _INDOORS * total[one.family])
    ]
    return centres[outside]


def _list_others(plan: Plan, roles: Roles, leaves: NDArray[np.bool_]) -> Floats:
    """Return the lines that may be walls, though nothing else says so."""
    chosen = roles.chosen(Role.UNKNOWN, Role.DOOR, Role.MIXED)
    straight = chosen[plan.segment_entities] & ~leaves & (measure_lengths(plan.segments) >= _LEAST_LINE)
    curved = np.flatnonzero(chosen[plan.arc_entities] & (plan.arcs[:, 2] > WALL_ARC))
    return np.concatenate([plan.segments[straight], flatten_arcs(plan, curved)[0]])


def _enclose(barriers: Floats, others: Floats) -> NDArray[np.object_]:
    """Return the areas that lines enclose, none if too many of the lines cross each other."""
    segments = np.concatenate([barriers, others])
    if cross_often(segments, _MOST_CROSSINGS):
        return np.array([], dtype=object)
    lines = to_lines(lengthen(segments, _OVERSHOOT))
    cracks = bridge_cracks(segments, np.arange(len(segments)) >= len(barriers))
    noded = shapely.union_all(np.concatenate([lines, to_lines(cracks)]), grid_size=_GRID)
    return np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))), dtype=object)
