"""A copy of the tree in which modules are changed, so that the tree itself never is."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.mutating.pure_modules import ROOT

_COPIED = ("interactive_maps", "interactive_maps_backend_config", "tests")


class ScratchTree:
    """Copies of the code and the tests; what else they read is linked."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._changes = 0

    @contextmanager
    def hold(self, module: str, text: bytes) -> Iterator[None]:
        """Let the module at a path from the root have another text for a while."""
        path = self.root / module
        kept, times = path.read_bytes(), path.stat()
        path.write_bytes(text)
        # Compiled files are told apart by size and whole seconds.
        self._changes += 1
        os.utime(path, (times.st_atime, times.st_mtime + self._changes))
        try:
            yield
        finally:
            path.write_bytes(kept)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


@contextmanager
def copy_tree() -> Iterator[ScratchTree]:
    """Make a copy beside a link to the data that tests look for, and remove it at the end."""
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mutants-", dir=ROOT / "var") as folder:
        root = Path(folder) / "tree"
        root.mkdir()
        for entry in ROOT.iterdir():
            if entry.name in _COPIED:
                shutil.copytree(entry, root / entry.name, symlinks=True)
            elif entry.name not in {"var", ".git"}:
                (root / entry.name).symlink_to(entry)
        if (ROOT.parent / "shared").exists():
            (root.parent / "shared").symlink_to(ROOT.parent / "shared")
        yield ScratchTree(root)
