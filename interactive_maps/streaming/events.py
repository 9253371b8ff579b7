"""Server-Sent Events of a batched stream: framing and ids, without I/O. Pure.

A stream consists of batches numbered from 1 with ids ``<version>.<batch>``, then one ``complete`` event whose id is
``<version>.end``. If a stream has a digest, its ids are ``<version>-<digest>.<batch>``. Framing:
https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass

HEARTBEAT = b": waiting\n\n"
MAX_ID_LENGTH = 60
_ID = re.compile(
    r"(?P<version>0|[1-9][0-9]{0,18})(-(?P<digest>[0-9a-f]{1,32}))?\.(?P<batch>[1-9][0-9]{0,8}|end)", re.ASCII
)


@dataclass(frozen=True, slots=True)
class EventId:
    """``version`` of the data and ``batch`` from 1; ``batch`` is None for the final event.

    ``digest`` identifies the stream; it is "" for the streams that the contract shows.
    """

    version: int
    batch: int | None
    digest: str = ""

    def __str__(self) -> str:
        return f"{_write_prefix(self.version, self.digest)}.{'end' if self.batch is None else self.batch}"

    @classmethod
    def parse(cls, text: str) -> EventId:
        """Return the id that ``text`` encodes. Raises ValueError if it is not an event id."""
        match = _ID.fullmatch(text) if len(text) <= MAX_ID_LENGTH else None
        if match is None:
            raise ValueError(f"{text[:MAX_ID_LENGTH]!r} is not an event id of the form 42.7 or 42.end")
        batch = match["batch"]
        return cls(int(match["version"]), None if batch == "end" else int(batch), match["digest"] or "")


# An id that matches no event: the client sent an id of another stream, or one that no stream ever had.
FOREIGN_ID = EventId(-1, None)


def _write_prefix(version: int, digest: str) -> str:
    return f"{version}-{digest}" if digest else str(version)


@dataclass(frozen=True, slots=True)
class Batch:
    """``count`` items as the inside of a JSON array (one line, UTF-8), and whether a batch follows."""

    items: bytes
    count: int
    more_pending: bool


class NoSuchBatch(Exception):
    """The snapshot has fewer batches than should be skipped."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One consistent state of a stream's data.

    ``read(n)`` may be called once. It yields all batches after the first ``n``: at least one, and all but the last
    with ``batch_size`` items. ``digest`` identifies the stream.
    """

    version: int
    read: Callable[[int], AsyncIterator[Batch]]
    batch_size: int
    digest: str = ""


async def frame_snapshot(snapshot: Snapshot, skipped: int = 0) -> AsyncGenerator[bytes, None]:
    """Yield the events of ``snapshot`` after the first ``skipped`` ones. Raises NoSuchBatch if there are fewer."""
    # Read the last skipped batch too: it shows whether that batch exists and how many items it has.
    before = number = max(0, skipped - 1)
    total = before * snapshot.batch_size
    async for batch in snapshot.read(before):
        if before and number == before and not batch.count:
            raise NoSuchBatch
        number += 1
        total += batch.count
        if number > skipped:
            yield frame_batch(snapshot.version, number, batch, snapshot.digest)
    if number < skipped:
        raise NoSuchBatch
    yield frame_complete(snapshot.version, total, snapshot.digest)


def frame_batch(version: int, number: int, batch: Batch, digest: str = "") -> bytes:
    """Return the event of one batch. ``batch.items`` must not contain line breaks (JSON text never needs one)."""
    more = b"true" if batch.more_pending else b"false"
    head = b'id: %b.%d\ndata: {"batch":%d,"fetched":%d,"more_pending":%b,"items":['
    prefix = _write_prefix(version, digest).encode()
    return b"".join((head % (prefix, number, number, batch.count, more), batch.items, b"]}\n\n"))


def frame_complete(version: int, total: int, digest: str = "") -> bytes:
    """Return the final event; ``total`` is the number of features sent."""
    event = b'event: complete\nid: %b.end\ndata: {"version":%d,"total":%d}\n\n'
    return event % (_write_prefix(version, digest).encode(), version, total)


def frame_reset(version: int, reason: str) -> bytes:
    """Return the event that tells a client to discard its data: the stream restarts at batch 1 of ``version``."""
    data = json.dumps({"version": version, "reason": reason}, separators=(",", ":"))
    return f"event: reset\ndata: {data}\n\n".encode()


def frame_drain(retry_ms: int) -> bytes:
    """Return the event sent at shutdown. Browsers reconnect after ``retry_ms`` and resume by id."""
    return b"event: drain\nretry: %d\ndata: {}\n\n" % retry_ms


def frame_error(detail: str, code: str, retry_ms: int) -> bytes:
    """Return the event that ends a stream early: the error response's body, and the delay before resuming by id."""
    data = json.dumps({"detail": detail, "code": code}, separators=(",", ":"))
    return f"event: error\nretry: {retry_ms}\ndata: {data}\n\n".encode()
