"""Database hosts: one primary for writing, and any number of replicas for reading.

PostgreSQL replicates; this module skips replicas that are unreachable or behind, and returns to them later. The lag
is measured by the primary's log positions: it is the age of the oldest position not yet replayed. A replica that is
ahead follows a former primary; its extra data is lost.
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
    """A database server; ``usable`` is false if readers must avoid it."""

    name: str
    port: str
    is_primary: bool = False
    usable: bool = True

    def __str__(self) -> str:
        return f"{self.name}:{self.port}"

    def leave_out(self, reason: str) -> None:
        """Send no readers here until the next successful check."""
        if self.usable and not self.is_primary:
            logger.warning("replica %s is not used: %s", self, reason)
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
        """Record the primary's position. A position behind earlier ones means a new primary, so forget those."""
        if self._seen and position < self._seen[-1][1]:
            self._seen.clear()
        if not self._seen or position > self._seen[-1][1]:
            self._seen.append((now, position))
        while self._seen[0][0] < now - HISTORY_SECONDS and len(self._seen) > 1:
            self._seen.popleft()

    def measure_lag(self, now: float, replayed: int) -> float:
        """Return for how many seconds ``replayed`` has been behind; 0 if it has reached all recorded positions."""
        return next((now - seen for seen, position in self._seen if position > replayed), 0.0)


def choose_hosts(hosts: list[Host]) -> list[Host]:
    """Return the hosts to try, in order: the usable replicas at random, then the primary."""
    replicas = [host for host in hosts if host.usable and not host.is_primary]
    random.shuffle(replicas)
    return [*replicas, *(host for host in hosts if host.is_primary)]


class Watch:
    """Checks all hosts once a second in its own thread, with one idle connection to each."""

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
            # It must be recreated to follow the primary again, which restarts it.
            self._replayed.pop(host, None)
            self._astray.discard(host)
            return
        now = time.monotonic()
        if host.is_primary:
            self._positions.add(now, position)
            # The primary must by now have reached the replicas' positions of a second ago.
            self._astray |= {other for other, replayed in self._replayed.items() if replayed > position}
            return
        self._replayed[host] = position
        if host in self._astray:
            host.leave_out("it is ahead of the primary, so it follows another one and must be recreated")
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
