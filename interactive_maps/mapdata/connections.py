"""The pool through which requests read the map: few connections, each held for one short transaction.

The ORM's own connections belong to threads and would be held for as long as a stream is open; these go back before
anything is sent. They are synchronous, used in threads: PostgreSQL 15 sends 8 kB at a time, and waking an event loop
for each piece of a batch takes longer than making the batch (see docs/decisions/0003). Everything works through
PgBouncer in transaction mode.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from psycopg import Connection, sql
from psycopg_pool import ConnectionPool, PoolTimeout

from interactive_maps.ops.errors import DatabaseAway, NotPrepared, Unavailable

GET_TIMEOUT = 3.0  # seconds that a request waits for a connection before it is told to come back
# A pool that fails to connect backs off further and further: a short limit makes it start afresh.
RECONNECT_TIMEOUT = 2.0
_AWAY = "The database cannot be reached at the moment: the same request will work when it is back."

logger = logging.getLogger(__name__)
Pool = ConnectionPool[Connection[Any]]
_opening = threading.Lock()
_pools: list[Pool] = []


def _get_pool() -> Pool:
    with _opening:
        if not _pools:
            _pools.append(_make_pool())
        return _pools[0]


def _make_pool() -> Pool:
    database = settings.DATABASES["default"]
    return ConnectionPool(
        kwargs={
            "host": database["HOST"],
            "port": database["PORT"],
            "dbname": database["NAME"],
            "user": database["USER"],
            "password": database["PASSWORD"],
            "connect_timeout": settings.PG_CONNECT_TIMEOUT,
            "tcp_user_timeout": 10_000,  # ms: a network that swallows packets must not hold a thread for minutes
            "application_name": "interactive-maps",
            "autocommit": True,
            "prepare_threshold": None,  # PgBouncer hands the next transaction to another connection
        },
        min_size=0,
        max_size=settings.PG_POOL_SIZE,
        timeout=GET_TIMEOUT,
        reconnect_timeout=RECONNECT_TIMEOUT,
        check=ConnectionPool.check_connection,
        name="map",
        num_workers=1,
        open=True,
    )


def close_pool() -> None:
    """Close this process's connections; the next use opens new ones."""
    with _opening:
        while _pools:
            _pools.pop().close(timeout=2.0)


async def close_pool_of_worker() -> None:
    """Close the pool as a worker ends."""
    await asyncio.to_thread(close_pool)


@contextmanager
def open_transaction() -> Iterator[Connection[Any]]:
    """Give a connection inside a read-only transaction that sees one state of the data throughout.

    Raises DatabaseAway when the database cannot be reached or ends the connection on the way, NotPrepared and
    Unavailable when it refuses what it is asked.
    """
    try:
        with _get_pool().connection() as connection:
            connection.execute(_begin())
            try:
                yield connection
            finally:
                with contextlib.suppress(psycopg.OperationalError):
                    connection.execute("ROLLBACK")  # it has read only
    except psycopg.errors.QueryCanceled as error:
        raise DatabaseAway("The database took longer than its statement_timeout allows.") from error
    except (psycopg.OperationalError, PoolTimeout) as error:
        raise DatabaseAway(_AWAY) from error
    except psycopg.errors.UndefinedFunction as error:
        raise NotPrepared("PostGIS is not set up in this database: run `manage.py migrate`.") from error
    except psycopg.Error as error:
        logger.exception("the database refused a question of ours")
        raise Unavailable("The database could not answer; the server's log says why.") from error


def _begin() -> sql.Composed:
    # SET LOCAL ends with the transaction: start-up options are refused, and SET leaks, behind PgBouncer.
    options = [
        sql.SQL("SET LOCAL {} = {};").format(sql.Identifier(*name.split(".")), sql.Literal(value))
        for name, value in settings.PG_OPTIONS.items()
    ]
    return sql.SQL("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;") + sql.SQL("").join(options)
