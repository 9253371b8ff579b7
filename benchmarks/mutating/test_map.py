"""Which tests beside a module run which functions.

Gathered once, and again for files of tests that have changed, or that run a module that has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.mutating.collected_tests import CollectedTests
from benchmarks.mutating.places import Place, imports_any
from benchmarks.mutating.pure_modules import ROOT

_KEPT = ROOT / "var" / "tests-that-run.json"
_LONGEST = 20  # CPU seconds for a traced test, which is two or three times as slow as others


@dataclass(frozen=True, slots=True)
class Run:
    """What a test ran, in how many CPU seconds while it was traced."""

    seconds: float
    functions: frozenset[str]


class TestMap:
    """The tests that run a function, those first that notice most in the least time."""

    __test__ = False

    def __init__(self, runs: Mapping[str, Run]) -> None:
        self._runs = runs
        self._by_function = defaultdict(set)
        for test, run in runs.items():
            for function in run.functions:
                self._by_function[function].add(test)

    def find(self, module: str, functions: Iterable[str] | None, seconds: float) -> list[str]:
        """Return tests that run any of the functions in less than so many seconds, in the order to run them.

        Without functions, all tests count. Tests of a file stay together, since they share its fixtures.
        """
        files = defaultdict(list)
        some = None if functions is None else [self._by_function[function] for function in functions]
        for test in self._runs if some is None else set().union(*some):
            if self._runs[test].seconds < seconds:
                files[test.partition("::")[0]].append(test)
        found: list[str] = []
        for file in sorted(files, key=lambda file: self._rate(file, files[file], module)):
            found += sorted(files[file], key=lambda test: (self._runs[test].seconds, test))
        return found

    def _rate(self, file: str, tests: list[str], module: str) -> tuple[bool, float]:
        return not _is_own(file, module), sum(self._runs[test].seconds for test in tests)


def list_folders(module: str) -> list[str]:
    """Return the folders of the tests beside a module: its package's, and that of the package around it.

    An application has too many tests to be one.
    """
    package = Path(module).parent.relative_to("interactive_maps")
    around = [folder for folder in (package, *package.parents) if (ROOT / "tests/unit" / folder).is_dir()]
    chosen = [around[0], *(folder for folder in around[1:2] if len(folder.parts) > 1)]
    return [f"tests/unit/{folder}" for folder in chosen]


class Gatherer:
    """Finds out which functions the collected tests run, file by file as needed, and keeps the results."""

    def __init__(self, collected: CollectedTests, say: Callable[[str], None]) -> None:
        self._collected, self._say = collected, say
        self._kept: dict[str, Any] = json.loads(_KEPT.read_text("utf-8")) if _KEPT.exists() else {}
        self._maps: dict[str, TestMap] = {}
        self._files = defaultdict(list)
        for name in collected.names:
            self._files[name.partition("::")[0]].append(name)

    def list_files(self, module: str) -> list[str]:
        """Return the test files beside a module: its own, then the nearest, those known to be quick first."""
        found: list[str] = []
        for folder in list_folders(module):
            near = [file for file in self._files if file.startswith(f"{folder}/") and file not in found]
            found += sorted(near, key=lambda file: (*self._rate(file), file))
        return sorted(found, key=lambda file: not _is_own(file, module))

    def find(self, file: str, module: str, place: Place, seconds: float) -> list[str]:
        """Return the tests of a file that a change of a module may fail, in the order to run them.

        What an import made, a test needs no function for: where its file imports that, all its tests count.
        """
        uses = place.names and imports_any((ROOT / file).read_bytes(), module, place.names)
        return self.gather(file).find(module, None if uses else place.runs_in, seconds)

    def gather(self, file: str) -> TestMap:
        """Return the map of the tests of a file."""
        if file not in self._maps:
            self._maps[file] = TestMap(
                {
                    test: Run(run["seconds"], frozenset(run["functions"]))
                    for test, run in self._read(file).items()
                    if run["passed"]
                }
            )
        return self._maps[file]

    def _rate(self, file: str) -> tuple[bool, float]:
        is_known = self._is_known(file)
        tests = self._kept[file]["tests"].values() if is_known else ()
        return not is_known, sum(run["seconds"] for run in tests)

    def _is_known(self, file: str) -> bool:
        kept = self._kept.get(file)
        return bool(kept and kept["signature"] == _sign(file, kept["tests"]))

    def _read(self, file: str) -> dict[str, Any]:
        if not self._is_known(file):
            self._say(f"which functions {file} runs")
            traced = self._collected.trace(self._files[file], _LONGEST)
            missing = {"seconds": 1e9, "passed": False, "functions": []}  # too slow to be of use here
            tests = {test: traced.get(test, missing) for test in self._files[file]}
            self._kept = {name: entry for name, entry in self._kept.items() if (ROOT / name).exists()}
            self._kept[file] = {"signature": _sign(file, tests), "tests": tests}
            _KEPT.parent.mkdir(exist_ok=True)
            _KEPT.write_text(json.dumps(self._kept), "utf-8")
        known: dict[str, Any] = self._kept[file]["tests"]
        return known


def _sign(file: str, tests: Mapping[str, Any]) -> str:
    """Return a digest of a file of tests and the modules that it runs."""
    modules = {function.partition(":")[0] for run in tests.values() for function in run["functions"]}
    digests = [_digest(path) for path in (file, *sorted(modules))]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


@cache
def _digest(path: str) -> str:
    whole = ROOT / path
    return hashlib.sha256(whole.read_bytes() if whole.exists() else b"").hexdigest()


def _is_own(file: str, module: str) -> bool:
    return Path(file).stem == f"test_{Path(module).stem}"
