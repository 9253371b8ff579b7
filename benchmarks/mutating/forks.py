"""Work in a fork of this process, within bounds of time, that answers in lines of JSON."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

BROKEN = "the fork failed: "  # what an outcome begins with for which no test is to blame
# So many times the bound of CPU seconds may pass by the clock: other work may share the processors.
_WALL = 60
Answer = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``failed``: the first test that failed, or the reason why none could; "" where all passed.

    ``traced``: what else the fork answered, which is kept where it was ended.
    """

    failed: str
    tests: int
    seconds: float
    traced: Sequence[Mapping[str, Any]] = ()


class Witness:
    """Records failures."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.tests = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test, and record it if it failed."""
        self.tests += report.when == "call"
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Record a file that cannot be collected."""
        if report.failed:
            self.failed.append(report.nodeid)


def run_in_fork(work: Callable[[Answer], None], seconds: int) -> Outcome:
    """Let a fork do the work and answer, last what failed; it gets so many CPU seconds, and says nothing itself."""
    start = time.process_time() + sum(os.times()[2:4])
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _become_quiet(seconds)
            with os.fdopen(writing, "w", encoding="utf-8") as pipe:

                def answer(said: Mapping[str, Any]) -> None:
                    print(json.dumps(said), file=pipe, flush=True)

                try:
                    work(answer)
                except Exception:
                    answer({"failed": BROKEN + traceback.format_exc(), "tests": 0})
        finally:
            os._exit(1)  # skips the parent's clean-up handlers
    os.close(writing)
    said = _read(reading, child, time.monotonic() + seconds * _WALL)
    _, status = os.waitpid(child, 0)
    taken = time.process_time() + sum(os.times()[2:4]) - start
    lines = [json.loads(line) for line in said.split(b"\n")[:-1]]
    traced = [line for line in lines if "failed" not in line]
    if os.WIFSIGNALED(status):
        return Outcome(f"ended by {signal.Signals(os.WTERMSIG(status)).name}", 0, taken, traced)
    if len(traced) == len(lines):
        return Outcome("ended without a word", 0, taken, traced)
    return Outcome(lines[-1]["failed"], lines[-1]["tests"], taken, traced)


def _become_quiet(seconds: int) -> None:
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)


def _read(pipe: int, child: int, until: float) -> bytes:
    """Return what the fork writes until it ends; kill it if it sleeps forever."""
    said = b""
    with os.fdopen(pipe, "rb", buffering=0) as stream:
        while True:
            ready, _, _ = select.select([stream], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                os.kill(child, signal.SIGKILL)
                return said
            more = stream.read(1 << 16)
            if not more:
                return said
            said += more
