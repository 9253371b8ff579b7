"""Queries of layers: versions, pages, tiles, single items, and the batches of a stream, each from one snapshot."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Container, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.conf import settings
from prometheus_client import Histogram
from psycopg import Connection

from interactive_maps.mapdata.database import table_info
from interactive_maps.mapdata.database.connections import list_hosts, open_connection, open_transaction
from interactive_maps.mapdata.database.database_metrics import BATCH_SECONDS
from interactive_maps.mapdata.database.hosts import Host
from interactive_maps.mapdata.database.table_info import fetch_table_info
from interactive_maps.mapdata.database.table_replacements import Tables, read_again, require_unreplaced
from interactive_maps.mapdata.reading.fault_tolerant_query import run_fault_tolerant
from interactive_maps.mapdata.reading.item_select import ItemSelect
from interactive_maps.mapdata.reading.keyset_cursor import BATCH_SIZE, KeysetCursor, ServerCursor
from interactive_maps.mapdata.reading.layer_query import LayerQuery, LevelPosition, Page, Tile
from interactive_maps.mapdata.reading.shape_select import ShapeQuery
from interactive_maps.mapdata.reading.space_lookup import SpaceQuery
from interactive_maps.mapdata.reading.tile_select import TileQuery
from interactive_maps.mapdata.schema.layer import Layer, TableInfo
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.mapdata.search.filtering import write_filter
from interactive_maps.ops.errors import DatabaseAway, Unavailable
from interactive_maps.streaming.events import Batch, Snapshot

BATCHES_AHEAD = 4  # requested at once after the first, so that the database waits less often for us

logger = logging.getLogger(__name__)
_newest: dict[str, int] = {}  # layer -> the version last returned
_reports: set[asyncio.Task[None]] = set()  # the event loop itself keeps only weak references to tasks


@dataclass(frozen=True, slots=True)
class PageOfItems:
    """``items`` is the inside of a JSON array; ``next_after`` the key to continue after, if more follow."""

    items: bytes
    count: int
    next_after: int | None


def fetch_version(layer: Layer, at_least: int = 0) -> int:
    """Return the version of ``layer``'s data for a new request; ``at_least`` is known to exist."""
    version = _ask_version(list_hosts()[0], layer)
    if version is not None and version >= max(at_least, _newest.get(layer.name, 0)):
        _newest[layer.name] = version
        return version
    with _open_source(layer, at_least) as (_, source):
        return source.version


def _ask_version(host: Host, layer: Layer) -> int | None:
    """Return one host's version without a transaction, or None if that is not enough."""
    try:
        with open_connection(host) as connection:
            return table_info.fetch_version(connection.cursor(), layer)
    except DatabaseAway:
        if host.is_primary:
            raise
        return None


def fetch_page(
    query: LayerQuery, page: Page, known_versions: Container[int]
) -> tuple[int, PageOfItems | None]:
    """Return the version and the page, from one snapshot; no page if its version is one of ``known_versions``."""
    return read_again(partial(_fetch_page, query, page, known_versions))


def _fetch_page(
    query: LayerQuery, page: Page, known_versions: Container[int], locked: Tables
) -> tuple[int, PageOfItems | None]:
    with _open_source(query.layer, locked=locked, costly=query.q is not None) as (connection, source):
        if source.version in known_versions:
            return source.version, None
        cursor = KeysetCursor(connection, _select(connection, query, source))
        batch = cursor.fetch_batch(page.limit, page.after, page.offset or 0)
        require_unreplaced(connection, [query.layer.table])
        return source.version, PageOfItems(
            batch.items, batch.count, cursor.last if batch.more_pending else None
        )


def fetch_tile(query: LayerQuery, tile: Tile, known_versions: Container[int]) -> tuple[int, bytes | None]:
    """Return the version and the tile, as Mapbox Vector Tile; no tile if the version is one of ``known_versions``."""
    return read_again(partial(_fetch_tile, query, tile, known_versions))


def _fetch_tile(
    query: LayerQuery, tile: Tile, known_versions: Container[int], locked: Tables
) -> tuple[int, bytes | None]:
    with _open_source(query.layer, locked=locked, costly=tile.is_wide) as (connection, source):
        if source.version in known_versions:
            return source.version, None
        items = ItemSelect(query, source, settings.SRID_OF_ZERO)
        body = bytes(run_fault_tolerant(connection, TileQuery(items, tile)))
        require_unreplaced(connection, [query.layer.table])
        return source.version, body


def fetch_shapes(query: LayerQuery, tolerance: float) -> str:
    """Return the largest shapes in Web Mercator, as JSON text (see :class:`ShapeQuery`)."""
    return read_again(partial(_fetch_shapes, query, tolerance))


