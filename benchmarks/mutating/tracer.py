"""A plugin of pytest that tells which of our functions each test runs."""

from __future__ import annotations

import os
import sys
import threading
import time
from types import CodeType, FrameType

import pytest

from benchmarks.mutating.forks import Answer
from benchmarks.mutating.pure_modules import ROOT

_OURS = str(ROOT / "interactive_maps") + os.sep


class Tracer:
    """Answers with a line for each test: its functions, those of its fixtures (``shared``), CPU seconds, success.

    The line is said as soon as the test is over, so that it is known although a later test is ended.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._seen: set[CodeType] = set()
        self._ran: set[str] = set()
        self._shared: set[str] = set()
        self._passed, self._begun = True, time.process_time()
        threading.settrace(self._trace)
        sys.settrace(self._trace)

    def _trace(self, frame: FrameType, event: str, argument: object) -> None:
        self._seen.add(frame.f_code)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write down what ran since the last report, and answer at the end of a test."""
        seen, self._seen = self._seen, set()
        sys.settrace(self._trace)  # a test may have ended it
        ran = {
            f"{code.co_filename[len(str(ROOT)) + 1 :]}:{code.co_qualname.partition('.<locals>')[0]}"
            for code in seen
            if code.co_filename.startswith(_OURS)
        }
        (self._ran if report.when == "call" else self._shared).update(ran)
        self._passed &= report.passed
        if report.when == "teardown":
            seconds = round(time.process_time() - self._begun, 3)
            line = {"test": report.nodeid, "seconds": seconds, "passed": self._passed}
            self._answer({**line, "functions": sorted(self._ran), "shared": sorted(self._shared)})
            self._ran, self._passed, self._begun = set(), True, time.process_time()
