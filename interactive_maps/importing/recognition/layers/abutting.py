"""Layers known by the walls that end at them: partitions abut glass fronts and curtain walls."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    list_ends,
    measure_lengths,
    measure_sines,
    to_lines,
    to_points,
)
from interactive_maps.importing.recognition.plan import Plan

_THICKNESS = (0.05, 0.5)  # metres
_TOUCHING = 0.02  # metres
_REACH = 0.1  # metres from the end of a wall to the front
_PARALLEL = np.sin(np.radians(15.0))
_LEAST_LENGTH = 0.5  # metres of a front's lines
_LEAST_FRONT = 3.0  # metres across the lines that touch each other: furniture stands along walls, too
_LEAST_ENDS = 3
_MOST_WALLS = 20_000  # lines; more are no plan of a few walls, and cost seconds


def find_abutted_layers(plan: Plan, unnamed: Collection[str], walls: Collection[str]) -> Iterator[str]:
    """Yield the layers of ``unnamed`` along whose lines at least three walls end; ``walls`` are layers."""
    layers = plan.drawing.entity_layers[plan.segment_entities]
    built = [index for index, layer in enumerate(plan.drawing.layers) if layer.name in walls]
    drawn = plan.segments[np.isin(layers, built)]
    if not unnamed or not 0 < len(drawn) <= _MOST_WALLS:
        return
    ends, across = _find_wall_ends(drawn)
    for index, layer in enumerate(plan.drawing.layers):
        if (
            layer.name in unnamed
            and _count_abutting(plan.segments[layers == index], ends, across) >= _LEAST_ENDS
        ):
            yield layer.name


def _find_wall_ends(walls: Floats) -> tuple[Floats, Floats]:
    """Return the middle of each wall's end, and the unit vector across the wall there."""
    tips, out = list_ends(walls)
    tree = shapely.STRtree(to_points(tips))
    one, other = tree.query(to_points(tips), predicate="dwithin", distance=_TOUCHING)
    count = len(walls)
    apart = one % count != other % count
    one, other = one[apart], other[apart]
    free = np.ones(len(tips), dtype=bool)
    free[one] = False
    lengths, along = measure_lengths(walls), find_directions(walls)
    # The caps of walls: both of their ends meet a face, and the faces leave to the same side.
    faces = (measure_sines(along, one % count, other % count) > 0.9) & (
        lengths[other % count] > _THICKNESS[0]
    )
    leaving: dict[tuple[int, int], float] = {}
    for tip, face in zip(one[faces].tolist(), other[faces].tolist(), strict=True):
        cap = tip % count
        leaving[cap, tip // count] = float(-out[face] @ np.array([-along[cap, 1], along[cap, 0]]))
    caps = [
        cap
        for cap in range(count)
        if _THICKNESS[0] <= lengths[cap] <= _THICKNESS[1]
        and leaving.get((cap, 0), 0.0) * leaving.get((cap, 1), 0.0) > 0
    ]
    middles = (walls[caps, :2] + walls[caps, 2:]) / 2
    turned = np.stack([-out[free, 1], out[free, 0]], axis=1)
    return np.concatenate([middles, tips[free]]), np.concatenate([along[caps], turned])


def _measure_across(segments: Floats) -> Floats:
    """Return for each line the metres across all that touch it, and each other."""
    if not len(segments):
        return np.zeros(0)
    lines = to_lines(segments)
    one, other = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=_TOUCHING)
    count, group = connect(one, other, len(segments))
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    points = segments.reshape(-1, 2, 2)
    np.minimum.at(low, group, points.min(axis=1))
    np.maximum.at(high, group, points.max(axis=1))
    return np.asarray(np.hypot(*(high - low).T)[group])


def _count_abutting(segments: Floats, ends: Floats, across: Floats) -> int:
    """Return at how many ends a line runs across the wall."""
    fronts = segments[measure_lengths(segments) >= _LEAST_LENGTH]
    fronts = fronts[_measure_across(fronts) >= _LEAST_FRONT]
    if not len(fronts) or not len(ends):
        return 0
    end, front = shapely.STRtree(to_lines(fronts)).query(
        to_points(ends), predicate="dwithin", distance=_REACH
    )
    directions, lengths = find_directions(fronts), measure_lengths(fronts)
    along = np.einsum("ij,ij->i", ends[end] - fronts[front, :2], directions[front])
    # Steps before an entrance begin at its jambs: what ends at the corner of a wall does not run across it.
    past = (along >= -_TOUCHING) & (along <= lengths[front] + _TOUCHING)
    sines = np.abs(across[end, 0] * directions[front, 1] - across[end, 1] * directions[front, 0])
    met: NDArray[np.int64] = np.unique(end[past & (sines <= _PARALLEL)])
    return len(met)
