"""Cache of frame logs, limited in memory, disk space and number.

Clients create logs by choosing filters, so no operation scans all logs: each takes the same time with ten logs as
with ten thousand. To free room, the cache first closes unread logs, the longest unread first. Then it moves the
largest logs to disk. Finally it drops logs whose readers are slow; those readers continue without the cache.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import chain

from interactive_maps.streaming.frames import FrameLog, NoRoom, Usage

LOOKS = 16  # logs examined to find one with slow readers
SMALLEST_SPILL = 256  # of the memory budget; smaller logs are not worth a file
DISK_REST_SECONDS = 5.0  # pause in seconds before trying the disk again after a failed write
UNKEPT_TOPICS = 1_000  # topics that recently found no room
WARNING_SECONDS = 60.0

logger = logging.getLogger(__name__)

Logs = OrderedDict[FrameLog, None]


@dataclass(frozen=True, slots=True)
class CacheLimits:
    """``memory`` and ``disk`` are in bytes; ``logs`` and ``spools`` (files) are counts.

    After ``stale`` seconds without a read, a log may be dropped although it has readers. A topic that found no room
    is not cached again for ``unkept`` seconds.
    """

    memory: int
    disk: int
    spool_directory: str | None = None
    logs: int = 20_000
    spools: int = 256
    stale: float = 5.0
    unkept: float = 30.0


class FrameCache:
    """All cached logs of one process. Belongs to one event loop."""

    def __init__(self, limits: CacheLimits) -> None:
        self.limits = limits
        self.usage = Usage()
        self._found: dict[
            Hashable, dict[str, FrameLog]
        ] = {}  # topic -> encoding -> log, all of the same version
        self._open: Logs = OrderedDict()  # in production
        # Keyed by whether they are on disk; the longest unread first.
        self._read: tuple[Logs, Logs] = (OrderedDict(), OrderedDict())
        self._idle: tuple[Logs, Logs] = (OrderedDict(), OrderedDict())
        self._shelves: dict[FrameLog, Logs] = {}
        # Keyed by the bit length of the bytes that could be spilled.
        self._sizes: list[Logs] = [OrderedDict() for _ in range(64)]
        self._spools: set[FrameLog] = set()
        self._unkept: OrderedDict[tuple[Hashable, str], float] = OrderedDict()
        self._disk_rests_until = self._quiet_until = 0.0

    def __len__(self) -> int:
        return len(self._shelves)

    def iterate_read(self) -> Iterator[FrameLog]:
        """Yield the logs that may have readers."""
        yield from chain(self._open, *self._read)

    # --- lookup --------------------------------------------------------------------------------------

    def find(self, topic: Hashable, encoding: str) -> FrameLog | None:
        """Return the log of the newest known version of ``topic``."""
        log = self._found.get(topic, {}).get(encoding)
        if log is not None and log.has_failed:
            self.retire(log)
            return None
        return log

    def add(self, topic: Hashable, encoding: str, version: int) -> FrameLog:
        """Return a new log, which replaces those of older versions. Raises NoRoom if the cache is full.

        If the cache already holds a newer version, only the caller gets the new log; no lookup returns it.
        """
        for other in list(self._found.get(topic, {}).values()):
            if other.version < version:
                self.retire(other)
        while len(self) >= self.limits.logs:
            if not self._drop(on_disk=False) and not self._drop(on_disk=True):
                raise NoRoom
        log = FrameLog(version, self.usage, self.limits.spool_directory)
        logs = self._found.setdefault(topic, {})
        if all(other.version == version for other in logs.values()) and encoding not in logs:
            logs[encoding] = log
            log.key = topic, encoding
        self.file(log)
        return log

    def retire(self, log: FrameLog) -> None:
        """Remove ``log`` from lookups. It is closed when its last reader leaves."""
        if log.key is not None:
            topic, encoding = log.key
            log.key = None
            logs = self._found[topic]
            del logs[encoding]
            if not logs:
                del self._found[topic]
        self.file(log)

    def file(self, log: FrameLog) -> None:
        """File ``log`` under its current state. Call this whenever its state changes."""
        if log.key is None and log.readers == 0 and not log.is_open:
            log.close()
        if (shelf := self._shelves.pop(log, None)) is not None:
            del shelf[log]
        if not log.is_closed:
            shelf = self._choose_shelf(log)
            shelf[log] = None
            self._shelves[log] = shelf
        self._weigh(log)

    def _choose_shelf(self, log: FrameLog) -> Logs:
        if log.is_open:
            return self._open
        return (self._read if log.readers else self._idle)[log.is_spooled]

    def close(self) -> None:
        """Free everything."""
        for log in list(self._shelves):
            self._close(log)

    # --- room -------------------------------------------------------------------------------------

    def is_unkept(self, topic: Hashable, encoding: str) -> bool:
        """Return whether ``topic`` recently found no room."""
        return self._unkept.get((topic, encoding), 0.0) > time.monotonic()

    async def make_room(self, grown: FrameLog) -> None:
        """Reduce usage to the limits. Raises NoRoom if only dropping ``grown``, a log in production, would do."""
        self._weigh(grown)
        limits, usage = self.limits, self.usage
        # A single layer larger than half of the budget must not evict all others.
        if grown.resident and (grown.is_spooled or grown.resident > limits.memory // 2):
            await self._spill(grown)
        while usage.memory > limits.memory and not grown.is_closed:
            if self._drop(on_disk=False, stale=False):
                continue
            largest = self._find_largest()
            if largest is not None and await self._spill(largest):
                continue
            if not self._drop(on_disk=False) and not self._drop(on_disk=True):
                raise NoRoom

    def give_up(self, log: FrameLog) -> None:
        """Stop caching ``log`` while it is read: its readers continue without it."""
        if log.key is not None:
            self._unkept[log.key] = time.monotonic() + self.limits.unkept
            self._unkept.move_to_end(log.key)
            if len(self._unkept) > UNKEPT_TOPICS:
                self._unkept.popitem(last=False)
        self._close(log)
        self._warn(
            "Streams in use fill STREAM_MEMORY_BYTES and STREAM_SPOOL_BYTES: some streams are not cached."
        )

    def _drop(self, *, on_disk: bool, stale: bool = True) -> bool:
        """Close the log that is longest unread; with ``stale`` also one with slow readers. Return whether one was
        closed.
        """
        for log in self._idle[on_disk]:
            self._close(log)
            return True
        return stale and self._drop_stale(self._read[on_disk])

    def _drop_stale(self, logs: Logs) -> bool:
        now = time.monotonic()
        for _ in range(min(LOOKS, len(logs))):
            log = next(iter(logs))
            if now - log.last_read > self.limits.stale:
                self.give_up(log)
                return True
            logs.move_to_end(log)
        return False

    async def _spill(self, log: FrameLog) -> bool:
        """Move ``log`` to disk. Return whether this freed its memory."""
        if time.monotonic() < self._disk_rests_until:
            return False
        limits = self.limits
        while self.usage.disk + log.resident > limits.disk or (
            not log.is_spooled and len(self._spools) >= limits.spools
        ):
            if not self._drop(on_disk=True):
                return False
            if log.is_closed:
                return True
        self._spools.add(log)
        try:
            await log.spill()
        except OSError as error:
            self._disk_rests_until = time.monotonic() + DISK_REST_SECONDS
            self._warn(
                f"Frames cannot be moved to disk ({error}): streams that do not fit into memory are not cached."
            )
            return False
        finally:
            self.file(log)
        return True

    def _close(self, log: FrameLog) -> None:
        log.close()
        self.retire(log)

    def _weigh(self, log: FrameLog) -> None:
        """Record the size of ``log`` in the index of the largest logs."""
        if log.is_closed or not log.is_spooled:
            self._spools.discard(log)
        size = log.resident.bit_length()
        if log.size_class != size:
            self._sizes[log.size_class].pop(log, None)
            log.size_class = size
            if size:
                self._sizes[size][log] = None

    def _find_largest(self) -> FrameLog | None:
        """Return one of the largest logs in memory, within a factor of two, or None if none is worth a file."""
        for logs in reversed(self._sizes):
            for log in logs:
                return log if log.resident * SMALLEST_SPILL >= self.limits.memory else None
        return None

    def _warn(self, text: str) -> None:
        if time.monotonic() >= self._quiet_until:
            self._quiet_until = time.monotonic() + WARNING_SECONDS
            logger.warning(text)
