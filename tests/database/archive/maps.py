"""Maps that go into archives and come out of them, by the functions behind the commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from interactive_maps.mapdata.archive.backup import write_backup
from interactive_maps.mapdata.archive.manifest import Manifest
from interactive_maps.mapdata.archive.restoration import Restored, check_archive, restore_archive
from interactive_maps.mapdata.provisioning import provision_tables
from tests.databases import Database

TABLES = ("room_points", "base_floor", "nav_edges_final")
VERSIONS = "SELECT layer, version FROM layer_version ORDER BY 1"


def adopt(database: Database) -> None:
    """Do what `migrate` does to the map tables, and start no process for it."""
    with database.connect() as connection, connection.transaction():
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        provision_tables(connection.cursor())


def backup(database: Database, file: Path, *, force: bool = False) -> Manifest:
    """Back up the map in ``database``."""
    with _settings_for(database):
        return write_backup(file, force=force)


def check(database: Database, file: Path) -> Manifest:
    """Check an archive in ``database``."""
    with _settings_for(database):
        return check_archive(file)


def restore(database: Database, file: Path, *, overwrite: bool = False) -> Restored:
    """Restore an archive into ``database``."""
    with _settings_for(database):
        return restore_archive(file, overwrite=overwrite)


@contextmanager
def _settings_for(database: Database) -> Iterator[None]:
    from django.db import connection

    with mock.patch.dict(connection.settings_dict, NAME=database.name):
        yield
