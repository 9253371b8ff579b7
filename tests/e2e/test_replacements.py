"""Tables that are emptied and filled again in one transaction: who waits for its end sees the new map, whole."""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg
import pytest

from tests.databases import ROOT, Database, fill_rooms
from tests.e2e.events import Events
from tests.e2e.servers import Server, run_server

COUNT = 700
_numbers = itertools.count(1)
_FILL = (
    "INSERT INTO room_points (ogc_fid, text, level, wkb_geometry)"
    " SELECT i, 'Room ' || i, 0, ST_SetSRID(ST_MakePoint(13.7 + i * 1e-6, 51), 4326) FROM generate_series(1, 700) i"
)
_EDGE = (
    "INSERT INTO nav_edges_final (ogc_fid, source, target, level, wkb_geometry)"
    " VALUES (1, 1, 2, 0, 'SRID=4326;LINESTRING(13.7 51,13.701 51)')"
)

_SPACE = (
    "INSERT INTO spaces (ogc_fid, level, wkb_geometry)"
    " VALUES (1, 0, 'SRID=4326;POLYGON((13.7 51,13.701 51,13.701 51.001,13.7 51))')"
)


@pytest.fixture(scope="module")
def server(database: Database) -> Iterator[Server]:
    """A server of a small map."""
    fill_rooms(database, COUNT)
    database.run(f"TRUNCATE nav_edges_final, spaces; {_EDGE}; {_SPACE}")
    with run_server(database) as server:
        yield server
    database.run("TRUNCATE nav_edges_final, spaces")


def read_page(address: str) -> int:
    """Return how many rooms one page has."""
    return len(httpx.get(f"{address}/api/rooms/?limit=1000", timeout=20).raise_for_status().json())


def read_stream(address: str) -> int:
    """Return how many rooms a stream has that nobody asked for before, after a reset if there was one."""
    events = Events()
    target = f"/api/rooms/?bbox={next(_numbers) / 1000},50,15,52"
    events.feed(httpx.get(address + target, timeout=20).raise_for_status().content)
    count = 0
    for event in events.received:
        count = 0 if event.type == "reset" else count + len(event.data.get("items", ()))
    assert event.data["total"] == count
    return count


def read_tile(address: str) -> int:
    """Return COUNT if a tile holds anything."""
    answer = httpx.get(f"{address}/api/tiles/spaces/17/70524/43879.mvt", timeout=20)
    return COUNT if answer.raise_for_status().content else 0


def search(address: str) -> int:
    """Return COUNT if a room is found."""
    found = httpx.get(f"{address}/api/search/?q=room+7", timeout=20).raise_for_status().json()
    return COUNT if "Room 7" in str(found) else 0


def find_route(address: str) -> int:
    """Return COUNT if the way is found."""
    answer = httpx.get(f"{address}/api/route/?from=13.7,51,0&to=13.701,51,0", timeout=20)
    return COUNT if answer.status_code == 200 else 0


READERS = {
    "page": read_page,
    "stream": read_stream,
    "tile": read_tile,
    "search": search,
}


@contextmanager
def replacing(database: Database, statements: str) -> Iterator[psycopg.Connection[Any]]:
    """Give a connection in whose open transaction the map is replaced; it is committed at the end."""
    with database.connect() as writer, writer.transaction():
        writer.execute(statements.encode())
        yield writer


def wait_for_waiting(database: Database, count: int = 1) -> None:
    """Return when somebody waits to read a table."""
    deadline = time.monotonic() + 20
    while (
        database.fetch(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessShareLock'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )[0][0]
        < count
    ):
        assert time.monotonic() < deadline, "nobody waits"
        time.sleep(0.01)


@pytest.mark.parametrize("kind", READERS)
def test_who_waits_for_a_table_that_is_emptied_and_filled_sees_all_of_it(server, database, kind):
    statements = f"TRUNCATE room_points, spaces; {_FILL}; {_SPACE}"
    with ThreadPoolExecutor(1) as pool:
        with replacing(database, statements):
            answer: Future[int] = pool.submit(READERS[kind], server.address)
            wait_for_waiting(database)
        assert answer.result(20) == COUNT


def test_a_route_that_waits_is_found_on_all_of_the_new_network(database):
    statements = f"TRUNCATE nav_edges_final; {_EDGE}"
    with ThreadPoolExecutor(1) as pool, contextlib.ExitStack() as exits:
        with replacing(database, statements):
            server = exits.enter_context(run_server(database))
            answer = pool.submit(find_route, server.address)
            wait_for_waiting(database)
            time.sleep(0.5)  # whoever listens for changes waits first, and the question behind it, unseen
        assert answer.result(20) == COUNT


def test_who_waits_for_a_table_that_is_dropped_and_made_anew_sees_all_of_it(server, database):
    """As ``ogr2ogr -overwrite`` does it."""
    definition = "CREATE TABLE fresh (LIKE room_points INCLUDING ALL)"
    statements = f"{definition}; DROP TABLE room_points; ALTER TABLE fresh RENAME TO room_points; {_FILL}"
    database.run("ALTER SEQUENCE room_points_ogc_fid_seq OWNED BY NONE")
    try:
        with ThreadPoolExecutor(2) as pool:
            with replacing(database, statements):
                answers = [pool.submit(READERS[kind], server.address) for kind in ("page", "stream")]
                wait_for_waiting(database, len(answers))
            assert [answer.result(20) for answer in answers] == [COUNT, COUNT]
    finally:
        database.manage("migrate")


def test_an_export_that_waits_has_all_of_the_new_map(server, database, tmp_path):
    with ThreadPoolExecutor(1) as pool:
        with replacing(database, f"TRUNCATE room_points; {_FILL}"):
            done = pool.submit(
                subprocess.run,
                [
                    sys.executable,
                    "manage.py",
                    "export_map",
                    str(tmp_path / "map.geojson"),
                    "--format=geojson",
                ],
                cwd=ROOT,
                env=database.make_environment(),
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            wait_for_waiting(database)
        assert done.result(60).returncode == 0, done.result().stderr
    assert (tmp_path / "map.geojson").read_text().count('"Room ') >= COUNT
