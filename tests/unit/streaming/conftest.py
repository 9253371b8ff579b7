"""A source of batches that a test can hold back, break and count."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from interactive_maps.streaming.events import Batch
from interactive_maps.streaming.store import FrameStore, Snapshot, StoreLimits


class Source:
    """``batches`` of one item each at ``version``; waits before batch ``hold_at`` until ``go_on`` is set."""

    def __init__(self, batches=3, version=1, hold_at=None, break_at=None, size=10):
        self.batches, self.version, self.hold_at, self.break_at, self.size = (
            batches,
            version,
            hold_at,
            break_at,
            size,
        )
        self.go_on = asyncio.Event()
        self.opened = self.closed = 0

    @asynccontextmanager
    async def open(self):
        self.opened += 1
        try:
            yield Snapshot(self.version, self._walk())
        finally:
            self.closed += 1

    async def _walk(self):
        for number in range(1, self.batches + 1):
            if number == self.hold_at:
                await self.go_on.wait()
            if number == self.break_at:
                await asyncio.sleep(0.02)  # a reader has come meanwhile
                raise ConnectionError("the source is gone")
            yield Batch(b'"%0*d"' % (self.size, number), 1, number < self.batches)


@pytest.fixture
async def make_store():
    stores = []

    def make(**limits):
        store = FrameStore(
            StoreLimits(**{"memory": 10**6, "disk": 10**6, "linger": 0.05, "patience": 0.2} | limits)
        )
        stores.append(store)
        return store

    yield make
    for store in stores:
        await store.close()
        assert store.usage.memory == 0
        assert store.usage.disk == 0
