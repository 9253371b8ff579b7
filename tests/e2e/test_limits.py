"""Limits for each client address, over real workers that share a real Redis."""

import asyncio
import collections
import contextlib
import json
import os
import re
import signal
import socket
import time
from typing import ClassVar

import httpx
import psutil
import pytest

from tests.e2e.connections import Connection
from tests.e2e.servers import APPLICATION, run_server
from tests.redis_servers import run_redis

TWO_WORKERS = [
    *("uvicorn", "--host", "127.0.0.1", "--port", "{port}", "--workers", "2"),
    *("--log-level", "warning", APPLICATION),
]
GUNICORN = [
    *("gunicorn", "--worker-class", "uvicorn.workers.UvicornWorker", "--workers", "2"),
    *("--bind", "127.0.0.1:{port}", APPLICATION),
]
REQUESTS, STREAMS = 120, 5
LEASE = 6  # seconds, as documented


@pytest.fixture(scope="module")
def redis():
    with run_redis() as server:
        yield server


@pytest.fixture(scope="module")
def workers(filled, redis):
    """Two workers and the Redis that they share."""
    settings = {
        "REDIS_URL": redis.address,
        "RATE_LIMIT": f"{REQUESTS}/hour",
        "STREAMS_PER_ADDRESS": str(STREAMS),
    }
    with run_server(filled, TWO_WORKERS, settings=settings) as server:
        yield server


@pytest.fixture(autouse=True)
def clean(redis):
    """Let no test find what another has counted, or has left open."""
    redis.client.flushall()
    yield
    for stream in SlowStream.opened:
        stream.close()
    SlowStream.opened.clear()


def make_client(address, **headers):
    transport = httpx.AsyncHTTPTransport(
        local_address=address, limits=httpx.Limits(max_keepalive_connections=0)
    )
    return httpx.AsyncClient(transport=transport, headers=headers)


