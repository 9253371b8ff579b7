"""Start-up and shutdown of a worker process; apps register their own functions."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any

logger = logging.getLogger(__name__)

_starters: list[Callable[[], Awaitable[None]]] = []
_drainers: list[Callable[[], None]] = []
_closers: list[Callable[[], Awaitable[None]]] = []
_draining = threading.Event()


def register(
    *,
    start: Callable[[], Awaitable[None]] | None = None,
    drain: Callable[[], None] | None = None,
    close: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Register functions to run at start-up, on the signal to stop, and after the last response.

    All run in the worker's event loop. They must not raise or take long.
    """
    if start:
        _starters.append(start)
    if drain:
        _drainers.append(drain)
    if close:
        _closers.append(close)


def is_draining() -> bool:
    """Return whether this process has received the signal to stop."""
    return _draining.is_set()


async def run_lifespan(receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
    """Handle the ASGI lifespan protocol of one worker."""
    await receive()
    _drain_on_signal()
    for start in _starters:
        await start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    for close in reversed(_closers):
        await close()
    await send({"type": "lifespan.shutdown.complete"})


def _drain_on_signal() -> None:
    """Notify open streams as soon as the server receives the signal to stop.

    Servers wait for open responses before they end the lifespan, which is too late for streams. So our handler runs
    before those that uvicorn has just installed.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        previous = signal.getsignal(number)
        if not callable(previous):
            continue

        def handle(signum: int, frame: FrameType | None, previous: Callable[..., Any] = previous) -> None:
            _draining.set()
            for drain in _drainers:
                loop.call_soon_threadsafe(drain)
            previous(signum, frame)
            if signum == signal.SIGQUIT:
                # Gunicorn's signal for an immediate stop (on Ctrl-C); uvicorn's worker records it and continues.
                signal.raise_signal(signal.SIGTERM)

        try:
            signal.signal(number, handle)
        except ValueError:  # not in the main thread: a server in a test, which is stopped differently
            return
