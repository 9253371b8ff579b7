"""A local plane in metres, and lengths on the ellipsoid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.georeference import Georeference, from_anchor

Places = NDArray[np.float64]
# A tenth of a millimetre: the same input gives the same coordinates, whatever lies beside it.
_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres east and north of a point; lengths are right to one part in a million within ten kilometres."""

    reference: Georeference

    @classmethod
    def around(cls, geometries: Sequence[BaseGeometry]) -> Plane:
        """Return a plane for geometries in degrees; near ones of another import get the same plane."""
        places = shapely.get_coordinates(np.asarray(geometries, dtype=object))
        if not len(places):
            return cls(from_anchor(0.0, 0.0, metres_per_unit=1.0))
        # Rounded, so that one more room does not move the plane and with it every computed coordinate.
        longitude, latitude = np.round(np.median(places, axis=0), 1).tolist()
        return cls(from_anchor(longitude, max(-90.0, min(90.0, latitude)), metres_per_unit=1.0))

    def flatten(self, geometries: Sequence[BaseGeometry]) -> list[BaseGeometry]:
        """Return geometries in degrees as geometries in metres."""
        array = np.empty(len(geometries), dtype=object)
        array[:] = geometries
        return list(shapely.transform(shapely.force_2d(array), self.reference.locate)) if len(array) else []

    def flatten_points(self, points: Sequence[Point]) -> list[Point]:
        """Return points in degrees as points in metres."""
        places = self.reference.locate(shapely.get_coordinates(np.asarray(points, dtype=object)))
        return [Point(place) for place in places]

    def place(self, metres: Places) -> Places:
        """Return (n, 2) degrees for (n, 2) metres."""
        return np.round(self.reference.place(metres), _DECIMALS)


def draw_lines(places: Places) -> NDArray[np.object_]:
    """Return straight lines for (n, 2, 2) places."""
    return np.asarray(shapely.linestrings(places), dtype=object).reshape(-1)


def measure_lengths(lines: Sequence[Places]) -> list[float]:
    """Return the geodesic lengths in metres of lines, each (n, 2) degrees."""
    if not lines:
        return []
    counts = np.array([len(line) for line in lines])
    places = np.concatenate(lines)
    starts = np.ones(len(places), dtype=bool)
    starts[np.cumsum(counts) - 1] = False
    indices = np.flatnonzero(starts)
    before, after = places[indices], places[indices + 1]
    _, _, lengths = _ellipsoid().inv(before[:, 0], before[:, 1], after[:, 0], after[:, 1])
    owners = np.repeat(np.arange(len(lines)), counts - 1)
    totals: list[float] = np.bincount(owners, weights=lengths, minlength=len(lines)).round(4).tolist()
    return totals


@lru_cache(maxsize=1)
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")
