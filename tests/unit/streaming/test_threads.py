"""Threads are lent to one request at a time, and kept."""

from __future__ import annotations

import asyncio
import threading
import time

from asgiref.sync import sync_to_async

from interactive_maps.streaming.threads import ViewThreads


async def run(threads: ViewThreads, *, queue: bool = True) -> int:
    async with threads.borrow(queue=queue):
        first = await sync_to_async(threading.get_ident)()
        assert await sync_to_async(threading.get_ident)() == first
        return first


async def test_one_thread_after_the_other_is_the_same():
    threads = ViewThreads(4)
    assert len({await run(threads) for _ in range(10)}) == 1


async def test_there_are_as_many_as_were_lent_at_once():
    threads = ViewThreads(3)
    assert len(set(await asyncio.gather(*(run(threads) for _ in range(20))))) <= 3


async def test_who_does_not_queue_is_served_while_all_are_lent():
    threads = ViewThreads(1)
    async with threads.borrow():
        queued = asyncio.create_task(run(threads))
        await run(threads, queue=False)
        assert not queued.done()
    await queued


async def test_threads_of_those_who_do_not_queue_end():
    threads = ViewThreads(2)
    alive = threading.active_count()
    await asyncio.gather(*(run(threads, queue=False) for _ in range(20)))
    deadline = time.monotonic() + 10
    while threading.active_count() > alive + 2:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
    assert len({await run(threads) for _ in range(10)}) <= 2


async def test_a_request_that_is_cancelled_gives_its_thread_back_when_it_has_ended():
    threads = ViewThreads(1)
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def view() -> None:
        begun.set()
        go_on.wait(10)
        ended.set()

    async def ask() -> None:
        async with threads.borrow():
            await sync_to_async(view)()

    request = asyncio.create_task(ask())
    await asyncio.to_thread(begun.wait)
    request.cancel()
    following = asyncio.create_task(run(threads))
    await asyncio.sleep(0)
    go_on.set()
    await following
    assert ended.is_set()
    await asyncio.gather(request, return_exceptions=True)
