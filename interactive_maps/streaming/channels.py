"""Uncached streams: a bounded channel from one production to one reader, and the turns that productions wait for.

A production holds a snapshot, and therefore one of the few connections of the pool; see
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
GLANCE_SECONDS = 0.25  # interval in seconds at which a production that waits for its reader checks its turn

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Position:
    """The reader already has ``index`` frames of ``version``."""

    version: int
    index: int


class GaveWay(Exception):
    """The reader blocked a snapshot that others were waiting for; it continues at its next turn."""


class Turns:
    """``count`` places for snapshots, given in order of arrival. A request waits at most ``patience`` seconds."""

    def __init__(self, count: int, patience: float) -> None:
        self._places = asyncio.Semaphore(count)
        self._patience = patience
        self._waiting = 0

    @property
    def are_wanted(self) -> bool:
        """Return whether a request waits for a turn."""
        return self._waiting > 0

    @asynccontextmanager
    async def take(self) -> AsyncIterator[None]:
        """Hold one of the places. Raises Busy if none becomes free in time."""
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError:
            raise Busy("Too many different streams are being prepared. Try again soon.") from None
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._places.release()


class FrameChannel(Growth):
    """The frames of one ``version`` for one reader, starting with frame ``first`` (from 0). Frames are dropped once
    read.

    ``allowance``: seconds for which a slow reader may hold a turn that others wait for.
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
        """Return whether the reader has taken all appended frames."""
        return self._failure is not None and not self._frames

    async def append(self, piece: Piece) -> None:
        """Add a frame once there is room for it. Raises GaveWay if the turn must pass to another production."""
        loop = asyncio.get_running_loop()
        while len(self._frames) >= DEPTH:
            if self._allowance <= 0 and self._is_wanted():
                self._frames.clear()  # do not keep frames for many slow readers: they will be produced again
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
        """Return frame ``index``, which must be the next one and already appended."""
        assert index == self._next, "a channel is read once, in order"
        self._next += 1
        self._room.set()
        return self._frames.popleft()


class Relays:
    """Productions for one reader each. At most ``most`` of them run or wait for one of the ``turns``."""

    def __init__(self, turns: Turns, most: int, allowance: float) -> None:
        self.channels: set[FrameChannel] = set()  # running productions
        self.tasks: set[asyncio.Task[None]] = set()
        self._turns = turns
        self._most = most
        self._allowance = allowance

    def __len__(self) -> int:
        return len(self.tasks)

    async def open(
        self, open_snapshot: SnapshotOpener, encoding: Encoding, position: Position | None
    ) -> FrameChannel:
        """Return a channel that starts at ``position``, or at the first frame if the version differs.

        Raises Busy if there are too many productions already, or if no turn becomes free in time.
        """
        if len(self) >= self._most:
            raise Busy("Too many uncached streams are being sent. Try again soon.")
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
            logger.error("a stream's producer failed", exc_info=error)

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
    """Return ``event`` encoded; slow encodings run in a thread."""
    return Piece(event) if encoding is IDENTITY else await asyncio.to_thread(encoding.encode, event)


def report_end(error: BaseException) -> None:
    """Count and log a production that ended early. Re-raise cancellation."""
    if not isinstance(error, Exception):
        raise error
    # ProductionFailed: an encoded log fails together with its plain log, which is counted already.
    if not isinstance(error, GaveWay | NoSuchBatch | ProductionFailed):
        FAILED_PRODUCTIONS.inc()
        logger.warning("a stream's production ended early: %s", error)
