"""A PostGIS cluster of a test's own, that it may stop, kill and start again."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.databases import ROOT


class Cluster:
    """Made by scripts/database in ``folder``; keeps its port over restarts, as a real one does."""

    def __init__(self, folder: Path) -> None:
        self._environment = {**os.environ, "DATABASE_HOME": str(folder)}
        self._file = folder / "database.env"

    def start(self) -> None:
        """Start it, making it first if need be."""
        self._run("start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it; ``immediate`` is as good as a crash."""
        self._environment["DATABASE_STOP_MODE"] = mode
        self._run("stop")

    def read_address(self) -> dict[str, str]:
        """Return the environment of those who connect to it."""
        lines = self._file.read_text().splitlines()
        return {
            name: value for name, _, value in (line.partition("=") for line in lines) if "POSTGRES" in name
        }

    def _run(self, command: str) -> None:
        subprocess.run(
            [str(ROOT / "scripts/database"), command], env=self._environment, check=True, timeout=60
        )
