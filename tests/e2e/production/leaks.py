"""What a stack holds on to: counted before something breaks and after it was mended."""

from __future__ import annotations

import time
from dataclasses import dataclass

import psutil

from tests.e2e.production.stack import Stack

_THREADS, _FILES = 8, 6  # pools and executors keep some of what a busy time has started
_POOLED = 10  # PgBouncer keeps so many for later (min_pool_size), whoever has gone


@dataclass(frozen=True, slots=True)
class Holdings:
    """Of all workers together; ``connections`` are those on the primary."""

    connections: int
    threads: int
    files: int


def count_holdings(stack: Stack) -> Holdings:
    """Return what the backends' workers hold at this moment."""
    workers = [psutil.Process(pid) for pid in stack.backend.list_children()]
    with stack.database.connect("postgres") as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [stack.database.name],
        ).fetchone()
    assert row is not None
    return Holdings(
        int(row[0]),
        sum(worker.num_threads() for worker in workers),
        sum(worker.num_fds() for worker in workers),
    )


def require_no_leak(stack: Stack, before: Holdings, seconds: float = 40.0) -> None:
    """Return as soon as the stack holds no more than before; idle connections may take a while to go."""
    deadline = time.monotonic() + seconds
    while True:
        now = count_holdings(stack)
        if (
            now.connections <= max(before.connections, _POOLED) + 4
            and now.threads <= before.threads + _THREADS
            and now.files <= before.files + _FILES
        ):
            return
        assert time.monotonic() < deadline, f"{before} before, {now} now"
        time.sleep(0.5)
