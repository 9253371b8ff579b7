"""Walls known by their pen: every drawing standard draws cut elements with the widest lines (ISO 128)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from interactive_maps.importing.drawing.drawing import SOLID, Floats
from interactive_maps.importing.recognition.geometry.parallels import has_partner
from interactive_maps.importing.recognition.geometry.segments import measure_lengths
from interactive_maps.importing.recognition.layers.shapes import WALL_THICKNESS
from interactive_maps.importing.recognition.plan import Plan

_WIDER = 1.35  # times the median pen
_LEAST_WALLS = 0.04  # of the length that is drawn
_PAIRED = 0.6  # of a layer's length
_LONG = 0.5  # metres: at least half of the wall lines are longer
_ALIKE = 0.75  # of the widest pen
_PARTITION = (0.05, 0.2)  # metres between the faces of walls that carry nothing
_SLENDER = 0.85  # of the length of partitions, drawn with a pen in between
_MOST_LINES = 6000  # of one layer; the longest suffice


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A layer with its pen, length in metres, and the shares that run side by side as walls and partitions do."""

    name: str
    pen: float
    length: float
    paired: float
    slender: float


def find_cut_layers(plan: Plan, names: Collection[str]) -> list[str]:
    """Return which of the layers ``names`` are drawn as cut elements: none if all pens are alike or unknown."""
    drawn = [_describe(plan, index) for index in _list_penned(plan, names)]
    total = sum(one.length for one in drawn)
    order = sorted((one for one in drawn if one.pen < SOLID), key=lambda one: one.pen)
    lengths = np.cumsum([one.length for one in order])
    usual = order[int(np.searchsorted(lengths, lengths[-1] / 2))].pen if order else 0.0
    fit = [
        one
        for one in drawn
        if one.pen >= _WIDER * usual and one.paired >= _PAIRED and one.length >= _LEAST_WALLS * total
    ]
    widest = max((one.pen for one in fit if one.pen < SOLID), default=0.0)
    return [one.name for one in fit if one.pen >= _ALIKE * widest or one.slender >= _SLENDER]


def _list_penned(plan: Plan, names: Collection[str]) -> list[int]:
    return [
        index
        for index, layer in enumerate(plan.drawing.layers)
        if layer.pen is not None and layer.name in names
    ]


def _describe(plan: Plan, index: int) -> _Drawn:
    layer = plan.drawing.layers[index]
    segments = plan.segments[plan.drawing.entity_layers[plan.segment_entities] == index]
    lengths = measure_lengths(segments)
    total = float(lengths.sum())
    longest = segments[np.argsort(-lengths, kind="stable")[:_MOST_LINES]]
    assert layer.pen is not None
    shares = [_measure_paired(longest, *apart) for apart in (WALL_THICKNESS, _PARTITION)]
    return _Drawn(layer.name, layer.pen, total, *shares)


def _measure_paired(segments: Floats, nearest: float, farthest: float) -> float:
    if len(segments) < 2:
        return 0.0
    lengths = measure_lengths(segments)
    if lengths[lengths >= _LONG].sum() < 0.5 * lengths.sum():  # letters run side by side as well
        return 0.0
    return float(lengths[has_partner(segments, nearest, farthest)].sum() / max(lengths.sum(), 1e-9))
