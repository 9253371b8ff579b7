"""Database errors during writes, explained for the user who requested the change."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import psycopg
from django.db.utils import DatabaseError, OperationalError

from interactive_maps.mapdata.database.connection_errors import explain_connection_error
from interactive_maps.ops.errors import ChangesCollided, DatabaseAway, DatabaseFull, MapError, NotWritable

_COLLISIONS = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)
_WAITED = (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable)


@contextlib.contextmanager
def explain_errors(outcome: str) -> Iterator[None]:
    """Translate database errors into domain errors; ``outcome`` names what did not happen.

    DatabaseAway, DatabaseFull, ChangesCollided: retrying may succeed. NotWritable, DatabaseRefused: something must
    change first.
    """
    try:
        yield
    except (DatabaseError, psycopg.Error) as error:
        raise _explain(outcome, error) from error


def _explain(outcome: str, error: Exception) -> MapError:
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    reason = (str(error).strip().splitlines() or ["the connection was lost"])[0]
    if isinstance(cause, _COLLISIONS):
        return ChangesCollided(f"{outcome}: another session changed it at the same time. Try again.")
    if isinstance(cause, psycopg.errors.DiskFull):
        return DatabaseFull(f"{outcome}: the database's disk is full ({reason}).")
    if isinstance(cause, _WAITED):
        return DatabaseAway(
            f"{outcome}: it took longer than the database allows ({reason}). Another session may hold a lock: "
            "see pg_stat_activity."
        )
    if isinstance(cause, psycopg.errors.ReadOnlySqlTransaction):
        return NotWritable(f"{outcome}: the database is read-only, as a replica is ({reason}).")
    if isinstance(error, OperationalError | psycopg.OperationalError):
        return explain_connection_error(error)
    return NotWritable(f"{outcome}: the tables reject the data: {reason}.")
