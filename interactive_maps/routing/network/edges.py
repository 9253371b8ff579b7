"""Edges of a network, read from table rows into columns; missing or unreadable values are reported, not guessed.

Rows are mappings with the column names of ``nav_edges_final``. Only the geometry is required; all other values may be
absent, NULL or text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.routing.network.edge_kinds import read_kind

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOTHING = -1  # in columns of ids: no space, no opening, no connector
_MOST_LEVEL = 1e6
NO_NUMBER = np.iinfo(np.int64).min  # a node without a number


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of the network for its owner: ``what`` is one of a few words, ``edge`` its key."""

    what: str
    edge: int


@dataclass(frozen=True, eq=False)
class EdgeTable:
    """``count`` edges as columns; lengths and widths in metres, coordinates WGS84 (longitude, latitude).

    ``forward`` and ``backward`` tell in which directions an edge may be used, ``stepped`` where the table says that
    it is not step-free. Unknown numbers are NaN, unknown
    node numbers ``NO_NUMBER``, unknown ids ``NOTHING``. Edge i's line is ``coordinates[offsets[i]:offsets[i + 1]]``.
    """

    ids: Integers
    source: Integers
    target: Integers
    level: Floats
    target_level: Floats
    kind: NDArray[np.int8]
    forward: Flags
    backward: Flags
    width: Floats
    slope: Floats
    stepped: Flags
    cost: Floats
    space: Integers
    opening: Integers
    connector: Integers
    name: NDArray[np.object_]
    coordinates: Floats
    offsets: Integers
    problems: tuple[Problem, ...] = field(default=())

    @property
    def count(self) -> int:
        """Return the number of edges."""
        return len(self.ids)


def read_rows(rows: Iterable[Mapping[str, Any]]) -> EdgeTable:
    """Return the edges in ``rows``; those without a usable line are left out and listed in ``problems``.

    ``wkb_geometry`` is WKB (bytes or hexadecimal) or a shapely geometry, in WGS84. As in pgRouting, a negative
    ``cost`` or ``reverse_cost`` shuts that direction.
    """
    listed = list(rows)
    ids = _read_ids(listed, "ogc_fid" if listed and "ogc_fid" in listed[0] else "id", NOTHING)
    lines, problems = _read_lines([row.get("wkb_geometry") for row in listed], ids)
    kept = np.array([line is not None for line in lines], dtype=bool)
    listed = [row for row, keep in zip(listed, kept, strict=True) if keep]
    coordinates, index = shapely.get_coordinates(
        [line for line in lines if line is not None], return_index=True
    )
    cost, reverse = _read_numbers(listed, "cost"), _read_numbers(listed, "reverse_cost")
    one_way = np.array([_is_true(row.get("one_way")) for row in listed], dtype=bool)
    return EdgeTable(
        ids=ids[kept],
        source=_read_ids(listed, "source", NO_NUMBER),
        target=_read_ids(listed, "target", NO_NUMBER),
        level=keep_levels(_read_numbers(listed, "level")),
        target_level=keep_levels(_read_numbers(listed, "target_level")),
        kind=np.array([read_kind(row.get("kind")) for row in listed], dtype=np.int8),
        forward=~(cost < 0),
        backward=~one_way & ~(reverse < 0),
        width=_read_numbers(listed, "width"),
        slope=np.abs(_read_numbers(listed, "slope")),
        stepped=np.array([_is_false(row.get("step_free")) for row in listed], dtype=bool),
        cost=np.abs(cost),
        space=_read_features(listed, "space_id"),
        opening=_read_features(listed, "opening_id"),
        connector=_read_features(listed, "connector_id"),
        name=_read_names(listed),
        coordinates=coordinates,
        offsets=np.searchsorted(index, np.arange(len(listed) + 1)).astype(np.int64),
        problems=tuple(problems),
    )


def read_line(value: Any) -> tuple[Any, str | None]:
    """Return the line that ``value`` (WKB or a geometry) is, and what is wrong with it: one of both is None."""
    try:
        shape: Any = value if isinstance(value, shapely.Geometry) else shapely.from_wkb(value)
    except (shapely.errors.ShapelyError, TypeError, ValueError):
        return None, "unreadable geometry"
    if shape is not None and shape.geom_type == "MultiLineString":
        parts = shapely.get_parts(shape)
        shape = parts[0] if len(parts) == 1 else shapely.line_merge(shape)
    if shape is None or shape.is_empty:
        return None, "no geometry"
    if shape.geom_type not in {"LineString", "LinearRing"}:
        return None, "not one line"
    places = shapely.get_coordinates(shape)
    if not (np.abs(places) <= (180.0, 90.0)).all():  # also false for NaN
        return None, "not in degrees"
    return shape, None


def keep_levels(levels: Floats) -> Floats:
    """Return ``levels`` with NaN for values that no building has: nodes are separated by multiples of them."""
    return np.where(np.abs(levels) < _MOST_LEVEL, levels, np.nan)


def _read_lines(values: list[Any], ids: Integers) -> tuple[list[Any], list[Problem]]:
    lines: list[Any] = []
    problems: list[Problem] = []
    for value, key in zip(values, ids.tolist(), strict=True):
        with np.errstate(invalid="ignore"):  # coordinates that are NaN
            line, problem = read_line(value)
        lines.append(line)
        if problem:
            problems.append(Problem(problem, key))
    return lines, problems


def _read_numbers(rows: list[Mapping[str, Any]], column: str) -> Floats:
    return np.array([_read_number(row.get(column)) for row in rows], dtype=np.float64)


def _read_number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def _read_ids(rows: list[Mapping[str, Any]], column: str, missing: int) -> Integers:
    return np.array([_read_id(row.get(column), missing) for row in rows], dtype=np.int64)


def _read_features(rows: list[Mapping[str, Any]], column: str) -> Integers:
    return np.maximum(_read_ids(rows, column, NOTHING), NOTHING)  # smaller values are not ids


def _read_id(value: Any, missing: int) -> int:
    if type(value) is int:
        return value if abs(value) < 2**62 else missing
    number = _read_number(value)
    return int(number) if number.is_integer() and abs(number) < 2**53 else missing  # NaN cannot be an integer


def _read_names(rows: list[Mapping[str, Any]]) -> NDArray[np.object_]:
    names = np.full(len(rows), None, dtype=object)
    names[:] = [str(row["name"]) if row.get("name") else None for row in rows]
    return names


def _is_false(value: Any) -> bool:
    """Return whether a value says no; unknown is no answer."""
    if isinstance(value, str):
        return value.strip().lower() in {"f", "false", "no", "n", "0"}
    return value is not None and not value


def _is_true(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().lower() in {"t", "true", "yes", "y", "1", "ft"}
    return bool(value) and not (isinstance(value, float) and math.isnan(value))
