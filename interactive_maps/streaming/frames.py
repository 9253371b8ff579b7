"""A stream's encoded events, appended by one producer and read by many, in memory or spooled to disk.

Everything here belongs to one event loop; only the disk is touched in threads.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from interactive_maps.streaming.checksums import Checksum
from interactive_maps.streaming.encodings import Piece
from interactive_maps.streaming.spool import Spool

FRAME_OVERHEAD = 400  # bytes of bookkeeping a frame, so that millions of tiny frames count too


class ProductionFailed(Exception):
    """The producer ended early; what was appended stays readable, ``__cause__`` says why."""


@dataclass(slots=True)
class Usage:
    """Bytes that all logs of a store hold together."""

    memory: int = 0
    disk: int = 0


@dataclass(slots=True)
class _Slot:
    """Where one frame lives: ``body``, or ``size`` bytes at ``offset`` of the spool."""

    checksum: Checksum
    size: int
    body: bytes | None
    offset: int = 0


class FrameLog:
    """The frames of one (layer, filter, version) in one encoding: the batches in order, then ``complete``.

    ``version`` is that of the data; ``superseded`` says that there is a newer one. What the log holds is charged to
    ``usage`` until :meth:`close`.
    """

    def __init__(self, version: int, usage: Usage, spool_directory: str | None = None) -> None:
        self.version = version
        self.readers = 0
        self.finished = False
        self.superseded = False
        self.memory = 0
        self._usage = usage
        self._slots: list[_Slot] = []
        self._on_disk = 0  # how many slots, counted from the first, have been spilled
        self._spool: Spool | None = None
        self._spool_directory = spool_directory
        self._spilling = asyncio.Lock()
        self._failure: BaseException | None = None
        self._growth: asyncio.Future[None] | None = None
        self._charge(FRAME_OVERHEAD)

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def is_open(self) -> bool:
        """Whether frames may still be appended."""
        return not self.finished and self._failure is None

    @property
    def has_failed(self) -> bool:
        return self._failure is not None

    async def append(self, piece: Piece) -> None:
        """Add a frame and wake the readers; a log that was spilled keeps growing on disk."""
        slot = _Slot(piece.checksum, len(piece.body), piece.body)
        self._slots.append(slot)
        self._charge(FRAME_OVERHEAD + slot.size)
        self.wake()
        if self._spool is not None:
            await self.spill()

    def finish(self) -> None:
        """Say that the last frame was appended."""
        self.finished = True
        self.wake()

    def fail(self, cause: BaseException) -> None:
        """Say that no more frames will come; readers get the cause after the frames that are there."""
        self._failure = cause
        self.wake()

    def wake(self) -> None:
        """Let everybody in :meth:`grow` look again."""
        if self._growth is not None and not self._growth.done():
            self._growth.set_result(None)
        self._growth = None

    async def grow(self) -> None:
        """Wait for the next append, end or :meth:`wake`. One future serves all readers: thousands wait cheaply."""
        if self._growth is None:
            self._growth = asyncio.get_running_loop().create_future()
        await asyncio.shield(self._growth)

    def check(self) -> None:
        """Raise ProductionFailed if the producer gave up, or the log was closed."""
        if self._failure is not None:
            raise ProductionFailed from self._failure

    async def read(self, index: int) -> Piece:
        """Return frame ``index`` (from 0), which must be there."""
        slot = self._slots[index]
        if slot.body is not None:
            return Piece(slot.body, slot.checksum)
        assert self._spool is not None, "a slot without a body is on disk"
        return Piece(await asyncio.to_thread(self._spool.read, slot.offset, slot.size), slot.checksum)

    async def spill(self) -> None:
        """Move all frames to disk; those that are appended later follow."""
        async with self._spilling:
            self._spool = spool = self._spool or Spool(self._spool_directory)
            while self._on_disk < len(self._slots):
                slot = self._slots[self._on_disk]
                assert slot.body is not None, "slots are spilled in order"
                slot.offset = await asyncio.to_thread(spool.append, slot.body)
                slot.body = None
                self._on_disk += 1
                self._usage.disk += slot.size
                self._charge(-slot.size)

    def close(self) -> None:
        """Give back memory and disk space; the log must have no reader, and gets none any more."""
        self._failure = self._failure or ProductionFailed("closed")
        self._usage.disk -= sum(slot.size for slot in self._slots[: self._on_disk])
        self._charge(-self.memory)
        self._slots.clear()
        self._on_disk = 0
        if self._spool is not None:
            self._spool.close()

    def _charge(self, size: int) -> None:
        self.memory += size
        self._usage.memory += size
