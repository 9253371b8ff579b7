"""A bounded search for geometries near each other: if all overlap, there are n squared pairs.

The cost of a pair depends on its vertices, so they are bounded, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.bounds import bound_pairs

_PAIRS_AT_ONCE = 500_000
_MOST_VERTICES = 10_000_000  # of all pairs: seconds of work


class Crowded(Exception):
    """More things overlap than on a level of any building."""


def find_neighbours(
    geometries: Sequence[BaseGeometry], others: Sequence[BaseGeometry], distance: float
) -> Iterator[tuple[int, int]]:
    """Yield the indices of geometries and of others that come within ``distance``.

    Raises Crowded before yielding any if there are dozens for each.
    """
    if not len(geometries) or not len(others):
        return
    tree = shapely.STRtree(others)
    array = np.empty(len(geometries), dtype=object)
    array[:] = geometries
    sizes, other_sizes = shapely.get_num_coordinates(array), shapely.get_num_coordinates(others)
    pairs, vertices = bound_pairs(len(array) + len(others)), _MOST_VERTICES
    batch = max(_PAIRS_AT_ONCE // len(others), 1)
    for start in range(0, len(array), batch):
        part = array[start : start + batch]
        if distance > 0:
            found, hits = tree.query(part, predicate="dwithin", distance=distance)
        else:
            found, hits = tree.query(part, predicate="intersects")
        found = found + start
        pairs -= len(found)
        vertices -= int(sizes[found].sum() + other_sizes[hits].sum())
        if pairs < 0 or vertices < 0:
            raise Crowded
        yield from sorted(zip(found.tolist(), hits.tolist(), strict=True))
