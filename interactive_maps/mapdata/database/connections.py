"""Connection pools for reading: few connections, each used for one short transaction.

The ORM's connections belong to threads and would stay occupied while a stream is open; these are returned before
anything is sent. They are synchronous and used in threads: PostgreSQL 15 sends 8 kB at a time, and waking an event
loop for each piece of a batch takes longer than producing the batch (see docs/decisions/0003). Everything works
through PgBouncer in transaction mode.

Costly queries have their own pool, with one connection per thread that runs them, so that short queries never wait
for them.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Self

import psycopg
from django.conf import settings
from psycopg import Connection, sql
from psycopg.errors import _WaitTimeout
from psycopg_pool import ConnectionPool, PoolTimeout

from interactive_maps.mapdata.database.connection_errors import explain_connection_error, is_refusal
from interactive_maps.mapdata.database.hosts import Host, Watch, choose_hosts
from interactive_maps.ops.errors import DatabaseAway, DatabaseRefused, NotPrepared, Unavailable

COSTLY_SECONDS = 5  # for one statement of a costly query, unless PG_OPTIONS sets another limit
ANSWER_TIMEOUT = 30.0  # seconds to wait for a reply; a query that waits that long for a lock is sent again
QUESTION_TIMEOUT = 3.0  # the same for queries of a millisecond
GET_TIMEOUT = 3.0  # seconds that a request waits for a connection before it is rejected
REPLICA_TIMEOUT = 1.0  # other hosts are available
# A failing pool waits longer and longer between attempts; a short limit makes it start again.
RECONNECT_TIMEOUT = 2.0
_AWAY = "The database cannot be reached at the moment. Try again later."
# The role's name and the server's message belong in the log, not in responses.
_REFUSED = "The database refuses this server's login. The log contains the reason."

CANCEL_TIMEOUT = 0.5  # seconds for the server to receive a cancel request

logger = logging.getLogger(__name__)


class PatientConnection(Connection[Any]):
    """A connection that waits at most ``patience`` seconds for a reply: a cut cable behind a proxy gives no error."""

    patience = ANSWER_TIMEOUT

    @classmethod
    def connect(cls, conninfo: str = "", **arguments: Any) -> Self:
        """Return a new connection. Remember here whether the login was rejected, because a pool gives no reason."""
        server = (arguments.get("host"), arguments.get("port"))
        try:
            connection = super().connect(conninfo, **arguments)
        except psycopg.OperationalError as error:
            (_refusing.add if is_refusal(str(error)) else _refusing.discard)(server)
            raise
        _refusing.discard(server)
        return connection

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Run one exchange with the server. If it takes too long, close the connection and raise OperationalError."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except _WaitTimeout:
            self.pgconn.finish()
            raise psycopg.OperationalError("the server did not reply in time") from None

    def interrupt(self) -> None:
        """Cancel the query that another thread waits for."""
        with contextlib.suppress(psycopg.Error):
            self.cancel_safe(timeout=CANCEL_TIMEOUT)
        # An unreachable server will not end the query: mark the connection as dead for its thread.
        with contextlib.suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(self.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)


Pool = ConnectionPool[PatientConnection]
_opening = threading.Lock()
_hosts: list[Host] = []
_pools: dict[tuple[Host, bool], Pool] = {}  # by host, and by whether it is for costly queries
_watches: list[Watch] = []
_in_use: set[PatientConnection] = set()
_refusing: set[tuple[Any, Any]] = set()  # (host, port) of the servers that rejected the last login


def list_hosts() -> list[Host]:
    """Return the hosts to read from, in order; the last one, the primary, is always up to date."""
    with _opening:
        if not _hosts:
            _set_up()
    return choose_hosts(_hosts)


def list_all_hosts() -> list[Host]:
    """Return all hosts, usable or not."""
    list_hosts()
    return list(_hosts)


def list_pools() -> list[tuple[Host, Pool]]:
    """Return the open pools: one or two per host."""
    with _opening:
        return [(host, pool) for (host, _), pool in _pools.items()]


def _set_up() -> None:
    database = settings.DATABASES["default"]
    _hosts.append(Host(str(database["HOST"]), str(database["PORT"]), is_primary=True))
    _hosts.extend(Host(name, str(port)) for name, port in settings.READ_HOSTS)
    if settings.READ_HOSTS:
        _watches.append(Watch(_hosts, _list_arguments(), settings.REPLICA_LAG_SECONDS))


def _get_pool(host: Host, *, costly: bool) -> Pool:
    with _opening:
        if (host, costly) not in _pools:
            size = settings.COSTLY_THREADS if costly else settings.PG_POOL_SIZE
            _pools[host, costly] = _make_pool(host, size)
        return _pools[host, costly]


def _list_arguments() -> dict[str, Any]:
    database = settings.DATABASES["default"]
    return {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "connect_timeout": settings.PG_CONNECT_TIMEOUT,
        "tcp_user_timeout": 10_000,  # ms: a network that drops packets must not block a thread for minutes
        "application_name": "interactive-maps",
        "autocommit": True,
        "prepare_threshold": None,  # PgBouncer may assign the next transaction to another connection
    }


def _make_pool(host: Host, size: int) -> Pool:
    return Pool(
        connection_class=PatientConnection,
        kwargs=_list_arguments() | {"host": host.name, "port": host.port},
        min_size=0,
        max_size=size,
        timeout=GET_TIMEOUT if host.is_primary else REPLICA_TIMEOUT,
        reconnect_timeout=RECONNECT_TIMEOUT,
        check=_check,
        name=str(host),
        num_workers=1,
        open=True,
    )


def close_pool() -> None:
    """Close this process's connections; later use opens new ones."""
    with _opening:
        while _watches:
            _watches.pop().stop()
        while _pools:
            _pools.popitem()[1].close(timeout=2.0)
        _hosts.clear()


