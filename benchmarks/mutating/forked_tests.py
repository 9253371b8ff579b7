"""Runs of tests, each in a fork of a process that has imported the libraries, with one of our modules changed."""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.abc import SourceLoader
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

from benchmarks.mutating.forks import Answer, Outcome, Witness, run_in_fork
from benchmarks.mutating.pure_modules import ROOT

# Imported once for all runs. Not our own modules, since a run imports the code with its change.
_LIBRARIES = (
    *("asgiref.sync", "django.contrib.gis.db.models", "django.test", "drf_spectacular.views", "ezdxf", "fontTools"),
    *("hypothesis.strategies", "networkx", "numpy", "opening_hours", "orjson", "prometheus_client", "psycopg_pool"),
    *("pyogrio", "pyproj", "rest_framework.views", "scipy.ndimage", "scipy.sparse.csgraph", "scipy.spatial"),
    *("shapely", "zstandard"),
)  # fmt: skip
_OURS = {"interactive_maps", "interactive_maps_backend_config", "tests"}
OPTIONS = (
    *(f"-pno:{plugin}" for plugin in ("cacheprovider", "randomly", "terminalreporter")),
    *("--hypothesis-profile=mutants", "--assert=plain", "--capture=no", "-m", "not slow and not nightly"),
)


def warm_up() -> None:
    """Import what tests need, and prepare hypothesis: the same examples each time, none kept, none made smaller.

    Its complaints of slow examples are off: a traced test is slow, and a busy machine as well.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interactive_maps_backend_config.settings")
    for name in _LIBRARIES:
        with suppress(ImportError):
            importlib.import_module(name)
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile(
        "mutants",
        deadline=None,
        derandomize=True,
        database=None,
        phases=phases,
        suppress_health_check=list(hypothesis.HealthCheck),
    )


def run_tests(tests: Sequence[str], module: str, text: bytes, seconds: int) -> Outcome:
    """Run tests, by their node ids, until one fails, with another text of a module (its path from the root).

    They end without a failure after so many CPU seconds; twice as many end the fork, which is a failure.
    """

    def work(answer: Answer) -> None:
        for name in [name for name in sys.modules if name.partition(".")[0] in _OURS]:
            del sys.modules[name]
        os.chdir(ROOT)
        sys.meta_path.insert(0, _Changed(ROOT / module, text))
        witness = Witness()
        code = pytest.main([*OPTIONS, "-x", *tests], plugins=[witness, _Bound(seconds)])
        if code != pytest.ExitCode.OK and not witness.failed:
            witness.failed.append(f"pytest ended with {int(code)}")
        answer({"failed": "\n".join(witness.failed[:1]), "tests": witness.tests})

    return run_in_fork(work, 2 * seconds)


class _Bound:
    """Leaves out the tests that would begin after so many CPU seconds."""

    def __init__(self, seconds: int) -> None:
        self._until = time.process_time() + seconds

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self) -> bool | None:
        """Return that a test is done, if it is too late for it."""
        return True if time.process_time() > self._until else None


class _Changed(SourceLoader):
    """Finds a module at its path, with a changed text."""

    def __init__(self, path: Path, text: bytes) -> None:
        self._path, self._text = path, text
        parts = path.relative_to(ROOT).with_suffix("").parts
        self._name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name == self._name else None
        if spec is not None:
            spec.loader = self
        return spec

    def get_filename(self, fullname: str) -> str:
        return str(self._path)

    def get_data(self, path: str | bytes) -> bytes:
        return self._text

    def path_stats(self, path: str | bytes) -> dict[str, float]:
        raise OSError  # prevents the search for a compiled file
