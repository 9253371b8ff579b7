"""Pure modules: those whose docstring, or whose package's, says "Pure."; they only compute."""

from __future__ import annotations

import ast
import re
from pathlib import Path

_PURE = re.compile(r"\bPure[.;:]")
ROOT = Path(__file__).resolve().parents[2]


def list_pure_modules(root: Path = ROOT) -> list[Path]:
    """Return the modules whose docstring, or whose package's, calls them pure."""
    found: list[Path] = []
    for path in sorted((root / "interactive_maps").rglob("*.py")):
        text = path.read_text("utf-8")
        if not _PURE.search(text):
            continue
        if _PURE.search(ast.get_docstring(ast.parse(text)) or ""):
            found += sorted(path.parent.rglob("*.py")) if path.name == "__init__.py" else [path]
    return sorted(set(found))
