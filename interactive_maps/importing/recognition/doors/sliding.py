"""Sliding doors before walls, on the walls' layers: slender closed lines along a face, from jamb to jamb."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    measure_lengths,
    to_lines,
    to_points,
    turn_left,
)
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

_LENGTH, _THIN = (0.6, 2.2), (0.015, 0.075)  # metres
_WIDTH = (0.55, 2.8)  # metres of the opening
_JAMB = (0.04, 0.45)  # metres across a wall
_AT_JAMB = 0.12  # metres from a jamb to the end of the panel
_SQUARE = 0.1  # cosine between jamb and panel
_LEVEL = 0.995  # cosine between what runs along the opening, and it
_EVEN = 0.02  # metres by which both jambs differ
_RAIL = 0.9  # share of the opening's width along which a rail runs
_PANE = 0.3  # share of the opening's width along which a pane runs
_BEYOND = 0.06  # metres by which lines that close an opening overshoot its jambs
_AROUND = 0.01  # metres around a panel and the opening behind it
_SAME_PLACE = 0.005  # metres
_MOST_JAMBS = 12  # at one end of a panel


def find_sliding(plan: Plan, roles: Roles) -> tuple[NDArray[np.bool_], list[Threshold]]:
    """Return which segments draw sliding doors before walls, on the walls' layers, and the thresholds behind these.

    The panel is a slender closed line along the face of a wall, from jamb to jamb of an opening in which nothing is.
    """
    found = np.zeros(len(plan.segments), dtype=bool)
    rings = [
        ring for ring in plan.rings if roles.entities[ring.entity] == Role.WALL and len(ring.points) == 4
    ]
    standing = np.flatnonzero(roles.chosen(Role.WALL)[plan.segment_entities])
    if not rings or not len(standing):
        return found, []
    walls = plan.segments[standing]
    lines, jambs = shapely.STRtree(to_lines(walls)), np.flatnonzero(measure_lengths(walls) <= _JAMB[1])
    corners = shapely.STRtree(to_points(walls[jambs].reshape(-1, 2)))
    drawn = shapely.STRtree(to_lines(plan.segments[~roles.chosen(Role.ANNOTATION)[plan.segment_entities]]))
    thresholds: list[Threshold] = []
    for ring in rings:
        axis = _find_axis(ring.points)
        if axis is None:
            continue
        sides = [_list_jambs(axis, end, walls[jambs], corners) for end in (axis[:2], axis[2:])]
        opening = _find_mouth(axis, sides, ring.entity)
        if opening is None or _is_filled(opening, drawn):
            continue
        thresholds.append(opening)
        front = np.concatenate([opening.lines[0], axis]).reshape(-1, 2)
        place = shapely.buffer(
            shapely.MultiPoint(front).convex_hull, _AROUND, cap_style="flat", join_style="mitre"
        )
        near = lines.query(place, predicate="intersects")
        level = np.abs(find_directions(walls[near]) @ opening.direction) > _LEVEL
        inside = shapely.length(shapely.intersection(lines.geometries[near], place)) >= _RAIL * opening.width
        found[standing[near[level & inside]]] = True
        panel = shapely.Polygon(ring.points).buffer(_SAME_PLACE)
        found[standing[lines.query(panel, predicate="covers")]] = True
    return found, thresholds


def _find_axis(ring: Floats) -> Floats | None:
    """Return the line along the middle of a slender rectangle, None if it is no panel of a sliding door."""
    sides = np.hstack([ring, np.roll(ring, -1, axis=0)])
    lengths = measure_lengths(sides)
    short = int(lengths[:2].argmin())
    if not (_THIN[0] <= lengths[short] <= _THIN[1] and _LENGTH[0] <= lengths[1 - short] <= _LENGTH[1]):
        return None
    middles = (sides[:, :2] + sides[:, 2:]) / 2
    return np.concatenate([middles[short], middles[short + 2]])


def _list_jambs(axis: Floats, end: Floats, jambs: Floats, corners: shapely.STRtree) -> Floats:
    """Return the jambs (n, 4) across the wall that begin at an ``end`` of a panel, from there."""
    near = corners.query(shapely.Point(end), predicate="dwithin", distance=_AT_JAMB)
    begun = jambs.reshape(-1, 2)[near]
    away = jambs[:, [2, 3, 0, 1]].reshape(-1, 2)[near]
    steps = away - begun
    lengths = np.hypot(*steps.T)
    fit = (lengths >= _JAMB[0]) & (np.abs(steps @ find_directions(axis[None])[0]) <= _SQUARE * lengths)
    found: Floats = np.hstack([begun, away])[fit][:_MOST_JAMBS]
    return found


def _find_mouth(axis: Floats, sides: Sequence[Floats], entity: int) -> Threshold | None:
    """Return the opening between a jamb at one end of a panel and one at the other, as wide as possible."""
    along = find_directions(axis[None])[0]
    across = turn_left(along)
    middle = (axis[:2] + axis[2:]) / 2
    best: Threshold | None = None
    for one in sides[0]:
        for other in sides[1]:
            depth = (np.array([one, other]).reshape(-1, 2) - middle) @ across
            # Jambs stand beside the panel, farther away than its middle: its own ends, drawn twice, are none.
            beside = (depth[::2] * depth[1::2] > 0).all() and abs(depth[1]) > abs(depth[0])
            same = np.abs(depth[:2] - depth[2:]).max() <= _EVEN and beside
            start, end = (one[:2] + one[2:]) / 2, (other[:2] + other[2:]) / 2
            width = float((end - start) @ along)
            if not same or not _WIDTH[0] <= width <= _WIDTH[1] or (best and best.width <= width):
                continue
            beyond = _BEYOND * along
            faces = [np.concatenate([one[at] - beyond, other[at] + beyond]) for at in (slice(2), slice(2, 4))]
            best = Threshold(
                (float(start[0]), float(start[1])),
                (float(end[0]), float(end[1])),
                Evidence.SYMBOL,
                np.array(faces),
                thickness=float(abs(depth[1] - depth[0])),
                entity=entity,
                leaves=1,
            )
    return best


def _is_filled(opening: Threshold, drawn: shapely.STRtree) -> bool:
    """Return whether a line runs along an opening between both faces of its wall, as the panes of windows do."""
    line = shapely.LineString([opening.start, opening.end])
    place = shapely.buffer(line, max(opening.thickness / 2 - _EVEN, _SAME_PLACE), cap_style="flat")
    lines = drawn.geometries[drawn.query(place, predicate="intersects")]
    level = (
        np.abs(find_directions(shapely.get_coordinates(lines).reshape(-1, 4)) @ opening.direction) > _LEVEL
    )
    inside = shapely.length(shapely.intersection(lines[level], place))
    return bool((inside >= _PANE * opening.width).any())
