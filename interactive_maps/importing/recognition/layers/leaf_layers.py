"""Layers with meaningless names that hold open leaves of doors without swings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import numpy as np
import shapely

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import are_near, measure_lengths, to_lines
from interactive_maps.importing.recognition.plan import Plan

_LEAF, _THICKNESS = (0.5, 1.35), (0.01, 0.07)  # metres
_AT = 0.1  # metres from the hinge to what a leaf hangs on
_LEAST_LEAVES = 3
_LEAST_SHARE = 0.6  # of a layer's length, and of its leaves that are open


def find_leaf_layers(plan: Plan, unnamed: Collection[str]) -> dict[str, int]:
    """Return how many leaves each of the layers ``unnamed`` holds that is little but open leaves, by name.

    A leaf is a closed line as long and thin as one. An open one touches lines of other layers at one end, a pane of
    glass at both.
    """
    layers = plan.drawing.entity_layers
    of_segments = layers[plan.segment_entities]
    lengths = measure_lengths(plan.segments)
    rings: dict[int, list[Floats]] = defaultdict(list)
    for ring in plan.rings:
        rings[int(layers[ring.entity])].append(ring.points)
    found = {}
    for index, layer in enumerate(plan.drawing.layers):
        if layer.name not in unnamed:
            continue
        axes = _find_axes(rings[index])
        drawn = 2 * float(measure_lengths(axes).sum())
        if len(axes) < _LEAST_LEAVES or drawn < _LEAST_SHARE * float(lengths[of_segments == index].sum()):
            continue
        others = shapely.STRtree(to_lines(plan.segments[of_segments != index]))
        held = np.stack([are_near(axes[:, :2], others, _AT), are_near(axes[:, 2:], others, _AT)])
        if float((held.sum(axis=0) == 1).mean()) >= _LEAST_SHARE:
            found[layer.name] = len(axes)
    return found


def _find_axes(rings: Collection[Floats]) -> Floats:
    """Return the lines (n, 4) along the middle of the rings that are rectangles as long and thin as a leaf."""
    axes = []
    for points in rings:
        box = shapely.get_coordinates(shapely.MultiPoint(points).minimum_rotated_rectangle)
        if len(box) != 5:
            continue
        sides = np.hypot(*np.diff(box[:3], axis=0).T)
        first = int(sides[1] > sides[0])  # the long side
        if _LEAF[0] <= sides.max() <= _LEAF[1] and _THICKNESS[0] <= sides.min() <= _THICKNESS[1]:
            middles = (box[:4] + box[1:]) / 2
            axes.append(np.concatenate([middles[1 - first], middles[3 - first]]))
    return np.array(axes).reshape(-1, 4)
