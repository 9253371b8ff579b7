"""Door swings: arcs with a leaf from their centre, and the threshold that the leaf closes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from interactive_maps.importing.drawing.arcs import list_arc_ends
from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.revolving import Drums, find_drums
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    measure_lengths,
    to_lines,
    to_points,
)
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

RADIUS = (0.45, 1.4)  # metres
SWEEP = (np.radians(50), np.radians(115))
_LEAST_SWEEP = np.radians(8)  # with a leaf
_MOST_SWEEP = np.radians(182)
_AT = 0.13  # of the radius: how far a leaf may start or end beside the hinge and the arc's end
_LEAF = (0.75, 1.2)  # of the radius
_WALL_NEAR = 0.14  # metres from the closed end to the wall that it closes against
_BESIDE = 0.2  # metres from an open leaf to the wall that it stands along
_PARALLEL = 0.98  # cosine between them
_STUB = 0.05  # metres of a wall that goes on
_OVERSHOOT = 0.06
_MEET = 0.12  # metres between the closed ends of a double door's leaves
_IN_LINE = -0.97  # cosine between the leaves of a closed double door
_MOST_LINES = 8  # of an entity that is a door with its leaves, and no wall with a round end
_BARRIERS = (Role.WALL, Role.GLASS)
_NO_DOORS = (Role.FURNITURE, Role.ANNOTATION, Role.STAIR, Role.LABEL)


@dataclass(frozen=True, slots=True)
class Swings:
    """Thresholds of swings, and the indices of the segments that are leaves."""

    thresholds: list[Threshold]
    leaves: Integers


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Possible swings: index of the arc, hinge, both ends (n, 2, 2), entity; and whether a leaf reaches each end."""

    arcs: Integers
    hinges: Floats
    ends: Floats
    entities: Integers
    leafed: NDArray[np.bool_]


def find_swings(plan: Plan, roles: Roles, walls: Floats, step: Step) -> Swings:
    """Return the thresholds of doors drawn with a swing; ``walls`` are the segments of barriers."""
    drums = find_drums(plan, roles)
    candidates, leaves = _gather(plan, roles, drums)
    tree = shapely.STRtree(to_lines(walls))
    at_wall, meeting = _find_walls(candidates, tree), _find_meeting(candidates)
    blocked, in_line = _find_blocked(candidates, walls, tree), _count_in_line(candidates, walls, tree)
    signs = zip(candidates.leafed, meeting, at_wall, ~blocked, in_line, strict=True)
    thresholds = [_build(candidates, index, _choose_closed_end(*told)) for index, told in enumerate(signs)]
    merged = [*drums.thresholds, *_join_leaves(thresholds)]
    step.count(swings=len(thresholds) + 2 * len(drums.thresholds), doors=len(merged))
    return Swings(merged, leaves)


def find_leaves(plan: Plan, roles: Roles) -> NDArray[np.bool_]:
    """Return which of the plan's segments are leaves of doors with a swing, on any layer."""
    found = np.zeros(len(plan.segments), dtype=bool)
    found[_gather(plan, roles, find_drums(plan, roles))[1]] = True
    return found


def mark_swings(plan: Plan, roles: Roles) -> Roles:
    """Return roles in which the swings on layers of walls or windows belong to doors: they are no barriers."""
    if not roles.chosen(*_BARRIERS)[plan.arc_entities].any():
        return roles
    found, _ = _gather(plan, roles, find_drums(plan, roles))
    swings = plan.arc_entities[found.arcs[found.leafed.any(axis=1)]]
    count = np.bincount(plan.segment_entities, minlength=len(roles.entities))
    swings = swings[roles.chosen(*_BARRIERS)[swings] & (count[swings] <= _MOST_LINES)]
    entities = roles.entities.copy()
    entities[swings] = int(Role.DOOR)
    return replace(roles, entities=entities)


