"""Runs of tests, each in a fork of a process that has imported the libraries, and stops at the first failure."""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
import pytest

# Imported once for all runs. None of ours, since a run imports the code from the scratch tree.
_LIBRARIES = (
    *("asgiref.sync", "django.contrib.gis.db.models", "django.test", "drf_spectacular.views", "ezdxf", "fontTools"),
    *("hypothesis.strategies", "networkx", "numpy", "opening_hours", "orjson", "prometheus_client", "psycopg_pool"),
    *("pyogrio", "pyproj", "rest_framework.views", "scipy.ndimage", "scipy.sparse.csgraph", "scipy.spatial"),
    *("shapely", "zstandard"),
)  # fmt: skip
_OURS = {"interactive_maps", "interactive_maps_backend_config", "tests"}
_WALL = 5  # so many times the bound of CPU seconds may pass by the clock


@dataclass(frozen=True, slots=True)
class Outcome:
    """``failed``: the first test that failed, or the reason why none could; "" where all passed.

    ``costs``: CPU seconds of each file of tests that was run.
    """

    failed: str
    tests: int
    seconds: float
    timed_out: bool = False
    costs: Mapping[str, float] = field(default_factory=dict)


def warm_up() -> None:
    """Import what tests need, and prepare hypothesis: the same examples each time, none kept, none made smaller."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interactive_maps_backend_config.settings")
    for name in _LIBRARIES:
        with suppress(ImportError):
            importlib.import_module(name)
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile(
        "mutants", deadline=None, derandomize=True, database=None, phases=phases
    )


def run_tests(root: Path, tests: Sequence[str], seconds: int, *, stop: bool = True) -> Outcome:
    """Run files of tests (or single ones) below ``root`` in order, for at most so many CPU seconds.

    After half of them no other file is begun.
    """
    start = time.process_time() + sum(os.times()[2:4])
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _work(root, tests, seconds, writing, stop=stop)
        finally:
            os._exit(1)  # nothing of the parent's is tidied up here
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    taken = time.process_time() + sum(os.times()[2:4]) - start
    if os.WIFSIGNALED(status):
        ended = os.WTERMSIG(status)
        late = ended in {signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL}
        return Outcome(f"ended by {signal.Signals(ended).name}", 0, taken, timed_out=late)
    answer = json.loads(said or b'{"failed": "ended without a word", "tests": 0}')
    return Outcome(answer["failed"], answer["tests"], taken, costs=answer.get("costs", {}))


def _work(root: Path, tests: Sequence[str], seconds: int, writing: int, *, stop: bool) -> None:
    """Be the fork: run the tests, and write what came out."""
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    signal.alarm(seconds * _WALL)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    for name in [name for name in sys.modules if name.partition(".")[0] in _OURS]:
        del sys.modules[name]
    os.chdir(root)
    sys.path[:] = [str(root), *[entry for entry in sys.path if Path(entry or ".").resolve() != root]]
    witness, begun = _Witness(), time.process_time()
    without = (f"no:{plugin}" for plugin in ("cacheprovider", "randomly", "terminalreporter"))
    options = [*(f"-p{name}" for name in without), "--hypothesis-profile=mutants", "--assert=plain"]
    options += ["-m", "not slow and not nightly"]
    costs: dict[str, float] = {}
    for some in (
        ([test] for test in tests) if stop else [tests]
    ):  # alone: what comes later is not even collected
        before = time.process_time()
        code = pytest.main([*options, *(["-x"] if stop else []), *some], plugins=[witness])
        if code not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED} and not witness.failed:
            witness.failed.append(f"{some[0]}: pytest ended with {int(code)}")
        costs[some[0]] = time.process_time() - before
        if stop and (witness.failed or time.process_time() - begun > seconds / 2):
            break
    failed = witness.failed[:1] if stop else witness.failed
    answer = {"failed": "\n".join(failed), "tests": witness.tests, "costs": costs}
    os.write(writing, json.dumps(answer).encode())


class _Witness:
    """Remembers what failed."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.tests = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.tests += report.when == "call"
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)