def _fetch_shapes(query: LayerQuery, tolerance: float, locked: Tables) -> str:
    with _open_source(query.layer, locked=locked, costly=True) as (connection, source):
        items = ItemSelect(query, source, settings.SRID_OF_ZERO)
        shapes = str(run_fault_tolerant(connection, ShapeQuery(items, tolerance)))
        require_unreplaced(connection, [query.layer.table])
        return shapes


def fetch_at(query: LayerQuery, place: LevelPosition) -> tuple[int, bytes | None]:
    """Return the version, and the smallest area that contains ``place``, as JSON; None if there is none."""
    return read_again(partial(_fetch_at, query, place))


def _fetch_at(query: LayerQuery, place: LevelPosition, locked: Tables) -> tuple[int, bytes | None]:
    with _open_source(query.layer, locked=locked) as (connection, source):
        items = ItemSelect(query, source, settings.SRID_OF_ZERO)
        key = run_fault_tolerant(connection, SpaceQuery(items, place))
        require_unreplaced(connection, [query.layer.table])
        if key is None:
            return source.version, None
        return source.version, KeysetCursor(connection, items.narrow(key=key)).fetch_batch(1).items


def fetch_item(query: LayerQuery, key: int) -> tuple[int, bytes | None]:
    """Return the version, and the item with that key, as JSON; None if there is none."""
    version, page = fetch_page(replace(query, key=key), Page(1), ())
    return version, (page and page.items) or None


@asynccontextmanager
async def open_snapshot(query: LayerQuery) -> AsyncIterator[Snapshot]:
    """Yield all batches of ``query``, in key order, from one snapshot; its transaction lasts until the exit."""
    with contextlib.ExitStack() as stack:
        connection, source = await asyncio.to_thread(stack.enter_context, _open_source(query.layer))
        try:
            items = await asyncio.to_thread(_select, connection, query, source)
            seconds = BATCH_SECONDS.labels(query.layer.name)
            check = partial(require_unreplaced, connection, [query.layer.table])

            def read(skipped: int) -> AsyncIterator[Batch]:
                return _run_ahead(ServerCursor(connection, items, skipped * BATCH_SIZE), seconds, check)

            version = source.version if source.is_tracked else table_info.make_version()
            yield Snapshot(version, read, BATCH_SIZE, query.digest)
        finally:
            await asyncio.to_thread(stack.close)


def _select(connection: Connection[Any], query: LayerQuery, source: TableInfo) -> ItemSelect:
    found = None if query.q is None else write_filter(connection, query.layer, query.q)
    return ItemSelect(query, source, settings.SRID_OF_ZERO, found=found)


@contextmanager
def _open_source(
    layer: Layer, at_least: int = 0, locked: Tables = (), *, costly: bool = False
) -> Iterator[tuple[Connection[Any], TableInfo]]:
    """Yield a connection in a snapshot no older than this process's earlier responses, and its tables.

    Unavailable or older replicas are skipped. The primary comes last, and its data is used in any case.
    """
    with contextlib.ExitStack() as stack:
        for host in list_hosts():
            try:
                connection = stack.enter_context(open_transaction(host, locked, costly=costly))
                source = fetch_table_info(connection.cursor(), layer)
            except DatabaseAway:
                if host.is_primary:
                    raise
                continue
            if host.is_primary or source.version >= max(at_least, _newest.get(layer.name, 0)):
                break
            stack.close()
        _newest[layer.name] = source.version
        yield connection, source


async def _run_ahead(
    cursor: ServerCursor, seconds: Histogram, check: Callable[[], None]
) -> AsyncIterator[Batch]:
    """Yield all batches; the database produces the next ones while the last ones are being sent.

    ``check`` raises an error if the first batch comes from a table that the snapshot does not contain.
    """
    batches = await asyncio.to_thread(_fetch, cursor, 1, seconds)
    await asyncio.to_thread(check)
    while batches[-1].more_pending:
        following = asyncio.create_task(asyncio.to_thread(_fetch, cursor, BATCHES_AHEAD, seconds))
        try:
            for batch in batches:
                yield batch
        finally:
            batches = await following
    for batch in batches:
        yield batch


def _fetch(cursor: ServerCursor, count: int, seconds: Histogram) -> list[Batch]:
    start = time.perf_counter()
    batches = cursor.fetch(count)
    mean = (time.perf_counter() - start) / len(batches)
    for _ in batches:
        seconds.observe(mean)
    return batches


async def check_map() -> str:
    """Return "" if the map can be read, else a sentence with the reason."""
    try:
        for name in ("rooms", "base-floor"):
            await asyncio.to_thread(fetch_version, LAYERS[name])
    except Unavailable as error:
        return str(error)
    return ""


async def report_map() -> None:
    """Log at start-up, without delaying the worker, why the map cannot be read."""

    async def report() -> None:
        if problem := await check_map():
            hint = " Start it with scripts/database start." if settings.USES_PRIVATE_DATABASE else ""
            logger.warning("%s%s", problem, hint)

    _reports.add(task := asyncio.create_task(report()))
    task.add_done_callback(_reports.discard)
