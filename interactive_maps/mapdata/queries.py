"""Questions to the map tables: only this module, :mod:`walks` and :mod:`selection` read map data by SQL."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager
from dataclasses import dataclass

from django.conf import settings

from interactive_maps.mapdata.connections import open_transaction
from interactive_maps.mapdata.layers import LAYERS, Layer
from interactive_maps.mapdata.parameters import Filter, Page
from interactive_maps.mapdata.selection import Selection
from interactive_maps.mapdata.sources import fetch_source
from interactive_maps.mapdata.walks import Scan, Walk
from interactive_maps.ops.errors import Unavailable
from interactive_maps.streaming.events import Batch
from interactive_maps.streaming.store import Snapshot

BATCHES_AHEAD = 4  # asked for at once after the first: the database waits less often for us

logger = logging.getLogger(__name__)
_reports: set[asyncio.Task[None]] = set()  # the event loop itself keeps no task alive


@dataclass(frozen=True, slots=True)
class PageOfItems:
    """``items`` is the inside of a JSON array; ``next_after`` the key to go on behind, if anything follows."""

    items: bytes
    count: int
    next_after: int | None


def fetch_version(layer: Layer) -> int:
    """Return the version of ``layer``'s data that a new request must see."""
    with open_transaction() as connection:
        return fetch_source(connection.cursor(), layer).version


def fetch_page(
    layer: Layer, chosen: Filter, page: Page, known_versions: Container[int]
) -> tuple[int, PageOfItems | None]:
    """Return the version and the page, from one snapshot; no page if its version is one of ``known_versions``."""
    with open_transaction() as connection:
        source = fetch_source(connection.cursor(), layer)
        if source.version in known_versions:
            return source.version, None
        walk = Walk(connection, Selection(layer, source, settings.SRID_OF_ZERO), chosen)
        batch = walk.fetch_batch(page.limit, page.after, page.offset or 0)
        return source.version, PageOfItems(
            batch.items, batch.count, walk.last if batch.more_pending else None
        )


@asynccontextmanager
async def open_snapshot(layer: Layer, chosen: Filter) -> AsyncIterator[Snapshot]:
    """Give all batches of ``layer``, in key order, from one snapshot; its transaction is held until the exit."""
    with contextlib.ExitStack() as stack:
        connection = await asyncio.to_thread(stack.enter_context, open_transaction())
        try:
            source = await asyncio.to_thread(fetch_source, connection.cursor(), layer)
            scan = Scan(connection, Selection(layer, source, settings.SRID_OF_ZERO), chosen)
            yield Snapshot(source.version, _run_ahead(scan))
        finally:
            await asyncio.to_thread(stack.close)


async def _run_ahead(scan: Scan) -> AsyncIterator[Batch]:
    """Yield all batches; the database makes the next ones while the last ones are being sent."""
    batches = await asyncio.to_thread(scan.fetch, 1)
    while batches[-1].more_pending:
        following = asyncio.create_task(asyncio.to_thread(scan.fetch, BATCHES_AHEAD))
        try:
            for batch in batches:
                yield batch
        finally:
            batches = await following
    for batch in batches:
        yield batch


async def check_map() -> str:
    """Return "" if the map can be read, else a sentence that says why not."""
    try:
        for name in ("rooms", "base-floor"):
            await asyncio.to_thread(fetch_version, LAYERS[name])
    except Unavailable as error:
        return str(error)
    return ""


async def report_map() -> None:
    """Say in the log of a starting worker, which does not wait for it, why the map cannot be read."""

    async def report() -> None:
        if problem := await check_map():
            hint = " Start it with scripts/database start." if settings.USES_PRIVATE_DATABASE else ""
            logger.warning("%s%s", problem, hint)

    _reports.add(task := asyncio.create_task(report()))
    task.add_done_callback(_reports.discard)
