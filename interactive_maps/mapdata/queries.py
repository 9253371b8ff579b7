"""Questions to the map tables: the only module, with its :mod:`selection`, that reads map data by SQL."""

from __future__ import annotations

import json
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from psycopg import AsyncConnection

from interactive_maps.mapdata.connections import open_transaction
from interactive_maps.mapdata.layers import Layer, LayerSource
from interactive_maps.mapdata.parameters import Filter, Page
from interactive_maps.mapdata.selection import Selection
from interactive_maps.ops.errors import NotPrepared
from interactive_maps.streaming.events import Batch
from interactive_maps.streaming.store import Snapshot

BATCH_SIZE = 500
UNTRACKED_SECONDS = 30.0  # how old an answer may be where no trigger tells of changes

_untracked: dict[str, tuple[float, int]] = {}  # layer -> when its made-up version was given out, and which


@dataclass(frozen=True, slots=True)
class PageOfItems:
    """``items`` is the inside of a JSON array; ``next_after`` the key to go on behind, if anything follows."""

    items: bytes
    count: int
    next_after: int | None


async def fetch_version(layer: Layer) -> int:
    """Return the version of ``layer``'s data that a new request must see."""
    async with open_transaction() as connection:
        return (await _fetch_source(connection, layer)).version


async def fetch_page(
    layer: Layer, chosen: Filter, page: Page, known_versions: set[int]
) -> tuple[int, PageOfItems | None]:
    """Return the version and the page, from one snapshot; no page if its version is one of ``known_versions``."""
    async with open_transaction() as connection:
        source = await _fetch_source(connection, layer)
        if source.version in known_versions:
            return source.version, None
        selection = Selection(layer, source, settings.SRID_OF_ZERO)
        query = selection.select_batch(chosen, page.limit, page.after, page.offset or 0)
        batch, last = await _fetch_batch(connection, query, page.limit)
        return source.version, PageOfItems(batch.items, batch.count, last if batch.more_pending else None)


@asynccontextmanager
async def open_snapshot(layer: Layer, chosen: Filter) -> AsyncIterator[Snapshot]:
    """Give all batches of ``layer``, in key order, from one snapshot; its transaction is held until the exit."""
    async with open_transaction() as connection:
        source = await _fetch_source(connection, layer)
        yield Snapshot(
            source.version, _walk(connection, Selection(layer, source, settings.SRID_OF_ZERO), chosen)
        )


async def _walk(
    connection: AsyncConnection[Any], selection: Selection, chosen: Filter
) -> AsyncIterator[Batch]:
    last: int | None = None
    while True:
        batch, last = await _fetch_batch(
            connection, selection.select_batch(chosen, BATCH_SIZE, last), BATCH_SIZE
        )
        yield batch
        if not batch.more_pending:
            return


async def _fetch_batch(connection: AsyncConnection[Any], query: Any, size: int) -> tuple[Batch, int | None]:
    cursor = await connection.execute(query)
    result = cursor.pgresult
    assert result is not None, "a SELECT has a result"
    # The text goes from the socket to the frame as it is: no str is made of it.
    items, seen, last = (result.get_value(0, column) for column in range(3))
    count = int(seen or 0)
    return Batch(_keep_finite(items or b""), min(count, size), count > size), int(last) if last else None


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


async def _fetch_source(connection: AsyncConnection[Any], layer: Layer) -> LayerSource:
    try:
        cursor = await connection.execute(
            "SELECT version, tracked, srid, geometry_type, columns FROM layer_version WHERE layer = %s",
            [layer.name],
        )
        row = await cursor.fetchone()
    except psycopg.errors.UndefinedTable:
        row = None
    if row is None:
        raise NotPrepared(f"The table {layer.table} is not set up for reading: run `manage.py migrate`.")
    version, tracked, srid, geometry_type, columns = row
    return LayerSource(
        version=version if tracked else _stamp(layer),
        tracked=tracked,
        srid=srid,
        geometry_type=geometry_type,
        columns=columns,
    )


def _stamp(layer: Layer) -> int:
    """Return a version for data whose changes nobody counts: a new one, of this process alone, now and then."""
    now = time.monotonic()
    given, version = _untracked.get(layer.name, (-math.inf, 0))
    if now - given > UNTRACKED_SECONDS:
        version = time.time_ns() // 1000
        _untracked[layer.name] = now, version
    return version
