"""A bound on self-crossings: repairing computes every crossing, and a star of n edges has n squared."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

MOST_CROSSINGS = 5_000

# Segments per query: bounds its memory for an outline in which every segment meets every other.
_PAIRS_AT_ONCE = 500_000


def crosses_too_often(geometry: BaseGeometry, most: int) -> bool:
    """Return whether the edges of ``geometry`` meet more than ``most`` times, not counting neighbours."""
    segments = _list_segments(geometry)
    if len(segments) * len(segments) <= most:
        return False
    tree = shapely.STRtree(segments)
    batch = max(_PAIRS_AT_ONCE // len(segments), 1)
    expected = 3 * len(segments)  # each segment meets itself and its two neighbours
    met = 0
    for start in range(0, len(segments), batch):
        met += tree.query(segments[start : start + batch], predicate="intersects").shape[1]
        if met > expected + 2 * most:
            return True
    return False


def _list_segments(geometry: BaseGeometry) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    coordinates, ring = shapely.get_coordinates(_list_rings(geometry), return_index=True)
    inside = ring[1:] == ring[:-1]
    ends = np.stack([coordinates[:-1], coordinates[1:]], axis=1)[inside]
    lines: np.ndarray[tuple[int], np.dtype[np.object_]] = shapely.linestrings(ends)
    return lines


def _list_rings(geometry: BaseGeometry) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    parts = shapely.get_parts(geometry)
    while any(part.geom_type.startswith(("Multi", "GeometryC")) for part in parts):
        parts = shapely.get_parts(parts)
    rings: np.ndarray[tuple[int], np.dtype[np.object_]] = shapely.get_rings(
        parts[shapely.get_dimensions(parts) == 2]
    )
    return rings
