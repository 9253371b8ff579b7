"""Barriers gathered from walls, glass and columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.drawing.arcs import flatten_arc
from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.geometry.collinear import merge_collinear
from interactive_maps.importing.recognition.geometry.segments import drop_doubles, measure_lengths
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.layers.fills import find_slender, list_edges
from interactive_maps.importing.recognition.limits import Limits, TooMuch
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.walls.diagonals import find_crosses
from interactive_maps.importing.recognition.walls.dimension_lines import find_dimension_lines
from interactive_maps.importing.recognition.walls.healing import heal_corners
from interactive_maps.importing.recognition.walls.mixed import choose_walls
from interactive_maps.importing.recognition.walls.sheet_frames import find_frames

_SAGITTA = 0.01  # metres that chords may leave an arc
_LEAST_LENGTH = 0.002


class Barrier(IntEnum):
    """The kind of a barrier. The last three are not drawn, and block no passage permanently."""

    WALL = 1
    GLASS = 2
    COLUMN = 3
    JAMB = 4
    ENVELOPE = 5
    THRESHOLD = 6


@dataclass(frozen=True, slots=True)
class Barriers:
    """Segments (n, 4) in metres with their kinds, and the entity that drew each, -1 for none."""

    segments: Floats
    kinds: Integers
    entities: Integers

    def add(self, segments: Floats, kind: Barrier) -> Barriers:
        """Return the barriers with additional ones without an entity."""
        count = len(segments)
        return Barriers(
            np.concatenate([self.segments, segments.reshape(-1, 4)]),
            np.concatenate([self.kinds, np.full(count, int(kind))]),
            np.concatenate([self.entities, np.full(count, -1)]),
        )

    def keep(self, kept: NDArray[np.bool_] | Integers) -> Barriers:
        """Return some of the barriers."""
        return Barriers(self.segments[kept], self.kinds[kept], self.entities[kept])

    def of(self, *kinds: Barrier) -> Floats:
        """Return the segments of some kinds."""
        return self.segments[np.isin(self.kinds, [int(kind) for kind in kinds])]


_KINDS = ((Role.WALL, Barrier.WALL), (Role.GLASS, Barrier.GLASS), (Role.COLUMN, Barrier.COLUMN))


def gather_barriers(
    plan: Plan, roles: Roles, leaves: NDArray[np.bool_], limits: Limits, step: Step
) -> Barriers:
    """Return the drawn barriers, each line once; raises TooMuch beyond the limits.

    The segments where ``leaves`` is true draw doors, on any layer.
    """
    parts: list[tuple[Floats, Integers, Barrier]] = []
    for role, kind in _KINDS:
        chosen = roles.chosen(role)
        straight = np.flatnonzero(chosen[plan.segment_entities] & ~leaves)
        if role is Role.WALL:  # which may be the layer 0, with much else
            straight = straight[~find_dimension_lines(plan, plan.segments[straight], by_figures=False)]
        parts.append((plan.segments[straight], plan.segment_entities[straight], kind))
        parts.append((*flatten_arcs(plan, np.flatnonzero(chosen[plan.arc_entities])), kind))
        filled = np.array([chosen[fill.entity] for fill in plan.fills], dtype=bool)
        parts.append((*list_edges(plan, filled), kind))
    if roles.chosen(Role.MIXED).any():
        filled = find_slender(plan)
        filled &= np.array([roles.entities[fill.entity] == Role.MIXED for fill in plan.fills], dtype=bool)
        parts.append((*list_edges(plan, filled), Barrier.WALL))
        straight, curved = choose_walls(plan, roles, leaves, parts[-1][0], step)
        parts.append((plan.segments[straight], plan.segment_entities[straight], Barrier.WALL))
        parts.append((*flatten_arcs(plan, curved), Barrier.WALL))
    barriers = Barriers(
        np.concatenate([part[0] for part in parts]),
        np.concatenate([np.full(len(part[0]), int(part[2])) for part in parts]),
        np.concatenate([part[1] for part in parts]),
    )
    barriers = barriers.keep(measure_lengths(barriers.segments) >= _LEAST_LENGTH)
    barriers = barriers.keep(drop_doubles(barriers.segments))
    frames = find_frames(plan, barriers.segments)
    barriers = barriers.keep(~frames)
    drawn = len(barriers.segments)
    if len(barriers.segments) > limits.barriers:
        raise TooMuch(f"{len(barriers.segments):,} lines of walls; the limit is {limits.barriers:,}")
    crosses = find_crosses(barriers.segments)
    barriers = _merge_pieces(barriers.keep(~crosses))
    barriers = replace(barriers, segments=heal_corners(barriers.segments))
    step.count(
        lines=drawn,
        merged=len(barriers.segments),
        metres=round(float(measure_lengths(barriers.segments).sum()), 1),
        diagonals_left_out=int(crosses.sum()),
        frames_left_out=int(frames.sum()),
    )
    return barriers


def _merge_pieces(barriers: Barriers) -> Barriers:
    """Return barriers with the pieces of each line merged, kind by kind."""
    parts = []
    for kind in Barrier:
        index = np.flatnonzero(barriers.kinds == int(kind))
        if len(index):
            segments, source = merge_collinear(barriers.segments[index])
            parts.append(Barriers(segments, barriers.kinds[index[source]], barriers.entities[index[source]]))
    if not parts:
        return barriers
    return Barriers(
        np.concatenate([part.segments for part in parts]),
        np.concatenate([part.kinds for part in parts]),
        np.concatenate([part.entities for part in parts]),
    )


def flatten_arcs(plan: Plan, arcs: Integers) -> tuple[Floats, Integers]:
    """Return the chords of arcs as segments, with the entity of each; ``arcs`` are indices."""
    pieces, owners = [np.empty((0, 4))], [np.empty(0, dtype=np.int64)]
    for index in arcs.tolist():
        points = flatten_arc(plan.arcs[index], _SAGITTA)
        pieces.append(np.hstack([points[:-1], points[1:]]))
        owners.append(np.full(len(points) - 1, plan.arc_entities[index]))
    return np.concatenate(pieces), np.concatenate(owners)
