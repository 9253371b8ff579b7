"""Georeferencing of drawings: drawing units to WGS84 degrees and back, through a plane in metres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from interactive_maps.geo.plane import Plane

Coordinates = NDArray[np.float64]

# Three points on a line fix no plane: the least height of their triangle, as a share of its longest side.
_LEAST_SPREAD = 1e-3


class GeoreferenceError(ValueError):
    """The given points or numbers do not determine a position; ``str()`` tells the user why."""


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """A point known in both drawing units and WGS84 degrees."""

    x: float
    y: float
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Georeference:
    """An affine map from the drawing into a metric frame centred on (longitude, latitude).

    ``east, north = matrix @ ((x, y) - origin)``, in metres; ``matrix`` is ((a, b), (c, d)).
    """

    longitude: float
    latitude: float
    origin: tuple[float, float]
    matrix: tuple[tuple[float, float], tuple[float, float]]

    def place(self, drawing: Coordinates) -> Coordinates:
        """Return (n, 2) longitudes and latitudes in degrees for (n, 2) drawing coordinates."""
        metres = (np.asarray(drawing, dtype=float).reshape(-1, 2) - self.origin) @ self._affine.T
        return self._plane.to_degrees(metres)

    def locate(self, degrees: Coordinates) -> Coordinates:
        """Return (n, 2) drawing coordinates for (n, 2) longitudes and latitudes in degrees."""
        metres = self._plane.to_metres(np.asarray(degrees, dtype=float).reshape(-1, 2))
        drawing: Coordinates = metres @ np.linalg.inv(self._affine).T + self.origin
        return drawing

    @property
    def metres_per_unit(self) -> float:
        """The length of one drawing unit on the ground, averaged over directions."""
        return math.sqrt(abs(float(np.linalg.det(self._affine))))

    @property
    def rotation(self) -> float:
        """Degrees counter-clockwise from east to the drawing's x axis."""
        return math.degrees(math.atan2(self.matrix[1][0], self.matrix[0][0]))

    @property
    def distortion(self) -> float:
        """How much one direction is stretched relative to another: 0 for a similarity, 0.01 for one per cent."""
        largest, smallest = np.linalg.svd(self._affine, compute_uv=False)
        return float(largest / smallest) - 1.0

    @property
    def mirrored(self) -> bool:
        """Whether left and right are swapped: usually a sign of swapped control points."""
        return float(np.linalg.det(self._affine)) < 0.0

    @property
    def _plane(self) -> Plane:
        return Plane(self.longitude, self.latitude)

    @cached_property
    def _affine(self) -> Coordinates:
        return np.array(self.matrix, dtype=float)


def from_anchor(
    longitude: float,
    latitude: float,
    *,
    metres_per_unit: float,
    origin: tuple[float, float] = (0.0, 0.0),
    rotation: float = 0.0,
) -> Georeference:
    """Place the drawing point ``origin`` at (longitude, latitude), rotated by ``rotation`` degrees counter-clockwise.

    Raises GeoreferenceError for numbers that are not a valid position or scale.
    """
    _require_place(longitude, latitude)
    _require_finite("the drawing's origin", *origin)
    _require_finite("the rotation", rotation)
    if not (math.isfinite(metres_per_unit) and metres_per_unit > 0):
        raise GeoreferenceError(f"the scale must be more than 0 metres per unit, not {metres_per_unit:g}")
    cosine = metres_per_unit * math.cos(math.radians(rotation))
    sine = metres_per_unit * math.sin(math.radians(rotation))
    return Georeference(longitude, latitude, origin, ((cosine, -sine), (sine, cosine)))


def from_control_points(points: Sequence[ControlPoint]) -> Georeference:
    """Fit two control points by a similarity, or three by an affine map; both fits are exact.

    Raises GeoreferenceError for any other number of points, and for points that coincide or lie on one line.
    """
    if len(points) not in {2, 3}:
        raise GeoreferenceError(f"two or three control points are needed, not {len(points)}")
    for point in points:
        _require_place(point.longitude, point.latitude)
        _require_finite("a control point", point.x, point.y)
    first = points[0]
    drawing = np.array([(point.x - first.x, point.y - first.y) for point in points[1:]])
    ground = Plane(first.longitude, first.latitude).to_metres(
        np.array([(point.longitude, point.latitude) for point in points[1:]])
    )
    fit = _fit_similarity if len(points) == 2 else _fit_affine
    (a, b), (c, d) = fit(drawing, ground).tolist()
    return Georeference(first.longitude, first.latitude, (first.x, first.y), ((a, b), (c, d)))


def _fit_similarity(drawing: Coordinates, ground: Coordinates) -> Coordinates:
    (x, y), (east, north) = drawing[0], ground[0]
    if math.hypot(x, y) == 0 or math.hypot(east, north) < 1e-3:
        raise GeoreferenceError("the two control points coincide: choose points far apart")
    factor = complex(east, north) / complex(x, y)
    return np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])


def _fit_affine(drawing: Coordinates, ground: Coordinates) -> Coordinates:
    for side in (drawing, ground):
        longest = max(np.hypot(*side[0]), np.hypot(*side[1]), np.hypot(*(side[1] - side[0])))
        if longest == 0 or abs(float(np.linalg.det(side))) < _LEAST_SPREAD * float(longest) ** 2:
            raise GeoreferenceError("the three control points lie on one line: give two, or spread them out")
    fitted: Coordinates = np.linalg.solve(drawing, ground).T.astype(float)
    return fitted


def _require_place(longitude: float, latitude: float) -> None:
    if not (-180.0 <= longitude <= 180.0 and -90.0 <= latitude <= 90.0):  # false for NaN as well
        raise GeoreferenceError(
            f"{longitude:g},{latitude:g} is not a longitude (-180 to 180) and latitude (-90 to 90)"
        )


def _require_finite(what: str, *numbers: float) -> None:
    if not all(math.isfinite(number) for number in numbers):
        raise GeoreferenceError(f"{what} must consist of finite numbers")
