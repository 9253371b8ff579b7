"""A nameless temporary file that holds what does not fit into memory."""

from __future__ import annotations

import os
import tempfile
import threading


class Spool:
    """Append-only bytes on disk, read by position; gone with the last reference, or with the process."""

    def __init__(self, directory: str | None = None) -> None:
        self._file = tempfile.TemporaryFile(prefix="frames-", dir=directory, buffering=0)  # noqa: SIM115
        self._closing = threading.Lock()
        self.size = 0

    def append(self, data: bytes) -> int:
        """Write ``data`` at the end and return its offset; OSError when the disk is full."""
        # A write whose waiter was cancelled goes on in its thread: it must not meet another file under our number.
        with self._closing:
            offset, view = self.size, memoryview(data)
            while view:
                written = os.pwrite(self._file.fileno(), view, offset + len(data) - len(view))
                view = view[written:]
            self.size += len(data)
            return offset

    def read(self, offset: int, size: int) -> bytes:
        """Return ``size`` bytes at ``offset``."""
        data = os.pread(self._file.fileno(), size, offset)
        if len(data) != size:  # pread may stop early only at the end of the file or on a signal
            raise EOFError(f"the spool holds {len(data)} of {size} bytes at {offset}")
        return data

    def close(self) -> None:
        """Free the disk space; reading afterwards fails."""
        with self._closing:
            self._file.close()
