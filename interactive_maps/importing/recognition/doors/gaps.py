"""Gaps in a wall, and between the end of a wall and another wall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import compress, product

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.segments import (
    cast_rays,
    find_directions,
    lengthen,
    measure_lengths,
    to_lines,
    turn_left,
)
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.walls import Caps

_WIDTH = (0.45, 6.0)  # metres
_SINGLE = 2.6  # widest between single lines, and between walls of different thickness
_FACE = 1.35  # widest from an end to the face of another wall
_OPPOSITE = -0.97
_COVERED = 0.7  # of a gap's width
_OVERSHOOT = 0.03
_OFF_END = 0.02  # metres from a wall's end to where the search for another begins
_ASIDE = 0.015  # metres beside a wall's line at which the other one may end, less than that
_MOST_PAIRS = 2_000_000
_OFF_JAMB = 0.35  # metres from the end of a pane to the middle of the jamb
_LEAST_PANES = 2
_MOST_PANES = 5_000


@dataclass(frozen=True, slots=True)
class _Filling:
    """The lines drawn in gaps, which may be glass or leaves."""

    tree: shapely.STRtree
    segments: Floats
    glass: NDArray[np.bool_]


def find_gaps(plan: Plan, roles: Roles, caps: Caps, walls: Floats, step: Step) -> list[Threshold]:
    """Return the gaps between the ``caps`` of ``walls``, and between caps and walls."""
    tree = shapely.STRtree(to_lines(walls))
    pairs = _pair_caps(caps, tree)
    filling = _gather_filling(plan, roles)
    gaps = [_build_between(caps, one, other, filling) for one, other in pairs]
    used = {cap for pair in pairs for cap in pair}
    fronts = _pair_by_panes(caps, used, tree, filling)
    gaps += [replace(_build_between(caps, *pair, filling), evidence=Evidence.GLAZED) for pair in fronts]
    used |= {cap for pair in fronts for cap in pair}
    gaps += _find_to_faces(caps, used, walls, tree, filling)
    step.count(ends=len(caps.left), between_ends=len(pairs), to_faces=len(gaps) - len(pairs))
    return gaps


def _pair_caps(caps: Caps, tree: shapely.STRtree) -> list[tuple[int, int]]:
    """Return pairs of caps that face each other with no wall between, the nearest first."""
    if len(caps.left) < 2:
        return []
    middles, thickness = caps.middles, caps.thickness
    pairs = cKDTree(middles).query_pairs(_WIDTH[1], output_type="ndarray")[:_MOST_PAIRS]
    one, other = pairs[:, 0], pairs[:, 1]
    step = middles[other] - middles[one]
    distance = np.hypot(*step.T)
    ahead = np.einsum("ij,ij->i", step, caps.out[one]) / np.maximum(distance, 1e-9)
    behind = -np.einsum("ij,ij->i", step, caps.out[other]) / np.maximum(distance, 1e-9)
    aside = distance * np.sqrt(np.maximum(1 - np.minimum(ahead, behind) ** 2, 0))
    thin, thick = np.minimum(thickness[one], thickness[other]), np.maximum(thickness[one], thickness[other])
    fit = (np.einsum("ij,ij->i", caps.out[one], caps.out[other]) < _OPPOSITE) & (distance >= _WIDTH[0])
    fit &= (ahead > 0.9) & (behind > 0.9) & (aside <= np.maximum(0.06, 0.5 * thick))
    alike = (thick - thin <= 0.25 * thick + 0.02) & (aside <= 0.05 + 0.1 * thick) & (thin > 0)
    fit &= (distance <= _SINGLE) | alike
    fit &= ~(caps.aside[one] & caps.aside[other])
    one, other, distance = one[fit], other[fit], distance[fit]
    clear = ~_is_crossed(middles[one], middles[other], tree)
    one, other, distance = one[clear], other[clear], distance[clear]
    chosen: list[tuple[int, int]] = []
    taken: set[int] = set()
    for index in np.argsort(distance, kind="stable").tolist():
        pair = int(one[index]), int(other[index])
        if taken.isdisjoint(pair):
            taken.update(pair)
            chosen.append(pair)
    return chosen


def _pair_by_panes(
    caps: Caps, used: Collection[int], tree: shapely.STRtree, filling: _Filling
) -> list[tuple[int, int]]:
    """Return pairs of free caps, farther apart than openings are wide, that panes join: lines from jamb to jamb."""
    free = np.array([index for index in range(len(caps.left)) if index not in used], dtype=np.int64)
    panes = filling.segments[measure_lengths(filling.segments) > _WIDTH[1]][:_MOST_PANES]
    if len(free) < 2 or not len(panes):
        return []
    jambs = cKDTree(caps.middles[free])
    near = [jambs.query_ball_point(panes[:, columns], _OFF_JAMB) for columns in ((0, 1), (2, 3))]
    joined: Counter[tuple[int, int]] = Counter()
    for along, starts, stops in zip(find_directions(panes), *near, strict=True):
        pairs = product(free[starts].tolist(), free[stops].tolist())
        joined.update((min(pair), max(pair)) for pair in pairs if _face_along(caps, pair, along))
    found = [pair for pair, count in joined.most_common() if count >= _LEAST_PANES]
    ends = np.array(found, dtype=np.int64).reshape(-1, 2)
    crossed = _is_crossed(caps.middles[ends[:, 0]], caps.middles[ends[:, 1]], tree)
    taken: set[int] = set()
    chosen = []
    for pair in compress(found, ~crossed):
        if taken.isdisjoint(pair):
            taken.update(pair)
            chosen.append(pair)
    return chosen


def _face_along(caps: Caps, pair: tuple[int, int], along: Floats) -> bool:
    """Return whether the first cap faces in a direction, and the second one against it."""
    one, other = pair
    return bool(caps.out[one] @ along > -_OPPOSITE and caps.out[other] @ along < _OPPOSITE)


def _is_crossed(starts: Floats, ends: Floats, tree: shapely.STRtree) -> NDArray[np.bool_]:
    """Return for each pair of places whether a wall stands between them, not counting those they stand on."""
    crossed = np.zeros(len(starts), dtype=bool)
    steps = ends - starts
    steps *= (0.04 / np.hypot(*steps.T))[:, None]
    gap_lines = to_lines(np.hstack([starts + steps, ends - steps]))
    crossed[np.unique(tree.query(gap_lines, predicate="intersects")[0])] = True
    return crossed


def _gather_filling(plan: Plan, roles: Roles) -> _Filling:
    chosen = roles.chosen(Role.DOOR, Role.GLASS, Role.UNKNOWN, Role.MIXED)
    index = np.flatnonzero(chosen[plan.segment_entities])
    index = index[measure_lengths(plan.segments[index]) > 0.3]
    segments = plan.segments[index]
    glass = roles.chosen(Role.GLASS)[plan.segment_entities[index]]
    return _Filling(shapely.STRtree(to_lines(segments)), segments, glass)


def _build_between(caps: Caps, one: int, other: int, filling: _Filling) -> Threshold:
    start, end = caps.middles[one], caps.middles[other]
    left, right = caps.left[one], caps.right[one]
    far_left, far_right = caps.left[other], caps.right[other]
    across = turn_left(end - start)
    if left @ across < right @ across:
        left, right = right, left
    if far_left @ across < far_right @ across:
        far_left, far_right = far_right, far_left
    lines = np.array([np.concatenate([left, far_left]), np.concatenate([right, far_right])])
    thickness = float(max(caps.thickness[one], caps.thickness[other]))
    if thickness < 0.03:
        lines = lines[:1]
    return _build(start, end, lengthen(lines, _OVERSHOOT), thickness, filling)


def _find_to_faces(
    caps: Caps, used: set[int], walls: Floats, tree: shapely.STRtree, filling: _Filling
) -> list[Threshold]:
    free = np.setdiff1d(np.flatnonzero(~caps.aside), list(used))
    if not len(free):
        return []
    out = caps.out[free]
    starts = caps.middles[free] + _OFF_END * out
    distance, hit = cast_rays(starts, out, _FACE, tree)
    past = np.flatnonzero(hit < 0)
    longer = shapely.STRtree(to_lines(lengthen(walls, _ASIDE)))
    distance[past], hit[past] = cast_rays(starts[past], out[past], _FACE, longer)
    directions = find_directions(walls)
    found = []
    for row, cap in enumerate(free.tolist()):
        if hit[row] < 0 or distance[row] < _WIDTH[0] or abs(directions[hit[row]] @ out[row]) > 0.75:
            continue
        end = starts[row] + distance[row] * out[row]
        reach = (distance[row] + 0.02) * out[row]
        lines = np.array(
            [np.concatenate([corner, corner + reach]) for corner in (caps.left[cap], caps.right[cap])]
        )
        thickness = float(caps.thickness[cap])
        lines = lines[:1] if thickness < 0.03 else lines
        found.append(_build(caps.middles[cap], end, lengthen(lines, _OVERSHOOT), thickness, filling))
    return found


def _build(start: Floats, end: Floats, lines: Floats, thickness: float, filling: _Filling) -> Threshold:
    evidence = _look_into(start, end, thickness, filling)
    return Threshold(
        (float(start[0]), float(start[1])), (float(end[0]), float(end[1])), evidence, lines, thickness
    )


def _look_into(start: Floats, end: Floats, thickness: float, filling: _Filling) -> Evidence:
    """Return the contents of a gap: glass, another closing element, or nothing."""
    gap_line = shapely.LineString([start, end])
    near = filling.tree.query(gap_line, predicate="dwithin", distance=thickness / 2 + 0.08)
    if not len(near):
        return Evidence.GAP
    segments = filling.segments[near]
    along = (end - start) / max(gap_line.length, 1e-9)
    parallel = np.abs(find_directions(segments) @ along) > 0.995
    places = np.sort(np.stack([(segments[:, :2] - start) @ along, (segments[:, 2:] - start) @ along]), axis=0)
    inside = np.minimum(places[1], gap_line.length) - np.maximum(places[0], 0)
    fills = parallel & (inside > 0.3 * gap_line.length)
    total = float(inside[fills].sum())
    if total < _COVERED * gap_line.length:
        return Evidence.GAP
    glass = float(inside[fills & filling.glass[near]].sum())
    return Evidence.GLAZED if glass >= _COVERED * gap_line.length else Evidence.FILLED
