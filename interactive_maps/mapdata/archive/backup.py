"""Backup of all tables, with their fingerprints, from one snapshot, while the map is in use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from psycopg import Connection, IsolationLevel, sql

from interactive_maps.mapdata.archive.archive_error import ArchiveError
from interactive_maps.mapdata.archive.container import create_container
from interactive_maps.mapdata.archive.fingerprints import fetch_columns, take_fingerprint
from interactive_maps.mapdata.archive.manifest import VERSION_TABLE, LayerRecord, Manifest
from interactive_maps.mapdata.archive.pg_programs import dump_table, find_program
from interactive_maps.mapdata.archive.server import make_environment, open_connection
from interactive_maps.mapdata.database.table_info import fetch_table_info, fetch_version
from interactive_maps.mapdata.schema.layer import Layer
from interactive_maps.mapdata.schema.layers import LAYERS

# A view, a foreign table or a partitioned table has no rows of its own for pg_dump to write.
_TABLE = """
SELECT format('"%%s"."%%s"', replace(nspname, '"', '""'), replace(relname, '"', '""')),
  relkind = 'r' AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE c.oid = to_regclass(%s)"""
_FACTS = "SELECT pg_export_snapshot(), now(), current_setting('server_version'), postgis_lib_version()"


def write_backup(target: Path | None, *, force: bool) -> Manifest:
    """Write the map to ``target`` (None: stdout) and return its manifest.

    Raises ArchiveError, and MapError if the database is unavailable or has no map.
    """
    with open_connection() as connection:
        pg_dump = find_program("pg_dump", connection.info.server_version)
        patterns = _find_tables(connection)
        layers = [layer for layer in LAYERS.values() if layer.table in patterns]
        if not layers:
            raise ArchiveError("this database has no map tables. Is it the right one?")
        with create_container(target, force=force) as container, _open_snapshot(connection, list(patterns)):
            snapshot, made_at, postgresql, postgis = _fetch_facts(connection)
            environment = make_environment(connection)
            dumps = {}
            for table, pattern in patterns.items():
                with dump_table(pg_dump, pattern, snapshot, environment) as dump:
                    dumps[table] = container.add(table, dump)
            records = {
                layer.name: _describe(connection, layer, counted=VERSION_TABLE in patterns)
                for layer in layers
            }
            made = made_at.astimezone(UTC).isoformat(timespec="seconds")
            manifest = Manifest(made, postgresql, postgis, records, dumps)
            container.finish(manifest)
    return manifest


def _find_tables(connection: Connection[Any]) -> dict[str, str]:
    """Return the existing tables, each with a pattern that matches only this table in pg_dump."""
    patterns = {}
    for table in (*(layer.table for layer in LAYERS.values()), VERSION_TABLE):
        if row := connection.execute(_TABLE, [table]).fetchone():
            patterns[table], is_plain = row
            if not is_plain:
                raise ArchiveError(
                    f"{table} is a view, or consists of other tables. Back up the whole database with pg_dump"
                )
    return patterns


@contextmanager
def _open_snapshot(connection: Connection[Any], tables: list[str]) -> Iterator[None]:
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    with connection.transaction():
        # Lock before the first query takes the snapshot: a table recreated after the snapshot would be empty.
        names = sql.SQL(", ").join(map(sql.Identifier, tables))
        connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(names))
        yield


def _fetch_facts(connection: Connection[Any]) -> tuple[str, datetime, str, str]:
    row = connection.execute(_FACTS).fetchone()
    assert row is not None, "a SELECT without FROM has a row"
    return row[0], row[1], row[2], row[3]


def _describe(connection: Connection[Any], layer: Layer, *, counted: bool) -> LayerRecord:
    fetch_table_info(connection.cursor(), layer)  # raises an error if a table cannot be a layer
    columns = fetch_columns(connection, layer.table)
    return LayerRecord(
        columns,
        take_fingerprint(connection, layer.table, columns),
        fetch_version(connection.cursor(), layer) if counted else None,
    )
