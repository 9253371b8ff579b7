"""One producer, many readers: every stream is made once for all who ask for it, and kept under a byte budget.

A *topic* is what is streamed (a layer and its filter); with the version of the data and a content encoding it
names a :class:`FrameLog`. The identity log is produced from a snapshot, the encoded ones from the identity log.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Hashable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from interactive_maps.ops.errors import Unavailable
from interactive_maps.streaming.encodings import IDENTITY, Encoding, Piece
from interactive_maps.streaming.events import Batch, frame_batch, frame_complete
from interactive_maps.streaming.frames import FrameLog, Usage
from interactive_maps.streaming.metrics import FAILED_PRODUCTIONS, HITS, MISSES

OPEN_ATTEMPTS = 5

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One consistent state of a topic's data: its ``version`` and all its batches (at least one)."""

    version: int
    batches: AsyncIterator[Batch]


SnapshotOpener = Callable[[], AbstractAsyncContextManager[Snapshot]]


@dataclass(frozen=True, slots=True)
class StoreLimits:
    """``memory`` and ``disk`` in bytes; ``productions`` at once.

    ``linger``: seconds that a production goes on without a reader; ``patience``: that one may wait for its turn.
    """

    memory: int
    disk: int
    spool_directory: str | None = None
    productions: int = 3
    linger: float = 10.0
    patience: float = 20.0


