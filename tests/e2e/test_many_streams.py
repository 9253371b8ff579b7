"""Hundreds of open streams on one worker cost few connections, few threads, little memory."""

import asyncio
import hashlib
import resource

import httpx
import psutil
import pytest

from tests.databases import fill_rooms
from tests.e2e.events import Events, iterate_items, read_all
from tests.e2e.servers import run_server

STREAMS = 500  # the benchmark holds 5,000 (scripts/bench streaming)
FEATURES = 5_000


@pytest.fixture(scope="module")
def server(database):
    fill_rooms(database, FEATURES)
    wanted = STREAMS * 2 + 500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(wanted, hard)), hard))
    with run_server(database, settings={"STREAM_SEND_TIMEOUT_SECONDS": "120"}) as server:
        yield server


class OpenStream:
    """A stream whose first event was read; the small buffer keeps the rest on the server's side."""

    async def open(self, port):
        self.events, self.digest = Events(), hashlib.sha256()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port, limit=2048)
        self.writer.write(b"GET /api/rooms/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await self.reader.readuntil(b"\r\n\r\n")
        while not self.events.received:
            self.events.feed(await self.read_chunk())
        return self

    async def read_chunk(self):
        size = int(await self.reader.readline(), 16)
        chunk = (await self.reader.readexactly(size + 2))[:-2]
        self.digest.update(chunk)
        return chunk

    async def read_rest(self):
        """Return the digest of the whole body: to parse them all would take minutes."""
        while await self.read_chunk():
            pass
        self.writer.close()
        await self.writer.wait_closed()
        return self.digest.hexdigest()


async def test_all_get_their_first_event_and_in_the_end_everything(server, database):
    process = psutil.Process(server.process.pid)
    async with httpx.AsyncClient() as client:  # imports, caches, frames and the network are there afterwards
        await client.get(f"{server.address}/api/closures/")
        whole = read_all([(await client.get(f"{server.address}/api/rooms/")).content])
    assert [item["id"] for item in iterate_items(whole)] == list(range(1, FEATURES + 1))
    expected = await (await OpenStream().open(server.port)).read_rest()
    before = process.memory_info().rss
    streams = []
    for _ in range(STREAMS // 100):
        streams += await asyncio.gather(*(OpenStream().open(server.port) for _ in range(100)))
    grown = process.memory_info().rss - before
    print(f"{grown / STREAMS / 1024:.0f} KiB a stream, {process.num_threads()} threads")
    assert process.num_threads() <= 60
    assert database.count_connections() <= 4 + 1  # one listens for changes of the network
    assert grown / STREAMS <= 128 * 1024
    for start in range(0, STREAMS, 100):
        digests = await asyncio.gather(*(stream.read_rest() for stream in streams[start : start + 100]))
        assert set(digests) == {expected}
