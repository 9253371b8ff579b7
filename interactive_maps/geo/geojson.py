"""Untrusted GeoJSON geometries (RFC 7946): bounded before they are built, repaired where that is safe.

Reading any value either returns a valid two-dimensional geometry or raises GeometryError.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    mapping,
)
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.crossings import MOST_CROSSINGS, crosses_too_often

Positions = NDArray[np.float64]
_Built = TypeVar("_Built", bound=BaseGeometry)

# GEOS overflows beyond it; no coordinate system has such numbers.
_MOST_COORDINATE = 1e12
_FEW_CROSSINGS = 500


class GeometryError(ValueError):
    """The value is not a usable geometry; ``str()`` completes the sentence "its geometry ..."."""


@dataclass(frozen=True, slots=True)
class GeometryLimits:
    """The most positions of one geometry, and the deepest nesting of collections."""

    positions: int = 250_000
    nesting: int = 4


@dataclass(frozen=True, slots=True)
class ReadGeometry:
    """A valid geometry, and what was repaired; ``drawn`` is the original if its areas were invalid."""

    geometry: BaseGeometry
    repaired: tuple[str, ...] = ()
    drawn: BaseGeometry | None = None


_LIMITS = GeometryLimits()


def read_geometry(value: object, limits: GeometryLimits = _LIMITS) -> ReadGeometry:
    """Return the GeoJSON geometry object ``value`` as shapely, in its own units.

    Rings are closed, third coordinates dropped, self-crossing areas repaired. Raises GeometryError for everything
    else that is wrong: another type, NaN, no extent, more than ``limits`` allow.
    """
    repaired: list[str] = []
    try:
        built = _Builder(limits, repaired).build(value, 0)
        if not built.is_valid and shapely.get_dimensions(built) == 2:
            repaired.append(_reason_of(built))
            return ReadGeometry(_repair_areas(built), tuple(repaired), built)
    except (GEOSException, RecursionError, MemoryError, OverflowError) as error:
        raise GeometryError(f"cannot be built: {error or type(error).__name__}") from None
    return ReadGeometry(built, tuple(dict.fromkeys(repaired)))


def to_geojson(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    """Return a GeoJSON geometry object; its coordinates may be tuples."""
    return None if geometry is None else dict(mapping(geometry))


def require_degrees(geometry: BaseGeometry) -> None:
    """Raise GeometryError unless all of ``geometry`` lies within 180 degrees of longitude and 90 of latitude."""
    west, south, east, north = geometry.bounds
    if not (west >= -180.0 and east <= 180.0 and south >= -90.0 and north <= 90.0):  # true for NaN as well
        x, y = (west, south) if west < -180.0 or south < -90.0 else (east, north)
        raise GeometryError(f"reaches {x:g}, {y:g}, which is outside of longitude and latitude")


def _reason_of(geometry: BaseGeometry) -> str:
    reason = shapely.is_valid_reason(geometry).partition("[")[0].strip().lower()
    return "crosses itself" if reason == "self-intersection" else reason


def _repair_areas(geometry: BaseGeometry) -> BaseGeometry:
    """Return the areas that an invalid outline encloses.

    Of the two methods, the one that keeps every enclosed part (even a "hole" drawn outside, which is a wing) takes
    seconds for a thousand crossings. The other one, which subtracts holes from outlines, takes a fraction.
    """
    if crosses_too_often(geometry, MOST_CROSSINGS):
        raise GeometryError(f"crosses itself more than {MOST_CROSSINGS:,} times")
    if crosses_too_often(geometry, _FEW_CROSSINGS):
        repaired = shapely.make_valid(geometry, method="structure")
    else:
        repaired = shapely.make_valid(geometry)
    areas = [part for part in shapely.get_parts(repaired) if part.geom_type in {"Polygon", "MultiPolygon"}]
    if geometry.geom_type != "GeometryCollection" and len(areas) != shapely.get_num_geometries(repaired):
        repaired = shapely.union_all(areas)  # without the dangling lines that the repair leaves
    if repaired.is_empty:
        raise GeometryError("has no area")
    return repaired


class _Builder:
    """Builds one geometry, counting positions so that nothing is built beyond the limit."""

    def __init__(self, limits: GeometryLimits, repaired: list[str]) -> None:
        self._limits = limits
        self._left = limits.positions
        self._repaired = repaired
        self._builders: dict[str, Callable[[Any], BaseGeometry]] = {
            "Point": self._point,
            "MultiPoint": lambda value: MultiPoint(self._positions(value, 1)),
            "LineString": self._line,
            "MultiLineString": lambda value: MultiLineString(self._each(value, self._line)),
            "Polygon": self._polygon,
            "MultiPolygon": lambda value: MultiPolygon(self._each(value, self._polygon)),
        }

    def build(self, value: object, depth: int) -> BaseGeometry:
        if not isinstance(value, dict):
            raise GeometryError("is missing" if value is None else "is not an object")
        kind = value.get("type")
        if kind == "GeometryCollection":
            return self._collection(value.get("geometries"), depth)
        builder = self._builders.get(kind) if isinstance(kind, str) else None
        if builder is None:
            raise GeometryError(f"has an unknown type ({str(kind)[:40]!r})")
        return builder(value.get("coordinates"))

    def _collection(self, value: object, depth: int) -> BaseGeometry:
        if depth >= self._limits.nesting:
            raise GeometryError(f"nests collections more than {self._limits.nesting} deep")
        self._count(len(_listed(value)))
        return GeometryCollection(self._each(value, lambda member: self.build(member, depth + 1)))

    def _each(self, value: object, build: Callable[[Any], _Built]) -> list[_Built]:
        members = [build(member) for member in _listed(value)]
        if not members:
            raise GeometryError("is empty")
        return members

    def _point(self, value: object) -> Point:
        return Point(self._positions([value], 1)[0])

    def _line(self, value: object) -> LineString:
        positions = self._positions(value, 2)
        if (positions == positions[0]).all():
            raise GeometryError("has no length")
        return LineString(positions)

    def _polygon(self, value: object) -> Polygon:
        rings = list(self._rings(_listed(value)))
        if not rings or rings[0] is None:
            raise GeometryError("has no outline" if rings else "is empty")
        return Polygon(rings[0], [ring for ring in rings[1:] if ring is not None])

    def _rings(self, rings: Sequence[object]) -> Iterator[Positions | None]:
        """Yield the rings; None for one with fewer than three corners, which encloses nothing."""
        for ring in rings:
            positions = self._positions(ring, 1)
            if (positions[0] != positions[-1]).any():
                positions = np.vstack([positions, positions[:1]])
                self._repaired.append("a ring was not closed")
            if len(positions) >= 4:
                yield positions
            else:
                self._repaired.append("a ring has fewer than three corners")
                yield None

    def _positions(self, value: object, least: int) -> Positions:
        positions = _listed(value)
        self._count(len(positions))
        if len(positions) < least:
            raise GeometryError("is empty" if not positions else f"has fewer than {least} positions")
        array = _read_positions(positions)
        if not np.isfinite(array).all():
            raise GeometryError("contains a number that is not finite")
        if np.abs(array).max() > _MOST_COORDINATE:
            raise GeometryError("contains a number that is out of bounds")
        return array

    def _count(self, positions: int) -> None:
        self._left -= positions
        if self._left < 0:
            raise GeometryError(f"has more than {self._limits.positions:,} positions")


def _listed(value: object) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise GeometryError("has coordinates that are not a list")
    return value


def _read_positions(positions: Sequence[Any]) -> Positions:
    """Return (n, 2) numbers; positions of mixed dimensions, or with texts and nulls, are read one by one."""
    try:
        # numpy would turn a boolean among numbers into a coordinate.
        plain = set(map(type, chain.from_iterable(positions))) <= {int, float}
        array: NDArray[Any] = np.asarray(positions) if plain else np.empty(0)
    except (ValueError, OverflowError, TypeError, RecursionError):
        array = np.empty(0)
    if array.ndim == 2 and array.shape[1] >= 2 and array.dtype.kind in "fiu":
        return array[:, :2].astype(np.float64)
    return np.array([_read_position(position) for position in positions], dtype=np.float64)


def _read_position(position: object) -> tuple[float, float]:
    if not isinstance(position, list | tuple) or len(position) < 2:
        raise GeometryError("has a position that is not two numbers")
    return _read_number(position[0]), _read_number(position[1])


def _read_number(number: object) -> float:
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise GeometryError("has a position that is not two numbers")
    try:
        return float(number)
    except OverflowError:
        return math.inf
