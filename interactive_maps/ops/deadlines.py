"""Deadlines of requests: how much processor time an answer may take, and whether anybody still waits for it.

A thread cannot be ended from outside, so long work looks at its deadline now and then: once for each thing of a list,
or for each few milliseconds' work. Time is the processor's, of the thread that works: whoever waits for the database,
or for its turn on a busy machine, loses none of it.

The deadline travels with the request's context, as its record does: ``check()`` needs nothing to be handed down, and
outside of any request it lets everything pass.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from interactive_maps.ops.errors import MapError, Unavailable
from interactive_maps.ops.metrics.registry import REFUSALS
from interactive_maps.ops.request_record import get_current as get_record

_LIMIT = "request_seconds"  # among the limits that refusals are counted by
REFUSALS.labels(limit=_LIMIT)


class TooCostly(Unavailable):
    """A request takes more processor time than one may have; later it would take as long, so nobody is told when."""

    code = "too_costly"
    retry_after = None


class ClientLeft(MapError):
    """Nobody waits for the answer any more; the status is what nginx logs for it, and is sent to nobody."""

    code = "client_left"
    status = 499


class Deadline:
    """``seconds`` of processor time for each thread that works on a request; a clock starts with the first check."""

    def __init__(self, seconds: float = math.inf) -> None:
        self._seconds = seconds
        self._began: dict[int, float] = {}  # by thread
        self._suspended: set[int] = set()  # threads
        self._is_cancelled = False

    def cancel(self) -> None:
        """Let the next check end the work; may be called from any thread."""
        self._is_cancelled = True

    def check(self) -> None:
        """Raise ClientLeft or TooCostly if the work is to end here; takes about half a microsecond."""
        thread = threading.get_ident()
        if thread in self._suspended:
            return
        if self._is_cancelled:
            raise ClientLeft("The client has left.")
        now = time.thread_time()
        if now - self._began.setdefault(thread, now) > self._seconds:
            REFUSALS.labels(limit=_LIMIT).inc()
            get_record().end("refused")
            raise TooCostly(
                f"The answer takes more than the {self._seconds:g} s of processor time that a request may have"
                " (REQUEST_SECONDS): ask for less at once."
            )

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Charge nothing for this block, and let it end: it works for everybody and not for this request alone."""
        thread, before = threading.get_ident(), time.thread_time()
        self._suspended.add(thread)
        try:
            yield
        finally:
            self._suspended.discard(thread)
            self._began[thread] = self._began.get(thread, before) + time.thread_time() - before


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def get_current() -> Deadline:
    """Return the deadline of the request that this code runs for; outside of any, one that never comes."""
    return _current.get() or Deadline()


def check() -> None:
    """Raise ClientLeft or TooCostly if the request that this code runs for is to end here."""
    deadline = _current.get()
    if deadline is not None:
        deadline.check()


@contextmanager
def open_deadline(seconds: float) -> Iterator[Deadline]:
    """Give a deadline that is current in this block, and in the threads and tasks that are started from it."""
    deadline = Deadline(seconds)
    token = _current.set(deadline)
    try:
        yield deadline
    finally:
        _current.reset(token)
