"""A cable between two parts, which a test may cut: what is sent then is neither refused nor delivered."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Self

from tests.e2e.servers import find_free_port

_PIECE = 256 * 1024


class Link:
    """Listens on ``port`` and passes bytes to and from ``target`` on loopback, in an event loop of its own."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = find_free_port()
        self._loop = asyncio.new_event_loop()
        self._whole = asyncio.Event()
        self._whole.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name=f"link-{target}")

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def cut(self) -> None:
        """Stop passing bytes; connections stay open, and new ones are taken, as a network's queues do."""
        self._loop.call_soon_threadsafe(self._whole.clear)

    def mend(self) -> None:
        """Pass bytes again, those that were waiting too."""
        self._loop.call_soon_threadsafe(self._whole.set)

    def reset(self) -> None:
        """Drop every connection, as a firewall that forgot them does."""
        asyncio.run_coroutine_threadsafe(self._drop(), self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, backlog=4096)

    async def _close(self) -> None:
        self._server.close()
        await self._drop()

    async def _drop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(OSError):
                await self._whole.wait()
                there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.target)
                await self._join((reader, writer), (there_reader, there_writer))
        except asyncio.CancelledError:
            pass
        finally:
            writer.transport.abort()
            self._tasks.discard(task)

    async def _join(
        self,
        here: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        there: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass(here[0], there[1]))
                both.create_task(self._pass(there[0], here[1]))
        except* OSError:
            pass
        finally:
            there[1].transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(_PIECE):
            await self._whole.wait()
            writer.write(data)
            await writer.drain()
        await self._whole.wait()
        if writer.can_write_eof():
            writer.write_eof()
