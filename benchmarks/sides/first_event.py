"""Time to a client's first batch when nothing is ready, from small maps to huge ones."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial

from benchmarks.measuring.client import time_first_event
from benchmarks.measuring.clock import alternate, wait_until
from benchmarks.measuring.report import Measure, divide
from benchmarks.measuring.workbench import Workbench, bump
from tests.databases import Database
from tests.e2e.servers import Server

SIDE = "first-event"
ROUNDS = 3  # times the repeats: it is short, so that one slow wake-up would show


def measure(bench: Workbench) -> list[Measure]:
    """Return the first event's time on every larger map against that on the smallest."""
    plan = bench.plan
    with ExitStack() as servers:
        sides = {}
        for size in plan.sizes:
            database = bench.get_floor(size)
            server = servers.enter_context(bench.serve(database))
            sides[f"{size:,}"] = partial(_time_cold, database, server)
        bench.say(f"First events, cold, {plan.repeats * ROUNDS} times in turn ...")
        alternate(sides, 1)  # the first request imports and connects
        times = alternate(sides, plan.repeats * ROUNDS)
    smallest, *larger = [(f"{name} rows", taken) for name, taken in times.items()]
    return [divide(SIDE, side, smallest, target=2.0) for side in larger]


def _time_cold(database: Database, server: Server) -> float:
    bump(database)
    taken = time_first_event(server.port)
    # The production continues for a while without its reader: keep it out of the next measurement.
    wait_until(partial(_stop_production, database), 60, "the production ends")
    return taken


def _stop_production(database: Database) -> bool:
    """Cancel the server's running queries; return whether it was idle."""
    with database.connect("postgres") as connection:
        busy = connection.execute(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND application_name = 'interactive-maps' AND state <> 'idle'",
            [database.name],
        ).fetchall()
    return not busy
