"""A demo's folder: drawings and rule file appear whole or not at all, and nobody else's file is overwritten."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

RULES = "plan.toml"
MARK = "interactive-maps make_demo"  # in every file that is ours to overwrite
_HEADER_BYTES = 64 * 1024  # a drawing's mark stands in its header


class ForeignFile(Exception):
    """A file that a demo would overwrite is not a demo's; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """Writes into ``path``; with ``force`` also over files that are not ours."""

    path: Path
    force: bool = False

    def prepare(self, names: Iterable[str]) -> None:
        """Make the folder, before any work is done. Raises ForeignFile, or OSError if it can't be made."""
        self.path.mkdir(parents=True, exist_ok=True)
        for name in names:
            target = self.path / name
            if not self.force and target.exists() and not is_own(target):
                raise ForeignFile(f"{target} is not a demo's file: choose another folder, or use --force.")

    def write(self, name: str, write: Callable[[TextIO], None]) -> int:
        """Let ``write`` fill a new file, then put it in place; returns its size in bytes."""
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=self.path)
        try:
            with open(handle, "w", encoding="utf-8", newline="\n", errors="dxfreplace") as stream:
                write(stream)
            size = os.stat(temporary).st_size
            os.chmod(temporary, 0o644)  # mkstemp lets nobody else read
            os.replace(temporary, self.path / name)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return size

    def drop_levels(self, names: Iterable[str]) -> list[str]:
        """Remove drawings that an earlier, taller demo left; returns their names."""
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
    """Whether a file was written by a demo."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return MARK.encode() in stream.read(_HEADER_BYTES)
