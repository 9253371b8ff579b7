"""Streaming responses: each client reads from its own position at its own pace, with heartbeats, until complete."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

from django.http import StreamingHttpResponse

from interactive_maps.ops import request_record
from interactive_maps.ops.errors import Busy, Unavailable
from interactive_maps.streaming.channels import Position
from interactive_maps.streaming.checksums import Checksum
from interactive_maps.streaming.encodings import Encoding, Piece
from interactive_maps.streaming.events import (
    FOREIGN_ID,
    HEARTBEAT,
    EventId,
    NoSuchBatch,
    frame_drain,
    frame_error,
    frame_reset,
)
from interactive_maps.streaming.frames import ProductionFailed
from interactive_maps.streaming.metrics import OPEN_STREAMS
from interactive_maps.streaming.store import Frames, FrameStore

CHUNK = 128 * 1024  # bytes sent at once
DRAIN_RETRY_MS = 500
ERROR_RETRY_SECONDS = 5
BROKEN = "The stream was interrupted and could not be continued. Connect again."
CHANGED = "the map has changed since then"
FOREIGN = "the id to resume from belongs to another stream"
NO_SUCH_BATCH = "no batch has this number"


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between heartbeats, and the limits of waiting without a new frame.

    ``recovery`` limits waiting for a lost database, ``busy`` waiting for a turn among too many streams. ``retry`` is
    the first pause between attempts; it doubles up to ``longest_retry``.
    """

    heartbeat: float = 15.0
    recovery: float = 120.0
    busy: float = 30.0
    retry: float = 1.0
    longest_retry: float = 10.0


