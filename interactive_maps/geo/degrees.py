"""The length of a degree in metres: accurate enough to compare distances within a building and to size drawings.

For lengths that are reported or summed, use :mod:`interactive_maps.geo.plane`, which measures on the ellipsoid. Pure.
"""

from __future__ import annotations

import math

EQUATOR_METRES = 40_075_016.68  # around WGS84, as in Web Mercator
METRES_PER_DEGREE = EQUATOR_METRES / 360  # exact for longitude on the equator, within 1 % for latitude
_LEAST_SHARE = 1e-6  # never 0, because callers divide by it at the poles, too


def scale_longitude(latitude: float) -> float:
    """Return the length of a degree of longitude at ``latitude`` as a share of one on the equator; never 0."""
    return max(math.cos(math.radians(latitude)), _LEAST_SHARE)
