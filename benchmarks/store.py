"""Cost of a step of the frame store by the number of streams kept: ``scripts/bench store``.

Each step is timed against the same step in the smallest store, in turn: a cost that grows with the streams that
clients' filters have created would block the event loop for everybody.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count

from benchmarks.measuring.clock import Times
from benchmarks.measuring.report import Measure, conclude, describe_machine, divide
from interactive_maps.streaming.cache import CacheLimits
from interactive_maps.streaming.encodings import IDENTITY
from interactive_maps.streaming.events import Batch, Snapshot
from interactive_maps.streaming.store import FrameStore, StoreLimits

KEPT = (100, 1_000, 10_000, 40_000)
MOST = 3.0  # times as long as with the fewest: allows for processor caches and a busy machine
SIDE = "store"

Step = Callable[["Kept"], Awaitable[None]]


class Kept:
    """A store that keeps ``streams`` streams, each of another filter, and has hardly any more room."""

    def __init__(self, streams: int) -> None:
        self.streams = streams
        self.numbers = count(streams)
        limits = CacheLimits(memory=2**33, disk=2**33, logs=streams + 10)
        self.store = FrameStore(StoreLimits(limits, linger=1000.0))

    async def fill(self) -> None:
        """Produce the streams, and read each."""
        for number in range(self.streams):
            await self.read(number, 1)

    async def read(self, topic: int, version: int) -> None:
        """Read a stream to its end."""

        async def read_batches(_: int) -> AsyncIterator[Batch]:
            yield Batch(b"{}", 1, more_pending=False)

        @asynccontextmanager
        async def open_snapshot() -> AsyncIterator[Snapshot]:
            yield Snapshot(version, read_batches, 500)

        log = await self.store.open(topic, version, open_snapshot, IDENTITY)
        with self.store.reading(log):
            while not log.finished:
                await log.grow()


async def change_version(kept: Kept) -> None:
    """Supersede one of the streams."""
    number = next(kept.numbers)
    await kept.read(number % kept.streams, 2 + number)


async def come_new(kept: Kept) -> None:
    """Request a new filter; an old one makes room."""
    await kept.read(next(kept.numbers) + 10**9, 1)


STEPS: dict[str, Step] = {"new version": change_version, "new filter": come_new}


async def measure(repeats: int) -> list[Measure]:
    """Return how much longer each step takes in the larger stores than in the smallest."""
    stores = [Kept(streams) for streams in KEPT]
    for kept in stores:
        await kept.fill()
    measures = []
    for name, step in STEPS.items():
        seconds: dict[int, list[float]] = {streams: [] for streams in KEPT}
        for _ in range(repeats):
            for kept in stores:
                began = time.perf_counter()
                await step(kept)
                seconds[kept.streams].append(time.perf_counter() - began)
        times = {streams: Times(statistics.median(taken), min(taken)) for streams, taken in seconds.items()}
        for streams in KEPT[1:]:
            ours = (f"{name} at {streams:,} kept", times[streams])
            measures.append(divide(SIDE, ours, (f"at {KEPT[0]}", times[KEPT[0]]), target=MOST))
    for kept in stores:
        await kept.store.close()
    return measures


def main() -> None:
    """Measure all steps, and print the results."""
    parser = argparse.ArgumentParser(prog="scripts/bench store", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    parser.add_argument("--repeats", type=int, default=500, help="how often each step is taken (500)")
    arguments = parser.parse_args()
    load = describe_machine()["load_average"]
    measures = asyncio.run(measure(arguments.repeats))
    conclude(measures, f"Frame store, load {load} before", {"load_before": load}, as_json=arguments.json)


if __name__ == "__main__":
    main()
