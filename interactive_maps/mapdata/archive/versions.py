"""Versions after a restore: no cache, in a server or a browser, may take the restored map for another one.

The archived version is true of the archived data, so it comes back with it where the database knows nothing newer:
event ids and ETags are what they were. But versions that were counted between the backup and the loss are known to
caches and not to us, and the next change would count into them: it has to leap over them. Over a map that is still
there, the restored one is simply its next version.
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
# As the clock is ahead of every version (see provisioning), so is its time at a restore of all that were lost.
_LEAP = """
CREATE OR REPLACE TRIGGER interactive_maps_leap_over_lost_versions BEFORE UPDATE ON layer_version
FOR EACH ROW WHEN (NEW.version <> OLD.version) EXECUTE FUNCTION leap_over_lost_versions({})"""


def fetch_versions(connection: Connection[Any]) -> dict[str, int]:
    """Return the layers' versions as far as this database has counted."""
    row = connection.execute("SELECT to_regclass(%s)", [VERSION_TABLE]).fetchone()
    if row is None or row[0] is None:
        return {}
    return dict(connection.execute("SELECT layer, version FROM layer_version").fetchall())


@contextmanager
def making_table(connection: Connection[Any]) -> Iterator[None]:
    """Let the block make the version table of an archive, which may have been restored from one before.

    The dump then has the leap of that time, and not its function; what it leapt over is older than this archive.
    """
    connection.execute(LEAP.statement)
    yield
    connection.execute("DROP TRIGGER IF EXISTS interactive_maps_leap_over_lost_versions ON layer_version")


def settle_versions(connection: Connection[Any], known: dict[str, int], manifest: Manifest) -> None:
    """Give every restored layer its version; ``known`` are those from before the restore."""
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
