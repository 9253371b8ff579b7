"""Detection of tables replaced during a snapshot: TRUNCATE and DROP wait for readers of the table, not for snapshots.

A transaction that took its snapshot before such a commit, but reads the table after it, finds the new table empty
("Caveats" of PostgreSQL's chapter on MVCC). Its data is not a state that the map ever had.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from psycopg import Connection, sql

from interactive_maps.ops.errors import Unavailable

Tables = tuple[str, ...]
T = TypeVar("T")
_ATTEMPTS = 4

# A scan of pg_class sees the snapshot; functions on a table's oid see the committed state. They differ if the table,
# or its file, is not the one of the snapshot. A view has no file.
_REPLACED = """
SELECT coalesce(array_agg(named), '{{}}') FROM unnest({}::text[]) named
LEFT JOIN pg_class c ON c.oid = to_regclass(named) WHERE to_regclass(named) IS NOT NULL
  AND (c.oid IS NULL OR nullif(c.relfilenode, 0) IS DISTINCT FROM pg_relation_filenode(c.oid))"""


class TableReplaced(Unavailable):
    """``tables`` were emptied or recreated between the snapshot and the read."""

    def __init__(self, tables: Sequence[str]) -> None:
        super().__init__("The map is being replaced at the moment. Try again soon.")
        self.tables = tuple(tables)


def write_check(tables: Sequence[str]) -> sql.Composed:
    """Return a query for an array of those ``tables``, all read by now, that have been replaced."""
    return sql.SQL(_REPLACED).format(sql.Literal(list(tables)))


def require_unreplaced(connection: Connection[Any], tables: Sequence[str]) -> None:
    """Raise TableReplaced unless ``tables`` are those of the snapshot.

    Call it after reading them: from the first read on, the reader's lock protects a table.
    """
    row = connection.execute(write_check(tables)).fetchone()
    if row and row[0]:
        raise TableReplaced(row[0])


def read_again(read: Callable[[Tables], T]) -> T:
    """Call ``read`` until no table is replaced during it; its argument is the tables to lock before its snapshot.

    The argument is None at first: a read that waits for a lock before its snapshot would not respond meanwhile.
    """
    locked: Tables = ()
    for _ in range(_ATTEMPTS - 1):
        try:
            return read(locked)
        except TableReplaced as error:
            locked = tuple({*locked, *error.tables})
    return read(locked)
