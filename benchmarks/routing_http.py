"""``/api/route/`` over HTTP at 100,000 edges: ``scripts/bench routing_http``. Exit code 1: a target is missed.

One client sends queries to one worker in sequence; then several query two workers at once. Then a closure is
committed repeatedly, and the next response of either worker has to reflect it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import psycopg

from benchmarks.graphs.filling import fill_network
from benchmarks.graphs.floors import FLOORS, make_floors
from benchmarks.measuring.report import Measure, conclude, describe_machine
from benchmarks.measuring.workbench import Plan, Workbench
from interactive_maps.routing.engines.choice import choose_shape
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.graph import build_graph
from interactive_maps.routing.profiles import WALK, weigh
from tests.databases import Database
from tests.e2e.servers import Server, run_server

P50, P99, RATE, COMMIT_P95 = 5.0, 25.0, 400.0, 5.0
_WORKERS = [
    *("gunicorn", "interactive_maps_backend_config.asgi:application", "--bind", "127.0.0.1:{port}"),
    *("--worker-class", "interactive_maps_backend_config.worker.MapWorker", "--workers"),
]
_SETTINGS = {"RATE_LIMIT": "", "DEBUG": "0", "LOG_LEVEL": "WARNING"}
_CLIENTS = 6


class Client:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, start: int, end: int) -> tuple[int, bytes]:
        """Return status and body of the route between two rooms."""
        body = json.dumps({"start_room_id": start, "end_room_id": end})
        try:
            return self._send(body)
        except (http.client.RemoteDisconnected, ConnectionError):  # it was idle for too long
            self._connection.close()
            return self._send(body)

    def _send(self, body: str) -> tuple[int, bytes]:
        self._connection.request("POST", "/api/route/", body, {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        return response.status, response.read()

    def greet(self) -> None:
        """Request an empty response, to measure the base cost of every response."""
        self._connection.request("GET", "/api/health/live/")
        self._connection.getresponse().read()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def read_arguments() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(prog="scripts/bench routing_http", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    parser.add_argument("--edges", type=int, default=100_000, help="edges of the network (100,000)")
    parser.add_argument("--questions", type=int, default=2_000, help="questions one by one (2,000)")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long clients ask at once (15)")
    parser.add_argument(
        "--tries", type=int, default=10_000, help="closures, each with the next answer (10,000)"
    )
    return parser.parse_args()


def main() -> None:
    """Measure, print what came out, and exit with 1 if a target is missed."""
    arguments = read_arguments()
    load = describe_machine()["load_average"]
    with Workbench(Plan(rows=0, sizes=(), streams=0, repeats=1)) as bench:
        database = bench.make_database("routing_http")
        table = make_floors(arguments.edges)
        bench.say(f"Filling {table.count:,} edges ...")
        rooms = fill_network(database, table)
        engine = measure_engine(table, arguments.questions)
        measures = []
        with serve(database, 1) as server:
            bench.say("Asking one worker, one question after another ...")
            measures += measure_latency(server, rooms, arguments.questions, engine)
        with serve(database, 2) as server:
            bench.say("Asking two workers at once ...")
            measures.append(measure_rate(server, rooms, arguments.seconds))
            bench.say("Closing and opening ...")
            measures += measure_closures(server, database, rooms, arguments.tries)
        bench.say("Closing and opening, beside one listening service ...")
        measures.append(measure_renewal(database, rooms, arguments.tries // 10))
    facts = {"edges": table.count, "rooms": rooms, "load_before": load}
    title = f"/api/route/ over HTTP: {table.count:,} edges, {rooms:,} rooms, load {load} before"
    conclude(measures, title, facts, as_json=arguments.json)


@contextmanager
def serve(database: Database, workers: int) -> Iterator[Server]:
    """Run gunicorn, and wait until every worker has read the network."""
    with run_server(database, [*_WORKERS, str(workers)], settings=_SETTINGS) as server:
        for _ in range(20 * workers):
            client = Client(server.port)
            client.ask(1, 2)
            client.close()
        yield server


def measure_engine(table: Any, questions: int) -> float:
    """Return the median seconds that the engine alone takes for a route."""
    graph = build_graph(table)
    nodes = np.flatnonzero(np.isin(graph.node_number, table.target[table.kind == Kind.ROOM])).tolist()
    rng = np.random.default_rng(3)
    taken = []
    with choose_shape(graph).weigh(weigh(graph, WALK)).open() as search:
        for start, end in rng.choice(nodes, (questions, 2)).tolist():
            begin = time.perf_counter()
            search.query([(start, 0)], [(end, 0)])
            taken.append(time.perf_counter() - begin)
    return float(np.median(taken))


def measure_latency(server: Server, rooms: int, questions: int, engine: float) -> list[Measure]:
    """Return p50 and p99 of single queries to an idle worker, and the engine's share."""
    rng = np.random.default_rng(4)
    client = Client(server.port)
    taken, sizes, empty = [], [], []
    for start, end in rng.integers(1, rooms + 1, (questions + 100, 2)).tolist():
        begin = time.perf_counter()
        status, body = client.ask(start, end)
        taken.append(time.perf_counter() - begin)
        sizes.append(len(body))
        if status != 200:
            raise AssertionError(f"{status}: {body[:200]!r}")
        begin = time.perf_counter()
        client.greet()
        empty.append(time.perf_counter() - begin)
    nothing = float(np.median(empty[100:])) * 1e3
    p50, p99 = np.percentile(np.array(taken[100:]) * 1e3, [50, 99])
    detail = f"{questions:,} questions, answers of {np.median(sizes) / 1000:.0f} kB"
    return [
        Measure("one worker, idle", "p50", float(p50), "ms", target=P50, detail=detail),
        Measure("one worker, idle", "p99", float(p99), "ms", target=P99),
        Measure(
            "one worker, idle",
            "times an empty answer (p50)",
            float(p50) / nothing,
            "x",
            detail=f"{nothing:.1f} ms for nothing, on this machine at this moment",
        ),
        Measure(
            "one worker, idle",
            "share spent in the engine",
            100 * engine * 1e3 / float(p50),
            "%",
            detail=f"{engine * 1e6:.0f} µs of {p50:.1f} ms",
        ),
    ]


