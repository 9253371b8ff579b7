"""Export reads: the map or a scope of it, row by row from one snapshot."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import psycopg
import shapely
from django.conf import settings
from django.db import connection as django_connection
from psycopg import Connection, IsolationLevel, sql
from psycopg.types.json import JsonbLoader
from shapely.geometry.base import BaseGeometry

from interactive_maps.mapdata.bulk.export_scope import BuildingName, ExportScope, choose
from interactive_maps.mapdata.database.connection_errors import explain_connection_error
from interactive_maps.mapdata.database.table_info import fetch_table_info
from interactive_maps.mapdata.edits.import_sources import fetch_import_sources
from interactive_maps.mapdata.schema.geometry_column import GeometryColumn
from interactive_maps.mapdata.schema.layer import Layer, TableInfo
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.ops.errors import Unavailable

# Rows fetched at once.
_BATCH = 2000
# Lift the limits that are meant for requests.
_SESSION = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
_LOCKABLE = """
SELECT named FROM unnest(%s::text[]) named JOIN pg_class c ON c.oid = to_regclass(named)
WHERE relkind IN ('r', 'p', 'v') AND has_table_privilege(c.oid, 'SELECT')"""
_REFERENCE = sql.SQL("json_build_array(r.ogc_fid, r.origin, r.origin_key, {}, r.level)")
# Values besides its columns: a space's room name, whether a line is a space's outline, the outline at a door's point.
_BESIDES = {
    "spaces": {
        "room": "(SELECT r.text FROM room_points r"
        " WHERE r.origin = t.origin AND r.origin_key = t.origin_key LIMIT 1)"
    },
    "base-floor": {
        "is_outline": "EXISTS (SELECT FROM spaces s WHERE s.origin = t.origin AND s.origin_key = t.origin_key)"
    },
    "openings": {
        "outline": "CASE WHEN GeometryType(t.wkb_geometry) = 'POINT' THEN"
        " (SELECT ST_AsBinary(s.wkb_geometry) FROM spaces s WHERE s.ogc_fid = t.space_ids[1]) END"
    },
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A row that another row refers to; ``has_record`` if its source record is stored with it."""

    id: int
    origin: str | None
    key: str | None
    has_record: bool = False
    level: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a layer: its columns by name, and the rows that it refers to. Geometry is WGS84, two-dimensional."""

    layer: str
    id: int
    origin: str | None
    key: str | None
    part: str | None
    level: float | None
    values: Mapping[str, Any]
    references: Mapping[str, Sequence[Reference]]
    geometry: BaseGeometry | None

    @property
    def properties(self) -> Mapping[str, Any]:
        """Return the row's source record."""
        return self.values.get("properties") or {}


@contextmanager
def open_map(record_key: str) -> Iterator[MapSnapshot]:
    """Yield the map as of this moment, while others read and write. Raises DatabaseAway, Unavailable.

    ``record_key`` is the key of properties that holds the source record.
    """
    try:
        with psycopg.connect(**django_connection.get_connection_params()) as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            connection.adapters.register_loader("jsonb", JsonbLoader)  # Django expects text
            connection.autocommit = True
            lock = _write_lock(connection)
            with connection.transaction():
                # Lock before the first query takes the snapshot: a table replaced after the snapshot would be empty.
                connection.execute(lock)
                connection.execute(_SESSION)
                yield MapSnapshot(connection, record_key)
    except psycopg.OperationalError as error:
        raise explain_connection_error(error) from error
    except psycopg.Error as error:
        raise Unavailable(f"The database reports: {str(error).splitlines()[0]}.") from error