def _gather(plan: Plan, roles: Roles, drums: Drums) -> tuple[_Candidates, Integers]:
    """Return the possible swings, without the arcs of revolving doors, and the leaves and wings of all doors."""
    sweeps, radii = plan.arcs[:, 4], plan.arcs[:, 2]
    said = roles.chosen(Role.DOOR)[plan.arc_entities]
    barred = roles.chosen(*_NO_DOORS)[plan.arc_entities]
    fit = (
        (radii >= RADIUS[0])
        & (radii <= RADIUS[1])
        & (sweeps >= _LEAST_SWEEP)
        & (sweeps <= _MOST_SWEEP)
        & ~barred
        & ~drums.arcs
    )
    chosen = np.flatnonzero(fit)
    hinges, radii, sweeps = plan.arcs[chosen, :2], radii[chosen], sweeps[chosen]
    ends = list_arc_ends(plan.arcs[chosen])
    leafed, leaves = _find_leaves(plan, roles, hinges, ends, radii)
    usual = (sweeps >= SWEEP[0]) & (sweeps <= SWEEP[1])
    kept = np.flatnonzero((usual & (leafed.any(axis=1) | said[chosen])) | (leafed.sum(axis=1) == 1))
    entities = plan.arc_entities[chosen][kept]
    candidates = _Candidates(chosen[kept], hinges[kept], ends[kept], entities, leafed[kept])
    return candidates, np.union1d(leaves, drums.wings)


def _find_leaves(
    plan: Plan, roles: Roles, hinges: Floats, ends: Floats, radii: Floats
) -> tuple[NDArray[np.bool_], Integers]:
    """Return whether a segment runs from near the hinge to near each end, and all such segments."""
    leafed = np.zeros((len(hinges), 2), dtype=bool)
    usable = np.flatnonzero(~roles.chosen(Role.ANNOTATION, Role.LABEL)[plan.segment_entities])
    lengths = measure_lengths(plan.segments)
    usable = usable[(lengths[usable] > _LEAF[0] * RADIUS[0]) & (lengths[usable] < _LEAF[1] * RADIUS[1])]
    segments = plan.segments[usable]
    leaves: list[Integers] = []
    lines = to_lines(segments)
    tree = shapely.STRtree(lines)
    arc, line = tree.query(to_points(hinges), predicate="dwithin", distance=_AT * RADIUS[1])
    fit = (lengths[usable][line] > _LEAF[0] * radii[arc]) & (lengths[usable][line] < _LEAF[1] * radii[arc])
    arc, line = arc[fit], line[fit]
    for one, other in (((0, 1), (2, 3)), ((2, 3), (0, 1))):
        start, tip = segments[line][:, one], segments[line][:, other]
        near = np.hypot(*(start - hinges[arc]).T) <= _AT * radii[arc]
        for which in (0, 1):
            hit = near & (np.hypot(*(tip - ends[arc, which]).T) <= _AT * radii[arc])
            leafed[arc[hit], which] = True
            leaves.append(usable[line[hit]])
    return leafed, np.unique(np.concatenate(leaves))


def _find_walls(candidates: _Candidates, tree: shapely.STRtree) -> NDArray[np.bool_]:
    """Return whether a wall is at each end of each arc, just beyond it as seen from the hinge."""
    found = np.zeros((len(candidates.hinges), 2), dtype=bool)
    for which in (0, 1):
        ends = candidates.ends[:, which]
        point, _ = tree.query(to_points(ends), predicate="dwithin", distance=_WALL_NEAR)
        found[np.unique(point), which] = True
    return found


def _find_meeting(candidates: _Candidates) -> NDArray[np.bool_]:
    """Return whether each end of each arc meets that of another in line, as the leaves of a double door do."""
    count = len(candidates.hinges)
    ends = candidates.ends.transpose(1, 0, 2).reshape(-1, 2)  # all first, then all second ends
    found = np.zeros(len(ends), dtype=bool)
    pairs = cKDTree(ends).query_pairs(_MEET, output_type="ndarray")
    legs = ends - np.tile(candidates.hinges, (2, 1))
    one, other = legs[pairs[:, 0]], legs[pairs[:, 1]]
    opposite = np.einsum("ij,ij->i", one, other) < _IN_LINE * np.hypot(*one.T) * np.hypot(*other.T)
    found[pairs[opposite].ravel()] = True
    return found.reshape(2, count).T


