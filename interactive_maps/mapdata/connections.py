"""The pool through which requests read the map: few connections, each held for one short transaction.

The ORM's own connections belong to threads and would be held for as long as a stream is open; these belong to the
worker's event loop and go back before anything is sent. Everything works through PgBouncer in transaction mode.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.conf import settings
from psycopg import AsyncConnection, sql
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from interactive_maps.ops.errors import DatabaseAway

GET_TIMEOUT = 3.0  # seconds that a request waits for a connection before it is told to come back
# A pool that fails to connect backs off further and further: a short limit makes it start afresh.
RECONNECT_TIMEOUT = 2.0
_AWAY = "The database cannot be reached at the moment: the same request will work when it is back."

Pool = AsyncConnectionPool[AsyncConnection[Any]]
_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Pool] = WeakKeyDictionary()


async def _get_pool() -> Pool:
    loop = asyncio.get_running_loop()
    pool = _pools.get(loop)
    if pool is None:
        database = settings.DATABASES["default"]
        pool = _pools[loop] = AsyncConnectionPool(
            kwargs={
                "host": database["HOST"],
                "port": database["PORT"],
                "dbname": database["NAME"],
                "user": database["USER"],
                "password": database["PASSWORD"],
                "connect_timeout": database["OPTIONS"]["connect_timeout"],
                "application_name": "interactive-maps",
                "autocommit": True,
                "prepare_threshold": None,  # PgBouncer hands the next transaction to another server connection
            },
            min_size=0,
            max_size=settings.PG_POOL_SIZE,
            timeout=GET_TIMEOUT,
            reconnect_timeout=RECONNECT_TIMEOUT,
            check=AsyncConnectionPool.check_connection,
            name="map",
            open=False,
        )
        await pool.open()
    return pool


async def close_pool() -> None:
    """Close this event loop's connections."""
    pool = _pools.pop(asyncio.get_running_loop(), None)
    if pool is not None:
        await pool.close(timeout=2.0)


@asynccontextmanager
async def open_transaction() -> AsyncIterator[AsyncConnection[Any]]:
    """Give a connection inside a read-only transaction that sees one state of the data throughout.

    Raises DatabaseAway when the database cannot be reached or ends the connection on the way.
    """
    pool = await _get_pool()
    try:
        async with pool.connection() as connection:
            await connection.execute(_begin())
            try:
                yield connection
            finally:
                with contextlib.suppress(psycopg.OperationalError):
                    await connection.execute("ROLLBACK")  # it has read only
    except (psycopg.OperationalError, PoolTimeout) as error:
        if isinstance(error, psycopg.errors.QueryCanceled):
            raise DatabaseAway("The database took longer than its statement_timeout allows.") from error
        raise DatabaseAway(_AWAY) from error


def _begin() -> sql.Composed:
    # SET LOCAL ends with the transaction: start-up options are refused, and a plain SET leaks, behind PgBouncer.
    options = [
        sql.SQL("SET LOCAL {} = {};").format(sql.Identifier(*name.split(".")), sql.Literal(value))
        for name, value in settings.PG_OPTIONS.items()
    ]
    return sql.SQL("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;") + sql.SQL("").join(options)
