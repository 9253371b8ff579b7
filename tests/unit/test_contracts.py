"""The contracts of imports notice what they forbid, and pure packages stay pure."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from benchmarks.mutating.pure_modules import list_pure_modules
from tests.databases import ROOT

PACKAGES = ("interactive_maps", "interactive_maps_backend_config")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
# A contract's name -> a module of the tree, and an import that it must not have.
VIOLATIONS = {
    "Data flows one way": ("interactive_maps/geo/bbox.py", "interactive_maps.ops.errors"),
    "Nobody imports the settings": (
        "interactive_maps/geo/plane.py",
        "interactive_maps_backend_config.settings",
    ),
    "Inside routing": ("interactive_maps/routing/network/graph.py", "interactive_maps.routing.live"),
    "Inside mapdata": (
        "interactive_maps/mapdata/schema/layer.py",
        "interactive_maps.mapdata.reading.queries",
    ),
    "Inside importing": (
        "interactive_maps/importing/values/numbers.py",
        "interactive_maps.importing.draft.map_draft",
    ),
    "Formats are independent of each other": (
        "interactive_maps/importing/formats/imdf/reading.py",
        "interactive_maps.importing.formats.osm.reading",
    ),
    "Inside ops": ("interactive_maps/ops/errors.py", "interactive_maps.ops.views"),
}
# Packages and modules whose docstring says "Pure" compute, and do nothing else.
IMPURE = {
    "django",
    "rest_framework",
    "psycopg",
    "psycopg_pool",
    "os",
    "io",
    "socket",
    "subprocess",
    "shutil",
    "tempfile",
    "pathlib",
    "asyncio",
    "threading",
    "redis",
    "uvicorn",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, str]:
    """Return KEPT or BROKEN of each contract for a copy of the tree in which every contract is violated once."""
    folder = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("static", "__pycache__", "locale")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    for path, imported in VIOLATIONS.values():
        file = folder / path
        file.write_text(f"{file.read_text('utf-8')}\nimport {imported}\n", "utf-8")
    (folder / "interactive_maps/importing/homeless.py").write_text("", "utf-8")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
    return dict(re.findall(r"^(\S.*?) (KEPT|BROKEN)", said, re.MULTILINE)) | {"": said}


@pytest.mark.parametrize("name", [contract["name"] for contract in CONTRACTS])
def test_a_contract_notices_what_it_forbids(name, outcomes):
    assert name in VIOLATIONS, "plant a violation of the new contract here"
    assert outcomes[name] == "BROKEN", outcomes[""]


def test_a_package_without_a_place_is_noticed(outcomes):
    assert "interactive_maps.importing.homeless" in outcomes[""]


def test_there_are_pure_packages():
    packages = {path.parent for path in list_pure_modules()}
    assert {ROOT / "interactive_maps/geo", ROOT / "interactive_maps/routing/engines"} <= packages


def composes_sql(node: ast.ImportFrom) -> bool:
    """Return whether only the part of psycopg is imported that builds SQL, and needs no connection."""
    return node.module == "psycopg" and {alias.name for alias in node.names} == {"sql"}


@pytest.mark.parametrize("path", list_pure_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_pure_modules_do_no_input_or_output(path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not composes_sql(node):
            imported.add(node.module.partition(".")[0])
    assert imported & IMPURE == set()
