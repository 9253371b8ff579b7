"""The packages of the server alone: a part of all, and enough for whatever is not importing."""

import re
import subprocess
import sys

import pytest

from tests.databases import ROOT

# Stands in for an installation of requirements/server.txt: every other package of runtime.txt is hidden.
WITHOUT = """
import os, sys
from importlib.machinery import PathFinder

class Installed(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in {hidden} else super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Installed
os.environ["DJANGO_SETTINGS_MODULE"] = "interactive_maps_backend_config.settings"
from django.core.management import execute_from_command_line
"""
# Distributions whose packages are called otherwise.
PACKAGES = {"fonttools": "fontTools", "charset-normalizer": "charset_normalizer", "pillow": "PIL"}


def list_pins(name):
    """Return the locked versions, with their markers and hashes."""
    text = (ROOT / "requirements" / name).read_text()
    return set(re.findall(r"^[a-z0-9][^ ]*==(?:[^\n]*\\\n)*[^\n]*", text, re.M))


def list_hidden():
    """Return the packages that only runtime.txt has."""
    missing = list_pins("runtime.txt") - list_pins("server.txt")
    names = {pin.partition("==")[0] for pin in missing}
    return {PACKAGES.get(name, name) for name in names}


def run_without(*arguments, then=""):
    """Run manage.py as an installation of server.txt does."""
    program = WITHOUT.format(hidden=list_hidden()) + (then or "execute_from_command_line(sys.argv)")
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "localhost", "ADMIN": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_what_the_server_needs_is_a_part_of_all_in_the_same_versions():
    assert list_pins("server.txt") < list_pins("runtime.txt")
    assert {"ezdxf", "osmium", "fontTools"} <= list_hidden()


def test_the_server_starts_without_what_only_imports():
    done = run_without("check")
    assert done.returncode == 0, done.stderr
    # The PDF reader runs in a process of its own, and a picture or a sheet is drawn only where one is asked for.
    every = (
        "import django, importlib, pkgutil; django.setup()\n"
        "importlib.import_module('interactive_maps_backend_config.asgi')\n"
        "import interactive_maps\n"
        "for module in pkgutil.walk_packages(interactive_maps.__path__, 'interactive_maps.'):\n"
        "    if not any(part in module.name for part in ('.demo.', '.pdfium.', '.preview.picture', '.printing.')):\n"
        "        importlib.import_module(module.name)\n"
    )
    done = run_without(then=every)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "content", "package"),
    [
        ("plan.dxf", "0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n", "ezdxf"),
        ("plan.osm", "<?xml version='1.0'?><osm version='0.6'></osm>", "osmium"),
    ],
)
def test_a_format_that_cannot_be_read_here_is_refused_in_a_sentence(tmp_path, name, content, package):
    (tmp_path / name).write_text(content)
    done = run_without("import_map", str(tmp_path / name), "--level", "0", "--dry-run")
    assert done.returncode == 2, done.stderr
    assert package in done.stderr
    assert "interactive-maps-tools" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_demo_cannot_be_drawn_there_and_says_so(tmp_path):
    done = run_without("make_demo", str(tmp_path / "demo"))
    assert done.returncode == 2, done.stderr
    assert "ezdxf" in done.stderr
    assert "Traceback" not in done.stderr


def test_signs_cannot_be_drawn_there_and_say_so(tmp_path):
    done = run_without("make_signs", str(tmp_path / "signs.pdf"), "--address", "https://map.example.org")
    assert done.returncode == 2, done.stderr
    assert "interactive-maps-tools" in done.stderr
    assert "Traceback" not in done.stderr