def measure_rate(server: Server, rooms: int, seconds: float) -> Measure:
    """Return how many queries per second two workers answer; the clients use some of the machine."""
    ends = time.perf_counter() + seconds
    counts = [0] * _CLIENTS

    def ask(index: int) -> None:
        client, rng = Client(server.port), np.random.default_rng(index)
        while time.perf_counter() < ends:
            start, end = rng.integers(1, rooms + 1, 2).tolist()
            status, body = client.ask(start, end)
            if status != 200:
                raise AssertionError(f"{status}: {body[:200]!r}")
            counts[index] += 1

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    detail = f"{_CLIENTS} clients, {sum(counts):,} answers"
    return Measure(
        "two workers", "answers a second", sum(counts) / seconds, "", target=RATE, more=True, detail=detail
    )


def measure_closures(server: Server, database: Database, rooms: int, tries: int) -> list[Measure]:
    """Return how many responses missed the last commit, and the time of one that reflects it."""
    clients = [Client(server.port) for _ in range(8)]  # with connections to both workers
    start, end = 1, rooms // FLOORS - 1
    stale, taken = 0, []
    with database.connect() as connection:
        edge = find_edge_between(clients[0], connection, start, end)
        metres = ask_metres(clients[0], start, end)
        for turn in range(tries):
            toggle(connection, edge, turn)
            begin = time.perf_counter()
            found = ask_metres(clients[turn % 8 if turn % 3 else (turn + 3) % 8], start, end)
            taken.append(time.perf_counter() - begin)
            stale += (found == metres) != (turn % 2 == 1)
        connection.execute("DELETE FROM closures")
    p50, p95 = np.percentile(np.array(taken) * 1e3, [50, 95])
    detail = f"p50 {p50:.1f} ms, over HTTP, from the commit's end to the answer's"
    return [
        Measure("two workers", "stale answers", stale, "", target=0, detail=f"{tries:,} commits"),
        Measure("two workers", "commit to the answer's end (p95)", float(p95), "ms", detail=detail),
    ]


