"""The mark of a table's data: SHA-256 over its rows as text, in the order of their keys.

Hashed here as it comes from the server, so that any number of rows takes the same memory; text and EWKB are the same
under any version of PostgreSQL, once the session says how numbers and dates are written (see :mod:`server`).
"""

from __future__ import annotations

import hashlib
from typing import Any

from psycopg import Connection, sql

from interactive_maps.mapdata.archive.manifest import Fingerprint
from interactive_maps.mapdata.database.table_info import KEY

# As COPY lists them: what is generated is not copied.
_COLUMNS = """
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"""


def fetch_columns(connection: Connection[Any], table: str) -> dict[str, str]:
    """Return the table's columns with their types, in order; none if there is no such table."""
    return dict(connection.execute(_COLUMNS, [table]).fetchall())


def list_columns(columns: dict[str, str] | Any) -> sql.Composed:
    """Return the names for a list in SQL."""
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def take_fingerprint(connection: Connection[Any], table: str, columns: Any) -> Fingerprint:
    """Return the mark of what ``columns`` of ``table`` hold now."""
    # Adopted tables may have a key twice: then the rest of the row decides, by bytes, not by some language's order.
    query = sql.SQL(
        'COPY (SELECT {0} FROM ONLY {1} ORDER BY {2}, ROW({0})::text COLLATE "C") TO STDOUT'
    ).format(list_columns(columns), sql.Identifier(table), sql.Identifier(KEY))
    rows, digest = 0, hashlib.sha256()
    with connection.cursor().copy(query) as copy:
        for row in copy:
            digest.update(row)
            rows += 1
    return Fingerprint(rows, digest.hexdigest())
