"""One client's flood beside another's questions: told by the order of answers, not by the clock.

Search takes for ever in these tests, until it is let go: somebody has locked its table.
"""

import asyncio
import collections
import re
import time
from contextlib import asynccontextmanager, contextmanager

import httpx
import pytest

from tests.e2e.connections import Connection
from tests.e2e.servers import run_server

SEARCH = "/api/search/?q=room"
FLOODING, ASKING = "127.0.0.2", "127.0.0.1"
PER_ADDRESS, IN_ALL = 40, 60
LIGHT = (
    "/api/health/",
    "/api/health/live/",
    "/api/health/ready/",
    "/metrics",
    "/",
    "/static/viewer/app.js",
    "/api/rooms/?limit=100",
    "/api/rooms/1/",
    "/api/tiles/rooms/18/141048/87823.mvt",
    "/api/rooms/",
)


@pytest.fixture(scope="module")
def server(filled):
    """A worker in which two searches of one client are at work at once, and four in all."""
    settings = {"QUEUE_PER_ADDRESS": str(PER_ADDRESS), "QUEUE_LENGTH": str(IN_ALL)}
    with run_server(filled, settings=settings) as server:
        httpx.get(server.address + SEARCH)
        yield server


@pytest.fixture(scope="module")
def slow(filled):
    """A worker that has one search at work at once."""
    with run_server(filled, settings={"COSTLY_THREADS": "1"}) as server:
        httpx.get(server.address + SEARCH)
        yield server


@contextmanager
def searches_standing_still(database):
    """Let no search end before the block does."""
    with database.connect() as connection, connection.transaction():
        connection.execute("LOCK TABLE search_entries IN ACCESS EXCLUSIVE MODE")
        yield


class Client:
    """Requests from one address, and the names of those that are answered, in order."""

    def __init__(self, server, source, answered):
        transport = httpx.AsyncHTTPTransport(
            local_address=source, limits=httpx.Limits(max_connections=1000, max_keepalive_connections=0)
        )
        self.session = httpx.AsyncClient(base_url=server.address, transport=transport, timeout=30)
        self.tasks = []
        self._answered = answered

    def send(self, name, path=SEARCH):
        async def ask():
            answer = await self.session.get(path)
            self._answered.append((name, answer.status_code))
            return answer

        self.tasks.append(asyncio.create_task(ask()))

    async def get(self, path):
        async with asyncio.timeout(20):
            return await self.session.get(path)


@asynccontextmanager
async def clients(server):
    answered = []
    flooding, asking = Client(server, FLOODING, answered), Client(server, ASKING, answered)
    try:
        yield flooding, asking, answered
    finally:
        await asyncio.gather(*flooding.tasks, *asking.tasks, return_exceptions=True)
        await flooding.session.aclose()
        await asking.session.aclose()


def read_lane(server, what, lane="costly"):
    text = httpx.get(f"{server.address}/metrics").text
    return int(float(re.search(rf'interactive_maps_{what}{{lane="{lane}"}} (\S+)', text)[1]))


def read_costly_lane(server):
    return read_lane(server, "lane_running"), read_lane(server, "lane_waiting")


async def wait_for_lane(server, running, waiting):
    deadline = time.monotonic() + 20
    while (found := await asyncio.to_thread(read_costly_lane, server)) != (running, waiting):
        assert time.monotonic() < deadline, found
        await asyncio.sleep(0.02)


async def test_what_is_quick_does_not_wait_for_what_is_costly(server, filled):
    async with clients(server) as (flooding, asking, answered):
        with searches_standing_still(filled):
            for number in range(PER_ADDRESS):
                flooding.send(f"flood {number}")
            await wait_for_lane(server, 2, PER_ADDRESS - 2)
            # Other tests may have left edges in this database, or none: either way, it is answered.
            assert (await asking.get("/api/route/?from=room:1&to=room:2")).status_code in {200, 404}
            for number in range(3):
                asking.send(f"another flood {number}")
            await wait_for_lane(server, 4, PER_ADDRESS - 1)
            for path in LIGHT:
                assert (await asking.get(path)).status_code == 200, path
                assert (await flooding.get(path)).status_code == 200, path
            assert answered == [], "the floods are still there"
        await asyncio.gather(*flooding.tasks, *asking.tasks)
        assert [status for _, status in answered] == [200] * (PER_ADDRESS + 3)


async def test_the_fortieth_request_of_one_client_waits_behind_the_first_of_another(slow, filled):
    async with clients(slow) as (flooding, asking, answered):
        with searches_standing_still(filled):
            for number in range(40):
                flooding.send(f"flood {number}")
            await wait_for_lane(slow, 1, 39)
            asking.send("first")
            asking.send("second")
            await wait_for_lane(slow, 1, 41)
        await asyncio.gather(*flooding.tasks, *asking.tasks)
    order = [name for name, _ in answered]
    # One of the flood was at work, then they take turns; two answers may arrive in another order than they were sent.
    assert order.index("first") <= 3, order
    assert order.index("second") <= 5, order


async def test_what_waits_is_bounded_and_refusals_say_so(server, filled):
    async with clients(server) as (flooding, asking, answered):
        with searches_standing_still(filled):
            for number in range(PER_ADDRESS + 1):
                flooding.send(f"flood {number}")
            await wait_for_lane(server, 2, PER_ADDRESS - 1)
            flooding.send("the flood's last")
            await wait_for_lane(server, 2, PER_ADDRESS)
            refused = await flooding.get(SEARCH)
            assert refused.status_code == 429
            assert refused.json()["code"] == "too_many_requests"
            assert f"{PER_ADDRESS} requests waiting" in refused.json()["detail"]
            assert int(refused.headers["retry-after"]) > 0
            # All that wait together are bounded too: the flood makes room for who has less.
            for number in range(2 + IN_ALL - PER_ADDRESS):
                asking.send(f"other {number}")
            await wait_for_lane(server, 4, IN_ALL)
            asking.send("one more")
            while not answered:
                await asyncio.sleep(0.01)
            assert answered == [("the flood's last", 503)]
        await asyncio.gather(*flooding.tasks, *asking.tasks)
    assert collections.Counter(status for _, status in answered) == {200: IN_ALL + 4, 503: 1}


async def test_who_leaves_while_waiting_is_not_worked_for(slow, filled):
    def count_searches():
        text = httpx.get(f"{slow.address}/metrics").text
        found = re.findall(r'interactive_maps_queue_seconds_count{lane="costly"} (\S+)', text)
        return int(float(found[0]))

    before = count_searches()
    with searches_standing_still(filled):
        waiting = [Connection(slow.port) for _ in range(20)]
        for connection in waiting:
            connection.request(SEARCH)
        await wait_for_lane(slow, 1, 19)
        for connection in waiting:
            connection.socket.close()
        # The one at work goes on, and has its place until it is done: to leave and come again gains nothing.
        await wait_for_lane(slow, 1, 0)
        with Connection(slow.port) as again:
            again.request(SEARCH)
            await wait_for_lane(slow, 1, 1)
    await wait_for_lane(slow, 0, 0)
    assert count_searches() - before <= 1, "nobody's turn came but that of the one who asked again"
    assert "Traceback" not in slow.log.read_text()
