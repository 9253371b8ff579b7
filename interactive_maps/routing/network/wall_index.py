"""Walls: the outlines of spaces, with gaps at openings, or linework where there are no spaces."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.geo.plane import Plane
from interactive_maps.routing.network.walls import Walls

Shapes = NDArray[np.object_]

_REACH = 0.6  # metres around a door's point, or beside its sill, without a wall


def build_walls(
    plane: Plane, spaces: Mapping[str, Any], openings: Mapping[str, Any], linework: Mapping[str, Any]
) -> Walls:
    """Return the walls; each mapping has ``level`` (float64, NaN unknown) and ``wkb_geometry`` (WKB in WGS84)."""
    lines: dict[float | None, Shapes] = dict(_by_level(linework))
    doors = _by_level(openings)
    for level, areas in _by_level(spaces).items():
        lines[level] = _open_doors(plane, shapely.boundary(areas), doors.get(level, areas[:0]))
    return Walls(plane, lines)


def list_levels(areas: Mapping[str, Any]) -> list[float]:
    """Return the levels that have walls."""
    levels = areas["level"]
    found: list[float] = np.unique(levels[~np.isnan(levels)]).tolist()
    return found


def _by_level(rows: Mapping[str, Any]) -> dict[float | None, Shapes]:
    shapes = _read_shapes(rows["wkb_geometry"])
    usable = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    coordinates, index = shapely.get_coordinates(shapes, return_index=True)
    usable[index[~(np.abs(coordinates) <= (180.0, 90.0)).all(axis=1)]] = False
    levels = np.asarray(rows["level"])
    found: dict[float | None, Shapes] = {}
    for level in np.unique(levels[usable]).tolist():
        here = np.isnan(levels) if math.isnan(level) else levels == level
        found[None if math.isnan(level) else level] = shapes[usable & here]
    return found


def _read_shapes(values: Sequence[bytes | None]) -> Shapes:
    wkb = np.empty(len(values), dtype=object)
    wkb[:] = values
    shapes = np.empty(len(values), dtype=object)
    with np.errstate(invalid="ignore"):  # coordinates that are NaN
        shapes[:] = shapely.from_wkb(wkb, on_invalid="ignore")
    return shapes


def _open_doors(plane: Plane, outlines: Shapes, doors: Shapes) -> Shapes:
    """Return ``outlines`` without the parts near ``doors``; both in WGS84."""
    outlines = outlines[~(shapely.is_missing(outlines) | shapely.is_empty(outlines))]
    if len(doors) == 0 or len(outlines) == 0:
        return outlines
    flat = shapely.transform(outlines, plane.to_metres)
    gaps = shapely.buffer(shapely.transform(doors, plane.to_metres), _REACH, quad_segs=2)
    at, gap = shapely.STRtree(gaps).query(flat, predicate="intersects")
    for outline in np.unique(at).tolist():
        flat[outline] = shapely.difference(flat[outline], shapely.union_all(gaps[gap[at == outline]]))
    flat = flat[~shapely.is_empty(flat)]
    return np.asarray(shapely.transform(flat, plane.to_degrees))
