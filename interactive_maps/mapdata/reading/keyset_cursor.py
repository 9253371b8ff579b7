"""Batches of a layer's items from one snapshot: keyset pagination for pages, a cursor for streams."""

from __future__ import annotations

import json
import math
from typing import Any

import psycopg
from psycopg import Connection, sql

from interactive_maps.mapdata.reading.item_select import ItemSelect
from interactive_maps.streaming.events import Batch

BATCH_SIZE = 500
# PostGIS's complaints about a geometry, as psycopg names them.
GEOMETRY_ERRORS = (psycopg.errors.InternalError_, psycopg.DataError)


class KeysetCursor:
    """Batches of one SELECT on one connection, in key order."""

    def __init__(self, connection: Connection[Any], select: ItemSelect) -> None:
        self.last: int | None = None
        self._connection = connection
        self._select = select

    def fetch_batch(self, count: int, after: int | None = None, offset: int = 0) -> Batch:
        """Return the next ``count`` items; ``last`` becomes the last key."""
        try:
            with self._connection.transaction():  # a savepoint: an error must not end the snapshot
                return self._run(self._select.select_batch(count, after, offset))
        except GEOMETRY_ERRORS:
            if count > 1:
                return self._fetch_halves(count, after, offset)
        # A geometry that PostGIS cannot transform to WGS84 becomes null; the other items are unaffected.
        return self._run(self._select.leave_out_geometry().select_batch(1, after, offset))

    def _fetch_halves(self, count: int, after: int | None, offset: int) -> Batch:
        first = self.fetch_batch(count // 2, after, offset)
        if not first.more_pending:
            return first
        second = self.fetch_batch(count - first.count, self.last)
        return Batch(first.items + b"," + second.items, first.count + second.count, second.more_pending)

    def _run(self, query: sql.Composed) -> Batch:
        result = self._connection.execute(query).pgresult
        assert result is not None, "a SELECT has a result"
        # The text goes from the socket to the frame unchanged, without a str.
        items, seen, last, more = (result.get_value(0, column) for column in range(4))
        self.last = int(last) if last else None
        return Batch(_keep_finite(items or b""), int(seen or 0), more == b"t")


class ServerCursor:
    """All batches of one SELECT after the first ``offset`` items, with one cursor: the query is planned once, not per
    batch.
    """

    def __init__(self, connection: Connection[Any], select: ItemSelect, offset: int = 0) -> None:
        self._connection = connection
        self._select = select
        self._keyset = KeysetCursor(connection, select)
        self._offset = offset
        # The item, if any, fetched only to learn whether more follow; None before the cursor exists.
        self._ahead: list[bytes] | None = None

    def fetch(self, batches: int) -> list[Batch]:
        """Return the next batches: at least one, at most the requested number."""
        try:
            if self._ahead is None:
                self._open()
            return self._fetch_batches(batches * BATCH_SIZE)
        except GEOMETRY_ERRORS:
            # PostGIS rejects one of the next rows: keyset pagination works around it.
            self._connection.execute("ROLLBACK TO SAVEPOINT scan; RELEASE SAVEPOINT scan")
            self._ahead = None
            return [self._keyset.fetch_batch(BATCH_SIZE, *self._place)]

    @property
    def _place(self) -> tuple[int | None, int]:
        """The key to continue after, and the number of items to skip, which is 0 once there is a key."""
        return self._keyset.last, 0 if self._keyset.last is not None else self._offset

    def _open(self) -> None:
        # Optimise for the first rows, not the last. On a large table PostgreSQL would also compile a query with so
        # many functions, which takes longer than running it.
        settings = sql.SQL("SET LOCAL cursor_tuple_fraction = 0.0001; SET LOCAL jit = off")
        query = self._select.select_items(*self._place)
        self._connection.execute(
            sql.SQL("SAVEPOINT scan; {}; DECLARE scan NO SCROLL CURSOR FOR {}").format(settings, query)
        )
        self._ahead = []

    def _fetch_batches(self, count: int) -> list[Batch]:
        ahead = self._ahead or []
        fetch = sql.SQL("FETCH {} FROM scan").format(count + 1 - len(ahead))
        result = self._connection.execute(fetch).pgresult
        assert result is not None, "a FETCH has a result"
        # The text goes from the socket to the frame unchanged, without a str.
        items = ahead + [result.get_value(row, 0) or b"" for row in range(result.ntuples)]
        items, self._ahead = items[:count], items[count:]
        if self._ahead:
            self._keyset.last = int(result.get_value(result.ntuples - 2, 1) or 0)
        parts = [items[start : start + BATCH_SIZE] for start in range(0, len(items), BATCH_SIZE)] or [[]]
        more = [True] * (len(parts) - 1) + [bool(self._ahead)]
        return [
            Batch(_keep_finite(b",".join(part)), len(part), follows)
            for part, follows in zip(parts, more, strict=True)
        ]


def _keep_finite(items: bytes) -> bytes:
    """Return ``items`` with null for geometries with NaN or infinity, which PostGIS writes but JSON forbids."""
    if b"NaN" not in items and b"Infinity" not in items:
        return items
    repaired = json.loads(b"[" + items + b"]")
    for item in repaired:
        for name in ("location", "geometry", "display_point"):
            if name in item and not _is_finite(item[name]):
                item[name] = None
    return json.dumps(repaired, ensure_ascii=False, separators=(",", ":"))[1:-1].encode()


def _is_finite(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict | list):
        return all(map(_is_finite, value.values() if isinstance(value, dict) else value))
    return True
