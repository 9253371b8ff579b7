"""A process that has collected the unit tests, and runs some of them in a fork, with the code of a function changed.

This is several times faster than importing the code again for each change.
"""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

import pytest

from benchmarks.mutating.forked_tests import OPTIONS
from benchmarks.mutating.forks import BROKEN, Answer, Outcome, Witness, run_in_fork
from benchmarks.mutating.pure_modules import ROOT
from benchmarks.mutating.tracer import Tracer

_OURS = str(ROOT / "interactive_maps") + os.sep


@dataclass(frozen=True, slots=True)
class Change:
    """A changed text of a module (its path from the root), with another body of a function ("Class.method")."""

    module: str
    function: str
    text: bytes


def run_collected(work: Callable[[CollectedTests], object], folders: Iterable[str]) -> bytes:
    """Collect the tests below folders in another process, and return the result of the work as JSON."""
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
    """Plugin that does ``work`` after pytest's collection instead of a run."""

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
        """Return which of the given tests fail without any change."""
        return self._run(tests, seconds, None).failed.splitlines() if tests else []

    def _run(self, tests: Sequence[str], seconds: int, change: Change | None) -> Outcome:
        def work(answer: Answer) -> None:
            if change is not None:
                self._change(change)
            witness = Witness()
            self._run_until(tests, witness, lambda: bool(witness.failed and change is not None), seconds)
            answer({"failed": "\n".join(witness.failed), "tests": witness.tests})

        return _check(run_in_fork(work, 2 * seconds))

    def _run_until(
        self, tests: Sequence[str], plugin: object, is_done: Callable[[], bool], seconds: float
    ) -> None:
        """Run tests until something is so, or so many CPU seconds have passed."""
        begun, items = time.process_time(), [self._items[name] for name in tests]
        items[0].session.config.pluginmanager.register(plugin)
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if is_done() or time.process_time() - begun > seconds:
                break

    def _change(self, change: Change) -> None:
        path = str(ROOT / change.module)
        codes = list(_walk(compile(change.text, path, "exec", dont_inherit=True)))
        for live in self._functions[path, change.function]:
            place = change.function, live.__code__.co_firstlineno
            live.__code__ = next(code for code in codes if (code.co_qualname, code.co_firstlineno) == place)

    def trace(self, tests: Sequence[str], seconds: int) -> dict[str, dict[str, Any]]:
        """Run tests of one file, and return for each its CPU seconds, whether it passed, and the functions it ran.

        What fixtures run, each test of the file may need. A test that takes more than ``seconds``, or comes after
        three times as many, has no entry.
        """

        def work(answer: Answer) -> None:
            self._run_until(left, Tracer(answer), lambda: False, seconds)
            answer({"failed": "", "tests": 0})

        spent = 0.0
        found: dict[str, dict[str, Any]] = {}
        shared: set[str] = set()
        left = list(tests)
        while left and spent < 3 * seconds:
            outcome = _check(run_in_fork(work, 2 * seconds))
            spent += outcome.seconds
            for line in outcome.traced:
                shared.update(line["shared"])
                found[line["test"]] = {name: line[name] for name in ("seconds", "passed", "functions")}
            left = left[len(outcome.traced) + bool(outcome.failed) :]
        for entry in found.values():
            entry["functions"] = sorted({*entry["functions"], *shared})
        return found


def _check(outcome: Outcome) -> Outcome:
    """Return the outcome, unless the fork itself failed and not a test."""
    if outcome.failed.startswith(BROKEN):
        raise RuntimeError(outcome.failed)
    return outcome


def _walk(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _walk(constant)
