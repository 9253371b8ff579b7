"""The database goes away in the middle of streams and comes back: nothing is lost, nothing needs a restart."""

import threading
import time

import httpx
import pytest

from tests.databases import Database, fill_base_floor
from tests.e2e.clusters import Cluster
from tests.e2e.events import Events, iterate_items
from tests.e2e.servers import run_server

COUNT = 250_000


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)  # the cluster's owner is not the one who runs the tests as root
    cluster = Cluster(folder)
    cluster.start()
    yield cluster
    cluster.stop("immediate")


@pytest.fixture(scope="module")
def database(cluster):
    database = Database("imb_outage", cluster.read_address())
    database.create()
    fill_base_floor(database, COUNT)
    return database


class Reader(threading.Thread):
    """Reads the stream once, without resuming by itself; ``started`` is set with the first event."""

    def __init__(self, server):
        super().__init__()
        self.server, self.events, self.started = server, Events(), threading.Event()

    def run(self):
        with httpx.stream(
            "GET",
            f"{self.server.address}/api/base-floor/",
            timeout=60,
            headers={"Accept-Encoding": "identity"},
        ) as response:
            for chunk in response.iter_bytes():
                if self.events.feed(chunk):
                    self.started.set()


def wait_for(server, status, seconds=20.0):
    """Return the first answer of this status to a request that needs the database."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = httpx.get(f"{server.address}/api/rooms/?limit=1", timeout=10)
        assert answer.status_code in {200, 503}, answer.text
        if answer.status_code == status:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"no {status} within {seconds} s")


# "fast" says goodbye, which is easier.
@pytest.mark.parametrize("mode", ["immediate", pytest.param("fast", marks=pytest.mark.nightly)])
def test_streams_go_on_where_they_were_when_the_database_is_back(cluster, database, mode):
    with run_server(database) as server:
        readers = [Reader(server) for _ in range(2)]
        for reader in readers:
            reader.start()
        assert all(reader.started.wait(30) for reader in readers)
        cluster.stop(mode)
        assert readers[0].events.received[-1].type == "message", "the stream was still being made"
        refused = wait_for(server, 503)
        assert int(refused.headers["retry-after"]) > 0
        assert refused.json()["code"] == "database_away"
        assert httpx.get(f"{server.address}/api/health/").status_code == 200
        assert httpx.get(f"{server.address}/api/health/ready/").status_code == 503
        cluster.start()
        assert database.environment["POSTGRES_PORT"] == cluster.read_address()["POSTGRES_PORT"]
        wait_for(server, 200)
        for reader in readers:
            reader.join(60)
            assert reader.events.comments > 0, "a waiting client hears that somebody is there"
            keys = [item["id"] for item in iterate_items(reader.events.received)]
            assert keys == list(range(1, COUNT + 1))
            assert reader.events.received[-1].type == "complete"
        assert database.count_connections() <= 4
        assert "Traceback" not in server.log.read_text()


def test_a_connection_that_is_ended_from_outside_is_not_noticed(database):
    with run_server(database) as server:
        reader = Reader(server)
        reader.start()
        assert reader.started.wait(30)
        for _ in range(3):
            with database.connect("postgres") as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'interactive-maps' AND datname = %s",
                    [database.name],
                )
            time.sleep(0.3)
        reader.join(60)
        assert [item["id"] for item in iterate_items(reader.events.received)] == list(range(1, COUNT + 1))
