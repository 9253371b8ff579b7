"""Encoded events of a stream, appended by one producer and read by many, in memory or spooled to disk.

All objects belong to one event loop; only disk access runs in threads.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Hashable
from dataclasses import dataclass

from interactive_maps.streaming.checksums import Checksum
from interactive_maps.streaming.encodings import Piece
from interactive_maps.streaming.spool import Spool, SpoolClosed

FRAME_OVERHEAD = 400  # bookkeeping bytes per frame, so that millions of tiny frames are charged too


class ProductionFailed(Exception):
    """The producer ended early. Appended frames stay readable; ``__cause__`` gives the reason."""


class NoRoom(Exception):
    """Frames in use fill memory and disk, so these frames cannot be cached."""


@dataclass(slots=True)
class Usage:
    """Bytes held by all logs of a store."""

    memory: int = 0
    disk: int = 0


@dataclass(slots=True)
class _Slot:
    """Location of one frame: ``body`` in memory, or ``size`` bytes at ``offset`` in the spool."""

    checksum: Checksum
    size: int
    body: bytes | None
    offset: int = 0


class Growth:
    """State shared by a producer and its readers. A single future serves all readers, so thousands wait cheaply."""

    def __init__(self) -> None:
        self.readers = 0
        self.finished = False
        self.producer: asyncio.Task[None] | None = None
        self._failure: BaseException | None = None
        self._growth: asyncio.Future[None] | None = None

    @property
    def is_open(self) -> bool:
        """Return whether frames may still be appended."""
        return not self.finished and self._failure is None

    @property
    def has_failed(self) -> bool:
        return self._failure is not None

    def finish(self) -> None:
        """Mark the log as complete."""
        self.finished = True
        self.wake()

    def fail(self, cause: BaseException) -> None:
        """End the log early. Readers get the available frames, then the cause."""
        self._failure = self._failure or cause
        self.wake()

    def check(self) -> None:
        """Raise ProductionFailed if the producer failed or the frames are gone."""
        if self._failure is not None:
            raise ProductionFailed from self._failure

    def wake(self) -> None:
        """Wake all readers that wait in :meth:`grow`."""
        if self._growth is not None and not self._growth.done():
            self._growth.set_result(None)
        self._growth = None

    async def grow(self) -> None:
        """Wait for the next append, the end or :meth:`wake`."""
        if self._growth is None:
            self._growth = asyncio.get_running_loop().create_future()
        await asyncio.shield(self._growth)


class FrameLog(Growth):
    """The frames of one (layer, filter, version) in one encoding: the batches in order, then ``complete``.

    ``version`` is the version of the data. The log's size is charged to ``usage`` until :meth:`close`. ``key`` is the
    store's lookup key, or None once new readers must not find the log. ``memory`` and ``disk`` are the bytes held,
    and ``resident`` is the part of ``memory`` that could move to disk. ``size_class`` is the store's index entry.
    """

    def __init__(self, version: int, usage: Usage, spool_directory: str | None = None) -> None:
        super().__init__()
        self.version = version
        self.key: tuple[Hashable, str] | None = None
        self.is_closed = False
        self.memory = self.disk = self.resident = 0
        self.last_read = time.monotonic()
        self.size_class = 0
        self._usage = usage
        self._slots: list[_Slot] = []
        self._on_disk = 0  # number of leading slots that are spilled
        self._spool: Spool | None = None
        self._spool_directory = spool_directory
        self._spilling = asyncio.Lock()
        self._charge(FRAME_OVERHEAD)

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def is_spooled(self) -> bool:
        """Return whether frames are on disk."""
        return self._spool is not None

    def append(self, piece: Piece) -> None:
        """Add a frame and wake the readers."""
        slot = _Slot(piece.checksum, len(piece.body), piece.body)
        self._slots.append(slot)
        self.resident += slot.size
        self._charge(FRAME_OVERHEAD + slot.size)
        self.wake()

    async def read(self, index: int) -> Piece:
        """Return frame ``index`` (from 0), which must exist. Raises ProductionFailed if it cannot be read."""
        self.last_read = time.monotonic()
        slot = self._slots[index]
        if slot.body is not None:
            return Piece(slot.body, slot.checksum)
        assert self._spool is not None, "a slot without a body is on disk"
        try:
            body = await asyncio.to_thread(self._spool.read, slot.offset, slot.size)
        except (OSError, EOFError, SpoolClosed) as error:
            self.fail(error)
            raise ProductionFailed from error
        return Piece(body, slot.checksum)

    async def spill(self) -> None:
        """Move all frames to disk. Raises OSError if the disk is full; frames already moved stay there."""
        async with self._spilling:
            if self.is_closed:
                return
            self._spool = spool = self._spool or Spool(self._spool_directory)
            while self._on_disk < len(self._slots):
                slot = self._slots[self._on_disk]
                assert slot.body is not None, "slots are spilled in order"
                try:
                    offset = await asyncio.to_thread(spool.append, slot.body)
                except SpoolClosed:
                    return
                if self.is_closed:  # closed meanwhile: its memory has been given back already
                    return
                slot.offset, slot.body = offset, None
                self._on_disk += 1
                self.disk += slot.size
                self._usage.disk += slot.size
                self.resident -= slot.size
                self._charge(-slot.size)

    def close(self) -> None:
        """Free memory and disk space. Readers, if any, get ProductionFailed."""
        if self.is_closed:
            return
        self.is_closed = True
        self.fail(ProductionFailed("closed"))
        self._usage.disk -= self.disk
        self._charge(-self.memory)
        self._slots.clear()
        self.disk = self.resident = self._on_disk = 0
        if self._spool is not None:
            self._spool.close()

    def _charge(self, size: int) -> None:
        self.memory += size
        self._usage.memory += size
