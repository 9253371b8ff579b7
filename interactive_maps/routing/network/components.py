"""Connected components of a set of links."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.integer]


def find_components(count: int, one: Integers, other: Integers) -> NDArray[np.int32]:
    """Return the component of each of ``count`` items; ``one[i]`` and ``other[i]`` are linked."""
    # Imported late: a worker serves its first stream before any route.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(count, count))
    label: NDArray[np.int32] = connected_components(links, directed=False)[1]
    return label
