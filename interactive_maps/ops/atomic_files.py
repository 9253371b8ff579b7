"""Atomic file writes: a file is written beside its target and renamed when complete."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def write_atomically(target: Path) -> Iterator[IO[bytes]]:
    """Yield a file, readable by the owner only, that replaces ``target`` if the block succeeds. Raises OSError."""
    handle, partial = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with open(handle, "wb") as output:
            yield output
            output.flush()
            os.fsync(output.fileno())
        os.replace(partial, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(partial)


def share_file(file: IO[bytes]) -> None:
    """Give a file the permissions that new files get by default."""
    mask = os.umask(0)
    os.umask(mask)
    os.fchmod(file.fileno(), 0o666 & ~mask)
