"""The unit tests beside a module: those of its package's folder that reach it, and those that import it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import grimp

from benchmarks.mutating.pure_modules import ROOT

_NEAR = 2  # imports: a test, the package or one module that uses it, the module
_MOST = 8  # files of tests for one module


class NearbyTests:
    """Finds tests by the imports of the tree; reading all of them takes seconds."""

    def __init__(self) -> None:
        self._graph = grimp.build_graph("interactive_maps", "tests", cache_dir=None)
        self._files = sorted((ROOT / "tests" / "unit").rglob("test_*.py"))
        self._worth: dict[str, tuple[int, float]] = {}

    def remember(self, costs: Mapping[str, float], *, noticed: bool) -> None:
        """Remember the CPU seconds of the files that were run, of which the last noticed the change or none did."""
        for file, seconds in costs.items():
            found, spent = self._worth.get(file, (0, 0.0))
            self._worth[file] = (found + (noticed and file == [*costs][-1]), spent + seconds)

    def find(self, module: str) -> list[str]:
        """Return files of tests for a module (its path from the root): its own, then what notices most a second."""
        path = Path(module)
        folders = [
            ROOT / "tests/unit" / folder.relative_to("interactive_maps") for folder in path.parents[:-2]
        ]
        rated = []
        for file in self._files:
            name = _name(file.relative_to(ROOT))
            chain = self._graph.find_shortest_chain(importer=name, imported=_name(path))
            if chain is None:
                continue
            up = next((up for up, folder in enumerate(folders) if folder in file.parents), len(folders))
            if len(chain) - 1 <= _NEAR or up < max(1, len(folders) - 1):
                own = file.stem == f"test_{path.stem}"
                rated.append((not own, len(chain) + up, str(file.relative_to(ROOT))))
        nearest = sorted(rated)[:_MOST]
        return [file for *_, file in sorted(nearest, key=lambda rate: (rate[0], -self._rate(rate[2])))]

    def _rate(self, file: str) -> float:
        """Return changes noticed a second, as if every file had begun with one in a second."""
        found, seconds = self._worth.get(file, (0, 0.0))
        return (found + 1) / (seconds + 1)


def _name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
