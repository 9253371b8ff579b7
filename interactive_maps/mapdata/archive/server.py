"""Connection to the primary for pg_dump, without a pooler in between."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection as django_connection
from psycopg import Connection

from interactive_maps.mapdata.archive.archive_error import ArchiveError
from interactive_maps.mapdata.database.connection_errors import explain_connection_error
from interactive_maps.ops.errors import DatabaseAway, NotWritable

# A role's limits are meant for requests. Hashed text must have the same format everywhere.
_SESSION = """
SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '30s';
SET extra_float_digits = 1; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET TimeZone = 'UTC';
SET bytea_output = 'hex'"""


@contextmanager
def open_connection() -> Iterator[Connection[Any]]:
    """Yield a connection in autocommit.

    Raises ArchiveError if a pooler answers, DatabaseAway, and NotWritable with the database's objection.
    """
    try:
        with psycopg.connect(**django_connection.get_connection_params()) as connection:
            connection.autocommit = True
            _require_direct(connection)
            connection.execute(_SESSION)
            yield connection
    except psycopg.errors.LockNotAvailable as error:
        raise DatabaseAway(
            "The map's tables have been locked for 30 s. Check pg_stat_activity, then try again."
        ) from error
    except psycopg.OperationalError as error:
        raise explain_connection_error(error) from error
    except psycopg.Error as error:
        raise NotWritable(f"The database reports: {str(error).splitlines()[0]}.") from error


def _require_direct(connection: Connection[Any]) -> None:
    """Reject a pooler: pg_dump sets an empty search_path, which the next client would inherit.

    A pooler makes up the process id that it reports; the server process itself reports the real one.
    """
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    if row is None or row[0] != connection.info.backend_pid:
        raise ArchiveError(
            "POSTGRES_HOST and POSTGRES_PORT lead to a pooler (PgBouncer?), but pg_dump needs the database server "
            "itself. Set them to the server's own address for this command"
        )


def make_environment(connection: Connection[Any]) -> dict[str, str]:
    """Return the environment in which PostgreSQL's programs find the same server; secrets are passed no other way."""
    info = connection.info
    address = {
        "PGHOST": info.host,
        "PGPORT": str(info.port),
        "PGUSER": info.user,
        "PGPASSWORD": info.password,
        "PGDATABASE": info.dbname,
    }
    return {**os.environ, **address}
