"""The glossary and the contributor's map name code that exists, and code uses the glossary's words."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from tests.databases import ROOT

GLOSSARY = (ROOT / "docs/reference/glossary.md").read_text("utf-8")
TASKS = re.findall(
    r"^\| (?!to \||---)(.+?) \| (.+) \|$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE
)
# Private words that this project once used for what the glossary names.
RETIRED_NAMES = {
    "Absence", "Access", "Directory", "Extra", "Ledger", "Lettering", "Manner", "Named", "Neighbourhood",
    "Painter", "Place", "Remark", "Renewal", "Resolver", "Roadside", "Scan", "Scene", "Shaper", "Shows",
    "Snap", "Snapshots", "Spot", "State", "Stretch", "Stroke", "Surroundings", "Take", "Thing", "UNFIT",
    "Verbatim", "Visit", "Walk", "Whereabouts", "Writing", "find_ways", "measure_ways", "settle",
    "take_down",
}  # fmt: skip
RETIRED_MODULES = {
    "absence", "adoption", "banner", "beyond", "browsers", "directory", "evidence", "extracts",
    "finding", "grounds", "hints", "islands", "ledger", "lettering", "line", "members", "mended",
    "neighbourhood", "notices", "origins", "passages", "placing", "questions", "refusal", "renewal",
    "roadside", "runs", "scraping", "sharing", "sight", "sills", "spokes", "stacks", "storeys",
    "strays", "surroundings", "tours", "unfolding", "verbatim", "visits", "walks", "whole_files",
}  # fmt: skip


def list_modules() -> list[Path]:
    return sorted((ROOT / "interactive_maps").rglob("*.py"))


def exists(dotted: str) -> bool:
    """Return whether a module, or a name in one, exists."""
    try:
        importlib.import_module(dotted)
    except ModuleNotFoundError:
        module, _, name = dotted.rpartition(".")
        return hasattr(importlib.import_module(module), name)
    return True


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:[a-z_]+\.)+\w+)`", GLOSSARY))))
def test_code_names_of_the_glossary_exist(name):
    assert exists(f"interactive_maps.{name}")


def test_the_glossary_fits_on_two_pages():
    assert len(GLOSSARY.splitlines()) <= 90


def test_the_map_for_contributors_has_its_tasks():
    assert len(TASKS) >= 20


@pytest.mark.parametrize(("task", "places"), TASKS, ids=[task for task, _ in TASKS])
def test_files_for_tasks_exist(task, places):
    paths = re.findall(r"`([\w./-]+/[\w./-]*)`", places)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_modules_have_no_retired_names():
    assert [str(path) for path in list_modules() if path.stem in RETIRED_MODULES] == []


@pytest.mark.parametrize("path", list_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_classes_and_functions_have_no_retired_names(path):
    defined = {
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert defined & RETIRED_NAMES == set()


# Words that are retired as names of anything: variables, parameters and attributes as well.
RETIRED_WORDS = {
    "absence", "adoption", "extras", "islands", "ledger", "lettering", "manner", "question", "questions", "remark",
    "remarks", "renewal", "roadside", "settle", "shaper", "spokes", "spot", "spots", "strays",
    "surroundings", "thing", "things", "unfolding", "verbatim", "walks", "ways", "whereabouts",
}  # fmt: skip


@pytest.mark.parametrize("path", list_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_variables_have_no_retired_names(path):
    named = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case (
                ast.Name(id=name, ctx=ast.Store())
                | ast.Attribute(attr=name, ctx=ast.Store())
                | ast.arg(arg=name)
            ):
                named.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                named.add(name)
    assert {name.lower().strip("_") for name in named} & RETIRED_WORDS == set()
