"""Server-Sent Events of a batched stream: framing and ids, as pure functions.

A stream is batches numbered from 1 with ids ``<version>.<batch>``, then one ``complete`` event whose id is
``<version>.end``. Framing: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

HEARTBEAT = b": waiting\n\n"
MAX_ID_LENGTH = 40
_ID = re.compile(r"(?P<version>0|[1-9][0-9]{0,18})\.(?P<batch>[1-9][0-9]{0,8}|end)", re.ASCII)


@dataclass(frozen=True, slots=True)
class EventId:
    """``version`` of the data and ``batch`` from 1; ``batch`` is None for the final event."""

    version: int
    batch: int | None

    def __str__(self) -> str:
        return f"{self.version}.{'end' if self.batch is None else self.batch}"

    @classmethod
    def parse(cls, text: str) -> EventId:
        """Return the id that ``text`` spells; ValueError if it is none of ours."""
        match = _ID.fullmatch(text) if len(text) <= MAX_ID_LENGTH else None
        if match is None:
            raise ValueError(f"{text[:MAX_ID_LENGTH]!r} is not an event id of the form 42.7 or 42.end")
        batch = match["batch"]
        return cls(int(match["version"]), None if batch == "end" else int(batch))


@dataclass(frozen=True, slots=True)
class Batch:
    """``count`` items as the inside of a JSON array (one line, UTF-8), and whether a batch follows."""

    items: bytes
    count: int
    more_pending: bool


def frame_batch(version: int, number: int, batch: Batch) -> bytes:
    """Return the event of one batch. ``batch.items`` must hold no line break (JSON text never needs one)."""
    more = b"true" if batch.more_pending else b"false"
    head = b'id: %d.%d\ndata: {"batch":%d,"fetched":%d,"more_pending":%b,"items":['
    return b"".join((head % (version, number, number, batch.count, more), batch.items, b"]}\n\n"))


def frame_complete(version: int, total: int) -> bytes:
    """Return the last event: ``total`` features were sent."""
    return b'event: complete\nid: %d.end\ndata: {"version":%d,"total":%d}\n\n' % (version, version, total)


def frame_reset(version: int, reason: str) -> bytes:
    """Return the event that tells a client to forget what it holds: ``version`` now starts from its first batch."""
    data = json.dumps({"version": version, "reason": reason}, separators=(",", ":"))
    return f"event: reset\ndata: {data}\n\n".encode()


def frame_drain(retry_ms: int) -> bytes:
    """Return the goodbye of a server that shuts down; a browser reconnects after ``retry_ms`` and resumes by id."""
    return b"event: drain\nretry: %d\ndata: {}\n\n" % retry_ms