class FrameStore:
    """All frame logs of one process. Belongs to one event loop."""

    def __init__(self, limits: StoreLimits) -> None:
        self.limits = limits
        self.usage = Usage()
        self.draining = False
        self._logs: OrderedDict[tuple[Hashable, int, str], FrameLog] = OrderedDict()
        self._starting: dict[Hashable, asyncio.Future[FrameLog]] = {}
        self._tasks: dict[asyncio.Task[None], FrameLog | None] = {}
        self._turns = asyncio.Semaphore(limits.productions)

    @property
    def logs(self) -> int:
        """How many streams are kept, each encoding for itself."""
        return len(self._logs)

    @property
    def productions(self) -> int:
        """How many streams are being made or compressed."""
        return len(self._tasks)

    # --- reading ----------------------------------------------------------------------------------

    async def open(
        self, topic: Hashable, version: int, open_snapshot: SnapshotOpener, encoding: Encoding = IDENTITY
    ) -> FrameLog:
        """Return the log of ``topic`` at ``version`` or newer, starting its producer if nobody has.

        The data may change between the caller's look at its version and the producer's snapshot: then the log
        says the newer version, and every one of its frames is of that version.
        """
        plain = self._find(topic, version, IDENTITY)
        (MISSES if plain is None else HITS).inc()
        for _ in range(OPEN_ATTEMPTS):
            if plain is not None:
                break
            log = await asyncio.shield(self._starting.get(topic) or self._start(topic, open_snapshot))
            # A production that began before our caller looked may be older than what the caller saw.
            plain = log if log.version >= version else self._find(topic, version, IDENTITY)
        if plain is None:
            raise Unavailable("The database answers with older data than it did just now: try again soon.")
        if encoding is IDENTITY:
            return plain
        encoded = self._find(topic, plain.version, encoding)
        return self._encode(topic, plain, encoding) if encoded is None else encoded

    @contextlib.contextmanager
    def reading(self, log: FrameLog) -> Iterator[None]:
        """Keep ``log`` from being closed; the last reader to leave an unfinished log lets its producer end soon.

        Raises ProductionFailed if the log was closed since it was opened.
        """
        log.check()
        log.readers += 1
        try:
            yield
        finally:
            log.readers -= 1
            if log.readers == 0 and log.is_open:
                self._end_if_unread_later(log)
            elif log.readers == 0 and (log.has_failed or log.superseded):
                self._discard(log)

    # --- the end ----------------------------------------------------------------------------------

    def drain(self) -> None:
        """Wake every reader to say goodbye: the process is about to stop."""
        self.draining = True
        for log in self._logs.values():
            log.wake()

    async def close(self) -> None:
        """Cancel the producers and free everything."""
        self.drain()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        while self._logs:
            self._logs.popitem()[1].close()

    # --- producing --------------------------------------------------------------------------------

    def _start(self, topic: Hashable, open_snapshot: SnapshotOpener) -> asyncio.Future[FrameLog]:
        started: asyncio.Future[FrameLog] = asyncio.get_running_loop().create_future()
        self._starting[topic] = started
        # All who asked may have left: then nobody else looks at what went wrong.
        started.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._spawn(self._produce(topic, open_snapshot, started), None)
        return started

    async def _produce(
        self, topic: Hashable, open_snapshot: SnapshotOpener, started: asyncio.Future[FrameLog]
    ) -> None:
        try:
            async with self._turn(), open_snapshot() as snapshot:
                known = self._find(topic, snapshot.version, IDENTITY)
                self._supersede(topic, snapshot.version)
                log = self._add(topic, IDENTITY, snapshot.version) if known is None else known
                del self._starting[topic]
                started.set_result(log)
                if known is None:
                    await self._fill(log, self._frame(snapshot))
        except BaseException as error:
            if started.done():
                raise  # what happens to a log that has begun is told to its readers, see _fill
            del self._starting[topic]
            if not isinstance(error, Exception):
                started.cancel()
                raise
            started.set_exception(error)

    @staticmethod
    async def _frame(snapshot: Snapshot) -> AsyncGenerator[Piece, None]:
        number = total = 0
        async for batch in snapshot.batches:
            number += 1
            total += batch.count
            yield Piece(frame_batch(snapshot.version, number, batch))
        yield Piece(frame_complete(snapshot.version, total))

    def _encode(self, topic: Hashable, plain: FrameLog, encoding: Encoding) -> FrameLog:
        log = self._add(topic, encoding, plain.version)

        async def compress() -> AsyncGenerator[Piece, None]:
            with self.reading(plain):
                index = 0
                while not (plain.finished and index == len(plain)):
                    if index == len(plain):
                        plain.check()
                        await plain.grow()
                        continue
                    piece = await plain.read(index)
                    yield await asyncio.to_thread(encoding.encode, piece.body)
                    index += 1

        self._spawn(self._fill(log, compress()), log)
        return log

    async def _fill(self, log: FrameLog, pieces: AsyncGenerator[Piece, None]) -> None:
        """Append all ``pieces``; whatever goes wrong becomes the log's failure, told to each of its readers."""
        task = asyncio.current_task()
        assert task is not None, "producers are tasks"
        self._tasks[task] = log
        self._end_if_unread_later(log)
        try:
            async with contextlib.aclosing(pieces):
                async for piece in pieces:
                    await log.append(piece)
                    await self._make_room(log)
            log.finish()
            if log.superseded and log.readers == 0:
                self._discard(log)
        except BaseException as error:
            log.fail(error)
            self._discard(log)
            if not isinstance(error, Exception):
                raise
            FAILED_PRODUCTIONS.inc()
            logger.warning("a stream's production ended early: %s", error)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait for one of the places of those who may hold a snapshot."""
        try:
            async with asyncio.timeout(self.limits.patience):
                await self._turns.acquire()
        except TimeoutError:
            raise Unavailable("Too many different streams are being prepared: try again soon.") from None
        try:
            yield
        finally:
            self._turns.release()

    def _spawn(self, work: Coroutine[Any, Any, None], log: FrameLog | None) -> None:
        task = asyncio.create_task(work)
        self._tasks[task] = log

        def forget(done: asyncio.Task[None]) -> None:
            del self._tasks[done]
            if not done.cancelled() and (error := done.exception()) is not None:
                logger.error("a stream's producer broke", exc_info=error)

        task.add_done_callback(forget)

    def _end_if_unread_later(self, log: FrameLog) -> None:
        def end() -> None:
            for task, produced in list(self._tasks.items()):
                if produced is log and log.readers == 0:
                    task.cancel()

        asyncio.get_running_loop().call_later(self.limits.linger, end)

    # --- keeping ----------------------------------------------------------------------------------

    def _find(self, topic: Hashable, version: int, encoding: Encoding) -> FrameLog | None:
        key = (topic, version, encoding.name)
        log = self._logs.get(key)
        if log is not None:
            self._logs.move_to_end(key)
        return log

    def _add(self, topic: Hashable, encoding: Encoding, version: int) -> FrameLog:
        log = FrameLog(version, self.usage, self.limits.spool_directory)
        self._logs[topic, version, encoding.name] = log
        return log

    def _supersede(self, topic: Hashable, version: int) -> None:
        """Give up what is older than ``version``: nobody is to be given it any more, only led to its end."""
        for (other, old, _), log in list(self._logs.items()):
            if other == topic and old < version:
                log.superseded = True
                if log.finished and log.readers == 0:
                    self._discard(log)

    def _discard(self, log: FrameLog) -> None:
        """Let nobody new find ``log``; it is closed when its last reader has left."""
        for key, kept in list(self._logs.items()):
            if kept is log:
                del self._logs[key]
        if log.readers == 0:
            log.close()

    async def _make_room(self, grown: FrameLog) -> None:
        """Bring usage under the limits: close what nobody reads, oldest first, then move what is read to disk."""
        limits = self.limits
        if grown.memory > limits.memory // 2:
            # One layer larger than half of the budget must not push out all the others.
            await grown.spill()
        while self.usage.memory > limits.memory and self._close_oldest():
            pass
        if self.usage.memory > limits.memory:
            await max(self._logs.values(), key=lambda log: log.memory).spill()
        while self.usage.disk > limits.disk:
            if not self._close_oldest():
                raise Unavailable("The streams that are being read fill the space set by STREAM_SPOOL_BYTES.")

    def _close_oldest(self) -> bool:
        for key, log in self._logs.items():
            if log.finished and log.readers == 0:
                del self._logs[key]
                log.close()
                return True
        return False
