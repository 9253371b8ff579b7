"""Leaves without a swing: lines off the end of a wall, as long as the opening beside them is wide.

The two leaves of a double door hang on both ends of its opening, and are as long together.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.doors.panels import find_zigzags
from interactive_maps.importing.recognition.doors.sliding import find_sliding
from interactive_maps.importing.recognition.doors.swings import find_leaves
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.parallels import has_partner
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    measure_lengths,
    to_lines,
    to_points,
)
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.walls import cover_leaves

_LENGTH = (0.5, 1.35)  # metres
_THICK = 0.07  # of a leaf that is drawn as a thin rectangle
_AT = 0.1  # metres from the hinge to the wall, and from the tip to its support
_ALIKE = 0.1  # share by which leaf and opening may differ
_TURNED = (np.cos(np.radians(120)), np.cos(np.radians(15)))  # cosines between leaf and opening
_IN_LINE = 0.995  # cosine between the opening and the walls at its ends
_ACROSS = 0.2
_OFF = 0.03  # metres from an opening to the walls beside it
# Metres from one face of a wall to the other: partitions of plaster and of hollow bricks are 7 cm thick.
_WALL_THICKNESS = (0.065, 0.45)
_BESIDE = 0.7  # share of its length
_OVERSHOOT = 0.06


@dataclass(frozen=True, slots=True)
class BareLeaves:
    """Thresholds closed by leaves without swings, and the segments of these leaves.

    ``others`` are the indices of segments at a wall that close no opening alone, and ``hung`` (n, 4) these from the
    hinge to the tip.
    """

    thresholds: list[Threshold]
    leaves: NDArray[np.bool_]
    others: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    hung: Floats = field(default_factory=lambda: np.empty((0, 4)))


def gather_leaves(plan: Plan, roles: Roles) -> tuple[NDArray[np.bool_], list[Threshold]]:
    """Return which segments draw leaves of doors, and the thresholds of those without a swing."""
    leaves = find_leaves(plan, roles)
    standing = np.flatnonzero(roles.chosen(Role.WALL, Role.MIXED)[plan.segment_entities])
    leaves[standing[find_zigzags(plan.segments[standing])]] = True
    panels, sliding = find_sliding(plan, roles)
    leaves |= panels
    walls = np.flatnonzero(roles.chosen(Role.WALL)[plan.segment_entities] & ~leaves)
    bare = find_bare_leaves(plan.segments[walls], plan.segment_entities[walls], plan.segments[walls])
    leaves[walls[bare.leaves]] = True
    leaves |= cover_leaves(plan.segments, plan.segments[leaves])
    doors = np.flatnonzero(roles.chosen(Role.DOOR)[plan.segment_entities] & ~leaves)
    standing = np.setdiff1d(walls, np.flatnonzero(leaves))
    shown = find_bare_leaves(plan.segments[doors], plan.segment_entities[doors], plan.segments[standing])
    index = np.concatenate([walls[bare.others], doors[shown.others]])
    hung = np.concatenate([bare.hung, shown.hung])
    pairs = find_paired_leaves(hung, plan.segments[standing])
    paired = index[sorted({leaf for pair in pairs for leaf in pair})]
    leaves[np.intersect1d(paired, walls)] = True
    leaves |= cover_leaves(plan.segments, plan.segments[paired])
    double = [
        _build(hung[one, :2], hung[other, :2], int(plan.segment_entities[index[one]]), leaves=2)
        for one, other in pairs
    ]
    return leaves, sliding + bare.thresholds + shown.thresholds + double


def find_bare_leaves(segments: Floats, entities: Integers, walls: Floats) -> BareLeaves:
    """Return the leaves among ``segments`` (n, 4) that hang on ``walls`` (m, 4), of which they may be part."""
    lengths = measure_lengths(segments)
    leaves = np.zeros(len(segments), dtype=bool)
    thresholds: list[Threshold] = []
    candidates = np.flatnonzero((lengths >= _LENGTH[0]) & (lengths <= _LENGTH[1]))
    candidates = candidates[~has_partner(segments, *_WALL_THICKNESS, share=_BESIDE)[candidates]]
    if not len(candidates) or not len(walls):
        return BareLeaves(thresholds, leaves)
    known = _Walls(walls)
    held = known.find_held(segments[candidates])
    alone = []
    for index, (first, last) in zip(candidates.tolist(), held.tolist(), strict=True):
        if first == last:
            continue
        ends = segments[index, :2], segments[index, 2:]
        hinge, tip = ends if first else ends[::-1]
        far = known.find_opening(hinge, tip)
        if far is not None:
            leaves[index] = True
            thresholds.append(_build(hinge, far, int(entities[index])))
        else:
            alone.append((index, hinge, tip))
    others = np.array([index for index, _, _ in alone], dtype=np.int64)
    hung = np.array([(*hinge, *tip) for _, hinge, tip in alone]).reshape(-1, 4)
    return BareLeaves(thresholds, leaves, others, hung)


def find_paired_leaves(leaves: Floats, walls: Floats) -> list[tuple[int, int]]:
    """Return which ``leaves``, (n, 4) from hinge to tip, are the two of a double door in ``walls``, by index."""
    if len(leaves) < 2 or not len(walls):
        return []
    return _Walls(walls).find_pairs(leaves)


class _Walls:
    """An index of wall lines and their ends, queried for one leaf after the other."""

    def __init__(self, walls: Floats) -> None:
        self._directions = find_directions(walls)
        self._tree = shapely.STRtree(to_lines(walls))
        self._ends = np.concatenate([walls[:, :2], walls[:, 2:]])
        self._out = np.concatenate([-self._directions, self._directions])
        self._count = len(walls)
        self._end_tree = shapely.STRtree(to_points(self._ends))

    def find_held(self, lines: Floats) -> NDArray[np.bool_]:
        """Return (n, 2): whether each end of each line is at a wall other than the line itself and its twin."""
        corridors = grow(to_lines(lines), _THICK, cap="square")
        line, wall = self._tree.query(corridors, predicate="covers")
        own = np.sort(line * self._count + wall)
        held = np.zeros((len(lines), 2), dtype=bool)
        for which, columns in enumerate(((0, 1), (2, 3))):
            line, wall = self._tree.query(to_points(lines[:, columns]), predicate="dwithin", distance=_AT)
            others = ~np.isin(line * self._count + wall, own)
            held[np.unique(line[others]), which] = True
        return held

    def find_opening(self, hinge: Floats, tip: Floats) -> Floats | None:
        """Return the far end of the opening that a leaf closes, or None if it is not a leaf."""
        length = float(np.hypot(*(tip - hinge)))
        along = (tip - hinge) / length
        ring = self._end_tree.query(shapely.Point(hinge), predicate="dwithin", distance=length * (1 + _ALIKE))
        steps = self._ends[ring] - hinge
        widths = np.hypot(*steps.T)
        fit = np.abs(widths - length) <= _ALIKE * length
        ring, steps, widths = ring[fit], steps[fit], widths[fit]
        if not len(ring):
            return None
        cosines = steps @ along / widths
        onwards = (
            np.einsum("ij,ij->i", steps, -self._out[ring]) / widths
        )  # the wall continues behind the opening
        fit = (cosines > _TURNED[0]) & (cosines < _TURNED[1]) & (onwards > _IN_LINE)
        off = np.abs(widths - length) - onwards
        for index in np.argsort(off, kind="stable").tolist():
            far = self._ends[ring[index]]
            if fit[index] and self._is_open(hinge, far) and self._begins(hinge, steps[index] / widths[index]):
                return np.asarray(far)
        return None

    def find_pairs(self, leaves: Floats) -> list[tuple[int, int]]:
        """Return which leaves, (n, 4) from hinge to tip, are the two of a double door, by index."""
        lengths = measure_lengths(leaves)
        reach = 2 * _LENGTH[1] * (1 + _ALIKE)
        hinges = to_points(leaves[:, :2])
        one, other = shapely.STRtree(hinges).query(hinges, predicate="dwithin", distance=reach)
        apart = one < other
        one, other = one[apart], other[apart]
        steps = leaves[other, :2] - leaves[one, :2]
        widths, expected = np.hypot(*steps.T), lengths[one] + lengths[other]
        fit = np.abs(widths - expected) <= _ALIKE * expected
        fit &= np.abs(lengths[one] - lengths[other]) <= _ALIKE * expected
        steps /= np.maximum(widths, 1e-9)[:, None]
        for leaf, way in ((one, steps), (other, -steps)):
            cosines = np.einsum("ij,ij->i", leaves[leaf, 2:] - leaves[leaf, :2], way) / lengths[leaf]
            fit &= (cosines > _TURNED[0]) & (cosines < _TURNED[1])
        return [
            (first, second)
            for first, second, step in zip(one[fit].tolist(), other[fit].tolist(), steps[fit], strict=True)
            if self._is_open(leaves[first, :2], leaves[second, :2])
            and self._begins(leaves[first, :2], step)
            and self._begins(leaves[second, :2], -step)
        ]

    def _begins(self, hinge: Floats, direction: Floats) -> bool:
        """Return whether a wall ends at the hinge in line with the opening, or runs across there: none may go on."""
        near = self._tree.query(shapely.Point(hinge), predicate="dwithin", distance=_AT)
        cosines = np.abs(self._directions[near] @ direction)
        stub = shapely.LineString([hinge + (_AT + _OFF) * direction, hinge + 2 * _AT * direction])
        on = near[cosines > _IN_LINE]
        if shapely.dwithin(self._tree.geometries[on], stub, _OFF).any():
            return False
        return bool(((cosines > _IN_LINE) | (cosines < _ACROSS)).any())

    def _is_open(self, start: Floats, end: Floats) -> bool:
        """Return whether no wall runs in, or across, the middle of an opening."""
        step = end - start
        inner = shapely.LineString([start + 0.2 * step, end - 0.2 * step])
        return not len(self._tree.query(inner, predicate="dwithin", distance=_OFF))


def _build(hinge: Floats, end: Floats, entity: int, leaves: int = 1) -> Threshold:
    along = (end - hinge) / np.hypot(*(end - hinge))  # about as long as the leaves
    line = np.concatenate([hinge - _OVERSHOOT * along, end + _OVERSHOOT * along])[None]
    return Threshold(
        (float(hinge[0]), float(hinge[1])),
        (float(end[0]), float(end[1])),
        Evidence.SWING,
        line,
        entity=entity,
        leaves=leaves,
    )
