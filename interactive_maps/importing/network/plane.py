"""Geometries on a plane in metres, and lengths of lines on the ellipsoid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane, choose_plane, measure_steps

Places = NDArray[np.float64]
# A tenth of a millimetre, so that the same input gives the same coordinates in any context.
_DECIMALS = 9


def choose_plane_around(geometries: Sequence[BaseGeometry]) -> Plane:
    """Return a plane for geometries in degrees; near ones of another import get the same plane."""
    # Rounded, so that one more room does not move the plane and all computed coordinates.
    return choose_plane(shapely.get_coordinates(np.asarray(geometries, dtype=object)), decimals=1)


def flatten(plane: Plane, geometries: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Return geometries in degrees as geometries in metres."""
    array = np.empty(len(geometries), dtype=object)
    array[:] = geometries
    return list(shapely.transform(shapely.force_2d(array), plane.to_metres)) if len(array) else []


def flatten_points(plane: Plane, points: Sequence[Point]) -> list[Point]:
    """Return points in degrees as points in metres."""
    places = plane.to_metres(shapely.get_coordinates(np.asarray(points, dtype=object)))
    return [Point(place) for place in places]


def place_on_earth(plane: Plane, metres: Places) -> Places:
    """Return (n, 2) degrees for (n, 2) metres."""
    return np.round(plane.to_degrees(metres), _DECIMALS)


def draw_lines(places: Places) -> NDArray[np.object_]:
    """Return straight lines for (n, 2, 2) places."""
    return np.asarray(shapely.linestrings(places), dtype=object).reshape(-1)


def measure_lengths(lines: Sequence[Places]) -> list[float]:
    """Return the geodesic lengths in metres of lines, each (n, 2) degrees."""
    if not lines:
        return []
    counts = np.array([len(line) for line in lines])
    steps = np.append(measure_steps(np.concatenate(lines)), 0.0)
    steps[np.cumsum(counts) - 1] = 0.0  # from the end of one to the beginning of the next
    owners = np.repeat(np.arange(len(lines)), counts)
    totals: list[float] = np.bincount(owners, weights=steps, minlength=len(lines)).round(4).tolist()
    return totals
