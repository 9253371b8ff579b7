"""The threads that views run in: one for each request at a time, kept for the next one.

Django starts and ends a thread for every request, and goes through one once more to close the response.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from django.db import connections


class NoThread(Executor):
    """Runs everything at once where it is submitted: for what never waits."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run ``fn`` now."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class ViewThread(ThreadPoolExecutor):
    """One thread; what runs in it leaves no connection of Django's open behind it."""

    def __init__(self) -> None:
        super().__init__(max_workers=1, thread_name_prefix="view")

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run ``fn`` when what was submitted before is done."""
        return super().submit(_run, fn, *args, **kwargs)


class ViewThreads:
    """Lends threads, at most ``count`` at once, to requests that wait for their turn, and keeps as many."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._room = asyncio.Semaphore(count)
        self._idle: list[ViewThread] = []

    @asynccontextmanager
    async def borrow(self, *, queue: bool = True) -> AsyncIterator[None]:
        """Run the views of this block in one thread; without ``queue`` it is there even while all are lent."""
        async with self._room if queue else contextlib.nullcontext():
            thread = self._idle.pop() if self._idle else ViewThread()
            try:
                async with ThreadSensitiveContext(executor=thread):
                    yield
            finally:
                self._take_back(thread)

    def _take_back(self, thread: ViewThread) -> None:
        if len(self._idle) < self._count:
            self._idle.append(thread)
        else:  # those who did not queue needed more
            thread.shutdown(wait=False)


def _run(do: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        return do(*args, **kwargs)
    finally:
        connections.close_all()
