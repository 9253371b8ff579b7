"""Whatever a job does to its process, the one who asked gets a result or a refusal in words."""

from __future__ import annotations

import faulthandler
import os
import re
import time

import psutil
import pytest

from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits
from interactive_maps.importing.reporting.progress import silent
from interactive_maps.importing.supervision.budget import Budget, allow
from interactive_maps.importing.supervision.workers import Job, run_jobs

AMPLE = Budget(seconds=60, megabytes=800)


def double(number, progress):
    return 2 * number


def loop(argument, progress):
    progress("counting sheep", 1, 2)
    while True:
        pass


def loop_in_c(argument, progress):
    progress("matching", 0, None)
    re.match(r"(a+)+$", "a" * 60 + "b")


def fill_memory(argument, progress):
    progress("collecting", 0, None)
    kept = [bytearray(b"x" * 1_000_000) for _ in range(300)]
    time.sleep(30)
    return len(kept)


def abort(argument, progress):
    progress("crashing", 0, None)
    faulthandler.disable()  # its trace is of a crash that is meant
    os.abort()


def fail(argument, progress):
    progress("failing", 0, None)
    raise KeyError(argument)


def refuse(argument, progress):
    raise InputError("plan.dxf", argument, "is bad")


def wait_and_refuse(argument, progress):
    time.sleep(0.3)
    raise InputError("plan.dxf", argument, "is bad")


def run(*works, budget=AMPLE, processes=1):
    jobs = [Job("plan.dxf", work, f"place {number}", budget) for number, work in enumerate(works)]
    return run_jobs(jobs, processes, silent)


def test_results_come_in_order():
    jobs = [Job("plan.dxf", double, number, AMPLE) for number in range(5)]
    assert run_jobs(jobs, 2, silent) == [0, 2, 4, 6, 8]


@pytest.mark.parametrize("work", [loop, loop_in_c])
def test_a_job_without_end_is_ended(work):
    with pytest.raises(InputError, match=r"1 seconds of CPU time .* raise --max-seconds") as refusal:
        run(work, budget=Budget(seconds=1, megabytes=800))
    assert refusal.value.place in {"counting sheep (1 of 2)", "matching"}


def test_a_job_that_fills_the_memory_is_ended():
    with pytest.raises(InputError, match=r"plan.dxf: collecting: .* 100 MB of memory .* raise --max-memory"):
        run(fill_memory, budget=Budget(seconds=60, megabytes=100))


def test_a_crash_is_a_refusal():
    with pytest.raises(InputError, match=r"plan.dxf: crashing: this step crashed \(SIGABRT\)"):
        run(abort)


def test_a_fault_of_ours_is_a_refusal():
    with pytest.raises(InputError, match=r"plan.dxf: failing: this step failed \(KeyError"):
        run(fail)


def test_the_first_refusal_in_order_counts():
    with pytest.raises(InputError, match="place 0"):
        run(wait_and_refuse, refuse, processes=2)


def test_no_process_remains():
    before = set(psutil.Process().children())  # other tests' own
    with pytest.raises(InputError):
        run(refuse, loop, processes=2)
    assert set(psutil.Process().children()) <= before


def test_budgets_grow_with_the_file():
    assert allow(5_000_000, Limits()) == Budget(60, 800)
    assert allow(20_000_000, Limits()) == Budget(120, 1600)
    assert allow(500_000_000, Limits()).megabytes == 4000
    assert allow(20_000_000, Limits(seconds=7, megabytes=70)) == Budget(7, 70)
