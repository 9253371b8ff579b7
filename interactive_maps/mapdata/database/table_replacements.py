"""Tables that were replaced under a snapshot: TRUNCATE and DROP wait for readers of the table, not for snapshots.

A transaction that took its snapshot before such a commit, and comes to the table after it, finds the new table
without a row ("Caveats" of PostgreSQL's chapter on MVCC). What it read is no state that the map ever had.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from psycopg import Connection, sql

from interactive_maps.ops.errors import Unavailable

Tables = tuple[str, ...]
T = TypeVar("T")
_ATTEMPTS = 4

# A scan of pg_class sees what the snapshot sees; functions on a table's oid see what is committed. They differ where
# the table's file, or the table itself, is not the one of the snapshot. A view has no file.
_REPLACED = """
SELECT coalesce(array_agg(named), '{{}}') FROM unnest({}::text[]) named
LEFT JOIN pg_class c ON c.oid = to_regclass(named) WHERE to_regclass(named) IS NOT NULL
  AND (c.oid IS NULL OR nullif(c.relfilenode, 0) IS DISTINCT FROM pg_relation_filenode(c.oid))"""


class TableReplaced(Unavailable):
    """``tables`` were emptied or made anew between the snapshot and their reading."""

    def __init__(self, tables: Sequence[str]) -> None:
        super().__init__("The map is being replaced at the moment: the same request will work soon.")
        self.tables = tuple(tables)


def write_check(tables: Sequence[str]) -> sql.Composed:
    """Return the query of one array: those of ``tables``, all of them read by now, that have been replaced."""
    return sql.SQL(_REPLACED).format(sql.Literal(list(tables)))


def require_unreplaced(connection: Connection[Any], tables: Sequence[str]) -> None:
    """Raise TableReplaced unless ``tables`` are those of the snapshot.

    To be asked after they have been read: from the first reading on, the reader's lock keeps a table as it is.
    """
    row = connection.execute(write_check(tables)).fetchone()
    if row and row[0]:
        raise TableReplaced(row[0])


def read_again(read: Callable[[Tables], T]) -> T:
    """Call ``read`` until no table is replaced under it; it is given those to lock ahead of its snapshot.

    None at first: to wait for a lock before there is a snapshot is to be silent for as long.
    """
    locked: Tables = ()
    for _ in range(_ATTEMPTS - 1):
        try:
            return read(locked)
        except TableReplaced as error:
            locked = tuple({*locked, *error.tables})
    return read(locked)
