"""A client that cuts off at any byte and resumes ends with what an uncut one has."""

import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.e2e.conftest import LINES
from tests.e2e.connections import Connection
from tests.e2e.events import Events, iterate_items


def read_some(port, last_event_id, size, *, compressed):
    """Return the events that are whole in the first ``size`` bytes of the body (None: all of it)."""
    headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
    headers |= {"Accept-Encoding": "gzip"} if compressed else {}
    events, taken = Events(), 0
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS) if compressed else None
    with Connection(port) as connection:
        connection.request("/api/base-floor/", headers)
        status, _ = connection.read_head()
        if status == 204:
            return []
        assert status == 200
        while chunk := connection.read_chunk():
            part = chunk if size is None else chunk[: size - taken]
            taken += len(part)
            events.feed(inflate.decompress(part) if inflate else part)
            if taken == size:
                return events.received
    assert events.buffer == b""
    return events.received


@pytest.fixture(scope="module")
def whole(server):
    return read_some(server.port, "", None, compressed=False)


@pytest.mark.parametrize("compressed", [False, True])
def test_twenty_cuts_lose_and_double_nothing(server, whole, compressed):
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cuts=st.lists(st.integers(0, 400_000 if not compressed else 60_000), min_size=20, max_size=20))
    def check(cuts):
        received, last = [], ""
        for size in [*cuts, None]:
            events = read_some(server.port, last, size, compressed=compressed)
            received += events
            last = events[-1].id if events else last
        assert received == whole

    check()


def test_the_uncut_one_has_everything(whole):
    assert [item["id"] for item in iterate_items(whole)] == list(range(1, LINES + 1))
