"""Frames that are not kept: a bounded channel from one production to one reader, and the turns of productions.

A production holds a snapshot, which is a connection of the pool, and there are few of those: see
docs/decisions/0008-what-finds-no-room.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from interactive_maps.ops.errors import Busy
from interactive_maps.streaming.encodings import IDENTITY, Encoding, Piece
from interactive_maps.streaming.events import NoSuchBatch, Snapshot, frame_snapshot
from interactive_maps.streaming.frames import Growth, ProductionFailed
from interactive_maps.streaming.metrics import FAILED_PRODUCTIONS

SnapshotOpener = Callable[[], AbstractAsyncContextManager[Snapshot]]

DEPTH = 2  # frames that wait for their reader
GLANCE_SECONDS = 0.25  # how often a turn that waits for its reader is looked at

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Position:
    """``index`` frames of ``version`` are known to the reader."""

    version: int
    index: int


class GaveWay(Exception):
    """The reader has kept a snapshot waiting that others were waiting for: it goes on at its next turn."""


class Turns:
    """``count`` places for those who hold a snapshot, given in the order of asking, within ``patience`` seconds."""

    def __init__(self, count: int, patience: float) -> None:
        self._places = asyncio.Semaphore(count)
        self._patience = patience
        self._waiting = 0

    @property
    def are_wanted(self) -> bool:
        """Whether somebody waits for a turn."""
        return self._waiting > 0

    @asynccontextmanager
    async def take(self) -> AsyncIterator[None]:
        """Hold one of the places; raises Busy when none becomes free in time."""
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError:
            raise Busy("Too many different streams are being prepared: try again soon.") from None
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._places.release()


class FrameChannel(Growth):
    """The frames of one ``version`` for one reader, from frame ``first`` (from 0); what it has read is gone.

    ``allowance``: seconds for which the reader may keep a turn waiting that is wanted by others.
    """

    def __init__(self, version: int, first: int, allowance: float, is_wanted: Callable[[], bool]) -> None:
        super().__init__()
        self.version = version
        self._next = first
        self._frames: deque[Piece] = deque()
        self._allowance = allowance
        self._is_wanted = is_wanted
        self._room = asyncio.Event()

    def __len__(self) -> int:
        return self._next + len(self._frames)

    @property
    def is_closed(self) -> bool:
        """Whether what was appended is gone."""
        return self._failure is not None and not self._frames

    async def append(self, piece: Piece) -> None:
        """Add a frame once there is room for it; raises GaveWay instead if the turn is to be another's."""
        loop = asyncio.get_running_loop()
        while len(self._frames) >= DEPTH:
            if self._allowance <= 0 and self._is_wanted():
                self._frames.clear()  # slow readers may be many: they will be made again
                raise GaveWay
            self._room.clear()
            began = loop.time()
            try:
                async with asyncio.timeout(GLANCE_SECONDS):
                    await self._room.wait()
            except TimeoutError:
                pass
            self._allowance -= loop.time() - began
        self._frames.append(piece)
        self.wake()

    async def read(self, index: int) -> Piece:
        """Return frame ``index``, the next one, which must be there."""
        assert index == self._next, "a channel is read once, in order"
        self._next += 1
        self._room.set()
        return self._frames.popleft()


class Relays:
    """Productions for one reader each, at most ``most`` of them under way or waiting for one of the ``turns``."""

    def __init__(self, turns: Turns, most: int, allowance: float) -> None:
        self.channels: set[FrameChannel] = set()  # those in production
        self.tasks: set[asyncio.Task[None]] = set()
        self._turns = turns
        self._most = most
        self._allowance = allowance

    def __len__(self) -> int:
        return len(self.tasks)

    async def open(
        self, open_snapshot: SnapshotOpener, encoding: Encoding, position: Position | None
    ) -> FrameChannel:
        """Return a channel from ``position`` on, or from the first frame if that is of another version.

        Raises Busy when there are too many already, or no turn becomes free in time.
        """
        if len(self) >= self._most:
            raise Busy("Too many streams are being sent that there is no room to keep: try again soon.")
        started: asyncio.Future[FrameChannel] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._relay(open_snapshot, encoding, position, started))
        self.tasks.add(task)
        task.add_done_callback(self._forget)
        try:
            return await started
        except asyncio.CancelledError:
            task.cancel()
            raise

    def _forget(self, done: asyncio.Task[None]) -> None:
        self.tasks.discard(done)
        if not done.cancelled() and (error := done.exception()) is not None:
            logger.error("a stream's producer broke", exc_info=error)

    async def _relay(
        self,
        open_snapshot: SnapshotOpener,
        encoding: Encoding,
        position: Position | None,
        started: asyncio.Future[FrameChannel],
    ) -> None:
        try:
            async with self._turns.take(), open_snapshot() as snapshot:
                is_same = position is not None and position.version == snapshot.version
                first = position.index if position is not None and is_same else 0
                channel = FrameChannel(
                    snapshot.version, first, self._allowance, lambda: self._turns.are_wanted
                )
                channel.producer = asyncio.current_task()
                if not started.done():
                    started.set_result(channel)
                await self._fill(channel, snapshot, first, encoding)
        except BaseException as error:
            if started.done():
                raise
            if not isinstance(error, Exception):
                started.cancel()
                raise
            started.set_exception(error)

    async def _fill(self, channel: FrameChannel, snapshot: Snapshot, first: int, encoding: Encoding) -> None:
        self.channels.add(channel)
        try:
            async with contextlib.aclosing(frame_snapshot(snapshot, first)) as events:
                async for event in events:
                    await channel.append(await encode(event, encoding))
            channel.finish()
        except BaseException as error:
            channel.fail(error)
            report_end(error)
        finally:
            self.channels.discard(channel)


async def encode(event: bytes, encoding: Encoding) -> Piece:
    """Return ``event`` encoded; what takes time takes it in a thread."""
    return Piece(event) if encoding is IDENTITY else await asyncio.to_thread(encoding.encode, event)


def report_end(error: BaseException) -> None:
    """Count a production that ended early, and say why; raise what is no error but the order to stop."""
    if not isinstance(error, Exception):
        raise error
    # The last: an encoded log ends early with its plain one, which has been counted.
    if not isinstance(error, GaveWay | NoSuchBatch | ProductionFailed):
        FAILED_PRODUCTIONS.inc()
        logger.warning("a stream's production ended early: %s", error)
