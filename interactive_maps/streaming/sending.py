"""Sending to one client: without copies, in time, and no longer than it is there.

ASGI has no word for a client that stops reading or has left; uvicorn's transport, behind its ``send``, has. Behind
other servers everything goes by ASGI alone.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

PIECE = 32 * 1024  # what is sent at a time where the server copies it: a client that does not read holds one
UNSENT_HERE = 64 * 1024
UNSENT_IN_KERNEL = 128 * 1024

logger = logging.getLogger(__name__)

Message = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

_NOTHING: Message = {"type": "http.response.body", "body": b"", "more_body": True}


class Sender:
    """ASGI's ``send`` for one response. ``timeout`` seconds is how long a client may leave one piece unread."""

    def __init__(self, send: Send, timeout: float, path: str) -> None:
        self._send = send
        self._timeout = timeout
        self._path = path
        self._transport = _find_transport(send)
        if self._transport is not None:
            _keep_little_unsent(self._transport)

    async def __call__(self, message: Message) -> None:
        """Send ``message``; returns as soon as there is room for it."""
        body = message.get("body")
        if not (body and message.get("more_body")):
            await self._send_in_time(message)
        elif self._transport is not None and self._transport.is_closing():
            # uvicorn swallows what is sent to nobody: without a pause the loop would stand still until the last byte
            # of it, and hear only then that the client has left. Hearing it cancels us here.
            await asyncio.sleep(1)
        elif self._transport is not None and _is_chunked(self._send):
            await self._write_chunk(self._transport, body)
        else:
            for start in range(0, len(body), PIECE):
                await self._send_in_time({**message, "body": body[start : start + PIECE]})

    async def _write_chunk(self, transport: asyncio.Transport, body: bytes | memoryview) -> None:
        """Write a chunk as uvicorn would, but not a copy: a frame stays one for all who are slow to read it."""
        if transport.get_write_buffer_size() > UNSENT_HERE:
            await self._send_in_time(
                _NOTHING
            )  # to wait for room; a timer for each chunk would cost a tenth more
        if not transport.is_closing():
            transport.writelines((b"%x\r\n" % len(body), body, b"\r\n"))

    async def _send_in_time(self, message: Message) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                await self._send(message)
        except TimeoutError:
            if self._transport is None:
                raise
            logger.info("a client stopped reading and was let go", extra={"path": self._path})
            _drop(self._transport)

    def end(self) -> None:
        """Give the client its time to take the end of an answer that is complete but still buffered."""
        transport = self._transport
        if transport is None or not (left := transport.get_write_buffer_size()):
            return

        def check() -> None:
            if transport.get_write_buffer_size() >= left:
                _drop(transport)

        asyncio.get_running_loop().call_later(self._timeout, check)


def _is_chunked(send: Send) -> bool:
    """Whether the response behind ``send`` has begun and goes out in chunks; uvicorn with httptools knows."""
    return getattr(getattr(send, "__self__", None), "chunked_encoding", None) is True


def _find_transport(send: Send) -> asyncio.Transport | None:
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    return transport if hasattr(transport, "abort") else None


def _keep_little_unsent(transport: asyncio.Transport) -> None:
    """Let us and the kernel hold only what is under way: it would take in megabytes for each client that reads
    slowly, and tell us of a slow reader's progress only after a third of them.
    """
    transport.set_write_buffer_limits(high=UNSENT_HERE, low=UNSENT_HERE)
    connection = transport.get_extra_info("socket")
    if connection is not None and connection.family in {socket.AF_INET, socket.AF_INET6}:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_IN_KERNEL)


def _drop(transport: asyncio.Transport) -> None:
    """Drop the connection and what is buffered for it; closing politely would wait for the client for ever."""
    connection = transport.get_extra_info("socket")
    if connection is not None:
        # With no time to linger the kernel forgets its buffers too: they hold megabytes for each such client.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
