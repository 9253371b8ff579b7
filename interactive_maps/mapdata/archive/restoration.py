"""Restoring: all in one transaction, and nobody sees any of it before every layer has been found to be as it was.

A table with rows is emptied and filled again where it can hold what is in the archive: readers go on reading the old
rows until the commit, and what hangs on the table (privileges, views) stays. Any other is made anew as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection, sql

from interactive_maps.mapdata.archive import versions
from interactive_maps.mapdata.archive.archive_error import ArchiveError
from interactive_maps.mapdata.archive.container import find_dump, unpack
from interactive_maps.mapdata.archive.fingerprints import fetch_columns, list_columns, take_fingerprint
from interactive_maps.mapdata.archive.manifest import VERSION_TABLE, LayerRecord, Manifest
from interactive_maps.mapdata.archive.pg_programs import Dump, find_program
from interactive_maps.mapdata.archive.server import open_connection
from interactive_maps.mapdata.edits.key_sequences import advance_keys
from interactive_maps.mapdata.edits.transactions import lock_publication
from interactive_maps.mapdata.provisioning import provision_tables
from interactive_maps.mapdata.schema.layers import LAYERS


@dataclass(frozen=True, slots=True)
class Restored:
    """What an archive held, and a sentence for each thing that did not come back with it."""

    manifest: Manifest
    problems: list[str]


def restore_archive(source: Path, *, overwrite: bool) -> Restored:
    """Make the map what it was; ``overwrite`` allows that there is one. Raises ArchiveRefused and MapError."""
    with _open_restoration(source) as restoration:
        return Restored(restoration.manifest, restoration.run(overwrite=overwrite))


def check_archive(source: Path) -> Manifest:
    """Read all that is in an archive and compare it with what was backed up; the map is not touched."""
    with _open_restoration(source) as restoration:
        restoration.rehearse()
        return restoration.manifest


@contextmanager
def _open_restoration(source: Path) -> Iterator[Restoration]:
    with unpack(source) as (manifest, folder), open_connection() as connection:
        pg_restore = find_program("pg_restore", connection.info.server_version)
        dumps = {table: Dump(pg_restore, find_dump(folder, table)) for table in manifest.dumps}
        with connection.transaction():
            # As `migrate` does; undone with everything else.
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
            yield Restoration(connection, manifest, dumps)


class Restoration:
    """One archive on its way into one database, inside a transaction that an exception undoes."""

    def __init__(self, connection: Connection[Any], manifest: Manifest, dumps: dict[str, Dump]) -> None:
        self.manifest = manifest
        self._connection = connection
        self._dumps = dumps
        self._problems: list[str] = []
        self._records = {LAYERS[name].table: record for name, record in manifest.layers.items()}

    def rehearse(self) -> None:
        """Fill temporary tables, and compare."""
        for table, record in self._records.items():
            columns = sql.SQL(", ").join(
                sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind))
                for name, kind in record.columns.items()
            )
            # Before all schemas, so that the name means this one.
            self._execute("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP", sql.Identifier(table), columns)
            self._copy_rows(table, record)
            self._compare(table, record)

    def run(self, *, overwrite: bool) -> list[str]:
        """Restore everything, and return a sentence for each thing that did not come back."""
        lock_publication(self._connection)
        filled = self._lock_tables()
        if filled and not overwrite:
            raise ArchiveError(f"{filled[0]} has rows: --overwrite replaces the map that is there")
        known = versions.fetch_versions(self._connection)
        if VERSION_TABLE in self._dumps and not fetch_columns(self._connection, VERSION_TABLE):
            with versions.making_table(self._connection):
                self._make_anew(VERSION_TABLE)
                self._run_section(VERSION_TABLE, "post-data")
        provision_tables(self._connection.cursor())  # first, because triggers are made of its function
        crowded = self._fill_tables(filled)
        self._problems += map(str, provision_tables(self._connection.cursor()))
        for table, record in self._records.items():
            self._compare(table, record)
            self._connection.execute(advance_keys(table))
            self._execute("ANALYZE {}", sql.Identifier(table))
        versions.settle_versions(self._connection, known, self.manifest)
        self._turn_away_readers(crowded)
        return self._problems

    # --- tables -----------------------------------------------------------------------------------

    def _lock_tables(self) -> list[str]:
        """Keep writers, not readers, out of the map until the end; return the tables that have rows."""
        tables = [layer.table for layer in LAYERS.values() if fetch_columns(self._connection, layer.table)]
        if tables:
            names = sql.SQL(", ").join(map(sql.Identifier, tables))
            self._execute("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", names)
        return [
            table
            for table in tables
            if self._execute("SELECT EXISTS (SELECT FROM {})", sql.Identifier(table))[0]
        ]

    def _fill_tables(self, filled: list[str]) -> list[int]:
        """Bring in all rows, and return the tables (oid) that had rows and were made anew."""
        anew, crowded = [], []
        for table, record in self._records.items():
            if table in filled and self._can_hold(table, record):
                self._execute("DELETE FROM {}", sql.Identifier(table))
                self._copy_rows(table, record)
                continue
            if table in filled:
                crowded.append(self._execute("SELECT to_regclass({})::oid::bigint", sql.Literal(table))[0])
            self._make_anew(table)
            self._run_script(self._copy_rows(table, record))
            anew.append(table)
        for table in anew:  # last: indexes are made fastest of all rows, and one table may refer to another
            self._run_section(table, "post-data")
        return crowded

    def _can_hold(self, table: str, record: LayerRecord) -> bool:
        return record.columns.items() <= fetch_columns(self._connection, table).items()

    def _make_anew(self, table: str) -> None:
        self._execute("DROP TABLE IF EXISTS {}", sql.Identifier(table))
        self._run_section(table, "pre-data")

    def _run_section(self, table: str, section: str) -> None:
        """Run a dump's statements; without the privileges, if they are of a role that is not here."""
        try:
            with self._connection.transaction():
                self._run_script(self._dumps[table].read_script(section))
        except psycopg.errors.UndefinedObject as error:
            if "role" not in str(error):
                raise
            self._problems.append(f"Privileges on {table} did not come back: {str(error).splitlines()[0]}.")
            self._run_script(self._dumps[table].read_script(section, "--no-privileges"))

    def _run_script(self, script: str) -> None:
        if script:
            # As in pg_dump's own scripts, which name every schema.
            self._connection.execute(f"SET LOCAL search_path = ''; {script}; SET LOCAL search_path = DEFAULT")

    # --- rows -------------------------------------------------------------------------------------

    def _copy_rows(self, table: str, record: LayerRecord) -> str:
        """Bring the rows in, and return the statements that follow them in the dump."""
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), list_columns(record.columns)
        )
        with self._dumps[table].read_rows() as rows:
            with self._connection.cursor().copy(statement) as copy:
                for lines in rows:
                    copy.write(lines)
            return rows.rest

    def _compare(self, table: str, record: LayerRecord) -> None:
        found = take_fingerprint(self._connection, table, record.columns)
        if found != record.fingerprint:
            raise ArchiveError(
                f"{table} did not come back as it was backed up: {found.rows:,} rows with digest "
                f"{found.sha256[:12]}, not {record.fingerprint.rows:,} with {record.fingerprint.sha256[:12]}"
            )

    # --- the end ----------------------------------------------------------------------------------

    def _turn_away_readers(self, crowded: list[int]) -> None:
        """Cancel who waits for a table that was dropped: an old snapshot would see its successor empty."""
        if not crowded:
            return
        self._connection.execute(
            "SELECT pg_cancel_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND relation = ANY(%s) AND mode = 'AccessShareLock' AND usename = current_user",
            [crowded],
        )

    def _execute(self, statement: str, *parts: sql.Composable) -> Any:
        """Run a statement of ours, and return its first row if it has any."""
        cursor = self._connection.execute(sql.SQL(statement).format(*parts))
        return cursor.fetchone() if cursor.description else None
