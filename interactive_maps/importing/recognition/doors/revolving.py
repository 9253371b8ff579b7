"""Revolving doors: two opposite arcs of one drum, with wings that meet in its middle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.segments import list_ends, to_lines, to_points
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

_RADIUS = (0.7, 2.4)  # metres
_SWEEP = (np.radians(25), np.radians(155))
_SAME = 0.04  # metres between the centres, and the radii, of one drum
_OPPOSITE = -0.97  # cosine between the middles of its arcs
_WING = 0.6  # of the radius that a wing is long, at least
_HUB = 0.15  # of the radius around the middle where wings end, or which they cross
_LEAST_WINGS = 2
_MOST_PAIRS = 20_000  # of arcs around one middle
_OVERSHOOT = 0.2  # metres from the drum to the jambs
_NO_DOORS = (Role.FURNITURE, Role.ANNOTATION, Role.STAIR, Role.LABEL)


@dataclass(frozen=True, slots=True)
class Drums:
    """Thresholds of revolving doors, the arcs that draw them, and the segments that are their wings."""

    thresholds: list[Threshold]
    arcs: NDArray[np.bool_]
    wings: Integers


def find_drums(plan: Plan, roles: Roles) -> Drums:
    """Return the revolving doors: the drum's walls stand in line with the wall, so the threshold joins them."""
    arcs = plan.arcs
    taken = np.zeros(len(arcs), dtype=bool)
    fit = (arcs[:, 2] >= _RADIUS[0]) & (arcs[:, 2] <= _RADIUS[1])
    fit &= (arcs[:, 4] >= _SWEEP[0]) & (arcs[:, 4] <= _SWEEP[1])
    fit &= ~roles.chosen(*_NO_DOORS)[plan.arc_entities]
    chosen = np.flatnonzero(fit)
    wings = _Wings.of(plan, roles)
    thresholds: list[Threshold] = []
    found: list[Integers] = []
    middles = arcs[:, 3] + arcs[:, 4] / 2
    for one in _pair_opposite(arcs, middles, chosen):
        lines = wings.find(arcs[one, :2], float(arcs[one, 2]))
        if len(lines) < _LEAST_WINGS:
            continue
        taken |= fit & (np.hypot(*(arcs[:, :2] - arcs[one, :2]).T) <= _SAME)
        found.append(lines)
        if not any(np.hypot(*np.subtract(known.middle, arcs[one, :2])) <= _SAME for known in thresholds):
            thresholds.append(_build(arcs[one], float(middles[one]), int(plan.arc_entities[one])))
    return Drums(thresholds, taken, np.unique(np.concatenate([np.empty(0, dtype=np.int64), *found])))


def _pair_opposite(arcs: Floats, middles: Floats, chosen: Integers) -> list[int]:
    """Return the first arc of each opposite pair around one middle; none if so many coincide that none is a door."""
    tree = cKDTree(arcs[chosen, :3]) if len(chosen) else None
    if tree is None or tree.count_neighbors(tree, _SAME) > len(chosen) + 2 * _MOST_PAIRS:
        return []
    pairs = np.sort(chosen[tree.query_pairs(_SAME, output_type="ndarray")], axis=1)
    opposite = np.cos(middles[pairs[:, 0]] - middles[pairs[:, 1]]) <= _OPPOSITE
    return [int(one) for one in pairs[opposite, 0]]


def _build(arc: Floats, middle: float, entity: int) -> Threshold:
    along = np.array([np.cos(middle), np.sin(middle)])
    start, end = arc[:2] - arc[2] * along, arc[:2] + arc[2] * along
    line = np.concatenate([start - _OVERSHOOT * along, end + _OVERSHOOT * along])[None]
    places = (float(start[0]), float(start[1])), (float(end[0]), float(end[1]))
    return Threshold(*places, Evidence.SWING, line, entity=entity, leaves=1)


@dataclass(frozen=True, slots=True)
class _Wings:
    """The lines that may be wings."""

    index: Integers
    tree: shapely.STRtree
    ends: Floats
    lengths: Floats

    @classmethod
    def of(cls, plan: Plan, roles: Roles) -> _Wings:
        index = np.flatnonzero(~roles.chosen(*_NO_DOORS)[plan.segment_entities])
        segments = plan.segments[index]
        places, _ = list_ends(segments)
        ends = np.stack(np.split(places, 2), axis=1)
        lengths = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
        return cls(index, shapely.STRtree(to_lines(segments)), ends, lengths)

    def find(self, centre: Floats, radius: float) -> Integers:
        """Return the lines within a drum that end in its middle, or run through it."""
        (point,) = to_points(centre[None])
        near = self.tree.query(point, predicate="dwithin", distance=_HUB * radius)
        inside = np.hypot(*(self.ends[near] - centre).transpose(2, 0, 1)).max(axis=1) <= 1.05 * radius
        wings: Integers = self.index[near[inside & (self.lengths[near] >= _WING * radius)]]
        return wings
