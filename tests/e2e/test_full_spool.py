"""No room to keep streams, on real servers: everybody gets everything, or is told when to come back."""

import contextlib
import resource
import threading
import time

import httpx
import psutil
import pytest

from tests.databases import fill_base_floor
from tests.e2e.connections import Connection
from tests.e2e.events import Events, iterate_items, read_all
from tests.e2e.scrapes import read_samples
from tests.e2e.servers import run_server

LINES = 30_000  # about 9 MB of events
NO_ROOM = {"STREAM_MEMORY_BYTES": "1000000", "STREAM_SPOOL_BYTES": "5000000", "STREAM_HEARTBEAT_SECONDS": "2"}


@pytest.fixture(scope="module")
def filled(database):
    fill_base_floor(database, LINES)
    return database


@pytest.fixture(scope="module")
def server(filled):
    with run_server(filled, settings=NO_ROOM) as server:
        yield server


def read_ids(server, query="", headers=None):
    """Return the ids of all items of a stream that must be complete, and not have started over."""
    with httpx.stream(
        "GET", f"{server.address}/api/base-floor/{query}", headers=headers, timeout=30
    ) as answer:
        assert answer.status_code == 200, answer.read()
        events = read_all(answer.iter_bytes())
    assert events[-1].type == "complete", events[-1]
    assert {event.type for event in events[:-1]} == {"message"}
    return [item["id"] for item in iterate_items(events)]


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_cannot_be_kept_is_served_whole(server, encoding):
    everything = list(range(1, LINES + 1))
    for _ in range(2):
        assert read_ids(server, headers={"Accept-Encoding": encoding}) == everything


def test_readers_at_once_get_all_of_it(server):
    found = [None] * 6
    threads = [
        threading.Thread(target=lambda n=n: found.__setitem__(n, len(read_ids(server))))
        for n in range(len(found))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [LINES] * len(found)


def test_a_cut_stream_goes_on_in_the_middle(server):
    plain = {"Accept-Encoding": "identity"}
    with httpx.stream("GET", f"{server.address}/api/base-floor/", headers=plain, timeout=30) as answer:
        events = Events()
        for chunk in answer.iter_raw():
            events.feed(chunk)
            if len(events.received) > 20:
                break
    ids = [item["id"] for item in iterate_items(events.received)]
    ids += read_ids(server, headers={"Last-Event-ID": events.id})
    assert ids == list(range(1, LINES + 1))


def test_slow_readers_starve_nobody_and_are_not_starved(server):
    boxes = [
        "?bbox=13,50,14,51.001",
        "?bbox=13,50,14,51.002",
        "?bbox=13,50,14,51.003",
        "?bbox=13,50,14,51.004",
    ]
    with contextlib.ExitStack() as stack:
        slow = []
        for box in boxes:
            connection = stack.enter_context(Connection(server.port, receive_buffer=4096))
            connection.request(f"/api/base-floor/{box}")
            assert connection.read_head()[0] == 200
            slow.append(connection)
        time.sleep(1)
        for query in ("", "?level=1", "?bbox=13,50,14,51.5", "?level=0&bbox=13,50,14,52"):
            began = time.monotonic()
            assert read_ids(server, query)
            assert time.monotonic() - began < 20
        for connection in slow:
            events = Events()
            while chunk := connection.read_chunk():
                events.feed(chunk)
            assert [event.type for event in events.received if event.type != "message"] == ["complete"]
            batches = [event.data["batch"] for event in events.received[:-1]]
            assert batches == list(range(1, len(batches) + 1))
    deadline = time.monotonic() + 20
    while read_samples(server)["interactive_maps_unshared_productions"] and time.monotonic() < deadline:
        time.sleep(0.2)
    assert read_samples(server)["interactive_maps_unshared_productions"] == 0


def test_a_disk_that_refuses_to_take_more_is_no_end(filled):
    with run_server(filled, settings={"STREAM_MEMORY_BYTES": "1000000"}) as server:
        # What a full disk is to a process that has a file open: writing behind two megabytes fails.
        psutil.Process(server.process.pid).rlimit(
            psutil.RLIMIT_FSIZE, (2_000_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
        )
        for _ in range(2):
            assert read_ids(server) == list(range(1, LINES + 1))
        assert "cannot be moved to disk" in server.log.read_text()
