"""A client that is let go may be gone already."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest
import uvloop

from interactive_maps.ops.request_record import RequestRecord
from interactive_maps.streaming.sending import Message, Sender


class Answer:
    """What a server's ``send`` belongs to."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self.transport = transport

    async def send(self, message: Message) -> None:
        """Take a message."""


async def send_and_abandon(*, is_open: bool) -> str:
    """Return how the request ended; the client's connection has, too."""
    taken: asyncio.Queue[asyncio.Transport] = asyncio.Queue()

    class Protocol(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            taken.put_nowait(transport)

    server = await asyncio.get_running_loop().create_server(Protocol, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    transport = await taken.get()
    record = RequestRecord("")
    sender = Sender(Answer(transport).send, 5, record)
    try:
        await sender({"type": "http.response.start", "status": 200, "headers": []})
        if not is_open:
            transport.abort()
            await asyncio.sleep(0.05)  # its socket is closed by now
        sender.abandon()
        with contextlib.suppress(ConnectionResetError):
            assert await asyncio.wait_for(reader.read(), 5) == b""
    finally:
        writer.close()
        transport.abort()
        server.close()
    return record.ended


@pytest.mark.parametrize("make_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
@pytest.mark.parametrize("is_open", [True, False])
def test_a_client_is_let_go(make_loop, is_open):
    with asyncio.Runner(loop_factory=make_loop) as runner:
        assert runner.run(send_and_abandon(is_open=is_open)) == "drained"
