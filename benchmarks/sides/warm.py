"""A stream that is already in the store, against nginx with the same bytes as a file; the same reader for both."""

from __future__ import annotations

import gzip
from functools import partial
from pathlib import Path

import httpx

from benchmarks.measuring.client import BASE_FLOOR, Reading, read_whole
from benchmarks.measuring.clock import alternate
from benchmarks.measuring.nginx import run_nginx
from benchmarks.measuring.report import Measure, divide
from benchmarks.measuring.workbench import Workbench
from tests.e2e.servers import Server

SIDE = "warm"
# A tenth of the bytes is sent sooner than a request gets through Django: that ratio has no target.
TARGETS = {"identity": (1.5, 1.2), "gzip": (None, None)}
ROUNDS = 4  # a reading takes some hundredths of a second: repeat it for the same accuracy


def measure(bench: Workbench) -> list[Measure]:
    """Return the time of our warm stream against nginx's, plain and compressed."""
    plan = bench.plan
    folder = bench.make_folder()
    with bench.serve(bench.get_floor(plan.rows)) as server:
        _save(server, folder)
        with run_nginx(folder) as port:
            bench.say(f"Warm stream and nginx, {plan.repeats * ROUNDS} times in turn, plain and gzip ...")
            measures = []
            for encoding, (target, aim) in TARGETS.items():
                readers = {
                    "nginx": partial(read_whole, port, "/events", encoding),
                    "stream": partial(read_whole, server.port, BASE_FLOOR, encoding),
                }
                _check_sizes({name: read() for name, read in readers.items()})
                times = alternate(
                    {name: partial(_time, read) for name, read in readers.items()}, plan.repeats * ROUNDS
                )
                ours = (f"warm stream, {encoding}", times["stream"])
                measures.append(divide(SIDE, ours, ("nginx", times["nginx"]), target=target, aim=aim))
            return measures


def _time(read: partial[Reading]) -> float:
    return read().seconds


def _save(server: Server, folder: Path) -> None:
    """Fill the store, and write its exact bytes to ``folder``."""
    for name, encoding in (("events", "identity"), ("events.gz", "gzip")):
        with httpx.stream(
            "GET", server.address + BASE_FLOOR, headers={"Accept-Encoding": encoding}, timeout=120
        ) as answer:
            (folder / name).write_bytes(b"".join(answer.iter_raw()))
    assert gzip.decompress((folder / "events.gz").read_bytes()) == (folder / "events").read_bytes()


def _check_sizes(readings: dict[str, Reading]) -> None:
    """Fail if one side sends fewer bytes; chunk framing and headers are the only difference."""
    sizes = [reading.size for reading in readings.values()]
    assert max(sizes) < 1.01 * min(sizes) + 1000, f"the sides send different things: {readings}"
