"""Servers are stopped and reloaded under hundreds of open streams: every client ends with everything, once."""

import asyncio
import resource
import signal
import time

import psutil
import pytest

from tests.databases import fill_base_floor
from tests.e2e.production.clients import Client
from tests.e2e.servers import APPLICATION, find_free_port, run_server

STREAMS, FEATURES = 200, 4_000
GUNICORN = [
    *(
        "gunicorn",
        "--worker-class",
        "uvicorn.workers.UvicornWorker",
        "--workers",
        "2",
        "--bind",
        "127.0.0.1:{port}",
    ),
    *("--timeout", "120", "--graceful-timeout", "30", APPLICATION),
]


@pytest.fixture(scope="module")
def crowded(database):
    """A database whose stream is larger than the buffers on the way: clients that pause are in the middle of it."""
    fill_base_floor(database, FEATURES)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(8192, hard)), hard))
    return database


async def open_streams(port):
    """Return clients that are in the middle of their streams, what they wait for to go on, and their tasks."""
    going_on = asyncio.Event()
    clients = [Client(port) for _ in range(STREAMS)]
    tasks = [asyncio.create_task(client.read_to_the_end(100, going_on.wait)) for client in clients]
    for client in clients:
        await asyncio.wait_for(client.started.wait(), 60)
    return clients, going_on, tasks


def check(clients):
    expected = list(range(1, FEATURES + 1))
    assert all(client.keys == expected for client in clients)
    # Who read on in time was told to go on elsewhere; how many do so is the machine's.
    assert any(client.drains for client in clients)
    assert sum(client.resets for client in clients) == 0


async def test_hup_hands_open_streams_over_to_new_workers(crowded):
    with run_server(crowded, GUNICORN) as server:
        master = psutil.Process(server.process.pid)
        old = master.children()
        clients, going_on, tasks = await open_streams(server.port)
        server.process.send_signal(signal.SIGHUP)
        # New workers come first. Whoever does not read within seconds is cut off, so nobody waits for the second.
        while "Shutting down" not in server.log.read_text():
            await asyncio.sleep(0.1)
        going_on.set()
        gone, alive = await asyncio.to_thread(psutil.wait_procs, old, 5)
        assert alive == []
        await asyncio.gather(*tasks)
        check(clients)
        new = master.children()
        assert len(new) == 2
        assert not {worker.pid for worker in new} & {worker.pid for worker in gone}
        assert "SIGKILL" not in server.log.read_text()
        log = server.log.read_text()
        assert "Traceback" not in log, log[log.index("Traceback") - 300 :][:3000]


async def test_term_ends_within_five_seconds_and_another_server_goes_on(crowded):
    port = find_free_port()
    with run_server(crowded, GUNICORN, port=port) as first:
        clients, going_on, tasks = await open_streams(port)
        start = time.monotonic()
        first.process.send_signal(signal.SIGTERM)
        going_on.set()
        assert await asyncio.to_thread(first.process.wait, 10) == 0
        assert time.monotonic() - start < 5
        assert "SIGKILL" not in first.log.read_text()
        with run_server(crowded, GUNICORN, port=port) as second:
            await asyncio.gather(*tasks)
            check(clients)
            assert "Traceback" not in second.log.read_text()
