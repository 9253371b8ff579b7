"""Writing signs, and counting their use aside from the requests that use them."""

from __future__ import annotations

import atexit
import logging
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from interactive_maps.mapdata.database.connections import connect_aside
from interactive_maps.mapdata.edits.key_sequences import advance_keys
from interactive_maps.mapdata.edits.transactions import lock_publication, run_transaction

_INSERT = """
INSERT INTO signs (code, kind, target_origin, target_key, name, level, wkb_geometry, created_at)
VALUES (%s, %s, %s, %s, %s, %s, ST_SetSRID(ST_MakePoint(%s, %s), 4326), now())"""
_MOVE = """
UPDATE signs SET target_origin = %s, target_key = %s, name = %s, level = %s,
  wkb_geometry = ST_SetSRID(ST_MakePoint(%s, %s), 4326)
WHERE code = %s"""
_COUNT = """
INSERT INTO sign_uses AS u (code, uses, last_used_at) VALUES (%s, %s, now())
ON CONFLICT (code) DO UPDATE SET uses = u.uses + excluded.uses, last_used_at = excluded.last_used_at"""
_PAUSE = 3.0  # seconds between a use and its writing: many are written at once
_MOST_CODES = 10_000  # that wait while the primary is away

logger = logging.getLogger(__name__)
# Import source, key there, name, level, longitude and latitude.
Target = tuple[str | None, str | None, str, float | None, float, float]


def write_signs(
    made: Sequence[tuple[str, Target]], moved: Sequence[tuple[str, Target]], alphabet: str, length: int
) -> list[str]:
    """Insert signs of (kind, target), move those of (code, target), and return the new codes in order.

    Raises as :func:`write_errors.explain_errors` does.
    """

    def write(cursor: Any) -> list[str]:
        lock_publication(cursor)
        cursor.execute(advance_keys("signs", len(made)))
        cursor.execute("SELECT code FROM signs")
        taken = {code for (code,) in cursor.fetchall()}
        codes = []
        for kind, target in made:
            codes.append(choose_code(taken, alphabet, length))
            cursor.execute(_INSERT, [codes[-1], kind, *target])
        for code, target in moved:
            cursor.execute(_MOVE, [*target, code])
        return codes

    return run_transaction("No sign was made", write)


def choose_code(taken: set[str], alphabet: str, length: int) -> str:
    """Return a code by chance that is not in ``taken``, and add it."""
    while True:
        code = "".join(secrets.choice(alphabet) for _ in range(length))
        if code not in taken:
            taken.add(code)
            return code


class UseCounter:
    """Counts uses in memory, and writes them to the primary a little later. Safe to share between threads."""

    def __init__(self, connect: Callable[[], Any], pause: float = _PAUSE) -> None:
        self._connect, self._pause = connect, pause
        self._lock = threading.Lock()
        self._waiting: Counter[str] = Counter()
        self._is_timed = False

    def add(self, code: str) -> None:
        """Count one use; returns at once."""
        with self._lock:
            if code not in self._waiting and len(self._waiting) >= _MOST_CODES:
                return
            self._waiting[code] += 1
            if self._is_timed:
                return
            self._is_timed = True
        timer = threading.Timer(self._pause, self.flush)
        timer.daemon = True
        timer.start()

    @property
    def waiting(self) -> int:
        """Return how many uses are not written yet."""
        with self._lock:
            return self._waiting.total()

    def flush(self) -> None:
        """Write what waits. What cannot be written waits for the next use."""
        with self._lock:
            counted, self._waiting, self._is_timed = self._waiting, Counter(), False
        if not counted:
            return
        try:
            with self._connect() as connection, connection.transaction(), connection.cursor() as cursor:
                # In order: two workers that lock the same rows must not wait for each other.
                cursor.executemany(_COUNT, sorted(counted.items()))
        except psycopg.Error as error:
            logger.warning("uses of signs were not counted: %s", str(error).splitlines()[0])
            if isinstance(error, psycopg.OperationalError):
                with self._lock:
                    self._waiting.update(dict(counted.most_common(_MOST_CODES)))


uses = UseCounter(lambda: connect_aside("interactive-maps-signs"))
atexit.register(uses.flush)
