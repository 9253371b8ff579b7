"""A replica that was behind is promoted, and another one that was not goes on following the dead primary."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from tests.databases import fill_rooms
from tests.e2e.events import Events
from tests.e2e.production.postgres import connect_as_owner
from tests.e2e.production.stack import Stack, run_stack

RENAME = "UPDATE room_points SET text = '{}' WHERE ogc_fid = 1"
FIRST = "/api/rooms/?limit=1"


@pytest.fixture
def stack(tmp_path) -> Iterator[Stack]:
    """A primary and two replicas with cables between them."""
    settings = {"REPLICA_LAG_SECONDS": "1", "STREAM_HEARTBEAT_SECONDS": "1", "VIEW_THREADS": "4"}
    with run_stack(tmp_path, replicas=2, workers=1, linked=True, settings=settings) as stack:
        fill_rooms(stack.database, 1234)
        yield stack


def read_name(client: httpx.Client) -> str:
    """Return the first room's name, by a question that no cache knows."""
    return str(client.get(FIRST).raise_for_status().json()[0]["name"])


def wait_until(condition, what: str, seconds: float = 30.0) -> None:
    """Return as soon as ``condition`` is true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def has_replayed(port: int, database: str, name: str) -> bool:
    """Return whether the server on ``port`` has the first room under this name."""
    with connect_as_owner(port, database) as connection:
        row = connection.execute("SELECT text FROM room_points WHERE ogc_fid = 1").fetchone()
    return row == (name,)


def promote(stack: Stack) -> None:
    """Let the first replica be the primary, for PgBouncer too."""
    stack.primary.kill()
    with connect_as_owner(stack.replica.port) as connection:
        connection.execute("SELECT pg_promote()")
    stack.pgbouncer.stop()
    stack.pgbouncer.environment["PGBOUNCER_SERVER_PORT"] = str(stack.replica.port)
    stack.pgbouncer.start()


@pytest.mark.nightly
def test_what_was_lost_with_the_primary_is_never_served_again(stack):
    name, other = stack.database.name, stack.parts["replica-2"]
    wait_until(lambda: has_replayed(stack.replica.port, name, "Room 1"), "no replication")
    stack.links["replica-1-primary"].cut()
    for number in range(3):
        stack.database.run(RENAME.format(f"lost {number}"))
    wait_until(lambda: has_replayed(other.port, name, "lost 2"), "the second replica lags")
    with stack.open_client() as client:
        # The first replica lags far behind: nobody is told what it says.
        wait_until(lambda: all(read_name(client) == "lost 2" for _ in range(20)), "the lagging one is asked")
        lost_tag = client.get(FIRST).headers["ETag"]
        lost_stream = Events()
        lost_stream.feed(client.get("/api/rooms/").content)
        promote(stack)
        wait_until(lambda: client.get(FIRST).status_code == 200, "no answer from the promoted replica")
        wait_until(lambda: all(read_name(client) == "Room 1" for _ in range(40)), "what was lost is served")
        # As many changes as were lost: the counter must not come to the versions that were lost.
        stack.database.environment["POSTGRES_PORT"] = str(stack.replica.port)
        for number in range(3):
            stack.database.run(RENAME.format(f"new {number}"))
        wait_until(lambda: read_name(client) == "new 2", "the promoted replica's changes are not served")
        answers = [client.get(FIRST, headers={"If-None-Match": lost_tag}) for _ in range(20)]
        assert {answer.status_code for answer in answers} == {200}
        assert {answer.json()[0]["name"] for answer in answers} == {"new 2"}
        resumed = Events()
        resumed.feed(client.get("/api/rooms/", headers={"Last-Event-ID": f"{lost_stream.id[:-4]}.1"}).content)
        assert resumed.received[0].type == "reset"
        assert resumed.received[1].data["items"][0]["name"] == "new 2"
        time.sleep(3)  # longer than a replica may lag: the promoted one does not, and is asked in both places
        assert is_usable(stack) == {"primary": True, "replica-1": True, "replica-2": False}
    assert "Traceback" not in stack.backend.read_log()


def is_usable(stack: Stack) -> dict[str, bool]:
    """Return whom the worker sends readers to, as its metrics say."""
    text = httpx.get(f"http://127.0.0.1:{stack.backend.port}/metrics", timeout=10).text
    ports = {"primary": stack.links["backend-pgbouncer"].port}
    ports |= {name: stack.links[f"backend-{name}"].port for name in ("replica-1", "replica-2")}
    lines = [line for line in text.splitlines() if line.startswith("interactive_maps_database_usable{")]
    return {
        name: any(f":{port}" in line and line.endswith(" 1.0") for line in lines)
        for name, port in ports.items()
    }
