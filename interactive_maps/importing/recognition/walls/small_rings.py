"""Closed lines too small for walls, on layers that hold everything: frames around texts, and door leaves."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Integers
from interactive_maps.importing.recognition.geometry.segments import Lines, to_points
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

_FRAME = 9.0  # times as large as the text in it
_LEAF = (0.45, 1.4)  # metres
_THIN = 0.075  # metres: no wall is this thin and short


def find_small_rings(plan: Plan, roles: Roles) -> Integers:
    """Return the entities of role MIXED that draw a frame around a text, or a leaf, as one closed line."""
    mixed = roles.chosen(Role.MIXED)
    rings = [ring for ring in plan.rings if mixed[ring.entity] and len(ring.points) > 3]
    if not rings:
        return np.empty(0, dtype=np.int64)
    areas = np.array([shapely.Polygon(ring.points) for ring in rings], dtype=object)
    small = _frame_texts(plan, areas) | are_leaves(areas)
    return np.unique([ring.entity for ring, fit in zip(rings, small.tolist(), strict=True) if fit]).astype(
        np.int64
    )


def _frame_texts(plan: Plan, areas: Lines) -> NDArray[np.bool_]:
    found = np.zeros(len(areas), dtype=bool)
    if plan.texts:
        places = to_points(np.array([text.centre for text in plan.texts]))
        sizes = np.array([text.width * text.height for text in plan.texts])
        ring, text = shapely.STRtree(places).query(areas, predicate="intersects")
        found[ring[shapely.area(areas[ring]) <= _FRAME * sizes[text]]] = True
    return found


def are_leaves(areas: Lines) -> NDArray[np.bool_]:
    """Return which areas are as long and thin as the leaf of a door, or half of a sliding one."""
    lengths = shapely.length(areas) / 2
    thick = shapely.area(areas) / np.maximum(lengths, 1e-9)
    return np.asarray(
        (thick > 0.01) & (thick <= _THIN) & (lengths >= _LEAF[0]) & (lengths <= _LEAF[1] + _THIN)
    )
