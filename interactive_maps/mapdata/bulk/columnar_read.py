"""Columnar reads of whole layers: a hundred thousand rows in half a second.

Numbers arrive as the server's own bytes, aggregated, so no object is created per value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray
from psycopg import Connection, sql

from interactive_maps.mapdata.database.table_info import GEOMETRY, KEY
from interactive_maps.mapdata.reading.keyset_cursor import GEOMETRY_ERRORS
from interactive_maps.mapdata.schema.columns import Columns
from interactive_maps.mapdata.schema.geometry_column import GeometryColumn
from interactive_maps.mapdata.schema.layer import Layer, TableInfo

NO_KEY = np.iinfo(np.int64).min  # stands for a missing number
CHUNK = 50_000  # rows at once: each chunk must stay within a statement_timeout and in memory

_WHOLE = {"smallint", "integer", "bigint"}
_BROKEN = {"double precision", "real", "numeric"}
_TEXTS = {"text", "character varying", "character"}
_KEY = re.compile(r"-?\d+", re.ASCII)
_NUMBERS = "string_agg(float8send(coalesce({}, 'NaN')), '')"
_KEYS = f"string_agg(int8send(coalesce({{}}, '{NO_KEY}'::int8)), '')"


class ColumnKind(Enum):
    """Type in which a column is read."""

    NUMBER = auto()  # float64, NaN if missing
    KEY = auto()  # int64, NO_KEY if missing
    FLAG = auto()  # bool; unknown is false
    DENIAL = auto()  # bool: true where the column says false
    TEXT = auto()  # list of str or None
    KEYS = auto()  # list of lists of int, or None
    SHAPE = auto()  # the layer's geometry: list of WKB in WGS84, or None
    POINT = auto()  # float64 [n, 2]: a WGS84 position, NaN if missing


@dataclass(frozen=True, eq=False)
class ColumnSet:
    """``count`` rows in key order; ``columns`` maps names to values of the type of their :class:`ColumnKind`."""

    count: int
    columns: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.columns[name]


def fetch_columns(
    connection: Connection[Any],
    layer: Layer,
    source: TableInfo,
    wanted: Mapping[str, ColumnKind],
    where: sql.Composable | None = None,
    most: int | None = None,
) -> ColumnSet:
    """Return the columns ``wanted`` of ``layer``; a column that the table lacks is empty in every row.

    ``where`` is a condition on the table ``t``. At most ``most`` rows are read.
    """
    extraction = _Extraction(connection, layer, source, wanted, where)
    parts: list[dict[str, Any]] = []
    count, last = 0, None
    while most is None or count < most:
        size = CHUNK if most is None else min(CHUNK, most - count)
        part, last = extraction.fetch(size, last)
        taken = len(part[KEY])
        count += taken
        parts.append(part)
        if taken < size:
            break
    return ColumnSet(
        count, {name: _join([part[name] for part in parts], kind) for name, kind in extraction.wanted.items()}
    )


def make_empty(wanted: Mapping[str, ColumnKind]) -> ColumnSet:
    """Return the columns for zero rows."""
    taken = {KEY: ColumnKind.KEY, **wanted}
    return ColumnSet(0, {name: _READERS[kind](iter((None, None))) for name, kind in taken.items()})


class _Extraction:
    def __init__(
        self,
        connection: Connection[Any],
        layer: Layer,
        source: TableInfo,
        wanted: Mapping[str, ColumnKind],
        where: sql.Composable | None,
    ) -> None:
        self.wanted = {KEY: ColumnKind.KEY, **wanted}
        self._connection = connection
        self._table = sql.Identifier(layer.table)
        self._where = where or sql.SQL("true")
        self._kinds = source.columns
        self._columns = Columns(source.columns)
        self._geometry = GeometryColumn(source.srid, source.geometry_type, settings.SRID_OF_ZERO)

    def fetch(
        self, count: int, after: int | None, *, shapes: bool = True
    ) -> tuple[dict[str, Any], int | None]:
        """Return the next rows' columns and the last key; a geometry that PostGIS rejects reads as missing."""
        try:
            with self._connection.transaction():  # a savepoint: an error must not end the snapshot
                return self._run(count, after, shapes=shapes)
        except GEOMETRY_ERRORS:
            if count == 1:
                if not shapes:
                    raise
                return self.fetch(1, after, shapes=False)
        first, last = self.fetch(count // 2, after)
        if len(first[KEY]) < count // 2:
            return first, last
        second, end = self.fetch(count - count // 2, last)
        joined = {name: _join([first[name], second[name]], kind) for name, kind in self.wanted.items()}
        return joined, end if end is not None else last

    def _run(self, count: int, after: int | None, *, shapes: bool) -> tuple[dict[str, Any], int | None]:
        selected, aggregated = self._select(shapes=shapes)
        start = sql.SQL("t.ogc_fid > {}").format(after) if after is not None else sql.SQL("true")
        query = sql.SQL(
            "SELECT max(ogc_fid)::int8, {} FROM (SELECT t.ogc_fid, {} FROM {} t WHERE {} AND {}"
            " ORDER BY t.ogc_fid LIMIT {}) AS rows"
        ).format(aggregated, selected, self._table, self._where, start, count)
        row = self._connection.cursor(binary=True).execute(query).fetchone()
        assert row is not None, "an aggregate has a row"
        values = iter(row[1:])
        columns = {name: _READERS[kind](values) for name, kind in self.wanted.items()}
        return columns, row[0] if row[0] is not None else after

    def _select(self, *, shapes: bool) -> tuple[sql.Composable, sql.Composable]:
        selected: list[sql.Composable] = []
        aggregated: list[sql.Composable] = []
        for name, kind in self.wanted.items():
            for value, aggregate in self._list_parts(name, kind, shapes=shapes):
                column = sql.Identifier(f"c{len(selected)}")
                selected.append(sql.SQL("{} AS {}").format(value, column))
                aggregated.append(sql.SQL(aggregate).format(column))
        return sql.SQL(", ").join(selected), sql.SQL(", ").join(aggregated)

    def _list_parts(self, name: str, kind: ColumnKind, *, shapes: bool) -> list[tuple[sql.Composable, str]]:
        """Return the select expressions of a column, each with its aggregate."""
        if kind is ColumnKind.SHAPE:
            shape = self._geometry.select_flat() if shapes else sql.SQL("NULL::geometry")
            wkb = sql.SQL("coalesce(ST_AsBinary({}, 'NDR'), ''::bytea)").format(shape)
            return [(wkb, "string_agg({}, '')"), (wkb, "string_agg(int4send(length({})), '')")]
        if kind is ColumnKind.POINT:
            point = self._point(name) if shapes else sql.SQL("NULL::geometry")
            return [(sql.SQL(f"ST_{axis}({{}})").format(point), _NUMBERS) for axis in "XY"]
        select, aggregate = {
            ColumnKind.NUMBER: (self._number, _NUMBERS),
            ColumnKind.KEY: (self._key, _KEYS),
            ColumnKind.FLAG: (self._flag, "string_agg(boolsend(coalesce({}, false)), '')"),
            ColumnKind.DENIAL: (self._flag, "string_agg(boolsend(NOT coalesce({}, true)), '')"),
            ColumnKind.TEXT: (self._text, "array_agg({})"),
            ColumnKind.KEYS: (self._keys, "array_agg({})"),
        }[kind]
        return [(select(name), aggregate)]

    # --- reading columns of any type -----------------------------------------------------------------

    def _column(self, name: str, kind: str) -> sql.Composable:
        return sql.SQL(f"t.{{}}::{kind}").format(sql.Identifier(name))

    def _number(self, name: str) -> sql.Composable:
        if name == "level":
            return self._columns.finite_level() or sql.SQL("NULL::float8")
        kind = self._kinds.get(name)
        if kind == "numeric":  # a numeric may be longer than any float
            return sql.SQL("CASE WHEN abs(t.{0}) < 1e300 THEN t.{0}::float8 END").format(sql.Identifier(name))
        if kind in _WHOLE | _BROKEN:
            return self._column(name, "float8")
        if kind in _TEXTS:
            return sql.SQL(
                r"CASE WHEN t.{0} ~ '^\s*[+-]?\d{{1,15}}(\.\d{{1,15}})?\s*$' THEN t.{0}::float8 END"
            ).format(sql.Identifier(name))
        return sql.SQL("NULL::float8")

    def _key(self, name: str) -> sql.Composable:
        kind, column = self._kinds.get(name), sql.Identifier(name)
        if kind in _WHOLE:
            return self._column(name, "int8")
        if kind in _BROKEN:
            return sql.SQL(
                "CASE WHEN abs(t.{0}) < 9e15 AND t.{0} = floor(t.{0}) THEN t.{0}::int8 END"
            ).format(column)
        if kind in _TEXTS:
            return sql.SQL(r"CASE WHEN t.{0} ~ '^\s*[+-]?\d{{1,18}}\s*$' THEN t.{0}::int8 END").format(column)
        return sql.SQL("NULL::int8")

    def _flag(self, name: str) -> sql.Composable:
        kind = self._kinds.get(name)
        if kind is None:
            return sql.SQL("NULL::boolean")
        if kind == "boolean":
            return sql.SQL("t.{}").format(sql.Identifier(name))
        return sql.SQL("lower(trim(t.{}::text)) IN ('1', 't', 'true', 'y', 'yes', 'ft')").format(
            sql.Identifier(name)
        )

    def _text(self, name: str) -> sql.Composable:
        return self._column(name, "text") if name in self._kinds else sql.SQL("NULL::text")

    def _keys(self, name: str) -> sql.Composable:
        # Arrays of different lengths cannot be aggregated into an array, so each becomes a text.
        return self._text(name) if self._kinds.get(name) == "integer[]" else sql.SQL("NULL::text")

    def _point(self, name: str) -> sql.Composable:
        """Return a point: on the layer's geometry, or of another point column with the geometry as fallback."""
        flat = self._geometry.select_flat()
        on_it = sql.SQL(
            "CASE WHEN GeometryType({0}) = 'POINT' THEN {0} WHEN GeometryType({0}) = 'LINESTRING'"
            " THEN ST_LineInterpolatePoint({0}, 0.5) ELSE ST_PointOnSurface({0}) END"
        ).format(flat)
        if name == GEOMETRY or self._kinds.get(name) != "geometry":
            return on_it
        return sql.SQL("coalesce(t.{}, {})").format(sql.Identifier(name), on_it)


# --- from the server's bytes to columns ----------------------------------------------------------


def _read_array(kind: str, own: type[np.generic]) -> Callable[[Any], NDArray[Any]]:
    def read(values: Any) -> NDArray[Any]:
        return np.frombuffer(next(values) or b"", dtype=kind).astype(own)

    return read


def _read_keys(values: Any) -> list[list[int] | None]:
    # The array's bounds may precede the braces and contain further braces.
    return [
        [int(key) for key in _KEY.findall(text.rpartition("=")[2])] if text else None
        for text in next(values) or []
    ]


def _read_shapes(values: Any) -> list[bytes | None]:
    whole = bytes(next(values) or b"")
    ends = np.cumsum(np.frombuffer(next(values) or b"", dtype=">i4"), dtype=np.int64).tolist()
    return (
        [whole[start:end] if end > start else None for start, end in zip([0, *ends[:-1]], ends, strict=True)]
        if ends
        else []
    )


def _read_points(values: Any) -> NDArray[np.float64]:
    x, y = (np.frombuffer(next(values) or b"", dtype=">f8") for _ in range(2))
    return np.column_stack([x, y]).astype(np.float64)


_READERS: dict[ColumnKind, Callable[[Any], Any]] = {
    ColumnKind.NUMBER: _read_array(">f8", np.float64),
    ColumnKind.KEY: _read_array(">i8", np.int64),
    ColumnKind.FLAG: _read_array("?", np.bool_),
    ColumnKind.DENIAL: _read_array("?", np.bool_),
    ColumnKind.TEXT: lambda values: next(values) or [],
    ColumnKind.KEYS: _read_keys,
    ColumnKind.SHAPE: _read_shapes,
    ColumnKind.POINT: _read_points,
}


def _join(parts: list[Any], kind: ColumnKind) -> Any:
    if kind in {ColumnKind.TEXT, ColumnKind.KEYS, ColumnKind.SHAPE}:
        return [value for part in parts for value in part]
    return np.concatenate(parts)