def _write_lock(connection: Connection[Any]) -> sql.Composed:
    """Return the statements that keep the map's tables from being replaced; foreign tables cannot be locked."""
    found = connection.execute(_LOCKABLE, [[layer.table for layer in LAYERS.values()]])
    locks = (sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE;").format(sql.Identifier(row[0])) for row in found)
    return sql.SQL("").join(locks)


class MapSnapshot:
    """Reads layers; several reads may be open at once."""

    def __init__(self, connection: Connection[Any], record_key: str) -> None:
        self._connection = connection
        self._record_key = record_key
        self._numbers = count()
        self._sources: dict[str, TableInfo] = {}

    def list_sources(self) -> list[str]:
        """Return the names of the import sources, in order."""
        return [source.name for source in fetch_import_sources(self._connection.cursor())]

    def list_buildings(self) -> list[BuildingName]:
        """Return all buildings."""
        rows = self._connection.execute(
            "SELECT ogc_fid, origin, origin_key, names FROM buildings ORDER BY ogc_fid"
        )
        return [BuildingName(row[0], row[1], row[2], row[3] or {}) for row in rows]

    def count(self, layer: str, part: ExportScope) -> int:
        """Return how many rows of a layer are in ``part``."""
        query = sql.SQL("SELECT count(*) FROM {} t WHERE {}")
        row = self._connection.execute(
            query.format(sql.Identifier(LAYERS[layer].table), self._choose(layer, part))
        ).fetchone()
        return int(row[0]) if row else 0

    def list_kinds(self, part: ExportScope) -> list[str]:
        """Return the kinds of unmapped source features."""
        query = sql.SQL(
            "SELECT DISTINCT kind FROM source_features t WHERE kind IS NOT NULL AND {} ORDER BY kind"
        ).format(self._choose("source-features", part))
        return [row[0] for row in self._connection.execute(query)]

    def read(self, layer: str, part: ExportScope, **equal: Any) -> Iterator[Row]:
        """Yield the rows of a layer in ``part`` whose columns are ``equal``, in key order."""
        selected = self._select(LAYERS[layer])
        query = sql.SQL("SELECT {} FROM {} t WHERE {} ORDER BY t.ogc_fid").format(
            sql.SQL(", ").join(
                sql.SQL("{} AS {}").format(value, sql.Identifier(name)) for name, value in selected.items()
            ),
            sql.Identifier(LAYERS[layer].table),
            sql.SQL(" AND ").join([self._choose(layer, part), *_compare(equal)]),
        )
        with self._connection.cursor(f"export_{next(self._numbers)}") as cursor:
            cursor.itersize = _BATCH
            cursor.execute(query)
            for row in cursor:
                yield _read_row(layer, dict(zip(selected, row, strict=True)))

    def find_hull(self, layer: str, **equal: Any) -> BaseGeometry | None:
        """Return the convex hull of a layer's rows whose columns are ``equal``, or None if it has no area."""
        query = sql.SQL("SELECT ST_AsBinary(ST_ConvexHull(ST_Collect({}))) FROM {} t WHERE {}").format(
            self._flatten(LAYERS[layer]),
            sql.Identifier(LAYERS[layer].table),
            sql.SQL(" AND ").join([sql.SQL("true"), *_compare(equal)]),
        )
        row = self._connection.execute(query).fetchone()
        hull = _read_geometry(row[0]) if row else None
        return hull if hull is not None and hull.geom_type == "Polygon" else None

    def _select(self, layer: Layer) -> dict[str, sql.Composable]:
        """Return the values to select from a layer, by the names that :func:`_read_row` uses."""
        present = self._describe(layer).columns
        shared = {"id": "ogc_fid", "origin": "origin", "key": "origin_key", "part": "origin_part"}
        shared["level"] = "level"
        selected = {f"#{name}": _column(column, present) for name, column in shared.items()}
        selected["#geometry"] = sql.SQL("ST_AsBinary({})").format(self._flatten(layer))
        for name in layer.columns:
            value = _column(name, present)
            if name == "display_point":
                value = sql.SQL("ST_AsBinary({})").format(value)
            selected[name] = value
            if name in layer.references and name in present:
                selected[f"@{name}"] = self._refer(name, layer)
        besides = _BESIDES.get(layer.name, {})
        selected |= {name: sql.SQL(expression) for name, expression in besides.items()}
        return selected

    def _refer(self, name: str, layer: Layer) -> sql.Composable:
        referred = LAYERS[layer.references[name]]
        has_record: sql.Composable = sql.SQL("false")
        if "properties" in referred.columns:
            has_record = sql.SQL("r.properties ? {}").format(sql.Literal(self._record_key))
        reference = _REFERENCE.format(has_record)
        table, column = sql.Identifier(referred.table), sql.Identifier(name)
        if not layer.columns[name].endswith("[]"):
            return sql.SQL("(SELECT json_build_array({}) FROM {} r WHERE r.ogc_fid = t.{})").format(
                reference, table, column
            )
        return sql.SQL(
            "(SELECT json_agg({} ORDER BY u.place) FROM unnest(t.{}) WITH ORDINALITY u (id, place)"
            " JOIN {} r ON r.ogc_fid = u.id)"
        ).format(reference, column, table)

    def _describe(self, layer: Layer) -> TableInfo:
        if layer.name not in self._sources:
            self._sources[layer.name] = fetch_table_info(self._connection.cursor(), layer)
        return self._sources[layer.name]

    def _flatten(self, layer: Layer) -> sql.Composable:
        source = self._describe(layer)
        column = GeometryColumn(source.srid or 0, source.geometry_type, settings.SRID_OF_ZERO)
        return column.select_flat()

    def _choose(self, layer: str, part: ExportScope) -> sql.Composable:
        return choose(layer, part, self._flatten(LAYERS[layer]))


def _compare(equal: Mapping[str, Any]) -> Iterator[sql.Composable]:
    for name, value in equal.items():
        yield sql.SQL("t.{} IS NOT DISTINCT FROM {}").format(sql.Identifier(name), value)


def _column(name: str, present: Mapping[str, str]) -> sql.Composable:
    return sql.SQL("t.{}").format(sql.Identifier(name)) if name in present else sql.SQL("NULL")


def _read_row(layer: str, found: dict[str, Any]) -> Row:
    shared = {name: found.pop(f"#{name}") for name in ("id", "origin", "key", "part", "level", "geometry")}
    shared["geometry"] = _read_geometry(shared["geometry"])
    references = {
        name[1:]: tuple(Reference(*values) for values in found[name] or ())
        for name in found
        if name.startswith("@")
    }
    values = {name: value for name, value in found.items() if not name.startswith("@")}
    for name in ("display_point", "outline"):
        if name in values:
            values[name] = _read_geometry(values[name])
    return Row(layer=layer, values=values, references=references, **shared)


def _read_geometry(wkb: Any) -> BaseGeometry | None:
    if wkb is None:
        return None
    with contextlib.suppress(shapely.errors.GEOSException):
        return shapely.from_wkb(bytes(wkb))
    return None
