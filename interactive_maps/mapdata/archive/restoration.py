"""Restoring an archive in one transaction, which commits only after every layer has been verified.

A table with rows is emptied and refilled if its columns fit the archive: readers see the old rows until the commit,
and dependent objects (privileges, views) stay. Any other table is recreated.
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
    """Contents of an archive, and a sentence for each part that could not be restored."""

    manifest: Manifest
    problems: list[str]


def restore_archive(source: Path, *, overwrite: bool) -> Restored:
    """Restore the map; ``overwrite`` allows replacing an existing one. Raises ArchiveError and MapError."""
    with _open_restoration(source) as restoration:
        return Restored(restoration.manifest, restoration.run(overwrite=overwrite))


def check_archive(source: Path) -> Manifest:
    """Read a whole archive and compare it with its fingerprints, without touching the map."""
    with _open_restoration(source) as restoration:
        restoration.rehearse()
        return restoration.manifest


@contextmanager
def _open_restoration(source: Path) -> Iterator[Restoration]:
    with unpack(source) as (manifest, folder), open_connection() as connection:
        pg_restore = find_program("pg_restore", connection.info.server_version)
        dumps = {table: Dump(pg_restore, find_dump(folder, table)) for table in manifest.dumps}
        with connection.transaction():
            # As `migrate` does; rolled back with everything else.
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
            yield Restoration(connection, manifest, dumps)


class Restoration:
    """Restore of one archive into one database, inside a transaction that an exception rolls back."""

    def __init__(self, connection: Connection[Any], manifest: Manifest, dumps: dict[str, Dump]) -> None:
        self.manifest = manifest
        self._connection = connection
        self._dumps = dumps
        self._problems: list[str] = []
        self._records = {LAYERS[name].table: record for name, record in manifest.layers.items()}

    def rehearse(self) -> None:
        """Load into temporary tables and compare."""
        for table, record in self._records.items():
            columns = sql.SQL(", ").join(
                sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind))
                for name, kind in record.columns.items()
            )
            # Temporary tables come before all schemas, so the name refers to this table.
            self._execute("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP", sql.Identifier(table), columns)
            self._copy_rows(table, record)
            self._compare(table, record)

    def run(self, *, overwrite: bool) -> list[str]:
        """Restore everything. Return a sentence for each part that could not be restored."""
        lock_publication(self._connection)
        filled = self._lock_tables()
        if filled and not overwrite:
            raise ArchiveError(f"{filled[0]} has rows. Use --overwrite to replace the existing map")
        known = versions.fetch_versions(self._connection)
        if VERSION_TABLE in self._dumps and not fetch_columns(self._connection, VERSION_TABLE):
            with versions.making_table(self._connection):
                self._make_anew(VERSION_TABLE)
                self._run_section(VERSION_TABLE, "post-data")
        provision_tables(self._connection.cursor())  # first, because triggers depend on its function
        crowded = self._fill_tables(filled)
        self._problems += map(str, provision_tables(self._connection.cursor()))
        for table, record in self._records.items():
            self._compare(table, record)
            self._connection.execute(advance_keys(table))
            self._execute("ANALYZE {}", sql.Identifier(table))
        versions.settle_versions(self._connection, known, self.manifest)
        self._turn_away_readers(crowded)
        return self._problems

    # --- tables --------------------------------------------------------------------------------------

    def _lock_tables(self) -> list[str]:
        """Lock out writers, but not readers, until the end. Return the tables that have rows."""
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
        """Load all rows. Return the tables (oid) that had rows and were recreated."""
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
        for (
            table
        ) in anew:  # last: indexes build fastest on complete tables, and one table may refer to another
            self._run_section(table, "post-data")
        return crowded

    def _can_hold(self, table: str, record: LayerRecord) -> bool:
        return record.columns.items() <= fetch_columns(self._connection, table).items()

    def _make_anew(self, table: str) -> None:
        self._execute("DROP TABLE IF EXISTS {}", sql.Identifier(table))
        self._run_section(table, "pre-data")

    def _run_section(self, table: str, section: str) -> None:
        """Run a dump's statements, without the privileges if their role does not exist here."""
        try:
            with self._connection.transaction():
                self._run_script(self._dumps[table].read_script(section))
        except psycopg.errors.UndefinedObject as error:
            if "role" not in str(error):
                raise
            self._problems.append(f"Privileges on {table} were not restored: {str(error).splitlines()[0]}.")
            self._run_script(self._dumps[table].read_script(section, "--no-privileges"))

    def _run_script(self, script: str) -> None:
        if script:
            # Like pg_dump's own scripts, which qualify every name.
            self._connection.execute(f"SET LOCAL search_path = ''; {script}; SET LOCAL search_path = DEFAULT")

    # --- rows ----------------------------------------------------------------------------------------

    def _copy_rows(self, table: str, record: LayerRecord) -> str:
        """Load the rows. Return the statements that follow them in the dump."""
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
                f"{table} does not match its backup: {found.rows:,} rows with digest "
                f"{found.sha256[:12]}, expected {record.fingerprint.rows:,} with {record.fingerprint.sha256[:12]}"
            )

    # --- completion ----------------------------------------------------------------------------------

    def _turn_away_readers(self, crowded: list[int]) -> None:
        """Cancel queries that wait for a dropped table: an old snapshot would see its successor empty."""
        if not crowded:
            return
        self._connection.execute(
            "SELECT pg_cancel_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND relation = ANY(%s) AND mode = 'AccessShareLock' AND usename = current_user",
            [crowded],
        )

    def _execute(self, statement: str, *parts: sql.Composable) -> Any:
        """Run a statement and return its first row, if any."""
        cursor = self._connection.execute(sql.SQL(statement).format(*parts))
        return cursor.fetchone() if cursor.description else None
