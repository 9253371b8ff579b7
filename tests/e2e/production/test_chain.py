"""nginx (TLS, HTTP/2) -> two workers of gunicorn -> PgBouncer -> primary and replica, as the files in deploy/ say."""

import asyncio
import contextlib
import itertools
import time

import httpx
import psycopg
import pytest

from tests.e2e.conftest import LINES, ROOMS
from tests.e2e.events import Events, iterate_items, read_all
from tests.e2e.production.clients import Client
from tests.e2e.production.conftest import HEARTBEAT
from tests.e2e.production.pgbouncer import show
from tests.e2e.production.postgres import connect_as_owner

STREAMS = [("/api/rooms/", ROOMS), ("/api/base-floor/", LINES)]
LOCKS = (
    "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'room_points'::regclass"
)
SLACK = 0.5  # seconds: what the guide allows an event to take


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize(("target", "count"), STREAMS)
def test_both_streams_complete_over_http_2(stack, target, count, encoding):
    with (
        stack.open_client() as client,
        client.stream("GET", target, headers={"Accept-Encoding": encoding}) as response,
    ):
        assert response.http_version == "HTTP/2"
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-cache"
        assert response.headers["server"] == "nginx"
        assert response.headers.get("content-encoding", "identity") == encoding
        events = read_all(response.iter_bytes())
    assert sorted(item["id"] for item in iterate_items(events)) == list(range(1, count + 1))
    assert events[-1].type == "complete"
    assert events[-1].data["total"] == count


@contextlib.contextmanager
def lock_rooms(stack):
    """Keep everybody from reading rooms, on the replica too; gives what ends that."""
    with stack.database.connect() as owner:
        owner.execute("BEGIN; LOCK room_points IN ACCESS EXCLUSIVE MODE")
        owner.execute("SELECT pg_switch_wal()")  # the replica hears of the lock now, not with the next commit
        with connect_as_owner(stack.replica.port, stack.database.name) as replica:
            while replica.execute(LOCKS).fetchone() == (0,):
                time.sleep(0.01)
        yield lambda: owner.execute("COMMIT")


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_is_ready_passes_at_once(stack, encoding):
    """While the stream has to wait, its heartbeats arrive one by one; when it need not, the first event does."""
    west = 13 if encoding == "gzip" else 12  # a filter that nobody asked for before
    events, moments = Events(), []
    with (
        stack.open_client() as client,
        lock_rooms(stack) as give_free,
        client.stream(
            "GET", f"/api/rooms/?bbox={west},50,15,52", headers={"Accept-Encoding": encoding}
        ) as response,
    ):
        for chunk in response.iter_bytes():
            waiting = not events.received
            events.feed(chunk)
            moments.append(time.monotonic())
            if events.comments == 5:
                give_free()
                freed = time.monotonic()
                events.comments += 1
            if waiting and events.received:
                assert moments[-1] - freed < SLACK
    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert max(gaps) < HEARTBEAT + SLACK
    assert len(gaps) >= 5, "they came together"
    assert events.received[-1].data["total"] == ROOMS


async def test_two_hundred_clients_at_once(stack):
    clients = [Client(stack.nginx.port, "/api/rooms/", stack.tls) for _ in range(200)]
    start = time.monotonic()
    await asyncio.gather(*(client.read_to_the_end() for client in clients))
    assert time.monotonic() - start < 20
    for client in clients:
        assert client.keys == list(range(1, ROOMS + 1))
        assert client.connections == 1


def test_reading_goes_to_the_replica_and_few_connections_are_held(stack):
    with stack.open_client() as client:
        for number in range(20):
            client.get("/api/rooms/", params={"limit": 1, "offset": number}).raise_for_status()
    with connect_as_owner(stack.replica.port) as replica:
        rows = replica.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'interactive-maps'"
        ).fetchone()
    assert rows is not None
    assert 0 < rows[0] <= 2 * (4 + 1), "two workers, four connections and a watch each"
    pools = [pool for pool in show(stack.pgbouncer.port, "POOLS") if pool["database"] == stack.database.name]
    assert all(pool["pool_mode"] == "transaction" and pool["cl_waiting"] == 0 for pool in pools)


def test_pgbouncer_refuses_start_up_options_and_roles_keep_theirs(stack):
    """PG_OPTIONS sent as start-up options would be lost in silence if PgBouncer ignored them."""
    address = {
        "host": "127.0.0.1",
        "port": stack.pgbouncer.port,
        "user": "postgres",
        "password": stack.database.environment["POSTGRES_PASSWORD"],
        "autocommit": True,
    }
    with pytest.raises(psycopg.OperationalError, match="unsupported startup parameter: options"):
        psycopg.connect(**address, dbname=stack.database.name, options="-c statement_timeout=5000")
    with stack.database.connect() as owner:
        owner.execute("CREATE DATABASE timed")
        owner.execute("ALTER ROLE postgres IN DATABASE timed SET statement_timeout = '7s'")
    with psycopg.connect(**address, dbname="timed", prepare_threshold=None) as client:
        assert client.execute("SHOW statement_timeout").fetchone() == ("7s",)
    with pytest.raises(psycopg.OperationalError, match="SASL authentication failed"):
        psycopg.connect(**address | {"password": "wrong"}, dbname="timed")


def test_pgbouncers_numbers_are_shown_by_show(stack):
    """The guide's SELECT count(*) FROM pgbouncer.pools is an error: the admin database speaks SHOW alone."""
    assert {"cl_active", "sv_active", "maxwait"} <= set(show(stack.pgbouncer.port, "POOLS")[0])
    assert stack.database.fetch("SELECT to_regclass('pgbouncer.pools')") == [(None,)]


def test_a_page_is_compressed_and_its_etag_still_matches(stack):
    with stack.open_client() as client:
        page = client.get("/api/rooms/?limit=100")
        assert page.headers["content-encoding"] == "gzip"
        again = client.get("/api/rooms/?limit=100", headers={"If-None-Match": page.headers["etag"]})
        assert again.status_code == 304
        following = httpx.URL(page.links["next"]["url"])
        assert client.get(following).json()[0]["id"] == 101
