"""The coordinate reference system of a GeoJSON file: RFC 7946 allows one, but files use many."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.input_error import InputError

Geometries = NDArray[np.object_]
_WGS84 = "OGC:CRS84"
_ADVICE = 'set crs = "EPSG:..." under [geojson] in a rule file'
_BATCH = 10_000
_NAMES = ("name", "proj4", "proj", "wkt")
_MOST_CHARACTERS = 4000  # of a name are quoted: WKT is long


def choose_crs(path: Path, rule: str | None, member: Any) -> pyproj.CRS | None:
    """Return the system named by the rule, or else by the file's ``crs`` member, or None.

    Raises InputError for an unknown name.
    """
    name = rule if rule is not None else _name_of(path, member)
    if name is None:
        return None
    try:
        crs = pyproj.CRS.from_user_input(name[:_MOST_CHARACTERS])
    except CRSError:
        reason = f"unknown coordinate reference system {name[:60]!r}: {_ADVICE}"
        raise InputError(path.name, "crs", reason) from None
    if not (crs.is_geographic or crs.is_projected or crs.is_compound):
        raise InputError(path.name, "crs", f"{name[:60]!r} is not a system on the earth: {_ADVICE}")
    return crs


def _name_of(path: Path, member: Any) -> str | None:
    """Return the name, EPSG code, PROJ string or WKT in the member, or None if there is none."""
    if member is None:
        return None
    if isinstance(member, str):
        return member
    properties = member.get("properties") if isinstance(member, dict) else None
    said = properties if isinstance(properties, dict) else {}
    if isinstance(code := said.get("code"), int | str) and not isinstance(code, bool):
        return f"EPSG:{code}" if str(code).isdigit() else str(code)
    name: str | None = next((said[key] for key in _NAMES if isinstance(said.get(key), str)), None)
    if name is None:
        raise InputError(
            path.name, "crs", f"the member does not name a coordinate reference system: {_ADVICE}"
        )
    return name


def project(path: Path, geometries: Sequence[BaseGeometry], crs: pyproj.CRS | None) -> Geometries:
    """Return ``geometries`` in WGS84 degrees, with None for those outside of its bounds.

    Raises InputError if most are: then the system is not the given or assumed one.
    """
    array = np.empty(len(geometries), dtype=object)
    array[:] = geometries
    if crs is not None and crs != pyproj.CRS(_WGS84):
        _reproject(path, array, pyproj.Transformer.from_crs(crs, _WGS84, always_xy=True))
    west, south, east, north = shapely.bounds(array).T
    # Comparisons are false for NaN, and for the infinity that a projection returns.
    inside = (west >= -180) & (south >= -90) & (east <= 180) & (north <= 90)
    outside = np.flatnonzero(~inside)
    if len(outside) * 2 > len(array):
        x, y = shapely.get_coordinates(geometries[int(outside[0])])[0]
        said = f"not of {crs.name}" if crs is not None else "not longitude and latitude"
        raise InputError(path.name, "the coordinates", f"{x:g}, {y:g} is {said}: {_ADVICE}")
    array[outside] = None
    return array


def _reproject(path: Path, array: Geometries, transformer: pyproj.Transformer) -> None:
    def transform(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    try:
        for start in range(0, len(array), _BATCH):
            array[start : start + _BATCH] = shapely.transform(array[start : start + _BATCH], transform)
    except ProjError as error:
        raise InputError(path.name, "crs", f"cannot be projected: {error}; {_ADVICE}") from None
