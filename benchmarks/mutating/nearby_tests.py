"""The unit tests beside a module: those of its package's folder that reach it, and those that import it."""

from __future__ import annotations

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

    def find(self, module: str) -> list[str]:
        """Return files of tests, the nearest first, for the module at a path from the root."""
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
        return [file for _, _, file in sorted(rated)[:_MOST]]


def _name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
