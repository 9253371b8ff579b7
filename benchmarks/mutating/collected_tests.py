"""A process that has collected the unit tests, and runs some of them in a fork, with the code of a function changed.

It is several times as fast as to import the code anew for each change.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

from benchmarks.mutating.forked_tests import OPTIONS
from benchmarks.mutating.forks import BROKEN, Outcome, Witness, run_in_fork
from benchmarks.mutating.pure_modules import ROOT

_OURS = str(ROOT / "interactive_maps") + os.sep


@dataclass(frozen=True, slots=True)
class Change:
    """Another text of a module (its path from the root), which has another body of a function ("Class.method")."""

    module: str
    function: str
    text: bytes


def run_collected(work: Callable[[CollectedTests], object], folders: Iterable[str]) -> bytes:
    """Collect the tests below folders in another process, and return what the work returns as JSON."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            os.chdir(ROOT)
            collected = CollectedTests(work)
            pytest.main([*OPTIONS, *folders], plugins=[collected])
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(json.dumps(collected.answer).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said or b"null"


class CollectedTests:
    """Ends the collection of pytest with ``work`` in place of a run."""

    def __init__(self, work: Callable[[CollectedTests], object]) -> None:
        self._work = work
        self._items: dict[str, pytest.Item] = {}
        self._functions: dict[tuple[str, str], list[FunctionType]] = {}
        self.answer: object = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do the work instead of the loop."""
        self._items = {item.nodeid: item for item in session.items}
        for found in gc.get_objects():
            if type(found) is FunctionType and found.__code__.co_filename.startswith(_OURS):
                code = found.__code__
                self._functions.setdefault((code.co_filename, code.co_qualname), []).append(found)
        self.answer = self._work(self)
        return True

    @property
    def names(self) -> list[str]:
        """The node ids of the tests."""
        return list(self._items)

    def has(self, module: str, function: str) -> bool:
        """Return whether a function's code can be changed."""
        return (str(ROOT / module), function) in self._functions

    def run(self, tests: Sequence[str], seconds: int, change: Change) -> Outcome:
        """Run tests in order until one fails, with a function changed."""
        return self._run(tests, seconds, change)

    def find_failing(self, tests: Sequence[str], seconds: int) -> list[str]:
        """Return which of some tests fail without any change."""
        return self._run(tests, seconds, None).failed.splitlines() if tests else []

    def _run(self, tests: Sequence[str], seconds: int, change: Change | None) -> Outcome:
        def work(write: Callable[[bytes], object]) -> None:
            if change is not None:
                self._change(change)
            witness = Witness()
            begun, items = time.process_time(), [self._items[name] for name in tests]
            items[0].session.config.pluginmanager.register(witness)
            for item, following in zip(items, [*items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                done = witness.failed and change is not None
                if done or time.process_time() - begun > seconds / 2:
                    break
            write(json.dumps({"failed": "\n".join(witness.failed), "tests": witness.tests}).encode())

        return _check(run_in_fork(work, seconds))

    def _change(self, change: Change) -> None:
        path = str(ROOT / change.module)
        codes = list(_walk(compile(change.text, path, "exec", dont_inherit=True)))
        for live in self._functions[path, change.function]:
            place = change.function, live.__code__.co_firstlineno
            live.__code__ = next(code for code in codes if (code.co_qualname, code.co_firstlineno) == place)

    def trace(self, tests: Sequence[str], seconds: int) -> dict[str, Any]:
        """Run tests of one file, and return for each its CPU seconds, whether it passed, and the functions it ran."""

        def work(write: Callable[[bytes], object]) -> None:
            tracer = _Tracer()
            items = [self._items[name] for name in tests]
            items[0].session.config.pluginmanager.register(tracer)
            for item, following in zip(items, [*items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if time.process_time() - tracer.begun > seconds / 2:
                    break
            for found in tracer.tests.values():
                found["functions"] = sorted(found["functions"] | tracer.shared)
            write(json.dumps({"failed": "", "tests": len(tests), "traced": tracer.tests}).encode())

        return dict(_check(run_in_fork(work, seconds)).traced)


class _Tracer:
    """Writes down which of our functions each test runs; what fixtures run, each test of the file may need."""

    def __init__(self) -> None:
        self.tests: dict[str, dict[str, Any]] = {}
        self.shared: set[str] = set()
        self.begun = time.process_time()
        self._seen: set[CodeType] = set()
        sys.settrace(self._trace)
        threading.settrace(self._trace)

    def _trace(self, frame: FrameType, event: str, argument: object) -> None:
        self._seen.add(frame.f_code)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        seen, self._seen = self._seen, set()
        ran = {
            f"{code.co_filename[len(str(ROOT)) + 1 :]}:{code.co_qualname.partition('.<locals>')[0]}"
            for code in seen
            if code.co_filename.startswith(_OURS)
        }
        sys.settrace(self._trace)  # a test may have ended it
        entry = self.tests.setdefault(report.nodeid, {"seconds": 0.0, "passed": True, "functions": set()})
        entry["seconds"] = round(entry["seconds"] + report.duration, 3)
        entry["passed"] &= report.passed
        if report.when == "call":
            entry["functions"] |= ran
        else:
            self.shared |= ran


def _check(outcome: Outcome) -> Outcome:
    """Return the outcome, unless the fork itself failed instead of a test."""
    if outcome.failed.startswith(BROKEN):
        raise RuntimeError(outcome.failed)
    return outcome


def _walk(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _walk(constant)
