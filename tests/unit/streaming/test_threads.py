"""Threads are lent to one request at a time, and kept."""

from __future__ import annotations

import asyncio
import threading

import pytest
from asgiref.sync import sync_to_async

from interactive_maps.ops.limits.lanes import Lane, make_limits
from interactive_maps.streaming.threads import ViewThreads


def make_threads(count: int) -> ViewThreads:
    return ViewThreads(
        make_limits(dict.fromkeys(Lane, count), count, waiting=100, waiting_each=100, seconds=60.0)
    )


async def run(threads: ViewThreads, lane: Lane = Lane.LIGHT, client: str | None = None) -> int:
    async with threads.borrow(lane, client):
        first = await sync_to_async(threading.get_ident)()
        assert await sync_to_async(threading.get_ident)() == first
        return first


async def test_one_thread_after_the_other_is_the_same():
    threads = make_threads(4)
    assert len({await run(threads) for _ in range(10)}) == 1


async def test_there_are_as_many_as_were_lent_at_once():
    threads = make_threads(3)
    assert len(set(await asyncio.gather(*(run(threads) for _ in range(20))))) <= 3


@pytest.mark.parametrize("lane", [Lane.LIVE, Lane.WATCH, Lane.LIGHT])
async def test_no_lane_waits_for_another(lane):
    threads = make_threads(1)
    async with threads.borrow(Lane.COSTLY, "a"):
        queued = asyncio.create_task(run(threads, Lane.COSTLY))
        await run(threads, lane, "a")
        assert not queued.done()
    await queued


async def test_a_view_whose_client_has_left_has_its_slot_until_it_is_done():
    threads = make_threads(4)
    queue = threads.queues[Lane.COSTLY]
    go_on = threading.Event()
    alive = threading.active_count()

    async def ask() -> None:
        async with threads.borrow(Lane.COSTLY, "a"):
            await sync_to_async(go_on.wait)(10)

    for _ in range(10):
        request = asyncio.create_task(ask())
        await asyncio.sleep(0.01)
        request.cancel()
        await asyncio.gather(request, return_exceptions=True)
    assert queue.running == 2
    assert queue.waiting == 0
    assert threading.active_count() <= alive + 2
    async with asyncio.timeout(5):
        assert await run(threads, Lane.COSTLY, "b"), "and nobody else is given its thread"
    go_on.set()
    while queue.running:
        await asyncio.sleep(0.01)


async def test_a_request_that_is_cancelled_gives_its_thread_back_when_it_has_ended():
    threads = make_threads(1)
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def view() -> None:
        begun.set()
        go_on.wait(10)
        ended.set()

    async def ask() -> None:
        async with threads.borrow(Lane.LIGHT, None):
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
