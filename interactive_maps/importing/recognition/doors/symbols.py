"""Door symbols without a swing: sliding, folding and glass doors, known by their blocks and layers."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.swings import Swings
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.segments import (
    are_near,
    to_lines,
    to_points,
    turn_left,
)
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

_WIDTH = (0.55, 15.0)  # metres: a shop has a shutter as wide as its front
_DEPTH = 0.5
_SLENDER = 2.2  # times as wide as deep
_TOUCH = 0.03
_AT_WALL = 0.3
_COVERED = 0.8  # share of a symbol's width along which a wall runs; another wall may join it there
_LEVEL, _SAME_FACE = 0.05, 0.02  # slope, and metres between lines of one face
_WHOLE, _JAMB = 0.9, 0.1  # shares of an opening's width: what runs through it, and what stands at its ends
_LEAST_PANES = 3
_FACES = (0.04, 0.62)  # metres between both faces of that wall


def find_symbols(plan: Plan, roles: Roles, walls: Floats, swings: Swings, step: Step) -> list[Threshold]:
    """Return thresholds of slender groups of door lines between walls, except those that draw ``swings``."""
    known = swings.thresholds
    index = np.flatnonzero(roles.chosen(Role.DOOR)[plan.segment_entities])
    index = index[~_draw_leaves(plan.segments[index], np.isin(index, swings.leaves))]
    groups = _group(plan, index)
    tree = shapely.STRtree(to_lines(walls))
    symbols = shapely.STRtree(to_lines(plan.segments[index]))
    places = np.array([one.middle for one in known]).reshape(-1, 2)
    found = []
    for group in groups:
        threshold = _measure(plan, group, tree, symbols)
        if threshold is None:
            continue
        near = np.hypot(*(places - threshold.middle).T) if len(places) else np.empty(0)
        if not (near < 0.5 * threshold.width + 0.2).any():
            found.append(threshold)
    step.count(groups=len(groups), doors=len(found))
    return found


def _draw_leaves(segments: Floats, leaves: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the segments that are ``leaves``, or close these at their ends: leaves may be drawn as rectangles."""
    ends = shapely.STRtree(to_points(segments[leaves]))
    return leaves | (are_near(segments[:, :2], ends, _TOUCH) & are_near(segments[:, 2:], ends, _TOUCH))


def _group(plan: Plan, index: Integers) -> list[Integers]:
    """Return groups of door segments: those of one block reference, or those that touch."""
    if not len(index):
        return []
    lines = to_lines(plan.segments[index])
    one, other = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=_TOUCH)
    references: dict[str, int] = {}
    mates = []
    for row, segment in enumerate(index.tolist()):
        entity = plan.drawing.entities[plan.segment_entities[segment]]
        if entity.blocks:
            reference = entity.key.rsplit("/", 1)[0]
            mates.append((references.setdefault(reference, row), row))
    if mates:
        more = np.array(mates)
        one, other = np.concatenate([one, more[:, 0]]), np.concatenate([other, more[:, 1]])
    links = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(len(index),) * 2)
    _, labels = connected_components(links, directed=False)
    order = np.argsort(labels, kind="stable")
    return np.split(index[order], np.flatnonzero(np.diff(labels[order])) + 1)


def _measure(
    plan: Plan, group: Integers, tree: shapely.STRtree, symbols: shapely.STRtree
) -> Threshold | None:
    """Return the threshold along the long middle line of a slender group that ends at walls, or None."""
    box = shapely.MultiPoint(plan.segments[group].reshape(-1, 2)).minimum_rotated_rectangle
    if box.geom_type == "LineString":
        ends = shapely.get_coordinates(box)[[0, -1]]
        depth = 0.0
    elif box.geom_type == "Polygon":
        corners = shapely.get_coordinates(box)[:4]
        sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
        first = int(sides[1] > sides[0])  # the long side
        ends = np.array(
            [(corners[first] + corners[first - 1]) / 2, (corners[first + 1] + corners[(first + 2) % 4]) / 2]
        )
        depth = float(min(sides[0], sides[1]))
    else:
        return None
    width = float(np.hypot(*(ends[1] - ends[0])))
    if not _WIDTH[0] <= width <= _WIDTH[1] or depth > _DEPTH or width < _SLENDER * depth:
        return None
    if len(np.unique(tree.query(to_points(ends), predicate="dwithin", distance=_AT_WALL)[0])) < 2:
        return None
    if _stands_beside_wall(ends, tree):
        return None
    along = (ends[1] - ends[0]) / width
    line = np.concatenate([ends[0] - 0.1 * along, ends[1] + 0.1 * along])[None]
    start, end = (tuple(float(number) for number in place) for place in ends)
    entity = int(plan.segment_entities[group[0]])
    panes = _are_panes(_list_between(ends, symbols), ends[0], along, width)
    return Threshold(start, end, Evidence.SYMBOL, line, depth, entity, panes=panes)  # type: ignore[arg-type]


def _list_between(ends: Floats, symbols: shapely.STRtree) -> Floats:
    """Return the lines of symbols in a wall between two jambs, (n, 4): panes end there, and touch no other one."""
    opening = shapely.LineString(ends).buffer(_FACES[1] / 2, cap_style="flat")
    near = symbols.query(opening, predicate="intersects")
    return shapely.get_coordinates(symbols.geometries[near]).reshape(-1, 4)


def _are_panes(segments: Floats, start: Floats, along: Floats, width: float) -> bool:
    """Return whether at least three lines run from jamb to jamb, and no other ones between: those of a window."""
    steps = segments[:, 2:] - segments[:, :2]
    lengths = np.abs(steps @ along)
    level = np.abs(steps @ turn_left(along)) <= _LEVEL * np.maximum(lengths, 1e-9)
    whole = level & (lengths >= _WHOLE * width)
    places = np.abs((segments.reshape(-1, 2, 2).mean(axis=1) - start) @ along / width - 0.5)
    between = ~whole & (places < 0.5 - _JAMB)
    sides = np.unique(np.round((segments[whole, :2] - start) @ turn_left(along) / _SAME_FACE))
    return len(sides) >= _LEAST_PANES and not between.any()


def _stands_beside_wall(ends: Floats, tree: shapely.STRtree) -> bool:
    """Return whether both faces of a wall run along one side of a symbol, and none along the other.

    Cupboards and open leaves stand so; a door has the wall's faces at its ends, or one on either side.
    """
    width = float(np.hypot(*(ends[1] - ends[0])))
    along = (ends[1] - ends[0]) / width
    near = tree.query(shapely.LineString(ends), predicate="dwithin", distance=_AT_WALL + _FACES[1])
    walls = shapely.get_coordinates(tree.geometries[near]).reshape(-1, 2, 2) - ends[0]
    places, away = np.sort(walls @ along, axis=1), walls @ turn_left(along)
    overlap = np.minimum(places[:, 1], width) - np.maximum(places[:, 0], 0)
    level = np.abs(away[:, 1] - away[:, 0]) <= _LEVEL * np.maximum(places[:, 1] - places[:, 0], 1e-9)
    beside = level & (overlap > 0)
    lines = np.round(away[beside].mean(axis=1) / _SAME_FACE).astype(np.int64)
    offsets, line = np.unique(lines, return_inverse=True)
    covered = np.bincount(line.ravel(), weights=overlap[beside], minlength=len(offsets))
    faces = offsets[covered >= _COVERED * width] * _SAME_FACE
    if len(faces) < 2 or faces[0] < 0 < faces[-1]:
        return False
    apart = np.diff(faces)
    return bool(((apart >= _FACES[0]) & (apart <= _FACES[1])).any())
