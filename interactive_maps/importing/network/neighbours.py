"""Which things lie at each other, within bounds: everything above everything would be n squared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

_AT_ONCE = 200
_MOST_PAIRS = 500_000  # no real level has a tenth


def find_neighbours(
    geometries: Sequence[BaseGeometry], others: Sequence[BaseGeometry], distance: float
) -> Iterator[tuple[int, int]]:
    """Yield the indices of geometries and of others that come within ``distance``; stops after half a million."""
    if not len(geometries) or not len(others):
        return
    tree = shapely.STRtree(others)
    array = np.empty(len(geometries), dtype=object)
    array[:] = geometries
    left = _MOST_PAIRS
    for start in range(0, len(array), _AT_ONCE):
        batch = array[start : start + _AT_ONCE]
        if distance > 0:
            found, hits = tree.query(batch, predicate="dwithin", distance=distance)
        else:
            found, hits = tree.query(batch, predicate="intersects")
        left -= len(found)
        if left < 0:
            return
        yield from sorted(zip((found + start).tolist(), hits.tolist(), strict=True))
