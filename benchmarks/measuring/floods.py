"""Floods: a client sends many concurrent copies of a request, and repeats each as soon as it is answered."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from typing import Any

import psutil

from benchmarks.costly_requests import CostlyRequest
from tests.e2e.servers import Server

FLOODING = "127.0.0.2"


@contextmanager
def flooding(server: Server, flood: CostlyRequest | None, count: int) -> Iterator[Callable[[], Counter[int]]]:
    """Send ``count`` concurrent requests from another process until the end of the block; yield a way to stop."""
    if flood is None:
        yield Counter
        return
    context = multiprocessing.get_context("spawn")
    begun, ended, answers = context.Event(), context.Event(), context.SimpleQueue()
    process = context.Process(target=_flood, args=(server.port, flood, count, begun, ended, answers))
    process.start()
    try:
        begun.wait(60)

        def read_answers() -> Counter[int]:
            ended.set()
            statuses: Counter[int] = answers.get()
            return statuses

        yield read_answers
    finally:
        ended.set()
        process.join(20)
        process.kill()
    wait_for_rest(server)


def wait_for_rest(server: Server) -> None:
    """Return when the server has finished the work for clients that left, or after a minute."""
    process = psutil.Process(server.process.pid)
    for _ in range(60):
        before = sum(map(read_clock, [process, *process.children(recursive=True)]))
        time.sleep(0.5)
        if sum(map(read_clock, [process, *process.children(recursive=True)])) - before < 0.05:
            return


def _flood(port: int, flood: CostlyRequest, count: int, begun: Event, ended: Event, answers: Any) -> None:
    answers.put(asyncio.run(_send_all(port, flood, count, begun, ended)))


async def _send_all(port: int, flood: CostlyRequest, count: int, begun: Event, ended: Event) -> Counter[int]:
    statuses: Counter[int] = Counter()
    senders = [asyncio.create_task(_send(port, flood, statuses)) for _ in range(count)]
    await asyncio.sleep(0.2)
    begun.set()
    await asyncio.to_thread(ended.wait)
    for sender in senders:
        sender.cancel()
    await asyncio.gather(*senders, return_exceptions=True)
    return statuses


async def _send(port: int, flood: CostlyRequest, statuses: Counter[int]) -> None:
    """Send a request, and repeat it as soon as it is answered."""
    body = flood.body or b""
    head = (
        f"{flood.method} {flood.path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(FLOODING, 0))
        try:
            writer.write(head.encode() + body)
            line = await reader.readline()
            await reader.read()
            statuses[int(line.split()[1]) if line else 0] += 1
        finally:
            writer.close()


def read_clock(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)
