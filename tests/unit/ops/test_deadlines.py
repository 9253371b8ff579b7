"""Work ends at its deadline, or when nobody waits for it any more; what it waits for costs nothing."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time

import pytest

from interactive_maps.ops import deadlines
from interactive_maps.ops.deadlines import ClientLeft, Deadline, TooCostly, open_deadline
from interactive_maps.ops.errors import describe_error


def work(seconds: float) -> None:
    """Keep the processor busy for that long."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_what_takes_longer_than_it_may_ends_with_an_answer_that_says_so():
    deadline = Deadline(0.02)
    deadline.check()
    work(0.03)
    with pytest.raises(
        TooCostly, match=r"more than the 0\.02 s of processor time.*Split the request"
    ) as refused:
        deadline.check()
    answer = describe_error(refused.value)
    assert answer is not None
    status, body, headers = answer
    assert (status, body["code"], headers) == (503, "too_costly", {})


def test_waiting_costs_nothing():
    deadline = Deadline(0.02)
    deadline.check()
    time.sleep(0.05)
    deadline.check()


def test_the_clock_starts_with_the_first_check():
    work(0.03)
    Deadline(0.02).check()


def test_what_works_for_everybody_is_not_charged():
    deadline = Deadline(0.02)
    for _ in range(2):
        with deadline.suspended():
            work(0.03)
            deadline.check()
        deadline.check()
    work(0.03)
    with pytest.raises(TooCostly):
        deadline.check()


def test_each_thread_has_its_own_clock():
    deadline = Deadline(0.02)
    deadline.check()
    errors: list[BaseException] = []

    def run() -> None:
        work(0.03)
        try:
            deadline.check()
        except TooCostly as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert not errors


def test_nothing_is_done_for_a_client_that_has_left():
    deadline = Deadline()
    deadline.check()
    deadline.cancel()
    with pytest.raises(ClientLeft):
        deadline.check()
    with deadline.suspended():
        deadline.check()  # others wait for it


async def test_it_is_current_in_the_threads_that_a_request_starts_and_nowhere_else():
    deadlines.check()
    with open_deadline(5) as deadline:
        assert await asyncio.to_thread(deadlines.get_current) is deadline
        deadline.cancel()
        with pytest.raises(ClientLeft):
            await asyncio.to_thread(deadlines.check)
    deadlines.check()


def test_routes_can_be_looked_for_where_django_is_not_set_up():
    code = "import interactive_maps.routing.search.isochrones, interactive_maps.routing.engines.hierarchy"
    environment = {"PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, timeout=60)
