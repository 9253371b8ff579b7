"""The database's hosts: one that is written to, any number of replicas that are read from.

PostgreSQL does the replication; what is ours is to leave out a replica that is away or behind, and to take it back.
Behind is told by the primary's log position: a replica lags by the age of the oldest position it has not replayed.
One that is ahead of the primary follows another, which was it once: what it has and the primary lacks is lost.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import Connection

POLL_SECONDS = 1.0
HISTORY_SECONDS = 600.0

logger = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Host:
    """A database server; ``usable`` says whether readers should be sent to it."""

    name: str
    port: str
    is_primary: bool = False
    usable: bool = True

    def __str__(self) -> str:
        return f"{self.name}:{self.port}"

    def leave_out(self, reason: str) -> None:
        """Send no readers here until it is found well again."""
        if self.usable and not self.is_primary:
            logger.warning("replica %s is left out: %s", self, reason)
            self.usable = False

    def take_back(self) -> None:
        """Send readers here."""
        if not self.usable:
            logger.warning("replica %s is back", self)
            self.usable = True


@dataclass(slots=True)
class Positions:
    """The primary's log positions by the time when each was seen; times in seconds."""

    _seen: deque[tuple[float, int]] = field(default_factory=deque)

    def add(self, now: float, position: int) -> None:
        """Note where the primary is; one that is behind what was seen is another one, which knows nothing of that."""
        if self._seen and position < self._seen[-1][1]:
            self._seen.clear()
        if not self._seen or position > self._seen[-1][1]:
            self._seen.append((now, position))
        while self._seen[0][0] < now - HISTORY_SECONDS and len(self._seen) > 1:
            self._seen.popleft()

    def measure_lag(self, now: float, replayed: int) -> float:
        """Return for how long, in seconds, ``replayed`` has been behind; 0 if it is level with all that was seen."""
        return next((now - seen for seen, position in self._seen if position > replayed), 0.0)


def choose_hosts(hosts: list[Host]) -> list[Host]:
    """Return whom to ask, in turn: the usable replicas in random order, then the primary."""
    replicas = [host for host in hosts if host.usable and not host.is_primary]
    random.shuffle(replicas)
    return [*replicas, *(host for host in hosts if host.is_primary)]


class Watch:
    """Looks at all hosts once a second, in a thread of its own, with one idle connection to each."""

    def __init__(self, hosts: list[Host], address: dict[str, Any], longest_lag: float) -> None:
        self._hosts = sorted(hosts, key=lambda host: not host.is_primary)
        self._address = address
        self._longest_lag = longest_lag
        self._positions = Positions()
        self._replayed: dict[Host, int] = {}
        self._astray: set[Host] = set()
        self._connections: dict[Host, Connection[Any]] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="replica-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and close its connections."""
        self._stopping.set()
        self._thread.join(5.0)

    def _run(self) -> None:
        while not self._stopping.wait(POLL_SECONDS):
            for host in self._hosts:
                self._look_at(host)
        for connection in self._connections.values():
            connection.close()

    def _look_at(self, host: Host) -> None:
        try:
            position = self._fetch_position(host)
        except psycopg.Error as error:
            host.leave_out(str(error).splitlines()[0])
            if connection := self._connections.pop(host, None):
                connection.close()
            # It has to be made anew to follow the primary again, and is restarted for that.
            self._replayed.pop(host, None)
            self._astray.discard(host)
            return
        now = time.monotonic()
        if host.is_primary:
            self._positions.add(now, position)
            # Where replicas were a second ago the primary must have been by now.
            self._astray |= {other for other, replayed in self._replayed.items() if replayed > position}
            return
        self._replayed[host] = position
        if host in self._astray:
            host.leave_out("it is ahead of the primary: it follows another one, and has to be made anew")
        elif (lag := self._positions.measure_lag(now, position)) > self._longest_lag:
            host.leave_out(f"it is {lag:.0f} s behind")
        else:
            host.take_back()

    def _fetch_position(self, host: Host) -> int:
        connection = self._connections.get(host)
        if connection is None:
            connection = psycopg.connect(**self._address | {"host": host.name, "port": host.port})
            self._connections[host] = connection
        cursor = connection.execute(
            "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END"
            " - '0/0'::pg_lsn"
        )
        row = cursor.fetchone()
        assert row is not None, "a SELECT without FROM has a row"
        return int(row[0] or 0)
