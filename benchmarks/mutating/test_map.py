"""Which tests run which functions; gathered once, and again for files of tests that have changed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.mutating.collected_tests import CollectedTests
from benchmarks.mutating.pure_modules import ROOT

_KEPT = ROOT / "var" / "tests-that-run.json"
_LONGEST = 40  # CPU seconds for the tests of a file


@dataclass(frozen=True, slots=True)
class Run:
    """What a test ran in how many seconds."""

    seconds: float
    functions: frozenset[str]


class TestMap:
    """Tells which tests run a function, those first that notice most in the least time."""

    __test__ = False

    def __init__(self, runs: Mapping[str, Run]) -> None:
        self._runs = runs
        self._by_function = defaultdict(set)
        for test, run in runs.items():
            for function in run.functions:
                self._by_function[function].add(test)

    def find(self, module: str, functions: Iterable[str], seconds: float) -> list[str]:
        """Return tests that run any of the functions, for about so many seconds, in the order to run them.

        Tests of a file stay together, since they share what it has made.
        """
        files = defaultdict(list)
        for test in set().union(*(self._by_function[function] for function in functions)):
            if self._runs[test].seconds < seconds / 2:
                files[test.partition("::")[0]].append(test)
        found: list[str] = []
        for file in sorted(files, key=lambda file: self._rate(file, files[file], module)):
            found += sorted(files[file], key=lambda test: (self._runs[test].seconds, test))
        return found

    def _rate(self, file: str, tests: list[str], module: str) -> tuple[bool, float]:
        own = Path(file).stem == f"test_{Path(module).stem}"
        return not own, sum(self._runs[test].seconds for test in tests)


def gather(collected: CollectedTests, say: Callable[[str], None]) -> TestMap:
    """Return the map of the collected tests; what is known of files that are as they were is kept."""
    kept: dict[str, Any] = json.loads(_KEPT.read_text("utf-8")) if _KEPT.exists() else {}
    files = defaultdict(list)
    for name in collected.names:
        files[name.partition("::")[0]].append(name)
    gathered: dict[str, Any] = {}
    for number, (file, tests) in enumerate(sorted(files.items())):
        signature = hashlib.sha256((ROOT / file).read_bytes()).hexdigest()
        known = kept.get(file, {})
        if known.get("signature") != signature or set(known["tests"]) < set(tests):
            say(f"[{number + 1} of {len(files)}] which functions {file} runs")
            traced = collected.trace(tests, _LONGEST)
            missing = {"seconds": 1e9, "passed": False, "functions": []}  # too slow to be of use
            known = {"signature": signature, "tests": {test: traced.get(test, missing) for test in tests}}
            kept = {name: entry for name, entry in kept.items() if (ROOT / name).exists()} | {file: known}
            _KEPT.parent.mkdir(exist_ok=True)
            _KEPT.write_text(json.dumps(kept), "utf-8")
        gathered[file] = known
    return TestMap(
        {
            test: Run(run["seconds"], frozenset(run["functions"]))
            for known in gathered.values()
            for test, run in known["tests"].items()
            if run["passed"]
        }
    )
