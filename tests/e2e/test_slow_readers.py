"""Clients that stop reading are let go, and cost the others nothing while they are there."""

import contextlib
import time

import httpx
import pytest

from tests.databases import fill_base_floor
from tests.e2e.connections import Connection
from tests.e2e.events import iterate_items, read_all
from tests.e2e.servers import run_server

PATIENCE = 2.0


@pytest.fixture(scope="module")
def server(database):
    # More than all buffers between the two ends hold: loopback alone takes several megabytes.
    fill_base_floor(database, 60_000)
    with run_server(database, settings={"STREAM_SEND_TIMEOUT_SECONDS": str(PATIENCE)}) as server:
        yield server


def stop_reading(port):
    connection = Connection(port, receive_buffer=4096)
    connection.request("/api/base-floor/")
    connection.read_head()
    return connection


def is_let_go(connection):
    """Whether the server has dropped the connection, read as slowly as it takes to find out."""
    connection.socket.settimeout(5)
    try:
        while connection.socket.recv(1 << 20):
            pass
    except ConnectionResetError:
        return True
    return False


def test_a_client_that_stops_reading_is_let_go(server):
    with stop_reading(server.port) as stalled:
        time.sleep(PATIENCE * 2 + 1)
        assert is_let_go(stalled)
    assert "stopped_reading" in server.log.read_text()
    with httpx.stream("GET", f"{server.address}/api/base-floor/") as response:
        assert len(list(iterate_items(read_all(response.iter_bytes())))) == 60_000


def test_a_client_that_reads_slowly_but_does_read_is_kept(server):
    with Connection(server.port, receive_buffer=16384) as slow:
        slow.request("/api/base-floor/")
        slow.read_head()
        slow.socket.settimeout(5)
        end = time.monotonic() + PATIENCE * 2.5
        while time.monotonic() < end:
            assert slow.socket.recv(1 << 20)
            time.sleep(0.1)


def test_fifty_of_them_leave_another_reader_its_whole_stream(server):
    with contextlib.ExitStack() as stack:
        for _ in range(50):
            stack.enter_context(stop_reading(server.port))
        with httpx.stream("GET", f"{server.address}/api/base-floor/", timeout=20) as response:
            assert len(list(iterate_items(read_all(response.iter_bytes())))) == 60_000
