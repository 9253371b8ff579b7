"""A source of batches that a test can hold back, break and count."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from interactive_maps.streaming.cache import CacheLimits
from interactive_maps.streaming.events import Batch, Snapshot
from interactive_maps.streaming.store import FrameStore, StoreLimits


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
        self.opened = self.closed = self.made = 0

    @asynccontextmanager
    async def open(self):
        self.opened += 1
        try:
            yield Snapshot(self.version, self._walk, 1)
        finally:
            self.closed += 1

    async def _walk(self, skipped):
        if skipped >= self.batches:
            yield Batch(b"", 0, more_pending=False)
        for number in range(skipped + 1, self.batches + 1):
            if number == self.hold_at:
                await self.go_on.wait()
            if number == self.break_at:
                await asyncio.sleep(0.02)  # a reader has come meanwhile
                raise ConnectionError("the source is gone")
            self.made += 1
            yield Batch(b'"%0*d"' % (self.size, number), 1, number < self.batches)


@pytest.fixture
async def make_store():
    stores = []

    def make(*, productions=3, linger=1.0, patience=0.2, allowance=0.05, **limits):
        cache = CacheLimits(**{"memory": 10**6, "disk": 10**6} | limits)
        store = FrameStore(StoreLimits(cache, productions, linger, patience, allowance))
        stores.append(store)
        return store

    yield make
    for store in stores:
        await store.close()
        assert (store.cache.usage.memory, store.cache.usage.disk) == (0, 0)
        assert len(store.cache) == store.productions == 0
