"""A nameless temporary file that holds what does not fit into memory."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SpoolClosed(Exception):
    """The disk space was freed."""


class Spool:
    """Append-only bytes on disk, read by position; gone once it is closed, or with the process."""

    def __init__(self, directory: str | None = None) -> None:
        self._file = tempfile.TemporaryFile(prefix="frames-", dir=directory, buffering=0)  # noqa: SIM115
        self._appending = threading.Lock()
        self._counting = threading.Lock()
        self._users = 0
        self._is_closing = False
        self.size = 0

    def append(self, data: bytes) -> int:
        """Write ``data`` at the end and return its offset; OSError when the disk is full."""
        # A write whose waiter was cancelled goes on in its thread: the next one must not begin at the same offset.
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
        if len(data) != size:  # pread may stop early only at the end of the file or on a signal
            raise EOFError(f"the spool holds {len(data)} of {size} bytes at {offset}")
        return data

    def close(self) -> None:
        """Free the disk space as soon as no thread is in the file; from now on using it raises SpoolClosed."""
        with self._counting:
            self._is_closing = True
            self._close_if_left()

    @contextmanager
    def _use(self) -> Iterator[int]:
        """Give the file's number, which stays its own until the exit: another file must not be met under it."""
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
