"""Outliers of a drawing: one stray point a thousand kilometres away must not shrink the building."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.formats.dxf.entities.drawing_entities import (
    DrawingEntity,
    Fill,
    Linework,
    PointEntity,
)

# A part is an outlier beyond this many times the distance that contains nine parts in ten.
_STRAY = 20.0
_LEAST_PARTS = 10


@dataclass(frozen=True, slots=True)
class Extent:
    """The extent of most parts, in drawing units; ``size`` is its diagonal."""

    centre: tuple[float, float]
    size: float


def divide_outliers(
    parts: Sequence[DrawingEntity],
) -> tuple[list[DrawingEntity], list[tuple[DrawingEntity, float]]]:
    """Return the parts that lie together, and the outliers with their distance in drawing units.

    A part whose coordinates are not finite (as in a block of excessive scale) is an outlier at infinite distance.
    """
    places = np.array([locate_part(part) for part in parts], dtype=float).reshape(-1, 2)
    finite = np.isfinite(places).all(axis=1)
    distances = np.full(len(parts), np.inf)
    reach = np.inf
    if finite.any():
        offsets = places[finite] - np.median(places[finite], axis=0)
        distances[finite] = np.hypot(offsets[:, 0], offsets[:, 1])
        if finite.sum() >= _LEAST_PARTS:
            reach = _STRAY * max(float(np.quantile(distances[finite], 0.9)), 1e-9)
    kept: list[DrawingEntity] = []
    outliers: list[tuple[DrawingEntity, float]] = []
    for part, distance in zip(parts, distances.tolist(), strict=True):
        if distance <= reach and np.isfinite(distance):
            kept.append(part)
        else:
            outliers.append((part, distance))
    return kept, outliers


def measure_extent(parts: Sequence[DrawingEntity]) -> Extent:
    """Return the extent of parts that lie together; zero for none."""
    boxes = [box for part in parts if (box := _measure_box(part))]
    if not boxes:
        return Extent((0.0, 0.0), 0.0)
    sides: NDArray[np.float64] = np.array(boxes, dtype=float)
    low, high = sides[:, :2].min(axis=0), sides[:, 2:].max(axis=0)
    middle = (low + high) / 2
    return Extent((float(middle[0]), float(middle[1])), float(np.hypot(*(high - low))))


def locate_part(part: DrawingEntity) -> tuple[float, float]:
    """Return the position of a part: the middle of linework, the insertion point of others."""
    if isinstance(part, Linework):
        start, end = part.path.start, part.path.end
        return (start.x + end.x) / 2, (start.y + end.y) / 2
    if isinstance(part, Fill):
        start = part.outlines[0].start
        return start.x, start.y
    return (part.x, part.y) if isinstance(part, PointEntity) else part.insertion


def _measure_box(part: DrawingEntity) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of a part, because all corners of a large drawing would fill the memory."""
    if isinstance(part, Linework):
        vertices = part.path.control_vertices()
        if not vertices:
            return None
        x, y = [vertex.x for vertex in vertices], [vertex.y for vertex in vertices]
        return min(x), min(y), max(x), max(y)
    x_at, y_at = locate_part(part)
    return x_at, y_at, x_at, y_at
