"""Clients that mean harm: health answers all the while, and memory comes back."""

import asyncio
import contextlib
import resource
import time

import httpx
import psutil
import pytest

from tests.databases import fill_rooms
from tests.e2e.production.stack import run_stack

IDLE = 10_000
# Nobody reaches a backend but through nginx.
BESIDE = pytest.param("backend", marks=pytest.mark.nightly)


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < IDLE + 2000:
        pytest.skip(f"only {hard} files may be open here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with run_stack(tmp_path_factory.mktemp("stack"), replicas=0, workers=2) as stack:
        fill_rooms(stack.database, 1234)
        yield stack


def measure_memory(stack):
    return sum(psutil.Process(pid).memory_info().rss for pid in stack.backend.list_children())


@contextlib.asynccontextmanager
async def health_watched(stack, port):
    """Ask for health all through the block; every answer must come soon: within a second, if nothing else runs."""
    slowest, stop = [0.0], asyncio.Event()

    async def watch():
        limits = httpx.Limits(max_keepalive_connections=0)
        scheme = "https" if port == stack.nginx.port else "http"
        async with httpx.AsyncClient(verify=stack.tls, limits=limits, timeout=5) as client:
            while not stop.is_set():
                start = time.monotonic()
                answer = await client.get(f"{scheme}://localhost:{port}/api/health/")
                assert answer.status_code == 200
                slowest[0] = max(slowest[0], time.monotonic() - start)
                await asyncio.sleep(0.2)

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        stop.set()
        await watching
    assert slowest[0] < 3.0, f"health took {slowest[0]:.1f} s"


async def open_many(port, count, tls=None):
    connections = []
    for start in range(0, count, 200):
        opened = await asyncio.gather(
            *(asyncio.open_connection("127.0.0.1", port) for _ in range(min(200, count - start))),
            return_exceptions=True,
        )
        connections += [pair for pair in opened if isinstance(pair, tuple)]
    return connections


def close_all(connections):
    for _, writer in connections:
        writer.transport.abort()


@pytest.mark.parametrize("part", ["nginx", BESIDE])
async def test_ten_thousand_idle_connections(stack, part):
    port = getattr(stack, part).port

    async def attack():
        connections = await open_many(port, IDLE)
        await asyncio.sleep(2)
        close_all(connections)
        await asyncio.sleep(2)
        return len(connections)

    # Python's heap does not shrink where a few objects hold its pages: the first crowd sets its size, for good.
    await attack()
    before = measure_memory(stack)
    async with health_watched(stack, port):
        assert await attack() > IDLE * 0.9
    assert measure_memory(stack) <= before * 1.1


async def drip(connection, data):
    """Send a byte at a time until the server has had enough."""
    _, writer = connection
    with contextlib.suppress(OSError):
        for byte in data:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)


HEADERS = b"GET /api/rooms/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 60
BODY = b"POST /api/rooms/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n" + b"x" * 40


@pytest.mark.parametrize("part", ["nginx", BESIDE])
@pytest.mark.parametrize("data", [HEADERS, BODY], ids=["headers", "body"])
async def test_headers_and_bodies_a_byte_at_a_time(stack, part, data):
    port = getattr(stack, part).port
    before = measure_memory(stack)
    async with health_watched(stack, port):
        connections = await open_many(port, 500)
        await asyncio.gather(*(drip(connection, data) for connection in connections))
        close_all(connections)
        await asyncio.sleep(1)
    assert measure_memory(stack) <= before * 1.1


GARBAGE = {
    "100,000 header bytes": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    "5,000 headers": b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(5000)) + b"\r\n",
    "pipelined garbage": b"GET /api/health/ HTTP/1.1\r\nHost: localhost\r\n\r\n" * 50 + b"\x00\xff" * 5000,
    "a request line without end": b"GET /" + b"a" * 200_000,
}


@pytest.mark.parametrize("part", ["nginx", "backend"])
@pytest.mark.parametrize("name", GARBAGE)
async def test_garbage(stack, part, name):
    port = getattr(stack, part).port
    async with health_watched(stack, port):
        for _ in range(20):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            with contextlib.suppress(OSError, TimeoutError):
                writer.write(GARBAGE[name])
                async with asyncio.timeout(1):
                    await reader.read(65536)
            writer.transport.abort()
    assert "Traceback" not in stack.backend.read_log()
