"""The worker's frame store: one per event loop, created on first use."""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

from django.conf import settings

from interactive_maps.streaming import metrics
from interactive_maps.streaming.cache import CacheLimits
from interactive_maps.streaming.store import FrameStore, StoreLimits

_stores: WeakKeyDictionary[asyncio.AbstractEventLoop, FrameStore] = WeakKeyDictionary()


def get_store() -> FrameStore:
    """Return the running event loop's store."""
    loop = asyncio.get_running_loop()
    store = _stores.get(loop)
    if store is None:
        limits = StoreLimits(
            CacheLimits(
                memory=settings.STREAM_MEMORY_BYTES,
                disk=settings.STREAM_SPOOL_BYTES,
                spool_directory=settings.STREAM_SPOOL_DIR,
            ),
            # Leave one connection of the pool for the short queries of pages and health checks.
            productions=max(1, settings.PG_POOL_SIZE - 1),
        )
        store = _stores[loop] = FrameStore(limits)
    return store


def drain_store() -> None:
    """End every open stream of this loop with its final event."""
    get_store().drain()


async def close_store() -> None:
    """Stop this loop's producers and free its frames."""
    store = _stores.pop(asyncio.get_running_loop(), None)
    if store is not None:
        await store.close()


def sample_store() -> None:
    """Set the gauges of this loop's store."""
    store = get_store()
    cache = store.cache
    metrics.STORE_BYTES.labels("memory").set(cache.usage.memory)
    metrics.STORE_BYTES.labels("disk").set(cache.usage.disk)
    metrics.STORE_LIMIT_BYTES.labels("memory").set(cache.limits.memory)
    metrics.STORE_LIMIT_BYTES.labels("disk").set(cache.limits.disk)
    metrics.STORE_LOGS.set(len(cache))
    metrics.PRODUCTIONS.set(store.productions)
    metrics.UNSHARED_PRODUCTIONS.set(store.unshared)
