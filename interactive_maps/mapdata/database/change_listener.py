"""Hearing of changes that routes hang on with their commit: one connection a process, beside the pool.

LISTEN works only on a connection of one's own. Behind PgBouncer in transaction mode there is none; then nothing is
heard, which is said once, and who has to know asks (:func:`network.fetch_versions`).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import psycopg
from psycopg import sql

from interactive_maps.mapdata.database.channel import CHANNEL
from interactive_maps.mapdata.database.connections import connect_aside

_SILENCE = 0.5  # seconds after which the thread looks whether it is to stop
_PATIENCE = 5.0  # seconds between attempts to connect

logger = logging.getLogger(__name__)


class ChangeListener:
    """A thread that calls ``tell`` after each change, and once it listens: before that it may have missed some."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="routing-listener", daemon=True)

    def start(self) -> None:
        """Begin to listen, in the background."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and its connection; one that waits for a locked table is left to the process's end."""
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
        """Listen until the connection ends; False where nothing would ever be heard."""
        with connect_aside("interactive-maps-listener") as connection:
            row = connection.execute("SELECT pg_backend_pid()").fetchone()
            assert row is not None, "a SELECT without FROM has a row"
            if row[0] != connection.info.backend_pid:  # a pooler has made up the number that it told us
                logger.info("behind a pooler nothing is told ahead: each question finds out what has changed")
                return False
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            self._tell()
            while not self._stopping.is_set():
                for _ in connection.notifies(timeout=_SILENCE, stop_after=1):
                    self._tell()
        return True
