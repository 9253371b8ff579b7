"""HUP: new workers serve, old ones say goodbye to their open streams and are gone within five seconds."""

import contextlib
import signal
import time

import httpx
import psutil
import pytest

from tests.e2e.conftest import ROOMS
from tests.e2e.connections import Connection
from tests.e2e.events import Events, iterate_items, read_all
from tests.e2e.scrapes import read_samples
from tests.e2e.servers import APPLICATION, run_server

OURS = [
    "gunicorn",
    "-c",
    "deploy/gunicorn.conf.py",
    "--workers",
    "2",
    "--bind",
    "127.0.0.1:{port}",
    APPLICATION,
]
UVICORN = ["uvicorn", "--host", "127.0.0.1", "--port", "{port}", "--workers", "2", APPLICATION]
STREAMS = 40


@pytest.fixture
def locked(filled):
    """Rooms that nobody can read until the fixture's connection gives them free."""
    with filled.connect() as connection:
        connection.execute("BEGIN")
        connection.execute("LOCK room_points IN ACCESS EXCLUSIVE MODE")
        yield connection


def open_stream(server, target="/api/rooms/", **options):
    connection = Connection(server.port, **options)
    connection.request(target)
    assert connection.read_head()[0] == 200
    return connection


def list_workers(server):
    """Return the processes that serve; uvicorn has one more, which tracks what they share."""
    children = psutil.Process(server.process.pid).children()
    return [child for child in children if "resource_tracker" not in " ".join(child.cmdline())]


def read_goodbye(stream):
    events = Events()
    while chunk := stream.read_chunk():
        events.feed(chunk)
    assert events.buffer == b""
    assert events.retry is not None
    return [event.type for event in events.received]


@pytest.mark.parametrize(
    ("command", "stalled"),
    [
        pytest.param(OURS, 2, id="gunicorn, some do not read"),
        pytest.param(UVICORN, 0, id="uvicorn", marks=pytest.mark.nightly),  # another server's
    ],
)
def test_a_reload_under_open_streams(filled, locked, command, stalled):
    with run_server(filled, command) as server, contextlib.ExitStack() as stack:
        streams = [stack.enter_context(open_stream(server)) for _ in range(STREAMS)]
        for _ in range(stalled):
            stack.enter_context(open_stream(server, "/api/base-floor/", receive_buffer=4096))
        old = list_workers(server)
        assert len(old) == 2
        start = time.monotonic()
        server.process.send_signal(signal.SIGHUP)
        # The database, which is locked all the while, does not hold the old workers up either.
        assert all(read_goodbye(stream) == ["drain"] for stream in streams)
        _, alive = psutil.wait_procs(old, timeout=10)
        assert not alive
        # uvicorn exchanges its workers one by one, each when the next is ready.
        assert time.monotonic() - start < (12 if command is UVICORN else 5)
        locked.execute("ROLLBACK")
        server.wait_until_ready()
        with httpx.stream("GET", f"{server.address}/api/rooms/") as response:
            assert len(list(iterate_items(read_all(response.iter_bytes())))) == ROOMS
        assert len(list_workers(server)) == 2
        text = server.log.read_text()
        assert text.count('"ended": "drained"') == STREAMS + stalled
        assert "Traceback" not in text
        assert "SIGKILL" not in text
        samples = read_samples(server)
        drained = [value for name, value in samples.items() if 'ended="drained"' in name]
        assert sum(drained) == STREAMS + stalled


def test_a_worker_that_is_to_stop_is_not_ready(filled, locked):
    with run_server(filled) as server, open_stream(server) as stream:
        stream.request("/api/health/ready/")  # waits for its turn behind the stream
        server.process.send_signal(signal.SIGTERM)
        assert read_goodbye(stream) == ["drain"]
        locked.execute("ROLLBACK")
        status, headers = stream.read_head()
        assert status == 503
        assert "retry-after" in headers
