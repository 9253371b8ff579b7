"""Edges from columns, a hundred thousand at once: the same table as from rows, but many times faster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.routing.network.edge_kinds import Kind, read_kind
from interactive_maps.routing.network.edges import (
    NOTHING,
    EdgeTable,
    Floats,
    Integers,
    Problem,
    keep_levels,
    read_line,
)

_LINE = 1  # shapely's number of the type LineString


def read_columns(columns: Mapping[str, Any]) -> EdgeTable:
    """Return the edges in ``columns``, named as those of ``nav_edges_final``; see :func:`edges.read_rows`.

    Ids are int64 with ``NO_NUMBER`` for none, numbers float64 with NaN, ``one_way`` bool, ``step_free`` bool that
    is true where the table says that it is not; kinds and names are lists
    of str or None, ``wkb_geometry`` of WKB in WGS84 or None.
    """
    ids: Integers = columns["ogc_fid"]
    lines, problems = _read_lines(columns["wkb_geometry"], ids)
    kept = lines != np.array(None)
    coordinates, index = shapely.get_coordinates(lines[kept], return_index=True)
    cost, reverse = columns["cost"][kept], columns["reverse_cost"][kept]
    return EdgeTable(
        ids=ids[kept],
        source=columns["source"][kept],
        target=columns["target"][kept],
        level=keep_levels(columns["level"][kept]),
        target_level=keep_levels(columns["target_level"][kept]),
        kind=_read_kinds(columns["kind"])[kept],
        forward=~(cost < 0),
        backward=~columns["one_way"][kept] & ~(reverse < 0),
        width=_finite(columns["width"][kept]),
        slope=np.abs(_finite(columns["slope"][kept])),
        stepped=columns["step_free"][kept],
        cost=np.abs(_finite(cost)),
        **{name: _read_ids(columns[f"{name}_id"])[kept] for name in ("space", "opening", "connector")},
        name=_read_names(columns["name"])[kept],
        coordinates=coordinates,
        offsets=np.searchsorted(index, np.arange(int(kept.sum()) + 1)).astype(np.int64),
        problems=tuple(problems),
    )


def _read_lines(values: Sequence[bytes | None], ids: Integers) -> tuple[NDArray[np.object_], list[Problem]]:
    """Return a line or None for each of ``values``; only unusual values are examined one by one."""
    lines = np.empty(len(values), dtype=object)
    with np.errstate(invalid="ignore"):  # coordinates that are NaN
        lines[:] = shapely.from_wkb(_to_objects(values), on_invalid="ignore")
        coordinates, index = shapely.get_coordinates(lines, return_index=True)
        outside = ~(np.abs(coordinates) <= (180.0, 90.0)).all(axis=1)
    doubtful = (shapely.get_type_id(lines) != _LINE) | shapely.is_empty(lines)
    doubtful[index[outside]] = True
    problems: list[Problem] = []
    for place in np.flatnonzero(doubtful).tolist():
        with np.errstate(invalid="ignore"):
            line, problem = read_line(values[place])
        lines[place] = line
        if problem:
            problems.append(Problem(problem, int(ids[place])))
    return lines, problems


def _to_objects(values: Sequence[Any]) -> NDArray[np.object_]:
    objects = np.empty(len(values), dtype=object)
    objects[:] = values
    return objects


def _read_kinds(words: Sequence[str | None]) -> NDArray[np.int8]:
    known: dict[str | None, Kind] = {word: read_kind(word) for word in set(words)}
    return np.fromiter((known[word] for word in words), dtype=np.int8, count=len(words))


def _read_names(names: Sequence[str | None]) -> NDArray[np.object_]:
    return _to_objects([name or None for name in names])


def _read_ids(ids: Integers) -> Integers:
    return np.where(ids < 0, NOTHING, ids)


def _finite(numbers: Floats) -> Floats:
    return np.where(np.isfinite(numbers), numbers, np.nan)
