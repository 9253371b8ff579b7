"""Questions over many rows that have one answer, and that one geometry would spoil: then it is left out of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from psycopg import Connection, sql

from interactive_maps.mapdata.reading.keyset_cursor import GEOMETRY_ERRORS

_MOST_TRIALS = 300  # a table of nothing but such geometries takes no longer than that
# Compiling so many functions, or starting helpers, takes longer than most answers. And all in one round trip; the
# savepoint, as what fails must not end the snapshot.
_BEGIN = "SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; SAVEPOINT question"
_BACK = "ROLLBACK TO SAVEPOINT question"


class FaultTolerantQuery(Protocol):
    """A question that can be asked of fewer rows, too."""

    def select(self, keys: Sequence[int] | None = None) -> sql.Composed:
        """Return the query of the answer, of one row and column; of the rows of ``keys`` alone if they are given."""

    def select_keys(self) -> sql.Composed:
        """Return the query of the keys of all rows that count."""


def run_fault_tolerant(connection: Connection[Any], query: FaultTolerantQuery) -> Any:
    """Return the answer, None if there is no row; what PostGIS makes nothing of is as if it were not there."""
    connection.execute(_BEGIN)
    try:
        return _ask(connection, query.select())
    except GEOMETRY_ERRORS:
        keys = [row[0] for row in connection.execute(query.select_keys()).fetchall()]
        return _ask(connection, query.select(_Sieve(connection, query).keep_fit(keys)))


def _ask(connection: Connection[Any], query: sql.Composed) -> Any:
    try:
        row = connection.execute(query, binary=True).fetchone()
    except GEOMETRY_ERRORS:
        connection.execute(_BACK)
        raise
    return row and row[0]


class _Sieve:
    def __init__(self, connection: Connection[Any], query: FaultTolerantQuery) -> None:
        self._connection = connection
        self._query = query
        self._trials = _MOST_TRIALS

    def keep_fit(self, keys: Sequence[int]) -> list[int]:
        """Return the keys of rows that do not spoil the question, halving those that do."""
        if self._trials == 0:
            return []
        self._trials -= 1
        try:
            _ask(self._connection, self._query.select(keys))
        except GEOMETRY_ERRORS:
            middle = len(keys) // 2
            return [*self.keep_fit(keys[:middle]), *self.keep_fit(keys[middle:])] if middle else []
        return list(keys)
