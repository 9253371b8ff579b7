"""Server-Sent Events of a batched stream: framing and ids, without I/O. Pure.

A stream is batches numbered from 1 with ids ``<version>.<batch>``, then one ``complete`` event whose id is
``<version>.end``. Where a digest says which of several streams it is, ids are ``<version>-<digest>.<batch>``.
Framing: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
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

    ``digest`` is that of the stream: "" for the streams that the contract shows.
    """

    version: int
    batch: int | None
    digest: str = ""

    def __str__(self) -> str:
        return f"{_write_prefix(self.version, self.digest)}.{'end' if self.batch is None else self.batch}"

    @classmethod
    def parse(cls, text: str) -> EventId:
        """Return the id that ``text`` spells; ValueError if it is none of ours."""
        match = _ID.fullmatch(text) if len(text) <= MAX_ID_LENGTH else None
        if match is None:
            raise ValueError(f"{text[:MAX_ID_LENGTH]!r} is not an event id of the form 42.7 or 42.end")
        batch = match["batch"]
        return cls(int(match["version"]), None if batch == "end" else int(batch), match["digest"] or "")


# The id of no event: what a client sent that no stream of ours, or another one, has given it.
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
    """The snapshot has fewer batches than were to be skipped."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One consistent state of a stream's data.

    ``read(n)`` gives, once, all its batches but the first ``n``: at least one, all but the last of ``batch_size``
    items. ``digest`` is the stream's.
    """

    version: int
    read: Callable[[int], AsyncIterator[Batch]]
    batch_size: int
    digest: str = ""


async def frame_snapshot(snapshot: Snapshot, skipped: int = 0) -> AsyncGenerator[bytes, None]:
    """Yield the events of ``snapshot`` but the first ``skipped`` ones; NoSuchBatch if it has fewer batches."""
    # The last batch that is skipped is read all the same: it tells whether it is there, and how many items it has.
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
    """Return the event of one batch. ``batch.items`` must hold no line break (JSON text never needs one)."""
    more = b"true" if batch.more_pending else b"false"
    head = b'id: %b.%d\ndata: {"batch":%d,"fetched":%d,"more_pending":%b,"items":['
    prefix = _write_prefix(version, digest).encode()
    return b"".join((head % (prefix, number, number, batch.count, more), batch.items, b"]}\n\n"))


def frame_complete(version: int, total: int, digest: str = "") -> bytes:
    """Return the last event: ``total`` features were sent."""
    event = b'event: complete\nid: %b.end\ndata: {"version":%d,"total":%d}\n\n'
    return event % (_write_prefix(version, digest).encode(), version, total)


def frame_reset(version: int, reason: str) -> bytes:
    """Return the event that tells a client to forget what it holds: ``version`` now starts from its first batch."""
    data = json.dumps({"version": version, "reason": reason}, separators=(",", ":"))
    return f"event: reset\ndata: {data}\n\n".encode()


def frame_drain(retry_ms: int) -> bytes:
    """Return the goodbye of a server that shuts down; a browser reconnects after ``retry_ms`` and resumes by id."""
    return b"event: drain\nretry: %d\ndata: {}\n\n" % retry_ms


def frame_error(detail: str, code: str, retry_ms: int) -> bytes:
    """Return the event of a stream that ends early: what an error answer would say, and when to resume by id."""
    data = json.dumps({"detail": detail, "code": code}, separators=(",", ":"))
    return f"event: error\nretry: {retry_ms}\ndata: {data}\n\n".encode()
