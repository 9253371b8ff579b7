"""Fault-tolerant queries: aggregates over many rows that skip geometries which PostGIS rejects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from psycopg import Connection, sql

from interactive_maps.mapdata.reading.keyset_cursor import GEOMETRY_ERRORS

_MOST_TRIALS = 300  # bounds the time for a table of such geometries only
# Compilation and parallel workers take longer than most queries. All in one round trip; the savepoint keeps an error
# from ending the snapshot.
_BEGIN = "SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; SAVEPOINT question"
_BACK = "ROLLBACK TO SAVEPOINT question"


class FaultTolerantQuery(Protocol):
    """A query that can be restricted to fewer rows."""

    def select(self, keys: Sequence[int] | None = None) -> sql.Composed:
        """Return the query of the result, one row with one column, restricted to the rows of ``keys`` if given."""

    def select_keys(self) -> sql.Composed:
        """Return the query of the keys of all relevant rows."""


def run_fault_tolerant(connection: Connection[Any], query: FaultTolerantQuery) -> Any:
    """Return the result, or None if there is no row; rejected geometries are skipped."""
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
        """Return the keys of rows that do not fail, found by bisection."""
        if self._trials == 0:
            return []
        self._trials -= 1
        try:
            _ask(self._connection, self._query.select(keys))
        except GEOMETRY_ERRORS:
            middle = len(keys) // 2
            return [*self.keep_fit(keys[:middle]), *self.keep_fit(keys[middle:])] if middle else []
        return list(keys)
