"""Change listener: receives routing changes at their commit over one connection per process, beside the pool.

LISTEN needs a dedicated connection. PgBouncer in transaction mode does not provide one; that is logged once, and
changes are then found by polling (:func:`fetch_versions`).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import psycopg
from psycopg import sql

from interactive_maps.mapdata.database.channel import CHANNEL
from interactive_maps.mapdata.database.connections import connect_aside

_SILENCE = 0.5  # interval in seconds at which the thread checks whether to stop
_PATIENCE = 5.0  # seconds between attempts to connect

logger = logging.getLogger(__name__)


class ChangeListener:
    """A thread that calls ``tell`` after each change, and once when it starts to listen, as it may have missed
    changes.
    """

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="routing-listener", daemon=True)

    def start(self) -> None:
        """Start listening in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread and close its connection; a thread blocked by a locked table ends with the process."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_SILENCE + 0.1)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                if not self._listen():
                    return
            except psycopg.Error as error:
                logger.debug("not listening for changes of the network: %s", error)
            self._stopping.wait(_PATIENCE)

    def _listen(self) -> bool:
        """Listen until the connection ends. Return False if notifications can never arrive."""
        with connect_aside("interactive-maps-listener") as connection:
            row = connection.execute("SELECT pg_backend_pid()").fetchone()
            assert row is not None, "a SELECT without FROM has a row"
            if row[0] != connection.info.backend_pid:  # a pooler made up the process id that it reported
                logger.info(
                    "not listening for changes behind a pooler: each request checks for changes instead"
                )
                return False
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            self._tell()
            while not self._stopping.is_set():
                for _ in connection.notifies(timeout=_SILENCE, stop_after=1):
                    self._tell()
        return True
