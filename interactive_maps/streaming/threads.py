"""Threads that run views: one per request at a time, then reused for the next request.

Django itself starts and ends a thread for each request, and uses one again to close the response.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from django.db import connections

from interactive_maps.ops.limits.fair_queue import FairQueue, QueueLimits
from interactive_maps.ops.limits.lanes import Lane
from interactive_maps.streaming.metrics import LANE_RUNNING, LANE_WAITING, QUEUE_SECONDS

AT_ONCE = 0.001  # a turn given within this many seconds does not count as waiting


class NoThread(Executor):
    """Executor that runs functions at once in the calling thread; for functions that never block."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run ``fn`` now."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class ViewThread(ThreadPoolExecutor):
    """A single thread that leaves no Django database connection open."""

    def __init__(self) -> None:
        super().__init__(max_workers=1, thread_name_prefix="view")
        self._last: Future[Any] | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run ``fn`` after everything submitted before it."""
        self._last = super().submit(_run, fn, *args, **kwargs)
        return self._last

    def when_idle(self, do: Callable[[], None]) -> None:
        """Call ``do`` in the running event loop: at once, or as soon as the thread's current work is over."""
        last = self._last
        if last is None or last.done():
            do()
            return
        loop = asyncio.get_running_loop()

        def call_back(_: Future[Any]) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(do)

        last.add_done_callback(call_back)


class ViewThreads:
    """Lends threads to requests, which wait in the queue of their lane, and keeps some threads for reuse."""

    def __init__(self, lanes: Mapping[Lane, QueueLimits]) -> None:
        self.queues = {lane: FairQueue(limits) for lane, limits in lanes.items()}
        self._seconds = {lane: QUEUE_SECONDS.labels(lane) for lane in lanes}
        self._kept = lanes[Lane.LIGHT].slots
        self._idle: list[ViewThread] = []

    def sample(self) -> None:
        """Set the gauges of the lanes."""
        for lane, queue in self.queues.items():
            LANE_RUNNING.labels(lane).set(queue.running)
            LANE_WAITING.labels(lane).set(queue.waiting)

    @asynccontextmanager
    async def borrow(self, lane: Lane, client: str | None) -> AsyncIterator[None]:
        """Run the views of this block in one thread. Raises what :meth:`FairQueue.enter` raises.

        If the client disconnects, its view continues, because a thread cannot be cancelled. It keeps its slot until
        it ends; otherwise a client that connects and disconnects could occupy any number of threads.
        """
        queue, asked = self.queues[lane], time.perf_counter()
        await queue.enter(client)
        if (waited := time.perf_counter() - asked) > AT_ONCE:
            self._seconds[lane].observe(waited)
        thread = self._idle.pop() if self._idle else ViewThread()
        try:
            async with ThreadSensitiveContext(executor=thread):
                yield
        finally:
            thread.when_idle(partial(self._take_back, thread, queue, client))

    def _take_back(self, thread: ViewThread, queue: FairQueue, client: str | None) -> None:
        if len(self._idle) < self._kept:
            self._idle.append(thread)
        else:  # the lanes together needed more threads
            thread.shutdown(wait=False)
        queue.leave(client)


def _run(do: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        return do(*args, **kwargs)
    finally:
        connections.close_all()
