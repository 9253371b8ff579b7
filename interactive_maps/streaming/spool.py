"""An unnamed temporary file for frames that do not fit into memory."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SpoolClosed(Exception):
    """The disk space was freed."""


class Spool:
    """Append-only bytes on disk, read by position. The file disappears when closed, or when the process ends."""

    def __init__(self, directory: str | None = None) -> None:
        self._file = tempfile.TemporaryFile(prefix="frames-", dir=directory, buffering=0)  # noqa: SIM115
        self._appending = threading.Lock()
        self._counting = threading.Lock()
        self._users = 0
        self._is_closing = False
        self.size = 0

    def append(self, data: bytes) -> int:
        """Write ``data`` at the end and return its offset. Raises OSError if the disk is full."""
        # A cancelled write continues in its thread; the next write must not begin at the same offset.
        with self._use() as number, self._appending:
            offset, view = self.size, memoryview(data)
            while view:
                written = os.pwrite(number, view, offset + len(data) - len(view))
                view = view[written:]
            self.size += len(data)
            return offset

    def read(self, offset: int, size: int) -> bytes:
        """Return ``size`` bytes at ``offset``."""
        with self._use() as number:
            data = os.pread(number, size, offset)
        if len(data) != size:  # pread returns fewer bytes only at the end of the file or after a signal
            raise EOFError(f"the spool holds {len(data)} of {size} bytes at {offset}")
        return data

    def close(self) -> None:
        """Free the disk space as soon as no thread uses the file. Later use raises SpoolClosed."""
        with self._counting:
            self._is_closing = True
            self._close_if_left()

    @contextmanager
    def _use(self) -> Iterator[int]:
        """Return the file descriptor, reserved until the exit so that no other file can get its number."""
        with self._counting:
            if self._is_closing:
                raise SpoolClosed
            self._users += 1
        try:
            yield self._file.fileno()
        finally:
            with self._counting:
                self._users -= 1
                self._close_if_left()

    def _close_if_left(self) -> None:
        if self._is_closing and not self._users:
            self._file.close()
