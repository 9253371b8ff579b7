"""Versions after a restore, chosen so that no cache mistakes the restored map for another one.

An archived version belongs to the archived data. If the database knows no newer version, it is restored too, and
event ids and ETags are as before. Versions counted between the backup and the loss may still be in caches, so the
next change must skip them. If the map still exists, the restored map simply gets its next version.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection, sql

from interactive_maps.mapdata.archive.manifest import VERSION_TABLE, Manifest
from interactive_maps.mapdata.provisioning import LEAP

_SET = """
INSERT INTO layer_version (layer, version) VALUES (%s, %s)
ON CONFLICT (layer) DO UPDATE SET version = excluded.version, changed_at = now()"""
# Versions never exceed the clock (see provisioning), so the time of the restore exceeds all lost versions.
_LEAP = """
CREATE OR REPLACE TRIGGER interactive_maps_leap_over_lost_versions BEFORE UPDATE ON layer_version
FOR EACH ROW WHEN (NEW.version <> OLD.version) EXECUTE FUNCTION leap_over_lost_versions({})"""


def fetch_versions(connection: Connection[Any]) -> dict[str, int]:
    """Return the layers' latest versions in this database."""
    row = connection.execute("SELECT to_regclass(%s)", [VERSION_TABLE]).fetchone()
    if row is None or row[0] is None:
        return {}
    return dict(connection.execute("SELECT layer, version FROM layer_version").fetchall())


@contextmanager
def making_table(connection: Connection[Any]) -> Iterator[None]:
    """Let the block restore an archive's version table, even if that database was itself restored before.

    Its dump then contains the trigger of that restore but not its function. This archive is newer than any version
    that the trigger would skip.
    """
    connection.execute(LEAP.statement)
    yield
    connection.execute("DROP TRIGGER IF EXISTS interactive_maps_leap_over_lost_versions ON layer_version")


def settle_versions(connection: Connection[Any], known: dict[str, int], manifest: Manifest) -> None:
    """Set the version of every restored layer; ``known`` are the versions from before the restore."""
    returned = False
    for layer, record in manifest.layers.items():
        newest = known.get(layer, 0)
        if record.version is not None and record.version > newest:
            connection.execute(_SET, [layer, record.version])
            returned = True
        elif layer in known:
            connection.execute(_SET, [layer, newest + 1])
    if returned:
        connection.execute(LEAP.statement)
        connection.execute(sql.SQL(_LEAP).format(sql.Literal(str(time.time_ns() // 1_000_000))))
