"""Roles of blocks with meaningless names: doors have swings or are leaves, columns are compact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import shapely

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.plan import Plan

_LARGEST = 4.0  # metres: larger blocks are parts of buildings
_LARGEST_DOOR = 6.5  # of a door with all its leaves
_LARGEST_COLUMN = 1.0
_MOST_COLUMN_LINES = 12
_RADIUS = (0.45, 1.4)
_SWEEP = (np.radians(8), np.radians(182))
_LEAF, _LEAF_THICKNESS = (0.5, 1.35), (0.01, 0.07)  # metres: a leaf by itself, which stands at any angle
_COMPACT = 0.6  # the short side of a column beside its long one

DOOR, COLUMN, FURNITURE = "door", "column", "furniture"


def judge_blocks(plan: Plan, chosen: Integers) -> dict[int, str]:
    """Return the role of each of the entities ``chosen`` (indices) by the block around it, where it can be inferred.

    All references of one block have one role: the one that most of them look like.
    """
    references = _gather(plan, set(chosen.tolist()))
    by_name: dict[str, list[str]] = defaultdict(list)
    for name, entities, points, has_swing in references:
        by_name[name].append(_judge(points, has_swing, len(entities)))
    found = {}
    for name, entities, _, _ in references:
        verdicts = by_name[name]
        usual = max(sorted(set(verdicts)), key=verdicts.count)
        if usual:
            found.update(dict.fromkeys(entities, usual))
    return found


def _gather(plan: Plan, chosen: set[int]) -> list[tuple[str, list[int], Floats, bool]]:
    """Return (block, entities, corners, whether it has a swing) of each innermost block reference."""
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in sorted(chosen):
        entity = plan.drawing.entities[index]
        if entity.blocks and "/" in entity.key:
            members[entity.blocks[-1], entity.key.rsplit("/", 1)[0]].append(index)
    if not members:
        return []
    home = {index: reference for reference, indices in members.items() for index in indices}
    points: dict[tuple[str, str], list[Floats]] = defaultdict(list)
    swinging: set[tuple[str, str]] = set()
    for owner, corners in _list_corners(plan):
        if owner in home:
            points[home[owner]].append(corners)
    for arc, owner in zip(plan.arcs, plan.arc_entities.tolist(), strict=True):
        if owner in home and _RADIUS[0] <= arc[2] <= _RADIUS[1] and _SWEEP[0] <= arc[4] <= _SWEEP[1]:
            swinging.add(home[owner])
    return [
        (reference[0], indices, np.concatenate(points[reference]), reference in swinging)
        for reference, indices in members.items()
        if reference in points
    ]


def _list_corners(plan: Plan) -> Iterator[tuple[int, Floats]]:
    for segment, entity in zip(plan.segments, plan.segment_entities.tolist(), strict=True):
        yield entity, segment.reshape(2, 2)
    angles = np.array([0.0, 0.5, 1.0])
    for (x, y, radius, start, sweep), entity in zip(plan.arcs, plan.arc_entities.tolist(), strict=True):
        turn = start + angles * sweep
        yield entity, np.column_stack([x + radius * np.cos(turn), y + radius * np.sin(turn)])


def _judge(points: Floats, has_swing: bool, lines: int) -> str:
    width, height = (points.max(axis=0) - points.min(axis=0)).tolist()
    longest, shortest = max(width, height), min(width, height)
    if has_swing and longest <= _LARGEST_DOOR:
        return DOOR
    if longest > _LARGEST:
        return ""
    if _is_leaf(points):
        return DOOR
    if longest <= _LARGEST_COLUMN and shortest >= _COMPACT * longest and lines <= _MOST_COLUMN_LINES:
        return COLUMN
    return FURNITURE


def _is_leaf(points: Floats) -> bool:
    box = shapely.get_coordinates(shapely.MultiPoint(points).minimum_rotated_rectangle)
    sides = np.sort(np.hypot(*np.diff(box[:3], axis=0).T))
    return bool(
        len(sides) == 2
        and _LEAF_THICKNESS[0] <= sides[0] <= _LEAF_THICKNESS[1]
        and _LEAF[0] <= sides[1] <= _LEAF[1]
    )