async def close_pool_of_worker() -> None:
    """Close the pool as a worker ends, without waiting for abandoned queries."""
    for connection in list(_in_use):
        await asyncio.to_thread(connection.interrupt)
    await asyncio.to_thread(close_pool)


def connect_aside(application: str) -> Connection[Any]:
    """Return a connection to the primary outside of the pool, with its own application name. Raises psycopg.Error."""
    primary = list_hosts()[-1]
    address = _list_arguments() | {"host": primary.name, "port": primary.port}
    return psycopg.connect(**address | {"application_name": application})


def require_login() -> None:
    """Raise DatabaseRefused or DatabaseAway, worded for operators, if the primary accepts no connection."""
    try:
        connect_aside("interactive-maps").close()
    except psycopg.Error as error:
        raise explain_connection_error(error) from error


@contextmanager
def open_connection(host: Host, *, costly: bool = False) -> Iterator[PatientConnection]:
    """Yield a connection to ``host`` in autocommit, for a short query or a ``costly`` one.

    Raises DatabaseAway if the database is unreachable or the connection breaks, DatabaseRefused if it rejects the
    login, NotPrepared and Unavailable if it rejects the query.
    """
    try:
        with _get_pool(host, costly=costly).connection() as connection:
            connection.patience = QUESTION_TIMEOUT
            _in_use.add(connection)
            try:
                yield connection
            finally:
                _in_use.discard(connection)
    except psycopg.errors.QueryCanceled as error:
        raise DatabaseAway("The database query exceeded its statement_timeout.") from error
    except (psycopg.OperationalError, PoolTimeout) as error:
        host.leave_out(str(error).splitlines()[0])
        if isinstance(error, PoolTimeout) and (host.name, host.port) in _refusing:
            raise DatabaseRefused(_REFUSED) from error
        raise DatabaseAway(_AWAY) from error
    except psycopg.errors.UndefinedFunction as error:
        raise NotPrepared("PostGIS is not installed in this database. Run `manage.py migrate`.") from error
    except psycopg.Error as error:
        logger.exception("the database rejected a query")
        raise Unavailable("The database query failed. The log contains the details.") from error


@contextmanager
def open_transaction(
    host: Host, locked: tuple[str, ...] = (), *, costly: bool = False
) -> Iterator[Connection[Any]]:
    """Yield a connection inside a read-only transaction that sees one state of the data; raises as above.

    The tables in ``locked`` cannot be replaced between its snapshot and its end.
    """
    with open_connection(host, costly=costly) as connection:
        connection.patience = ANSWER_TIMEOUT
        connection.execute(write_begin(locked, costly=costly))
        try:
            yield connection
        finally:
            connection.patience = QUESTION_TIMEOUT
            with contextlib.suppress(psycopg.OperationalError):
                connection.execute("ROLLBACK")  # the transaction only read


def _check(connection: Connection[Any]) -> None:
    """Raise OperationalError if the server has closed an idle connection: its message is already on the socket.

    A query would cost each request a round trip. A connection cut without notice is detected by the next query.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        connection.close()  # otherwise the pool would consider it usable
        raise psycopg.OperationalError("the server has closed the connection")


def write_begin(locked: tuple[str, ...] = (), *, costly: bool = False) -> bytes:
    """Return the statements that begin a read-only transaction that sees one state of the data.

    A ``costly`` one is bounded in time and uses one processor: compilation and parallel workers would cost more in
    total and leave less for others.
    """
    bounds = {"statement_timeout": f"{COSTLY_SECONDS}s", "jit": "off", "max_parallel_workers_per_gather": "0"}
    return _write_begin(tuple(((bounds if costly else {}) | settings.PG_OPTIONS).items()), locked)


@cache
def _write_begin(chosen: tuple[tuple[str, str], ...], locked: tuple[str, ...]) -> bytes:
    # SET LOCAL ends with the transaction. Behind PgBouncer, start-up options are rejected and SET leaks.
    options = [
        sql.SQL("SET LOCAL {} = {};").format(sql.Identifier(*name.split(".")), sql.Literal(value))
        for name, value in chosen
    ]
    begin = sql.SQL("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;") + sql.SQL("").join(options)
    # Before the first query, which takes the snapshot.
    locks = [
        sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE;").format(sql.Identifier(table))
        for table in sorted(locked)
    ]
    return (begin + sql.SQL("").join(locks)).as_bytes(None)
