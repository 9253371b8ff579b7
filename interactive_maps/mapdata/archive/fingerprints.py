"""Fingerprint of a table's data: SHA-256 over its rows as text, in the order of their keys.

The rows are hashed as they arrive, so memory use does not depend on their number. Text and EWKB are the same in every
version of PostgreSQL, provided the session fixes the formats of numbers and dates (see :mod:`server`).
"""

from __future__ import annotations

import hashlib
from typing import Any

from psycopg import Connection, sql

from interactive_maps.mapdata.archive.manifest import Fingerprint
from interactive_maps.mapdata.database.table_info import KEY

# The columns that COPY lists, without generated ones.
_COLUMNS = """
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"""


def fetch_columns(connection: Connection[Any], table: str) -> dict[str, str]:
    """Return the table's columns with their types, in order; empty if there is no such table."""
    return dict(connection.execute(_COLUMNS, [table]).fetchall())


def list_columns(columns: dict[str, str] | Any) -> sql.Composed:
    """Return the names as an SQL list."""
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def take_fingerprint(connection: Connection[Any], table: str, columns: Any) -> Fingerprint:
    """Return the fingerprint of the current contents of ``columns`` of ``table``."""
    # Adopted tables may contain a key twice. Then the rest of the row decides, compared by bytes.
    query = sql.SQL(
        'COPY (SELECT {0} FROM ONLY {1} ORDER BY {2}, ROW({0})::text COLLATE "C") TO STDOUT'
    ).format(list_columns(columns), sql.Identifier(table), sql.Identifier(KEY))
    rows, digest = 0, hashlib.sha256()
    with connection.cursor().copy(query) as copy:
        for row in copy:
            digest.update(row)
            rows += 1
    return Fingerprint(rows, digest.hexdigest())