class Recovery:
    """Time that one stream has waited for new frames.

    Only a new frame is progress. A database that answers again or frames that are sent again are not; otherwise a
    stream could wait for ever.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._furthest = 0
        self._is_stuck = False
        self._pause = 0.0
        self._waited = 0.0
        self.failure = Unavailable(BROKEN)

    def note_frames(self, count: int) -> None:
        """Record that the first ``count`` frames have been sent."""
        if count > self._furthest:
            self._furthest = count
            self._is_stuck = False

    def begin(self) -> float:
        """Return the pause in seconds before the next attempt."""
        if not self._is_stuck:
            self._is_stuck, self._pause, self._waited = True, 0.0, 0.0
            self.failure = Unavailable(BROKEN)
        pause = self._pause
        self._pause = min(max(self._pace.retry, 2 * pause), self._pace.longest_retry)
        return pause

    def spend(self, seconds: float) -> None:
        """Add the time of an attempt and of the pause before it."""
        self._waited += seconds

    @property
    def is_over(self) -> bool:
        """Return whether the limit of waiting is reached."""
        patience = self._pace.busy if isinstance(self.failure, Busy) else self._pace.recovery
        return self._is_stuck and self._waited >= patience


class Playback:
    """One client's reading of a log, and of its successor if the producer fails or the log leaves the cache."""

    def __init__(
        self,
        store: FrameStore,
        frames: Frames,
        reopen: Callable[[Position], Awaitable[Frames]],
        after: EventId | None,
        pace: Pace,
    ) -> None:
        self._store = store
        self._frames = frames
        self._reopen = reopen
        self._pace = pace
        self._index = 0
        self._is_lost = False
        self._recovery = Recovery(pace)
        self._record = request_record.get_current()
        self._notice = b""
        if after is not None and after.version == frames.version and after.batch is not None:
            self._index = after.batch
        elif after is not None:
            self._notice = frame_reset(frames.version, FOREIGN if after == FOREIGN_ID else CHANGED)

    async def events(self) -> AsyncGenerator[bytes | Piece, None]:
        """Yield frames (encoded pieces) and the events between them (plain bytes)."""
        if self._notice:
            yield self._notice
        while True:
            try:
                with self._store.reading(self._frames):
                    async for event in self._follow(self._frames):
                        yield event
                    return
            except ProductionFailed as failure:
                if isinstance(failure.__cause__, NoSuchBatch):
                    yield self._reset(NO_SUCH_BATCH)
            async for event in self._recover():
                yield event
            if self._is_lost:
                yield self._end()
                return

    async def _follow(self, frames: Frames) -> AsyncGenerator[bytes | Piece, None]:
        while not self._store.draining.is_set():
            if frames.is_closed:
                frames.check()
            if self._index < len(frames):
                yield await frames.read(self._index)
                self._index += 1
                self._record.note_batch()
            elif frames.finished and self._index == len(frames):
                self._record.note_complete()
                return
            elif frames.finished:
                yield self._reset(NO_SUCH_BATCH)
            else:
                frames.check()
                try:
                    async with asyncio.timeout(self._pace.heartbeat):
                        await frames.grow()
                except TimeoutError:
                    yield HEARTBEAT
        yield self._end()

    def _reset(self, reason: str) -> bytes:
        self._index = 0
        return frame_reset(self._frames.version, reason)

    async def _recover(self) -> AsyncGenerator[bytes, None]:
        """Wait for new frames. If the version is the same, continue with the next batch; otherwise start again."""
        version, recovery = self._frames.version, self._recovery
        recovery.note_frames(self._index)
        clock = asyncio.get_running_loop().time
        while not (recovery.is_over or self._store.draining.is_set()):
            yield HEARTBEAT
            began, opening = clock(), asyncio.ensure_future(self._open_later(recovery.begin()))
            try:
                while not await self._wait(opening):
                    yield HEARTBEAT
                if opening.done():
                    self._frames = opening.result()
                    break
            except Unavailable as error:
                recovery.failure = error
            finally:
                opening.cancel()
                recovery.spend(clock() - began)
        else:
            self._is_lost = True
        if self._frames.version != version:
            yield self._reset(CHANGED)

    async def _open_later(self, seconds: float) -> Frames:
        await asyncio.sleep(seconds)
        return await self._reopen(Position(self._frames.version, self._index))

    async def _wait(self, opening: asyncio.Future[Frames]) -> bool:
        """Wait for frames or for the order to stop. Return False if a heartbeat is due first."""
        draining = asyncio.ensure_future(self._store.draining.wait())
        try:
            waiting: set[asyncio.Future[Any]] = {opening, draining}
            first = asyncio.FIRST_COMPLETED
            return bool((await asyncio.wait(waiting, timeout=self._pace.heartbeat, return_when=first))[0])
        finally:
            draining.cancel()

    def _end(self) -> bytes:
        """Return the final event of an incomplete stream; the client resumes by its ids."""
        if self._store.draining.is_set():
            self._record.end("drained")
            return frame_drain(DRAIN_RETRY_MS)
        error = self._recovery.failure
        self._record.end("refused" if isinstance(error, Busy) else "source_lost")
        return frame_error(str(error), error.code, 1000 * (error.retry_after or ERROR_RETRY_SECONDS))


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
            if piece.checksum.length:  # only encodings with a checksum in their trailer carry one
                total += piece.checksum
            body = memoryview(piece.body)  # slices share the frame's memory
            for start in range(0, len(body), CHUNK):
                yield body[start : start + CHUNK]
        if end := encoding.end(total):
            yield end
    finally:
        OPEN_STREAMS.dec()
        await events.aclose()


async def _send_nothing() -> AsyncGenerator[bytes, None]:
    """The body of a response to HEAD."""
    return
    yield b""


class EventStreamResponse(StreamingHttpResponse):
    """A ``text/event-stream`` response that proxies neither buffer nor cache."""

    def __init__(self, playback: Playback | None, encoding: Encoding) -> None:
        self._body = _send_nothing() if playback is None else encode_events(playback.events(), encoding)
        super().__init__(self._body, content_type="text/event-stream")
        self.headers["Cache-Control"] = "no-cache"
        self.headers["X-Accel-Buffering"] = "no"
        self.headers["Vary"] = "Accept-Encoding"
        if encoding.name != "identity":
            self.headers["Content-Encoding"] = encoding.name

    def __aiter__(self) -> AsyncIterator[bytes]:
        # Django's wrapper adds two generators per stream, and does not close ours when a client disconnects.
        return cast("AsyncIterator[bytes]", self._body)
