"""Summary of a layer's geometry in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.parallels import has_partner
from interactive_maps.importing.recognition.geometry.rasters import find_rasters
from interactive_maps.importing.recognition.geometry.rows import find_rows
from interactive_maps.importing.recognition.geometry.segments import measure_lengths
from interactive_maps.importing.recognition.plan import Plan

WALL_THICKNESS = (0.07, 0.60)  # metres
_SWING_RADIUS = (0.45, 1.4)
_SWING_SWEEP = (np.radians(50), np.radians(115))
_MOST_SEGMENTS = 6000  # of one layer; a sample suffices


@dataclass(frozen=True, slots=True)
class LayerShape:
    """Total length of straight lines in metres, shares of it side by side and in patterns, median, door arcs."""

    length: float = 0.0
    paired: float = 0.0
    in_rows: float = 0.0
    median: float = 0.0
    swings: int = 0
    pieces: int = 0


def describe_layers(plan: Plan, unnamed: frozenset[str]) -> dict[str, LayerShape]:
    """Return the shape of every layer, by name; the share side by side is computed only for the ``unnamed``."""
    layers = plan.drawing.entity_layers
    of_segments, of_arcs = layers[plan.segment_entities], layers[plan.arc_entities]
    swings = choose_swings(plan.arcs)
    return {
        layer.name: _describe(
            plan,
            np.flatnonzero(of_segments == index),
            int(swings[of_arcs == index].sum()),
            int((of_arcs == index).sum()),
            paired=layer.name in unnamed,
        )
        for index, layer in enumerate(plan.drawing.layers)
    }


def choose_swings(arcs: Floats) -> NDArray[np.bool_]:
    """Return which arcs are as wide as doors, and open as far."""
    return np.asarray(
        (arcs[:, 2] >= _SWING_RADIUS[0])
        & (arcs[:, 2] <= _SWING_RADIUS[1])
        & (arcs[:, 4] >= _SWING_SWEEP[0])
        & (arcs[:, 4] <= _SWING_SWEEP[1])
    )


def _describe(plan: Plan, chosen: Integers, swings: int, arcs: int, *, paired: bool) -> LayerShape:
    if not len(chosen):
        return LayerShape(swings=swings, pieces=arcs)
    lengths = measure_lengths(plan.segments[chosen])
    step = max(1, len(chosen) // _MOST_SEGMENTS)
    longest = np.argsort(-lengths, kind="stable")[: len(chosen) // step]
    sample = plan.segments[chosen[longest]]
    total = float(lengths[longest].sum()) or 1.0
    rows = find_rows(sample) | find_rasters(sample) if paired else np.zeros(len(sample), dtype=bool)
    partners = float(lengths[longest][has_partner(sample, *WALL_THICKNESS)].sum()) if paired else 0.0
    return LayerShape(
        length=float(lengths.sum()),
        paired=partners / total,
        in_rows=float(lengths[longest][rows].sum()) / total,
        median=float(np.median(lengths)),
        swings=swings,
        pieces=len(chosen) + arcs,
    )
