"""Areas grown and shrunk."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import shapely


def grow(
    geometry: Any,
    distance: float,
    join: Literal["mitre", "round"] = "mitre",
    cap: Literal["round", "flat", "square"] = "round",
) -> Any:
    """Return a geometry, or an array of them, grown by ``distance`` metres, or shrunk by a negative one.

    GEOS divides by zero where corners have no angle, with a right result; the flag that it leaves is no news. Sharp
    corners drawn on may cross each other: what comes back is valid all the same.
    """
    with np.errstate(all="ignore"):
        grown = shapely.buffer(geometry, distance, quad_segs=4, cap_style=cap, join_style=join)
    if np.all(shapely.is_valid(grown)):
        return grown
    return shapely.make_valid(grown)
