"""Segments that run beside a line, and the parts of the line that have none."""

from __future__ import annotations

import numpy as np
import shapely

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import find_directions, turn_left

_PARALLEL = np.sin(np.radians(12.0))


def find_lone_parts(line: Floats, segments: shapely.STRtree, reach: float) -> list[tuple[float, float]]:
    """Return the parts of ``line`` (4,) with no parallel segment within ``reach`` metres.

    A part is its distances from the line's start. ``segments`` are a tree of straight lines.
    """
    parts = sorted((low, high) for low, high, _ in find_companions(line, segments, reach).tolist())
    return _list_rest(parts, float(np.hypot(*(line[2:] - line[:2]))))


def find_companions(line: Floats, segments: shapely.STRtree, reach: float) -> Floats:
    """Return where parallel segments within ``reach`` run beside ``line`` (4,), and how far off.

    Of each, (n, 3), its ends along the line, from its start, and metres to the left of it.
    """
    length = float(np.hypot(*(line[2:] - line[:2])))
    near = segments.query(shapely.LineString(line.reshape(2, 2)), predicate="dwithin", distance=reach)
    ends = shapely.get_coordinates(segments.geometries[near]).reshape(-1, 2, 2) - line[:2]
    along = find_directions(line[None])[0]
    places, off = ends @ along, ends @ turn_left(along)
    alike = np.abs(off[:, 1] - off[:, 0]) <= _PARALLEL * np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    places, off = places[alike], off[alike]
    order = np.argsort(places, axis=1)
    places, off = np.take_along_axis(places, order, 1), np.take_along_axis(off, order, 1)
    low, high = np.maximum(places[:, 0], 0.0), np.minimum(places[:, 1], length)
    share = ((low + high) / 2 - places[:, 0]) / np.maximum(places[:, 1] - places[:, 0], 1e-9)
    away = off[:, 0] + share * (off[:, 1] - off[:, 0])  # at the middle of what is beside the line
    beside = (np.abs(away) <= reach) & (high > low)
    return np.asarray(np.stack([low, high, away], axis=1)[beside])


def _list_rest(taken: list[tuple[float, float]], length: float) -> list[tuple[float, float]]:
    rest, reached = [], 0.0
    for low, high in taken:
        if low > reached:
            rest.append((reached, low))
        reached = max(reached, high)
    return [*rest, (reached, length)] if reached < length else rest
