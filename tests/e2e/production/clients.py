"""Clients that want the whole stream, and come back with the last id however often they are thrown out."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.e2e.events import Events

Pause = Callable[[], Awaitable[None]]


_KEY = re.compile(r'\{"id":(-?\d+),')


def _list_keys(text: str) -> list[int]:
    """Return the ids of a batch's items: hundreds of clients in one process have no time to parse it all."""
    return [int(key) for key in _KEY.findall(text)]


async def _go_on() -> None:
    """Wait for nothing."""


@dataclass(slots=True)
class Client:
    """Reads ``target`` to its ``complete``. ``keys`` are the features as they came, since the last reset."""

    port: int
    target: str = "/api/base-floor/"
    tls: ssl.SSLContext | None = None
    keys: list[int] = field(default_factory=list)
    last_id: str = ""
    is_complete: bool = False
    connections: int = 0
    drains: int = 0
    resets: int = 0
    started: asyncio.Event = field(default_factory=asyncio.Event)
    _writer: asyncio.StreamWriter | None = None

    async def read_to_the_end(self, seconds: float = 60.0, pause: Pause = _go_on) -> None:
        """Return when the stream is complete; ``pause`` is awaited after the first event of all."""
        async with asyncio.timeout(seconds):
            while not self.is_complete:
                # Cut off in the middle of something: what was whole is kept.
                with suppress(OSError, ValueError, IndexError, EOFError, TimeoutError):
                    await self._read_once(pause)
                if not self.is_complete:
                    await asyncio.sleep(0.1)

    def drop(self) -> None:
        """Lose the connection, in the middle of whatever is on its way."""
        if self._writer is not None:
            self._writer.transport.abort()

    async def _read_once(self, pause: Pause) -> None:
        self.connections += 1
        async with asyncio.timeout(5):
            reader, writer = await self._connect()
        self._writer = writer
        try:
            resume = f"Last-Event-ID: {self.last_id}\r\n" if self.last_id else ""
            writer.write(f"GET {self.target} HTTP/1.1\r\nHost: localhost\r\n{resume}\r\n".encode())
            async with asyncio.timeout(30):
                status = int((await reader.readline()).split()[1])
                await reader.readuntil(b"\r\n\r\n")
            if status == 200:
                await self._read_events(reader, pause)
        finally:
            writer.transport.abort()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        connection = socket.socket()
        connection.setblocking(False)
        # A small window: who pauses here is in the middle of the stream on the server's side too.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        name = "localhost" if self.tls else None
        try:
            await asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", self.port))
            return await asyncio.open_connection(
                sock=connection, ssl=self.tls, server_hostname=name, limit=2**15
            )
        except BaseException:
            connection.close()
            raise

    async def _read_events(self, reader: asyncio.StreamReader, pause: Pause) -> None:
        events = Events(_list_keys)
        while not self.is_complete:
            # Silence for longer than a heartbeat allows: this connection is dead, whatever TCP says.
            async with asyncio.timeout(8):
                size = int(await reader.readline(), 16)
                chunk = await reader.readexactly(size + 2)
            for event in events.feed(chunk[:-2]):
                self._take(event.type, event.id, event.data)
            if events.received and not self.started.is_set():
                self.started.set()
                await pause()
            if size == 0:
                return

    def _take(self, kind: str, event_id: str, keys: list[int]) -> None:
        self.last_id = event_id or self.last_id
        if kind == "message":
            self.keys += keys
        elif kind == "reset":
            self.resets += 1
            self.keys.clear()
        elif kind == "drain":
            self.drains += 1
        self.is_complete = kind == "complete"