def measure_renewal(database: Database, rooms: int, tries: int) -> Measure:
    """Return the time from a commit to the new route, in a process that listens like a worker."""
    os.environ.update(database.make_environment())
    os.environ["DJANGO_SETTINGS_MODULE"] = "interactive_maps_backend_config.settings"
    import django

    django.setup()
    from interactive_maps.mapdata.database.connections import close_pool
    from interactive_maps.routing.http.route_requests import RouteRequest, TravelOptions
    from interactive_maps.routing.http.route_service import find_routes
    from interactive_maps.routing.live.snapshot_service import SnapshotService
    from interactive_maps.routing.waypoints.waypoint_resolver import FeatureRef

    service = SnapshotService()
    service.start()
    asked = RouteRequest((FeatureRef("room", 1), FeatureRef("room", rooms // FLOORS - 1)), TravelOptions())
    taken = []
    with database.connect() as connection:
        way = find_routes(service.get_snapshot(), asked).route
        edge = int(service.get_snapshot().network.graph.edge_id[way.segments[len(way.segments) // 2].edge])
        for turn in range(tries):
            toggle(connection, edge, turn)
            begin = time.perf_counter()
            found = find_routes(service.get_snapshot(), asked).route
            taken.append(time.perf_counter() - begin)
            if (found.length == way.length) != (turn % 2 == 1):
                raise AssertionError("a stale way")
            time.sleep(0.01)  # for the listener to settle
    service.stop()
    close_pool()
    p50, p95 = np.percentile(np.array(taken) * 1e3, [50, 95])
    detail = f"p50 {p50:.1f} ms, {tries:,} commits"
    return Measure(
        "in a worker", "commit to the new way (p95)", float(p95), "ms", target=COMMIT_P95, detail=detail
    )


def toggle(connection: psycopg.Connection[Any], edge: int, turn: int) -> None:
    """Close the edge in every even turn, and reopen it in the next."""
    if turn % 2 == 0:
        connection.execute("INSERT INTO closures (kind, target_id) VALUES ('edge', %s)", [edge])
    else:
        connection.execute("DELETE FROM closures")


def ask_metres(client: Client, start: int, end: int) -> float:
    """Return the length of the route."""
    status, body = client.ask(start, end)
    if status != 200:
        raise AssertionError(f"{status}: {body[:200]!r}")
    return float(json.loads(body)["distance_meters"])


def find_edge_between(client: Client, connection: psycopg.Connection[Any], start: int, end: int) -> int:
    """Return an edge whose closure changes the route."""
    _, body = client.ask(start, end)
    line = json.loads(body)["legs"][0]
    longitude, latitude = line["geometry"]["coordinates"][len(line["geometry"]["coordinates"]) // 2]
    near = connection.execute(
        "SELECT ogc_fid FROM nav_edges_final WHERE level = %s AND kind = 'walk' ORDER BY"
        " wkb_geometry <-> ST_SetSRID(ST_MakePoint(%s, %s), 4326) LIMIT 10",
        [line["level"], longitude, latitude],
    ).fetchall()
    metres = ask_metres(client, start, end)
    for (edge,) in near:
        connection.execute("INSERT INTO closures (kind, target_id) VALUES ('edge', %s)", [edge])
        other = ask_metres(client, start, end)
        connection.execute("DELETE FROM closures")
        if other != metres:
            return int(edge)
    raise AssertionError("no edge on the way was found")


if __name__ == "__main__":
    main()
