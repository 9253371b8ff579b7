"""An event stream read as the HTML standard says, strictly: what is not understood fails the test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One dispatched event; ``id`` is the last one seen so far."""

    type: str
    id: str
    data: Any


@dataclass(slots=True)
class Events:
    """A growing stream: feed bytes, get events. ``comments`` counts heartbeats, ``retry`` is the last one sent.

    ``parse`` makes an event's data of its text.
    """

    parse: Callable[[str], Any] = json.loads
    buffer: bytes = b""
    id: str = ""
    retry: int | None = None
    comments: int = 0
    received: list[Event] = field(default_factory=list)

    def feed(self, data: bytes) -> list[Event]:
        """Return the events that ``data`` completes."""
        self.buffer += data
        *blocks, self.buffer = self.buffer.split(b"\n\n")
        events = [event for block in blocks if (event := self._read(block.decode())) is not None]
        self.received += events
        return events

    def _read(self, block: str) -> Event | None:
        kind, lines = "message", []
        for line in block.split("\n"):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "":
                self.comments += 1
            elif name == "event":
                kind = value
            elif name == "id":
                self.id = value
            elif name == "data":
                lines.append(value)
            elif name == "retry":
                self.retry = int(value)
            else:
                raise AssertionError(f"not a field of an event stream: {line!r}")
        return Event(kind, self.id, self.parse("\n".join(lines))) if lines else None


def read_all(chunks: Iterable[bytes]) -> list[Event]:
    """Return all events of a body that must not stop in the middle of one."""
    events = Events()
    for chunk in chunks:
        events.feed(chunk)
    assert events.buffer == b"", "the stream stops in the middle of an event"
    return events.received


def iterate_items(events: Iterable[Event]) -> Iterator[dict[str, Any]]:
    """Yield the items of all batches; a reset forgets nothing here, so tests see it."""
    for event in events:
        if event.type == "message":
            yield from event.data["items"]
