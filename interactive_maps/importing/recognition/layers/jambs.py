"""Layers known by their jambs: whatever they are called, doors hang in walls and glass fronts."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from interactive_maps.importing.drawing.arcs import list_arc_ends
from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import (
    are_near,
    find_near,
    measure_lengths,
    to_lines,
    to_points,
)
from interactive_maps.importing.recognition.layers.shapes import choose_swings
from interactive_maps.importing.recognition.plan import Plan

_CORNER = 0.16  # metres from a hinge in the middle of a wall to the corners of the jamb
_BESIDE = 0.06  # metres from a hinge to the line of a jamb
_CLEAR = 0.1  # metres around the middle of an opening without lines
_MIDDLE = (0.35, 0.5, 0.65)  # parts of an opening
_MEET = 0.1  # metres between the leaves of a double door
_IN_LINE = 0.97  # of the widths of its leaves from hinge to hinge
_LEAST_DOORS = 3
_SHARE = 0.5  # of the doors that hang in no other layer
_AS_MANY = 0.7  # of the doors of the best layer
_MOST_AT_DOORS = 0.6  # of the length that a pen draws, beside hinges: it is that of frames
_SWEPT = 1.1  # times the radius of a swing
_OF_PEN = 0.15  # of all doors: one pen draws many things, and the partitions of toilets among them


def find_bearing_layers(plan: Plan, unnamed: Collection[str], named: Collection[str]) -> list[str]:
    """Return which layers of ``unnamed`` bear doors that do not hang in lines of ``named`` layers.

    A layer bears a door if its lines end, or cross the wall, on both sides of the opening, and leave it free.
    """
    chosen = choose_swings(plan.arcs)
    swings, owners = plan.arcs[chosen], plan.drawing.entity_layers[plan.arc_entities[chosen]]
    if len(swings) < _LEAST_DOORS or not unnamed:
        return []
    openings = _Openings.of(swings)
    layers = plan.drawing.entity_layers[plan.segment_entities]
    rest = np.ones(len(swings), dtype=bool)
    borne: dict[str, NDArray[np.bool_]] = {}
    for index, layer in enumerate(plan.drawing.layers):
        if layer.name not in unnamed and layer.name not in named:
            continue
        drawn = plan.segments[layers == index]
        if layer.pen is not None and openings.surround(drawn) > _MOST_AT_DOORS:
            continue  # the pen of frames and leaves
        found = openings.find_borne(drawn) & (owners != index)
        if layer.name in named:
            rest &= ~found
        else:
            few = layer.pen is not None and found.sum() < _OF_PEN * len(swings)
            borne[layer.name] = found & (not few)
    has_pens = any(layer.pen is not None for layer in plan.drawing.layers)
    return _choose(borne, rest, _OF_PEN * len(swings) if has_pens else math.inf)


def measure_crossed(plan: Plan, name: str) -> float:
    """Return the share of the doors through whose openings a layer's lines run."""
    openings = _Openings.of(plan.arcs[choose_swings(plan.arcs)])
    layers = plan.drawing.entity_layers[plan.segment_entities]
    chosen = [index for index, layer in enumerate(plan.drawing.layers) if layer.name == name]
    crossed = ~openings.find_free(plan.segments[np.isin(layers, chosen)])
    return float(crossed.any(axis=0).mean()) if crossed.size else 0.0


def _choose(borne: dict[str, NDArray[np.bool_]], rest: NDArray[np.bool_], enough: float) -> list[str]:
    """Return the layers that bear most of the doors, then most of those that are left, or ``enough`` of them."""
    chosen: list[str] = []
    while rest.sum() >= _LEAST_DOORS:
        counts = {name: int((found & rest).sum()) for name, found in borne.items() if name not in chosen}
        most = max(counts.values(), default=0)
        if most < max(_LEAST_DOORS, min(_SHARE * rest.sum(), enough)):
            break
        best = [name for name, count in counts.items() if count >= max(_LEAST_DOORS, _AS_MANY * most)]
        chosen += best
        rest = rest & ~np.any([borne[name] for name in best], axis=0)
    return chosen


@dataclass(frozen=True, slots=True)
class _Openings:
    """Both openings that each swing may close, (2 n, 2) each: from its hinge to either end of its arc.

    Where the leaf of a double door meets the other one there, the opening goes on to the hinge of that.
    """

    hinges: Floats
    ends: Floats

    @classmethod
    def of(cls, arcs: Floats) -> _Openings:
        hinges, ends = np.tile(arcs[:, :2], (2, 1)), np.concatenate([*list_arc_ends(arcs).swapaxes(0, 1)])
        one, other, _ = find_near(ends, ends, _MEET)
        width = np.hypot(*(hinges[other] - hinges[one]).T)
        double = width >= _IN_LINE * np.tile(arcs[:, 2], 2)[[one, other]].sum(axis=0)
        far = ends.copy()
        far[one[double]] = hinges[other[double]]
        return cls(hinges, far)

    def find_borne(self, segments: Floats) -> NDArray[np.bool_]:
        """Return which swings hang in ``segments``."""
        lines = shapely.STRtree(to_lines(segments))
        corners = shapely.STRtree(to_points(segments.reshape(-1, 2)))
        free = self._find_free(lines).reshape(-1)
        for places in (self.hinges, self.ends):
            free &= are_near(places, corners, _CORNER) | are_near(places, lines, _BESIDE)
        return np.asarray(free.reshape(2, -1).any(axis=0))

    def surround(self, segments: Floats) -> float:
        """Return the share of the length of ``segments`` that lies around single hinges, as far as leaves reach."""
        lengths = measure_lengths(segments)
        nearest = np.asarray(cKDTree(self.hinges).query((segments[:, :2] + segments[:, 2:]) / 2)[1])
        reach = _CORNER + _SWEPT * np.hypot(*(self.ends - self.hinges).T)[nearest]
        away = segments.reshape(-1, 2, 2) - self.hinges[nearest][:, None]
        beside = (np.hypot(away[..., 0], away[..., 1]) <= reach[:, None]).all(axis=1)
        return float(lengths[beside].sum() / max(lengths.sum(), 1e-9))

    def find_free(self, segments: Floats) -> NDArray[np.bool_]:
        """Return which openings have no line of ``segments`` in their middle, (2, n)."""
        return self._find_free(shapely.STRtree(to_lines(segments)))

    def _find_free(self, lines: shapely.STRtree) -> NDArray[np.bool_]:
        free = np.ones(len(self.hinges), dtype=bool)
        for part in _MIDDLE:
            free &= ~are_near(self.hinges + part * (self.ends - self.hinges), lines, _CLEAR)
        return np.asarray(free.reshape(2, -1))
