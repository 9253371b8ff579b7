"""Fills as slender as walls: poché, which needs no line around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.plan import Plan

_THICKNESS = (0.04, 0.7)  # metres
_LEAST_EXTENT = 1.0  # metres from corner to corner: smaller ones are arrows, and columns
_LEAST_LENGTH = 20.0  # metres of outlines on a layer of walls
_LEAST_SHARE = 0.04  # of the length that is drawn


def find_slender(plan: Plan) -> NDArray[np.bool_]:
    """Return which of the plan's fills are as thick as walls; holes belong to the fill around them."""
    slender = np.zeros(len(plan.fills), dtype=bool)
    layers = np.array([plan.drawing.entities[fill.entity].layer for fill in plan.fills], dtype=np.int64)
    for layer in np.unique(layers).tolist():
        members = np.flatnonzero(layers == layer)
        slender[members] = _judge([plan.fills[index].points for index in members.tolist()])
    return slender


def _judge(outlines: list[Floats]) -> NDArray[np.bool_]:
    areas = np.array([_read(points) for points in outlines], dtype=object)
    tree = shapely.STRtree(areas)
    inner, outer = tree.query(shapely.point_on_surface(areas), predicate="intersects")
    sizes, lengths = shapely.area(areas), shapely.length(areas)
    around = (inner != outer) & (sizes[outer] > sizes[inner])
    inner, outer = inner[around], outer[around]
    depth = np.bincount(inner, minlength=len(areas))
    root = np.arange(len(areas))
    order = np.argsort(sizes[outer], kind="stable")
    root[inner[order]] = outer[order]  # the largest comes last, and wins
    signed = np.bincount(root, weights=np.where(depth % 2, -sizes, sizes), minlength=len(areas))
    thick = 2 * signed / np.maximum(np.bincount(root, weights=lengths, minlength=len(areas)), 1e-9)
    bounds = shapely.bounds(areas)
    extent = np.hypot(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    fit = (thick >= _THICKNESS[0]) & (thick <= _THICKNESS[1]) & (extent >= _LEAST_EXTENT)
    return np.asarray(fit[root])


def _read(points: Floats) -> shapely.Geometry:
    area = shapely.Polygon(points) if len(points) > 2 else shapely.Polygon()
    return area if area.is_valid and not area.is_empty else shapely.Point(points[0])


def measure_fills(plan: Plan, names: Collection[str], drawn: float) -> dict[str, float]:
    """Return the metres of slender outlines of those layers among ``names`` that draw walls as fills.

    ``drawn`` is the total length of the plan's lines in metres.
    """
    slender = find_slender(plan)
    total: dict[str, float] = defaultdict(float)
    for index in np.flatnonzero(slender).tolist():
        fill = plan.fills[index]
        points = np.vstack([fill.points, fill.points[:1]])
        name = plan.drawing.layers[plan.drawing.entities[fill.entity].layer].name
        total[name] += float(np.hypot(*np.diff(points, axis=0).T).sum())
    least = max(_LEAST_LENGTH, _LEAST_SHARE * drawn)
    return {name: length for name, length in total.items() if name in names and length >= least}


def list_edges(plan: Plan, chosen: NDArray[np.bool_]) -> tuple[Floats, Integers]:
    """Return the edges of the ``chosen`` fills as segments, with the entity of each."""
    pieces, owners = [np.empty((0, 4))], [np.empty(0, dtype=np.int64)]
    for fill, wanted in zip(plan.fills, chosen.tolist(), strict=True):
        if wanted:
            pieces.append(np.hstack([fill.points, np.roll(fill.points, -1, axis=0)]))
            owners.append(np.full(len(fill.points), fill.entity))
    return np.concatenate(pieces), np.concatenate(owners)