class SlowStream:
    """A stream of the base floor whose client has read its head, and reads no further."""

    opened: ClassVar[list["SlowStream"]] = []

    def __init__(self, port, source="127.0.0.2"):
        self.opened.append(self)
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(20)
        self.socket.bind((source, 0))
        self.socket.connect(("127.0.0.1", port))
        self.socket.sendall(b"GET /api/base-floor/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        head = b""
        while data := self.socket.recv(256):
            head += data
            if b"\r\n\r\n" in head:
                break
        self.status = int(head.split()[1])

    def read_rest(self):
        data = b""
        while not data.endswith(b"0\r\n\r\n"):
            data = data[-8:] + self.socket.recv(2**20)

    def close(self):
        self.socket.close()


def wait_until_free(redis, seconds):
    deadline = time.monotonic() + seconds
    while redis.count_places():
        assert time.monotonic() < deadline, f"{redis.count_places()} places are still taken"
        time.sleep(0.02)


async def ask_many(address, client, count, **headers):
    async with make_client(client, **headers) as session:
        answers = await asyncio.gather(*(session.get(address) for _ in range(count)))
    return collections.Counter(answer.status_code for answer in answers), answers


async def count_together(address, allowed, refused):
    """Return answers of which all workers together counted ``allowed``.

    To a worker that waits for a processor Redis may seem away, and it counts alone for a while.
    """
    for number in range(10):
        statuses, answers = await ask_many(address, f"127.0.1.{number}", allowed + refused)
        if statuses == {200: allowed, 429: refused}:
            return answers
        await asyncio.sleep(0.5)
    raise AssertionError(statuses)


async def test_requests_are_limited_exactly_over_all_workers(workers):
    address = f"{workers.address}/api/rooms/?limit=1"
    for answer in await count_together(address, REQUESTS, 30):
        if answer.status_code == 429:
            assert 0 < int(answer.headers["Retry-After"]) <= 3600
            assert answer.headers["Content-Type"] == "application/json"
            assert answer.json()["code"] == "too_many_requests"
            assert "X-Request-ID" in answer.headers
    assert (await ask_many(address, "127.0.0.3", 1))[0] == {200: 1}


async def test_whoever_watches_the_server_is_never_limited(workers):
    for path in ("/api/health/", "/api/health/live/", "/api/health/ready/", "/metrics"):
        statuses, _ = await ask_many(workers.address + path, "127.0.0.2", REQUESTS // 2)
        assert statuses == {200: REQUESTS // 2}
    statuses, _ = await ask_many(f"{workers.address}/api/rooms/?limit=1", "127.0.0.2", 1)
    assert statuses == {200: 1}


async def wait_for_line(log, text):
    """Wait until ``log`` holds ``text``: a request's line is written after its answer has been sent."""
    for _ in range(200):
        if text in log.read_text():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{text} is not in the log:\n{log.read_text()}")


async def test_what_only_looks_like_health_is_limited_logged_and_sent_to_https(filled):
    settings = {"RATE_LIMIT": "2/hour", "SSL_REDIRECT": "1"}
    with run_server(filled, settings=settings) as server:
        for path in ("/api/health/zzz", "/metricsfoo", "/api/health/live/x/", "/api/health//"):
            async with make_client("127.0.0.4") as session:
                answer = await session.get(server.address + path)
            assert answer.status_code in {301, 429}, path
            await wait_for_line(server.log, f'"path": "{path}"')
        assert answer.status_code == 429
        async with make_client("127.0.0.4") as session:
            for path in ("/api/health/", "/api/health/live/", "/api/health/ready/", "/metrics"):
                assert (await session.get(server.address + path)).status_code == 200


def test_streams_are_limited_exactly_over_all_workers(workers, redis):
    for _ in range(3):
        streams = [SlowStream(workers.port) for _ in range(STREAMS)]
        refused = [SlowStream(workers.port) for _ in range(4)]
        other = SlowStream(workers.port, "127.0.0.3")
        assert [stream.status for stream in streams] == [200] * STREAMS
        assert [stream.status for stream in refused] == [429] * 4
        assert other.status == 200
        for stream in (*streams, *refused, other):
            stream.close()
        wait_until_free(redis, 2)


def test_a_refused_stream_is_told_when_to_ask_again(workers):
    streams = [SlowStream(workers.port, "127.0.0.1") for _ in range(STREAMS)]
    with Connection(workers.port) as connection:
        connection.request("/api/rooms/")
        answer = connection.read_answer()
        assert answer.status == 429
        assert int(answer.headers["retry-after"]) > 0
        assert json.loads(answer.body)["code"] == "too_many_requests"
        # What is no stream needs no place, on the same connection too.
        for target, method in (
            ("/api/rooms/?limit=1", "GET"),
            ("/api/rooms/", "HEAD"),
            ("/api/schema/", "GET"),
        ):
            connection.request(target, method=method)
            assert connection.read_answer(method).status == 200
    for stream in streams:
        stream.close()


def test_the_next_stream_may_begin_when_the_last_one_has_ended(workers):
    held = [SlowStream(workers.port) for _ in range(STREAMS - 1)]
    for _ in range(20):  # each on a connection, and perhaps a worker, of its own
        stream = SlowStream(workers.port)
        assert stream.status == 200
        stream.read_rest()
        stream.close()
    for stream in held:
        stream.close()


def test_no_way_to_leave_keeps_a_place(filled, redis):
    settings = {
        "REDIS_URL": redis.address,
        "STREAMS_PER_ADDRESS": "1000",
        "STREAM_SEND_TIMEOUT_SECONDS": "0.5",
    }
    with run_server(filled, settings=settings) as server:
        for _ in range(3):
            stalled = [SlowStream(server.port) for _ in range(5)]  # let go in time
            for number in range(60):  # gone before, in and after the view
                with Connection(server.port) as connection:
                    connection.request("/api/base-floor/")
                    time.sleep(number % 6 * 0.001)
            assert redis.count_places() > 0
            wait_until_free(redis, 5)
            for stream in stalled:
                stream.close()
        assert "Traceback" not in server.log.read_text()


def test_a_killed_worker_gives_its_places_back(filled, redis):
    settings = {"REDIS_URL": redis.address, "RATE_LIMIT": "", "STREAMS_PER_ADDRESS": str(STREAMS)}
    with run_server(filled, GUNICORN, settings=settings) as server:
        streams = [SlowStream(server.port) for _ in range(STREAMS)]
        for worker in psutil.Process(server.process.pid).children():
            os.kill(worker.pid, signal.SIGKILL)
        assert redis.count_places() == STREAMS
        for stream in streams:
            stream.close()
        deadline = time.monotonic() + LEASE + 2
        refusals = 0
        while True:
            with contextlib.suppress(OSError, IndexError):  # its workers are starting again
                stream = SlowStream(server.port)
                stream.close()
                if stream.status == 200:
                    break
                refusals += 1
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert refusals > 0
        wait_until_free(redis, 2)
        # Streams say goodbye on TERM, and that is an end too.
        streams = [SlowStream(server.port) for _ in range(STREAMS)]
        assert redis.count_places() == STREAMS
        server.process.send_signal(signal.SIGTERM)
        for stream in streams:
            stream.read_rest()
            stream.close()
        wait_until_free(redis, 2)


async def test_without_redis_limits_are_each_workers_own_and_the_log_says_so(filled):
    with run_redis() as redis:
        settings = {"REDIS_URL": redis.address, "RATE_LIMIT": "50/hour", "STREAMS_PER_ADDRESS": str(STREAMS)}
        with run_server(filled, TWO_WORKERS, settings=settings) as server:
            address = f"{server.address}/api/rooms/?limit=1"
            await count_together(address, 50, 10)
            redis.stop()
            statuses, _ = await ask_many(address, "127.0.0.3", 200)
            assert set(statuses) == {200, 429}
            assert 50 <= statuses[200] <= 100
            redis.start()
            await wait_for(
                lambda: [said[-1] for said in list_sayings(server).values()] == ["back"] * 2, LEASE
            )
            redis.client.flushall()
            await count_together(address, 50, 10)
            redis.freeze()
            await ask_many(address, "127.0.0.5", 10)
            started = time.monotonic()
            await ask_many(address, "127.0.0.5", 10)
            assert time.monotonic() - started < 2
            redis.thaw()
            for said in list_sayings(server).values():
                assert said == (["away", "back"] * len(said))[: len(said)], "each once, in turn"


def list_sayings(server):
    """Return what each worker's log, by its process, says of Redis."""
    said = collections.defaultdict(list)
    for process, state in re.findall(
        r'"process": (\d+), "message": "Redis is (away|back)', server.log.read_text()
    ):
        said[process].append(state)
    return said


async def wait_for(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
