"""Metres of a degree: near enough to compare distances within a building, and to size what is drawn.

Where lengths are told or added up, :mod:`interactive_maps.geo.plane` measures them on the ellipsoid. Pure.
"""

from __future__ import annotations

import math

EQUATOR_METRES = 40_075_016.68  # around WGS84, as Web Mercator has it
METRES_PER_DEGREE = EQUATOR_METRES / 360  # of longitude on the equator; of latitude within 1 %
_LEAST_SHARE = 1e-6  # at a pole a degree of longitude has no length, and is divided by all the same


def scale_longitude(latitude: float) -> float:
    """Return how long a degree of longitude is at ``latitude``, as a share of one on the equator; never 0."""
    return max(math.cos(math.radians(latitude)), _LEAST_SHARE)
