"""Frame store: each stream is produced once for all its readers and cached within a budget.

A *topic* identifies a stream (a layer and its filter). The log of its identity encoding is produced from a snapshot,
and the encoded logs from that log. A stream that does not fit into the cache is produced for each reader separately,
at that reader's pace.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Coroutine, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from interactive_maps.ops.errors import Unavailable
from interactive_maps.streaming.cache import CacheLimits, FrameCache
from interactive_maps.streaming.channels import (
    FrameChannel,
    Position,
    Relays,
    SnapshotOpener,
    Turns,
    encode,
    report_end,
)
from interactive_maps.streaming.encodings import IDENTITY, Encoding
from interactive_maps.streaming.events import frame_snapshot
from interactive_maps.streaming.frames import FrameLog, NoRoom
from interactive_maps.streaming.metrics import HITS, MISSES

OPEN_ATTEMPTS = 5
UNSHARED_A_TURN = 8  # the last one in the queue waits about as long as a client would
OLDER = "The database returns older data than it did a moment ago. Try again soon."

Frames = FrameLog | FrameChannel

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoreLimits:
    """Limits of the ``cache``, and the number of ``productions`` at once.

    ``linger``: seconds for which a production continues without a reader. ``patience``: seconds for which a
    production may wait for its turn. ``allowance``: seconds for which a reader of an uncached stream may hold a turn
    that others wait for.
    """

    cache: CacheLimits
    productions: int = 3
    linger: float = 10.0
    patience: float = 20.0
    allowance: float = 1.0


class FrameStore:
    """All streams of one process. Belongs to one event loop."""

    def __init__(self, limits: StoreLimits) -> None:
        self.limits = limits
        self.cache = FrameCache(limits.cache)
        self.draining = asyncio.Event()
        self._starting: dict[Hashable, asyncio.Future[FrameLog]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns = Turns(limits.productions, limits.patience)
        self._relays = Relays(self._turns, UNSHARED_A_TURN * limits.productions, limits.allowance)

    @property
    def productions(self) -> int:
        """Return how many streams are being produced or compressed."""
        return len(self._tasks) + len(self._relays)

    @property
    def unshared(self) -> int:
        """Return how many of them are produced for a single reader."""
        return len(self._relays)

    # --- reading ----------------------------------------------------------------------------------

    async def open(
        self,
        topic: Hashable,
        version: int,
        open_snapshot: SnapshotOpener,
        encoding: Encoding = IDENTITY,
        position: Position | None = None,
    ) -> Frames:
        """Return the frames of ``topic`` at ``version`` or newer; start a producer if there is none.

        The data may change between the caller's look at its version and the producer's snapshot. Then the frames
        carry the newer version, and all of them belong to it. An uncached stream begins at ``position`` if the
        version is the same; it raises Busy if there are too many uncached streams already.
        """
        try:
            return await self._open_log(topic, version, open_snapshot, encoding)
        except NoRoom:
            channel = await self._relays.open(open_snapshot, encoding, position)
        if channel.version < version:
            self._end_if_unread(channel)
            raise Unavailable(OLDER)
        self._end_if_unread_later(channel)
        return channel

    def find_version(self, topic: Hashable, version: int) -> int:
        """Return the version that :meth:`open` would return without producing anything, else ``version``."""
        log = self.cache.find(topic, IDENTITY.name)
        return max(version, log.version if log is not None else 0)

    @contextlib.contextmanager
    def reading(self, frames: Frames) -> Iterator[None]:
        """Keep a log in the cache. When the last reader leaves an unfinished log, its producer stops soon.

        Raises ProductionFailed if the frames have gone since they were opened.
        """
        frames.check()
        frames.readers += 1
        if isinstance(frames, FrameLog) and frames.readers == 1:
            self.cache.file(frames)
        try:
            yield
        finally:
            frames.readers -= 1
            if frames.readers == 0:
                self._leave(frames)

    def _leave(self, frames: Frames) -> None:
        if isinstance(frames, FrameChannel):
            self._end_if_unread(frames)
            return
        if frames.is_open:
            self._end_if_unread_later(frames)
        if frames.has_failed:
            self.cache.retire(frames)
        self.cache.file(frames)

    # --- shutdown ------------------------------------------------------------------------------------

    def drain(self) -> None:
        """Wake every reader to send its final event: the process is about to stop."""
        self.draining.set()
        for frames in (*self.cache.iterate_read(), *self._relays.channels):
            frames.wake()

    async def close(self) -> None:
        """Cancel the producers and free everything."""
        self.drain()
        tasks = [*self._tasks, *self._relays.tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.cache.close()

    # --- cached productions --------------------------------------------------------------------------

    async def _open_log(
        self, topic: Hashable, version: int, open_snapshot: SnapshotOpener, encoding: Encoding
    ) -> FrameLog:
        plain = self._find(topic, version, IDENTITY)
        (MISSES if plain is None else HITS).inc()
        for _ in range(OPEN_ATTEMPTS):
            if plain is not None:
                break
            if self.cache.is_unkept(topic, IDENTITY.name):
                raise NoRoom
            log = await asyncio.shield(self._starting.get(topic) or self._start(topic, open_snapshot))
            # A production that began before the caller read the version may be older than that version.
            plain = log if log.version >= version else self._find(topic, version, IDENTITY)
        if plain is None:
            raise Unavailable(OLDER)
        if encoding is IDENTITY:
            return plain
        encoded = self._find(topic, plain.version, encoding)
        return self._encode(topic, plain, encoding) if encoded is None else encoded

    def _find(self, topic: Hashable, version: int, encoding: Encoding) -> FrameLog | None:
        log = self.cache.find(topic, encoding.name)
        return log if log is not None and log.version >= version else None

    def _start(self, topic: Hashable, open_snapshot: SnapshotOpener) -> asyncio.Future[FrameLog]:
        started: asyncio.Future[FrameLog] = asyncio.get_running_loop().create_future()
        self._starting[topic] = started
        # All readers may have left: then nothing else retrieves the exception.
        started.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._spawn(self._produce(topic, open_snapshot, started))
        return started

    async def _produce(
        self, topic: Hashable, open_snapshot: SnapshotOpener, started: asyncio.Future[FrameLog]
    ) -> None:
        try:
            async with self._turns.take(), open_snapshot() as snapshot:
                known = self._find(topic, snapshot.version, IDENTITY)
                log = known or self.cache.add(topic, IDENTITY.name, snapshot.version)
                del self._starting[topic]
                started.set_result(log)
                if known is None:
                    await self._fill(log, frame_snapshot(snapshot))
        except BaseException as error:
            if started.done():
                raise  # readers learn the fate of a log that has begun from the log itself, see _fill
            del self._starting[topic]
            if not isinstance(error, Exception):
                started.cancel()
                raise
            started.set_exception(error)

    def _encode(self, topic: Hashable, plain: FrameLog, encoding: Encoding) -> FrameLog:
        if self.cache.is_unkept(topic, encoding.name):
            raise NoRoom
        log = self.cache.add(topic, encoding.name, plain.version)

        async def follow() -> AsyncGenerator[bytes, None]:
            with self.reading(plain):
                index = 0
                while not (plain.finished and index == len(plain)):
                    if index >= len(plain):
                        plain.check()
                        await plain.grow()
                        continue
                    yield (await plain.read(index)).body
                    index += 1

        self._spawn(self._fill(log, follow(), encoding))
        return log

    async def _fill(
        self, log: FrameLog, events: AsyncGenerator[bytes, None], encoding: Encoding = IDENTITY
    ) -> None:
        """Append all ``events``. Any error becomes the log's failure and reaches each of its readers."""
        log.producer = asyncio.current_task()
        self._end_if_unread_later(log)
        try:
            async with contextlib.aclosing(events):
                async for event in events:
                    log.append(await encode(event, encoding))
                    await self.cache.make_room(log)
            log.finish()
            self.cache.file(log)
        except NoRoom:
            self.cache.give_up(log)
        except BaseException as error:
            log.fail(error)
            self.cache.retire(log)
            report_end(error)

    # --- producers --------------------------------------------------------------------------------

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)

        def forget(done: asyncio.Task[None]) -> None:
            self._tasks.discard(done)
            if not done.cancelled() and (error := done.exception()) is not None:
                logger.error("a stream's producer failed", exc_info=error)

        task.add_done_callback(forget)
        return task

    def _end_if_unread_later(self, frames: Frames) -> None:
        asyncio.get_running_loop().call_later(self.limits.linger, self._end_if_unread, frames)

    def _end_if_unread(self, frames: Frames) -> None:
        if frames.readers == 0 and frames.is_open and frames.producer is not None:
            frames.producer.cancel()
