"""One client's flood beside another client's requests: ``scripts/bench fairness``. Exit code 1: a target is missed.

One address repeatedly sends a hundred concurrent requests of each costly kind, while another address requests
health, metrics, a file, a page, a tile and a route, one after the other. Each of these should be answered within a
second at p99. Then each costly request is sent alone, to measure the processor seconds that it takes in the worker
and in the database.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil

from benchmarks.costly_requests import COSTLY_REQUESTS, FURNISH, MAPS, CostlyRequest
from benchmarks.graphs.filling import fill_network
from benchmarks.graphs.floors import make_floors
from benchmarks.measuring.floods import flooding, read_clock
from benchmarks.measuring.report import Measure, conclude, describe_machine
from benchmarks.measuring.workbench import Plan, Workbench
from tests.databases import ROOT, Database
from tests.e2e.servers import Server, run_server

DATA = ROOT.parent / "shared" / "data"
ASKING = "127.0.0.1"
P99_MS, CPU_SECONDS = 1000.0, 1.0
PATIENCE_SECONDS, FAILED_MS = 20.0, 20_000.0  # patience of the other client, and the value of a failure
_SETTINGS = {"RATE_LIMIT": "", "DEBUG": "0", "LOG_LEVEL": "WARNING"}
_WORKERS = [
    *("gunicorn", "interactive_maps_backend_config.asgi:application", "--bind", "127.0.0.1:{port}"),
    *("--worker-class", "interactive_maps_backend_config.worker.MapWorker", "--workers"),
]
_ROOMS = """
INSERT INTO room_points (text, level, wkb_geometry)
SELECT 'Room ' || i, i % 4, ST_SetSRID(ST_MakePoint(13.7 + (i % 1000) * 1e-5, 51 + i * 1e-7), 4326)
FROM generate_series(1, {rooms}) i"""


def _get(name: str, path: str) -> CostlyRequest:
    return CostlyRequest(name, "GET", path)


# Queries, and Python's work on their results: both depend on the number of rooms.
LISTS_AND_SEARCHES = (
    _get("a route between two categories", "/api/route/?from=category:room&to=category:room"),
    _get("a page of 1,000 rooms that a word finds", "/api/rooms/?limit=1000&q=room"),
    _get("the same by two words", "/api/rooms/?limit=1000&q=room+1"),
    _get("the same on a level", "/api/rooms/?limit=1000&q=room+1&level=3"),
    _get("the same in a box", "/api/rooms/?limit=1000&q=room+1&bbox=13.7,51,13.8,51.1"),
    _get("the same, far behind", "/api/rooms/?limit=1000&q=room&offset=150000"),
    _get("a page far behind", "/api/rooms/?limit=1000&offset=190000"),
    _get("search, one word", "/api/search/?q=room&limit=50"),
    _get("search, a word and a number", "/api/search/?q=room+1&limit=50"),
    _get("search, misspelt", "/api/search/?q=rooom+wiht+toilett&limit=50"),
    _get("the list of rooms as a web page", "/rooms/?q=room"),
    _get("the API's description", "/api/schema/"),
    _get("a page of 1,000 rooms", "/api/rooms/?limit=1000"),
    _get("the tile of the whole world", "/api/tiles/rooms/0/0/0.mvt"),
)


def read_arguments() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(prog="scripts/bench fairness", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    parser.add_argument(
        "--rooms", type=int, default=200_000, help="rooms besides those of the maps (200,000)"
    )
    parser.add_argument("--requests", type=int, default=100, help="requests of one flood at once (100)")
    parser.add_argument("--seconds", type=float, default=6.0, help="how long each flood lasts at least (6)")
    parser.add_argument("--workers", type=int, default=1, help="worker processes (1)")
    parser.add_argument("--only", default="", help="floods whose name contains this")
    return parser.parse_args()


def main() -> None:
    """Measure, print what came out, and exit with 1 if a target is missed."""
    arguments = read_arguments()
    floods = [
        one for one in (*LISTS_AND_SEARCHES, *COSTLY_REQUESTS) if arguments.only in f"{one.name} {one.path}"
    ]
    load = describe_machine()["load_average"]
    with Workbench(Plan(rows=arguments.rooms, sizes=(), streams=0, repeats=1)) as bench:
        database = bench.make_database("fairness")
        bench.say(f"Importing maps, and making {arguments.rooms:,} rooms ...")
        has_maps = fill(database, arguments.rooms)
        with serve(database, arguments.workers) as server:
            questions = list_questions(server, database)
            bench.say("Asking while nobody else does ...")
            measures = [describe_flood("nobody else", *ask_beside(server, questions, None, arguments))]
            costs, times = {}, []
            for flood in floods:
                bench.say(f"{flood.name}: alone ...")
                costs[flood.name] = measure_cost(server, database, flood)
                bench.say(f"{flood.name}: {arguments.requests} at once ...")
                taken, answers = ask_beside(server, questions, flood, arguments)
                measures.append(describe_flood(flood.name, taken, answers))
                times.append(taken)
        measures += describe_questions(times)
        measures += [
            Measure("cost", name, seconds, "s", target=CPU_SECONDS, detail=detail)
            for name, (seconds, detail) in costs.items()
        ]
    facts = {"rooms": arguments.rooms, "maps": has_maps, "workers": arguments.workers, "load_before": load}
    title = f"{arguments.requests} requests at once beside another client; workers: {arguments.workers}, load {load}"
    conclude(measures, title, facts, as_json=arguments.json)


def fill(database: Database, rooms: int) -> bool:
    """Fill the map with real buildings if available, else an invented network; return whether they are real."""
    maps = [path for name in MAPS if (path := DATA / name).is_file()]
    if not maps:
        fill_network(database, make_floors(20_000))
    for path in maps:
        database.manage("import_map", str(path))
    if maps:
        database.run(FURNISH)
    database.run(_ROOMS.format(rooms=rooms))
    database.run("ANALYZE")
    return bool(maps)


@contextmanager
def serve(database: Database, workers: int) -> Iterator[Server]:
    """Run the server until the end of the block, after every worker has read the network."""
    command = [*_WORKERS, str(workers)] if workers > 1 else None
    with run_server(database, command, settings=_SETTINGS) as server:
        for _ in range(20 * workers):
            ask(server, _get("", "/api/route/?from=room:1&to=room:2"))
        yield server


def ask(server: Server, asked: CostlyRequest, patience: float = 300.0) -> tuple[int, bytes]:
    """Return status and body of the response to a request on a new connection; raises OSError."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", server.port, timeout=patience, source_address=(ASKING, 0)
    )
    try:
        connection.request(asked.method, asked.path, asked.body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def list_questions(server: Server, database: Database) -> Mapping[str, CostlyRequest]:
    """Return the requests of the other client."""
    style = next(Path(ROOT / "interactive_maps/viewer/static").rglob("*.css"))
    return {
        "health": _get("health", "/api/health/"),
        "ready": _get("ready", "/api/health/ready/"),
        "metrics": _get("metrics", "/metrics"),
        "file": _get("file", f"/static/{style.relative_to(ROOT / 'interactive_maps/viewer/static')}"),
        "page": _get("page", "/api/rooms/?limit=100"),
        "web page": _get("web page", "/"),
        "tile": _get("tile", "/api/tiles/rooms/18/141048/87823.mvt"),
        "route": find_route(server, database),
    }


def find_route(server: Server, database: Database) -> CostlyRequest:
    """Return a request for a route that exists."""
    rooms = [key for (key,) in database.fetch("SELECT ogc_fid FROM room_points ORDER BY 1 LIMIT 60")]
    for start, end in itertools.combinations(rooms, 2):
        asked = _get("route", f"/api/route/?from=room:{start}&to=room:{end}")
        if ask(server, asked)[0] == 200:
            return asked
    raise AssertionError("no two rooms are joined")


# --- one client beside another ------------------------------------------------------------------------


Times = dict[str, list[float]]  # by question, in milliseconds


def ask_beside(
    server: Server,
    questions: Mapping[str, CostlyRequest],
    flood: CostlyRequest | None,
    arguments: argparse.Namespace,
) -> tuple[Times, str]:
    """Return the time of each response during ``flood``, and the responses to the flood."""
    taken: Times = defaultdict(list)
    with flooding(server, flood, arguments.requests) as read_answers:
        ends = time.perf_counter() + arguments.seconds
        while time.perf_counter() < ends:
            for name, asked in questions.items():
                begin = time.perf_counter()
                status = try_to_ask(server, asked)
                taken[name].append((time.perf_counter() - begin) * 1e3 if status == 200 else FAILED_MS)
        answers = read_answers()
    return taken, ", ".join(f"{count} x {status}" for status, count in sorted(answers.items()))


def try_to_ask(server: Server, asked: CostlyRequest) -> int:
    """Return the status of the response, 0 if there is none."""
    try:
        return ask(server, asked, PATIENCE_SECONDS)[0]
    except OSError:
        return 0


def describe_flood(side: str, taken: Times, answers: str) -> Measure:
    """Return the worst p99 of all requests beside one flood, and p50 and p99 of each."""
    marks = {name: np.percentile(times, [50, 99]) for name, times in taken.items()}
    worst = max(marks, key=lambda name: marks[name][1])
    detail = ", ".join(f"{name} {p50:.0f}/{p99:.0f}" for name, (p50, p99) in marks.items())
    detail = f"p50/p99: {detail}" + (f"; the flood: {answers}" if answers else "")
    return Measure(side, f"worst p99: {worst}", float(marks[worst][1]), "ms", target=P99_MS, detail=detail)


def describe_questions(floods: Sequence[Times]) -> Iterator[Measure]:
    """Yield p99 of each request, across all floods."""
    for name in floods[0]:
        times = [one for taken in floods for one in taken[name]]
        p50, p99 = np.percentile(times, [50, 99])
        failed = sum(one >= FAILED_MS for one in times)
        detail = f"p50 {p50:.0f} ms, worst {max(times):.0f} ms of {len(times)}, {failed} failed"
        yield Measure("all floods", f"{name} (p99)", float(p99), "ms", target=P99_MS, detail=detail)


# --- the cost of one ----------------------------------------------------------------------------------


def measure_cost(server: Server, database: Database, asked: CostlyRequest) -> tuple[float, str]:
    """Return the processor seconds of one request, the better of two, and their components."""
    found = []
    for _ in range(2):
        begin, before = time.perf_counter(), _read_clocks(server, database)
        status, body = ask(server, asked)
        after = _read_clocks(server, database)
        worker, backends = (now - then for now, then in zip(after, before, strict=True))
        wall = time.perf_counter() - begin
        detail = f"{status}, {len(body):,} bytes; worker {worker:.2f} s, database {backends:.2f} s, wall {wall:.2f} s"
        found.append((worker + backends, detail))
    return min(found)


def _read_clocks(server: Server, database: Database) -> tuple[float, float]:
    """Return the processor seconds used so far by the workers and the database's processes for them."""
    root = psutil.Process(server.process.pid)
    workers = sum(read_clock(process) for process in [root, *root.children(recursive=True)])
    backends = [
        process
        for process in psutil.process_iter(["name", "cmdline"])
        if process.info["name"] == "postgres"
        and f" {database.name} " in " ".join(process.info["cmdline"] or [])
    ]
    return workers, sum(map(read_clock, backends))


if __name__ == "__main__":
    main()
