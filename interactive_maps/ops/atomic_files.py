"""Files that are there whole or not at all: written to the side, and put in place at the end."""

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
    """Give a file, for the owner's eyes only, that becomes ``target`` at the end, if nothing went wrong; OSError."""
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
    """Let others read a file as they may read any new file of ours."""
    mask = os.umask(0)
    os.umask(mask)
    os.fchmod(file.fileno(), 0o666 & ~mask)
