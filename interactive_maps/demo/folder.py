"""The folder of a demo: files appear whole or not at all, and files of others are never overwritten."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

RULES = "plan.toml"
MARK = "interactive-maps make_demo"  # present in every file that may be overwritten
_HEADER_BYTES = 64 * 1024  # the mark of a drawing is in its header


class ForeignFile(Exception):
    """A file to overwrite was not written by a demo; the message tells the user which."""


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """Writes into ``path``; ``force`` also overwrites files of others."""

    path: Path
    force: bool = False

    def prepare(self, names: Iterable[str]) -> None:
        """Make the folder before any work is done. Raises ForeignFile, or OSError if it cannot be made."""
        self.path.mkdir(parents=True, exist_ok=True)
        for name in names:
            target = self.path / name
            if not self.force and target.exists() and not is_own(target):
                raise ForeignFile(
                    f"{target} was not written by make_demo. Choose another folder, or use --force."
                )

    def write(self, name: str, write: Callable[[TextIO], None]) -> int:
        """Let ``write`` fill a new file, put it in place, and return its size in bytes."""
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=self.path)
        try:
            with open(handle, "w", encoding="utf-8", newline="\n", errors="dxfreplace") as stream:
                write(stream)
            size = os.stat(temporary).st_size
            os.chmod(temporary, 0o644)  # mkstemp makes files that only the owner can read
            os.replace(temporary, self.path / name)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return size

    def drop_levels(self, names: Iterable[str]) -> list[str]:
        """Remove drawings left by an earlier, taller demo, and return their names."""
        keep = set(names)
        stale = [
            path
            for path in sorted(self.path.glob("level-*.dxf"))
            if path.name not in keep and path.is_file() and is_own(path)
        ]
        for path in stale:
            path.unlink()
        return [path.name for path in stale]


def is_own(path: Path) -> bool:
    """Return whether a file was written by a demo."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return MARK.encode() in stream.read(_HEADER_BYTES)
