"""Thousands of streams open at once on one worker: the cost of each, and whether each is complete."""

from __future__ import annotations

import asyncio
import hashlib
import resource
import socket
import time
from dataclasses import dataclass, field

import httptools
import httpx
import psutil

from benchmarks.measuring.client import BUFFER, ROOMS, write_request
from benchmarks.measuring.report import Measure
from benchmarks.measuring.workbench import Workbench
from tests.databases import Database, fill_rooms
from tests.e2e.events import iterate_items, read_all
from tests.e2e.servers import Server

SIDE = "open-streams"
FEATURES = (
    5000  # 0.6 MB per stream: several times the size of all buffers in between, so that nobody finishes early
)
OPENING = 200  # concurrent connection attempts
TIMEOUT = 240.0


@dataclass(slots=True)
class Held:
    """One client: ``seen`` is set as soon as its first event has arrived, ``digest`` is that of its whole body."""

    seen: bool = False
    ended: bool = False
    size: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def on_body(self, body: bytes) -> None:
        """Process a piece of the body: the parser's callback."""
        self.size += len(body)
        self.digest.update(body)
        self.seen = self.seen or b"\n\n" in body

    def on_message_complete(self) -> None:
        """Record that the response is complete: the parser's callback."""
        self.ended = True


class Crowd:
    """All clients: they read their first event, wait for each other and for :attr:`go`, and then read to the end."""

    def __init__(self, port: int, count: int) -> None:
        self.held = [Held() for _ in range(count)]
        self.arrived = asyncio.Barrier(count + 1)
        self.go = asyncio.Event()
        self._port = port
        self._opening = asyncio.Semaphore(OPENING)

    async def run(self, client: Held) -> None:
        """Run one of the clients."""
        loop = asyncio.get_running_loop()
        parser = httptools.HttpResponseParser(client)
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # buffer as little as possible
            connection.setblocking(False)
            async with self._opening:
                await loop.sock_connect(connection, ("127.0.0.1", self._port))
                await loop.sock_sendall(connection, write_request(ROOMS))
                while not client.seen:
                    parser.feed_data(await loop.sock_recv(connection, 4096))
            await self.arrived.wait()
            await self.go.wait()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
            while received := await loop.sock_recv(connection, BUFFER):
                parser.feed_data(received)


@dataclass(frozen=True, slots=True)
class Cost:
    """The resources that the worker holds at a moment."""

    memory: int
    threads: int
    connections: int

    @classmethod
    def of(cls, server: Server, database: Database) -> Cost:
        """Return the current cost of ``server``."""
        process = psutil.Process(server.process.pid)
        return cls(process.memory_info().rss, process.num_threads(), database.count_connections())


def measure(bench: Workbench) -> list[Measure]:
    """Return memory, threads and connections while all streams are open, and how many of them were exact."""
    count = _allow_sockets(bench.plan.streams)
    database = bench.make_database("rooms")
    fill_rooms(database, FEATURES)
    with bench.serve(database) as server:
        expected = _read_expected(server)  # also fills the store: frames are shared and not counted
        before = Cost.of(server, database)
        bench.say(f"Holding {count:,} streams open at once on one worker ...")
        start = time.perf_counter()
        held, cost = asyncio.run(asyncio.wait_for(_hold(server, database, count), TIMEOUT))
        bench.say(f"... each read to its end, {time.perf_counter() - start:.0f} s in all.")
    exact = sum(client.ended and client.digest.digest() == expected for client in held)
    memory = (cost.memory - before.memory) / count / 1024
    detail = f"{before.memory / 2**20:.0f} MB before, {cost.memory / 2**20:.0f} MB with all open"
    return [
        Measure(SIDE, f"exact of {count:,} streams", exact, "streams", target=count, more=True),
        Measure(SIDE, "resident memory a stream", memory, "KB", target=128, aim=64, detail=detail),
        Measure(SIDE, "threads of the worker", cost.threads, "threads", target=60),
        Measure(SIDE, "database connections", cost.connections, "connections", target=4),
    ]


async def _hold(server: Server, database: Database, count: int) -> tuple[list[Held], Cost]:
    """Return the clients after they have read everything, and the cost at the moment when all were open."""
    crowd = Crowd(server.port, count)
    async with asyncio.TaskGroup() as clients:
        for client in crowd.held:
            clients.create_task(crowd.run(client))
        await crowd.arrived.wait()
        await asyncio.sleep(0.5)  # until the work for the last of them is done
        cost = await asyncio.to_thread(Cost.of, server, database)
        early = sum(client.ended for client in crowd.held)
        assert early == 0, f"{early} streams ended before all were open: they fit into the buffers"
        crowd.go.set()
    return crowd.held, cost


def _read_expected(server: Server) -> bytes:
    """Return the digest of the stream's body, after checking that it contains every room exactly once."""
    body = httpx.get(server.address + ROOMS, headers={"Accept-Encoding": "identity"}, timeout=60).content
    ids = [item["id"] for item in iterate_items(read_all([body]))]
    assert ids == list(range(1, FEATURES + 1)), "the stream that the others are compared to is not exact"
    return hashlib.sha256(body).digest()


def _allow_sockets(wanted: int) -> int:
    """Raise the limit of open files for this process and its servers; return how many streams that allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard - 200)
