"""Closed lines too small for walls, on layers that hold everything: frames around texts, and door leaves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from interactive_maps.importing.drawing import Ring
from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.segments import (
    Lines,
    find_directions,
    measure_lengths,
    shorten,
    to_lines,
    to_points,
)
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

_AT_JAMB = 0.03  # metres between the end of a closed leaf and the line across the wall's end
_LONGEST_JAMB = 0.7  # metres
_OFF_FACE = 0.05  # metres from a leaf's middle to the faces of the wall
_ACROSS = 0.05  # cosine of the angle between leaf and jamb
_FRAME = 9.0  # times as large as the text in it
_LEAF = (0.45, 1.4)  # metres
_THIN = 0.075  # metres: no wall is this thin and short


def find_small_rings(plan: Plan, roles: Roles) -> Integers:
    """Return the entities of role MIXED that draw a frame around a text, or a leaf, as one closed line."""
    rings = _list_rings(plan, roles)
    areas = _list_areas(rings)
    small = _frame_texts(plan, areas) | are_leaves(areas)
    return np.unique([ring.entity for ring, fit in zip(rings, small.tolist(), strict=True) if fit]).astype(
        np.int64
    )


def find_closed_ends(plan: Plan, roles: Roles, segments: Floats) -> Floats:
    """Return the places, (n, 2), at which closed leaves of role MIXED stand against the ends of walls.

    Such a leaf ends off the faces on a line across, one of ``segments`` (m, 4); an open one hangs at a corner.
    """
    areas = _list_areas(_list_rings(plan, roles))
    leaves = areas[are_leaves(areas)]
    ends = np.array([_find_ends(leaf) for leaf in leaves.tolist()]).reshape(-1, 2, 2)
    along = find_directions(ends.reshape(-1, 4))
    across = segments[measure_lengths(segments) <= _LONGEST_JAMB]
    inner = shorten(across, _OFF_FACE)
    end, line = shapely.STRtree(to_lines(inner)).query(
        to_points(ends.reshape(-1, 2)), predicate="dwithin", distance=_AT_JAMB
    )
    fit = np.abs(np.einsum("ij,ij->i", find_directions(across)[line], along[end // 2])) <= _ACROSS
    found: Floats = ends.reshape(-1, 2)[np.unique(end[fit])]
    return found


def _list_rings(plan: Plan, roles: Roles) -> list[Ring]:
    mixed = roles.chosen(Role.MIXED)
    return [ring for ring in plan.rings if mixed[ring.entity] and len(ring.points) > 3]


def _list_areas(rings: Sequence[Ring]) -> Lines:
    return np.array([Polygon(ring.points) for ring in rings], dtype=object)


def _find_ends(leaf: Polygon) -> Floats:
    """Return the middles, (2, 2), of the short sides of a leaf."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(leaf))[:4]
    middles = (corners + np.roll(corners, -1, axis=0)) / 2
    sides = measure_lengths(np.hstack([corners, np.roll(corners, -1, axis=0)]))
    return np.asarray(middles[np.argsort(sides, kind="stable")[:2]])


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
