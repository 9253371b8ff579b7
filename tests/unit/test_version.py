"""There is one version, and all that tell it tell the same."""

import json
import re
import subprocess
import sys
import tomllib

import django
import pytest
from drf_spectacular.generators import SchemaGenerator

from interactive_maps import VERSION
from interactive_maps.ops.metrics.registry import REGISTRY
from tests.databases import ROOT


def test_the_package_has_it():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


def test_the_package_for_npm_has_it():
    package = ROOT / "interactive_maps/viewer/static/viewer/element/package.json"
    assert json.loads(package.read_text("utf-8"))["version"] == VERSION


def test_the_changelog_begins_with_it():
    entries = re.findall(r"^## \[([0-9.]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert entries[0] == VERSION


def test_the_api_description_has_it():
    assert SchemaGenerator().get_schema(request=None, public=True)["info"]["version"] == VERSION


def test_metrics_have_it():
    assert REGISTRY.get_sample_value("interactive_maps_build_info", {"version": VERSION}) == 1


@pytest.mark.parametrize("arguments", [["version"], ["version", "--no-color"]])
def test_the_command_prints_it(arguments, monkeypatch):
    monkeypatch.setenv("POSTGRES_HOST", "nowhere.invalid")
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == f"{VERSION}\n"
    assert done.stdout != f"{django.get_version()}\n"
