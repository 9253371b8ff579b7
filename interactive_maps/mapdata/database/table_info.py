"""Current state of a layer's table: its version, columns and reference system.

Read from the catalogue each time, in the reader's own transaction: other tools drop and recreate tables without
notice, so the information cannot be cached.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from typing import Any, Protocol

import psycopg

from interactive_maps.mapdata.schema.layer import CHANGE_TRIGGERS, Layer, TableInfo
from interactive_maps.ops.errors import NotPrepared

UNTRACKED_SECONDS = 30.0  # maximum age of a response if no trigger reports changes
KEY, GEOMETRY = "ogc_fid", "wkb_geometry"

_untracked: dict[str, tuple[float, int]] = {}  # layer -> time and value of its last generated version
_made = deque([0], maxlen=1)  # the last generated version
_making = threading.Lock()

_VERSION = """
SELECT version FROM layer_version WHERE layer = %s AND (
  SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgname = ANY(%s) AND tgenabled IN ('O', 'A')
) = %s"""
_DESCRIPTION = """
SELECT to_regclass('layer_version') IS NOT NULL AND (
    SELECT count(*) FROM pg_trigger
    WHERE tgrelid = c.oid AND tgname = ANY(%s) AND tgenabled IN ('O', 'A')
  ) = %s AS tracked,
  json_object_agg(a.attname, format_type(a.atttypid, NULL)) AS columns,
  max(postgis_typmod_srid(a.atttypmod)) FILTER (WHERE a.attname = %s) AS srid,
  max(postgis_typmod_type(a.atttypmod)) FILTER (WHERE a.attname = %s) AS geometry_type,
  has_table_privilege(c.oid, 'SELECT') AS readable
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.oid = to_regclass(%s) GROUP BY c.oid"""


class Cursor(Protocol):
    """Interface that Django's and psycopg's cursors share."""

    def execute(self, query: Any, params: Any = None) -> Any:
        """Run one statement."""

    def fetchone(self) -> Any:
        """Return the next row."""

    def fetchall(self) -> Any:
        """Return all remaining rows."""


def fetch_table_info(cursor: Cursor, layer: Layer) -> TableInfo:
    """Return the table of ``layer``. Raises NotPrepared, with a sentence, if it cannot be read."""
    triggers = list(CHANGE_TRIGGERS)
    cursor.execute(_DESCRIPTION, [triggers, len(triggers), GEOMETRY, GEOMETRY, layer.table])
    row = cursor.fetchone()
    if row is None:
        raise NotPrepared(f"Table {layer.table} is missing. Run `manage.py migrate`.")
    tracked, columns, srid, geometry_type, readable = row
    _check_readable(layer, columns, readable)
    version = fetch_version(cursor, layer) if tracked else None
    return TableInfo(
        version=version or _stamp(layer),
        is_tracked=version is not None,
        srid=srid,
        geometry_type=geometry_type,
        columns=columns,
    )


def fetch_version(cursor: Cursor, layer: Layer) -> int | None:
    """Return the version of ``layer`` with one short query, or None if its changes are not counted."""
    triggers = list(CHANGE_TRIGGERS)
    try:
        cursor.execute(_VERSION, [layer.name, layer.table, triggers, len(triggers)])
    except psycopg.errors.UndefinedTable:
        return None
    row = cursor.fetchone()
    return None if row is None else int(row[0])


def _check_readable(layer: Layer, columns: dict[str, str], readable: bool) -> None:
    if not readable:
        raise NotPrepared(f"The role of POSTGRES_USER may not read {layer.table}. GRANT SELECT on it.")
    for name in (KEY, GEOMETRY):
        if name not in columns:
            detail = f"{layer.table} has no column {name}. ogr2ogr creates it with its default options."
            raise NotPrepared(detail)
    if columns[GEOMETRY] != "geometry":
        raise NotPrepared(f"{layer.table}.{GEOMETRY} is {columns[GEOMETRY]}, not a PostGIS geometry.")


def _stamp(layer: Layer) -> int:
    """Return a version for data without change counting: a new one from time to time, valid in this process only."""
    now = time.monotonic()
    given, version = _untracked.get(layer.name, (-math.inf, 0))
    if now - given > UNTRACKED_SECONDS:
        version = make_version()
        _untracked[layer.name] = now, version
    return version


def make_version() -> int:
    """Return a version newer than all others that this process has generated.

    Each stream of data without change counting gets its own version: a second production may contain other rows, so
    clients could not resume in it.
    """
    with _making:
        _made.append(max(time.time_ns() // 1000, _made.popleft() + 1))
        return _made[0]
