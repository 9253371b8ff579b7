"""A frame log played to one client: from where it left off, at its own pace, with heartbeats, until complete."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import cast

from django.http import StreamingHttpResponse

from interactive_maps.ops import requests
from interactive_maps.ops.errors import Unavailable
from interactive_maps.streaming.checksums import Checksum
from interactive_maps.streaming.encodings import Encoding, Piece
from interactive_maps.streaming.events import HEARTBEAT, EventId, frame_drain, frame_reset
from interactive_maps.streaming.frames import FrameLog, ProductionFailed
from interactive_maps.streaming.metrics import OPEN_STREAMS
from interactive_maps.streaming.store import FrameStore

CHUNK = 128 * 1024  # the most that is sent at once
DRAIN_RETRY_MS = 500


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between signs of life while waiting, and for how long a lost database is waited for."""

    heartbeat: float = 15.0
    recovery: float = 120.0
    retry: float = 1.0


class Playback:
    """One client's way through a log, and through its successors if the producer is lost on the way."""

    def __init__(
        self,
        store: FrameStore,
        log: FrameLog,
        reopen: Callable[[], Awaitable[FrameLog]],
        after: EventId | None,
        pace: Pace,
    ) -> None:
        self._store = store
        self._log = log
        self._reopen = reopen
        self._pace = pace
        self._index = 0
        self._record = requests.get_current()
        self._notice = b""
        if after is not None and after.version == log.version and after.batch is not None:
            self._index = after.batch
        elif after is not None:
            self._notice = frame_reset(log.version, "the map has changed since")

    async def events(self) -> AsyncGenerator[bytes | Piece, None]:
        """Yield frames (encoded pieces) and what is said between them (plain bytes)."""
        if self._notice:
            yield self._notice
        while True:
            try:
                with self._store.reading(self._log):
                    async for event in self._follow(self._log):
                        yield event
                    return
            except ProductionFailed:
                pass
            async for event in self._recover():
                yield event
            if self._log.has_failed:
                self._record.end("drained" if self._store.draining else "source_lost")
                return  # the client has ids to resume with, and will ask again

    async def _follow(self, log: FrameLog) -> AsyncGenerator[bytes | Piece, None]:
        while True:
            if self._store.draining:
                self._record.end("drained")
                yield frame_drain(DRAIN_RETRY_MS)
                return
            if self._index < len(log):
                yield await log.read(self._index)
                self._index += 1
                self._record.note_batch()
            elif log.finished and self._index == len(log):
                self._record.note_complete()
                return
            elif log.finished:
                yield frame_reset(log.version, "there is no such batch")
                self._index = 0
            else:
                log.check()
                try:
                    async with asyncio.timeout(self._pace.heartbeat):
                        await log.grow()
                except TimeoutError:
                    yield HEARTBEAT

    async def _recover(self) -> AsyncGenerator[bytes, None]:
        """Wait for a new log. The same version goes on with the next batch, another one starts over."""
        version = self._log.version
        deadline = asyncio.get_running_loop().time() + self._pace.recovery
        while asyncio.get_running_loop().time() < deadline and not self._store.draining:
            yield HEARTBEAT
            try:
                self._log = await self._reopen()
                break
            except Unavailable:
                await asyncio.sleep(self._pace.retry)
        if self._log.version != version:
            self._index = 0
            yield frame_reset(self._log.version, "the map has changed since")


async def encode_events(
    events: AsyncGenerator[bytes | Piece, None], encoding: Encoding
) -> AsyncGenerator[bytes | memoryview, None]:
    """Yield the body of one response: ``events`` spliced into one valid stream of ``encoding``."""
    total = Checksum()
    OPEN_STREAMS.inc()
    try:
        if encoding.head:
            yield encoding.head
        async for event in events:
            piece = encoding.encode(event) if isinstance(event, bytes) else event
            if piece.checksum.length:  # only encodings that end with it have one
                total += piece.checksum
            body = memoryview(piece.body)  # slices of it share the frame's memory
            for start in range(0, len(body), CHUNK):
                yield body[start : start + CHUNK]
        if end := encoding.end(total):
            yield end
    finally:
        OPEN_STREAMS.dec()
        await events.aclose()


async def _send_nothing() -> AsyncGenerator[bytes, None]:
    """The body of an answer to HEAD."""
    return
    yield b""


class EventStreamResponse(StreamingHttpResponse):
    """``text/event-stream`` that proxies pass on at once and nobody caches."""

    def __init__(self, playback: Playback, encoding: Encoding, *, has_body: bool = True) -> None:
        self._body = encode_events(playback.events(), encoding) if has_body else _send_nothing()
        super().__init__(self._body, content_type="text/event-stream")
        self.headers["Cache-Control"] = "no-cache"
        self.headers["X-Accel-Buffering"] = "no"
        self.headers["Vary"] = "Accept-Encoding"
        if encoding.name != "identity":
            self.headers["Content-Encoding"] = encoding.name

    def __aiter__(self) -> AsyncIterator[bytes]:
        # Django's own wrapper adds two generators a stream, and does not close ours when a client leaves.
        return cast("AsyncIterator[bytes]", self._body)
