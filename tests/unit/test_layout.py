"""The house rules that a machine can count: sizes of packages, files and functions, and the rooms of formats."""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.databases import ROOT

PACKAGES = ("interactive_maps", "interactive_maps_backend_config")
VIEWER = ROOT / "interactive_maps/viewer/static/viewer"
FORMATS = ROOT / "interactive_maps/importing/formats"
MOST_MODULES, MOST_LINES, MOST_FUNCTION_LINES = 15, 300, 47
STEPS = {"detection.py": "recognise", "reading.py": "read"}


def list_modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def list_functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_package_holds_too_many_modules():
    counts = Counter(path.parent.relative_to(ROOT) for path in list_modules() if path.name != "__init__.py")
    assert {str(package): count for package, count in counts.items() if count > MOST_MODULES} == {}


def test_no_file_is_too_long():
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in list_modules()}
    assert {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_function_is_too_long():
    too_long = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": lines
        for path in list_modules()
        for node in list_functions(path)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > MOST_FUNCTION_LINES
    }
    assert too_long == {}


def test_each_private_constant_is_of_use():
    unused = []
    for path in list_modules():
        names = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)]
        stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        idle = stored - {node.id for node in names if isinstance(node.ctx, ast.Load)}
        unused += [
            f"{path.relative_to(ROOT)}: {name}" for name in idle if re.fullmatch(r"_[A-Z][A-Z_]+", name)
        ]
    assert unused == []


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in FORMATS.glob("*/__init__.py")), ids=lambda path: path.name
)
def test_each_format_has_the_same_files_for_the_same_steps(folder):
    for file, function in STEPS.items():
        assert function in {node.name for node in list_functions(folder / file)}
    if folder.name not in {"dwg", "vector"}:  # converted, and read as DXF and GeoJSON
        assert (folder / "rows.py").exists()


def test_the_bundle_is_made_of_the_modules_as_they_are():
    folders = (
        VIEWER,
        VIEWER / "element",
        VIEWER / "ondemand",
        VIEWER / "ondemand/basemap",
        VIEWER / "ondemand/host",
        VIEWER / "ondemand/routing",
        VIEWER / "ondemand/walls",
    )
    modules = [module for folder in folders for module in sorted(folder.glob("*.js"))]
    digest = hashlib.sha256(b"".join(module.read_bytes() for module in modules)).hexdigest()
    assert (VIEWER / "bundle/modules.sha256").read_text().strip() == digest, "run scripts/bundle"
