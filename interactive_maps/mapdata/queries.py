"""Questions to the map tables: the only module, with its :mod:`selection`, that reads map data by SQL."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from psycopg import Connection, sql

from interactive_maps.mapdata.connections import open_transaction
from interactive_maps.mapdata.layers import LAYERS, Layer
from interactive_maps.mapdata.parameters import Filter, Page
from interactive_maps.mapdata.selection import Selection
from interactive_maps.mapdata.sources import fetch_source
from interactive_maps.ops.errors import Unavailable
from interactive_maps.streaming.events import Batch
from interactive_maps.streaming.store import Snapshot

BATCH_SIZE = 500


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
        walk = _Walk(connection, Selection(layer, source, settings.SRID_OF_ZERO), chosen)
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
            walk = _Walk(connection, Selection(layer, source, settings.SRID_OF_ZERO), chosen)
            yield Snapshot(source.version, _run_ahead(walk))
        finally:
            await asyncio.to_thread(stack.close)


async def _run_ahead(walk: _Walk) -> AsyncIterator[Batch]:
    """Yield all batches; the database makes the next one while the last one is being sent."""
    batch = await asyncio.to_thread(walk.fetch_batch, BATCH_SIZE)
    while batch.more_pending:
        following = asyncio.create_task(asyncio.to_thread(walk.fetch_batch, BATCH_SIZE, walk.last))
        try:
            yield batch
        finally:
            batch = await following
    yield batch


async def check_map() -> str:
    """Return "" if the map can be read, else a sentence that says why not."""
    try:
        for name in ("rooms", "base-floor"):
            await asyncio.to_thread(fetch_version, LAYERS[name])
    except Unavailable as error:
        return str(error)
    return ""


class _Walk:
    """Batches of one selection on one connection, in key order."""

    def __init__(self, connection: Connection[Any], selection: Selection, chosen: Filter) -> None:
        self.last: int | None = None
        self._connection = connection
        self._selection = selection
        self._chosen = chosen

    def fetch_batch(self, count: int, after: int | None = None, offset: int = 0) -> Batch:
        """Return the next ``count`` items; ``last`` becomes the key of the last of them."""
        try:
            with self._connection.transaction():  # a savepoint: what fails must not end the snapshot
                return self._run(self._selection.select_batch(self._chosen, count, after, offset))
        except (psycopg.errors.InternalError_, psycopg.DataError):
            if count > 1:
                return self._fetch_halves(count, after, offset)
        # One geometry that PostGIS cannot bring to WGS84 is sent without it: the others are not to suffer.
        return self._run(self._selection.leave_out_geometry().select_batch(self._chosen, 1, after, offset))

    def _fetch_halves(self, count: int, after: int | None, offset: int) -> Batch:
        first = self.fetch_batch(count // 2, after, offset)
        if not first.more_pending:
            return first
        second = self.fetch_batch(count - first.count, self.last)
        return Batch(first.items + b"," + second.items, first.count + second.count, second.more_pending)

    def _run(self, query: sql.Composed) -> Batch:
        result = self._connection.execute(query).pgresult
        assert result is not None, "a SELECT has a result"
        # The text goes from the socket to the frame as it is: no str is made of it.
        items, seen, last, more = (result.get_value(0, column) for column in range(4))
        self.last = int(last) if last else None
        return Batch(_keep_finite(items or b""), int(seen or 0), more == b"t")


def _keep_finite(items: bytes) -> bytes:
    """Return ``items`` with null for geometries that hold NaN or infinity, which PostGIS writes and JSON lacks."""
    if b"NaN" not in items and b"Infinity" not in items:
        return items
    mended = json.loads(b"[" + items + b"]")
    for item in mended:
        for name in ("location", "geometry"):
            if name in item and not _is_finite(item[name]):
                item[name] = None
    return json.dumps(mended, ensure_ascii=False, separators=(",", ":"))[1:-1].encode()


def _is_finite(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict | list):
        return all(map(_is_finite, value.values() if isinstance(value, dict) else value))
    return True