def _find_blocked(candidates: _Candidates, walls: Floats, tree: shapely.STRtree) -> NDArray[np.bool_]:
    """Return whether a wall runs beside the line from the hinge to each end of each arc: an opening has none."""
    found = np.zeros((len(candidates.hinges), 2), dtype=bool)
    directions = find_directions(walls)
    for which in (0, 1):
        steps = candidates.ends[:, which] - candidates.hinges
        along = steps / np.hypot(*steps.T)[:, None]
        middles = to_points(candidates.hinges + steps / 2)
        arc, wall = tree.query(middles, predicate="dwithin", distance=_BESIDE)
        parallel = np.abs(np.einsum("ij,ij->i", along[arc], directions[wall])) > _PARALLEL
        found[np.unique(arc[parallel]), which] = True
    return found


def _count_in_line(candidates: _Candidates, walls: Floats, tree: shapely.STRtree) -> Integers:
    """Return how many walls go on in line: behind the hinge, and beyond each end of each arc.

    An open leaf stands across the wall that it hangs on, and may reach the one opposite in a narrow room.
    """
    count = np.zeros((len(candidates.hinges), 2), dtype=np.int64)
    directions = find_directions(walls)
    for which in (0, 1):
        steps = candidates.ends[:, which] - candidates.hinges
        along = steps / np.hypot(*steps.T)[:, None]
        for places, ahead in ((candidates.hinges, -along), (candidates.ends[:, which], along)):
            arc, wall = tree.query(to_points(places), predicate="dwithin", distance=_WALL_NEAR)
            parallel = np.abs(np.einsum("ij,ij->i", along[arc], directions[wall])) > _PARALLEL
            arc, wall = arc[parallel], wall[parallel]
            corners = walls[wall].reshape(-1, 2, 2) - places[arc][:, None]
            away = np.einsum("ijk,ik->ij", corners, ahead[arc])
            onward = (away.min(axis=1) >= -_WALL_NEAR) & (away.max(axis=1) >= _STUB)
            count[np.unique(arc[onward]), which] += 1
    return count


def _choose_closed_end(
    leafed: NDArray[np.bool_],
    meeting: NDArray[np.bool_],
    at_wall: NDArray[np.bool_],
    free: NDArray[np.bool_],
    in_line: Integers,
) -> int:
    """Return which end of an arc the leaf closes against: the first one if nothing tells."""
    if leafed[0] != leafed[1]:
        return int(leafed[0])  # the end that the leaf does not touch
    told = (meeting, at_wall, free, in_line)  # an open leaf may stand along a wall
    return next((int(sign[1] > sign[0]) for sign in told if sign[0] != sign[1]), 0)


def _build(candidates: _Candidates, index: int, closed: int) -> Threshold:
    hinge, end = candidates.hinges[index], candidates.ends[index, closed]
    along = (end - hinge) / np.hypot(*(end - hinge))  # a radius long
    line = np.concatenate([hinge - _OVERSHOOT * along, end + _OVERSHOOT * along])[None]
    return Threshold(
        (float(hinge[0]), float(hinge[1])),
        (float(end[0]), float(end[1])),
        Evidence.SWING,
        line,
        entity=int(candidates.entities[index]),
        leaves=1,
    )


def _join_leaves(thresholds: list[Threshold]) -> list[Threshold]:
    """Join thresholds whose closed ends meet in line: the leaves of a double door. Drop duplicates."""
    if not thresholds:
        return []
    middles = np.array([one.middle for one in thresholds])
    near = cKDTree(middles).query_ball_point(middles, 2 * RADIUS[1])
    drawn: set[int] = set()
    joined: dict[int, Threshold] = {}
    for index, one in enumerate(thresholds):
        before = drawn.intersection(near[index])
        if any(_is_drawn_again(one, thresholds[other]) for other in before):
            continue
        drawn.add(index)
        partner = next((i for i in sorted(joined.keys() & before) if _meets(one, joined[i])), index)
        if partner == index:
            joined[index] = one
        else:
            first = joined[partner]
            lines = np.concatenate([first.lines, one.lines])
            joined[partner] = replace(first, end=one.start, lines=lines, leaves=2)
    return list(joined.values())


def _is_drawn_again(one: Threshold, other: Threshold) -> bool:
    return bool(np.hypot(*np.subtract(one.middle, other.middle)) < 0.25 * one.width)


def _meets(one: Threshold, other: Threshold) -> bool:
    if other.leaves != 1 or abs(one.width - other.width) > 0.6:
        return False
    apart = np.hypot(one.end[0] - other.end[0], one.end[1] - other.end[1])
    return bool(apart <= _MEET and one.direction @ other.direction < _IN_LINE)
