"""A plane in metres around a place: near enough to the ellipsoid for one campus, and vectorised."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod, Proj

Floats = NDArray[np.float64]

_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Plane:
    """An azimuthal equidistant plane on WGS84: exact from its centre, 1e-6 off within ten kilometres."""

    longitude: float
    latitude: float

    def to_metres(self, coordinates: Floats) -> Floats:
        """Return ``coordinates`` [n, 2] (longitude, latitude) as x, y in metres."""
        if len(coordinates) == 0:
            return np.empty((0, 2))
        x, y = _projection(self.longitude, self.latitude)(coordinates[:, 0], coordinates[:, 1])
        return np.column_stack([x, y])

    def to_degrees(self, places: Floats) -> Floats:
        """Return ``places`` [n, 2] in metres as longitude, latitude."""
        if len(places) == 0:
            return np.empty((0, 2))
        longitude, latitude = _projection(self.longitude, self.latitude)(
            places[:, 0], places[:, 1], inverse=True
        )
        return np.column_stack([longitude, latitude])


def choose_plane(coordinates: Floats) -> Plane:
    """Return a plane around the middle of ``coordinates`` [n, 2]."""
    if len(coordinates) == 0:
        return Plane(0.0, 0.0)
    longitude, latitude = np.median(coordinates, axis=0)
    return Plane(round(float(longitude), 6), round(float(latitude), 6))


def measure_steps(coordinates: Floats) -> Floats:
    """Return the geodesic metres [n - 1] between neighbours in ``coordinates`` [n, 2]."""
    if len(coordinates) < 2:
        return np.empty(0)
    start, end = coordinates[:-1], coordinates[1:]
    _, _, metres = _GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    return np.asarray(metres, dtype=np.float64)


@lru_cache(maxsize=16)
def _projection(longitude: float, latitude: float) -> Proj:
    return Proj(proj="aeqd", lon_0=longitude, lat_0=latitude, ellps="WGS84", units="m")
