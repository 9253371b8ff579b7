"""Deadlines of requests: a limit on processor time, and the disconnection of the client.

A thread cannot be stopped from outside, so long work checks its deadline regularly: once per item of a list, or every
few milliseconds. Time is processor time of the working thread; waiting for the database or for the scheduler does not
count.

The deadline belongs to the request's context, like its record. ``check()`` therefore needs no argument, and outside
of a request it does nothing.
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

_LIMIT = "request_seconds"  # one of the limits that rejected requests are counted by
REFUSALS.labels(limit=_LIMIT)


class TooCostly(Unavailable):
    """A request needs more processor time than allowed. A retry would need as much, so there is no Retry-After."""

    code = "too_costly"
    retry_after = None


class ClientLeft(MapError):
    """The client has disconnected. nginx logs this status; it is never sent."""

    code = "client_left"
    status = 499


class Deadline:
    """``seconds`` of processor time for each thread that works on a request. A clock starts with the first check."""

    def __init__(self, seconds: float = math.inf) -> None:
        self._seconds = seconds
        self._began: dict[int, float] = {}  # by thread
        self._suspended: set[int] = set()  # threads
        self._is_cancelled = False

    def cancel(self) -> None:
        """Make the next check raise ClientLeft. May be called from any thread."""
        self._is_cancelled = True

    def check(self) -> None:
        """Raise ClientLeft or TooCostly if the work must end here; takes about half a microsecond."""
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
                f"The response needs more than the {self._seconds:g} s of processor time that a request may use"
                " (REQUEST_SECONDS). Split the request into smaller ones."
            )

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Exempt this block from the deadline: its work serves all requests, not only this one."""
        thread, before = threading.get_ident(), time.thread_time()
        self._suspended.add(thread)
        try:
            yield
        finally:
            self._suspended.discard(thread)
            self._began[thread] = self._began.get(thread, before) + time.thread_time() - before


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def get_current() -> Deadline:
    """Return the current request's deadline; outside of a request, one that never expires."""
    return _current.get() or Deadline()


def check() -> None:
    """Raise ClientLeft or TooCostly if the current request must end here."""
    deadline = _current.get()
    if deadline is not None:
        deadline.check()


@contextmanager
def open_deadline(seconds: float) -> Iterator[Deadline]:
    """Yield a deadline that is current in this block, and in the threads and tasks started from it."""
    deadline = Deadline(seconds)
    token = _current.set(deadline)
    try:
        yield deadline
    finally:
        _current.reset(token)
