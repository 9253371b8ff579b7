"""What a client hears while the database keeps it waiting, and what the server does when it is told to stop."""

import signal
import threading
import time

import httpx
import pytest

from tests.e2e.connections import Connection
from tests.e2e.events import Events
from tests.e2e.servers import APPLICATION, run_server

SETTINGS = {"STREAM_HEARTBEAT_SECONDS": "0.3"}
COMMANDS = {
    "uvicorn": None,
    "gunicorn": [
        *(
            "gunicorn",
            "--worker-class",
            "uvicorn.workers.UvicornWorker",
            "--workers",
            "1",
            "--graceful-timeout",
            "20",
        ),
        *("--bind", "127.0.0.1:{port}", APPLICATION),
    ],
}


@pytest.fixture
def locked(filled):
    """Rooms that nobody can read until the fixture's connection gives them free."""
    with filled.connect() as connection:
        connection.execute("BEGIN")
        connection.execute("LOCK room_points IN ACCESS EXCLUSIVE MODE")
        yield connection


def open_stream(server):
    connection = Connection(server.port)
    connection.request("/api/rooms/")
    assert connection.read_head()[0] == 200
    return connection


def read_until(connection, events, done):
    while not done(events):
        events.feed(connection.read_chunk())
    return events


def test_a_waiting_client_hears_that_somebody_is_there(filled, locked):
    with run_server(filled, settings=SETTINGS) as server, open_stream(server) as stream:
        start = time.monotonic()
        events = read_until(stream, Events(), lambda events: events.comments >= 4)
        assert time.monotonic() - start >= 4 * 0.3 - 0.1
        assert events.received == []
        locked.execute("ROLLBACK")
        events = read_until(
            stream, events, lambda events: events.received and events.received[-1].type == "complete"
        )
        assert events.received[-1].data["total"] == 1234


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "number",
    [
        pytest.param(signal.SIGTERM, id="TERM"),
        pytest.param(signal.SIGINT, id="INT", marks=pytest.mark.nightly),  # handled alike
    ],
)
def test_a_server_that_is_told_to_stop_says_goodbye_to_open_streams(filled, locked, command, number):
    with run_server(filled, COMMANDS[command], settings={"STREAM_HEARTBEAT_SECONDS": "15"}) as server:
        streams = [open_stream(server) for _ in range(20)]
        threading.Timer(0.3, server.process.send_signal, [number]).start()
        start = time.monotonic()
        for stream in streams:
            events = Events()
            while chunk := stream.read_chunk():
                events.feed(chunk)
            assert [event.type for event in events.received] == ["drain"]
            assert events.retry is not None
            assert events.buffer == b""
            stream.socket.close()
        locked.execute("ROLLBACK")
        server.stop(number, seconds=5)
        assert time.monotonic() - start < 6
        assert "Traceback" not in server.log.read_text()


def test_a_client_that_leaves_ends_what_was_made_for_it(filled, locked):
    with run_server(filled, settings=SETTINGS) as server:
        open_stream(server).socket.close()
        httpx.get(f"{server.address}/api/health/").raise_for_status()
        locked.execute("ROLLBACK")
        deadline = time.monotonic() + 20
        while filled.count_connections() > 4 and time.monotonic() < deadline:
            time.sleep(0.2)
        with httpx.stream("GET", f"{server.address}/api/rooms/") as response:
            assert b"event: complete" in response.read()
