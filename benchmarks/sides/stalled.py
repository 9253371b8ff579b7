"""The effect of clients that stop reading on one that reads."""

from __future__ import annotations

import time

from benchmarks.measuring.client import open_and_stall, read_whole
from benchmarks.measuring.clock import alternate
from benchmarks.measuring.report import Measure, divide
from benchmarks.measuring.workbench import Workbench

SIDE = "stalled"
CLIENTS = 50


def measure(bench: Workbench) -> list[Measure]:
    """Return a reader's time beside 50 stalled clients against its time alone."""
    plan = bench.plan
    with bench.serve(bench.get_floor(plan.rows)) as server:

        def read_beside() -> float:
            stalled = [open_and_stall(server.port) for _ in range(CLIENTS)]
            try:
                return read_whole(server.port).seconds
            finally:
                for connection in stalled:
                    connection.close()
                time.sleep(0.3)  # exclude the server's work on their leaving

        def read_alone() -> float:
            return read_whole(server.port).seconds

        read_alone()  # fills the store
        bench.say(
            f"A reader alone and beside {CLIENTS} stalled clients, {plan.repeats * 2} times in turn ..."
        )
        times = alternate({"alone": read_alone, "beside": read_beside}, plan.repeats * 2)
    beside = (f"beside {CLIENTS} stalled", times["beside"])
    return [divide(SIDE, beside, ("alone", times["alone"]), target=1.25)]
