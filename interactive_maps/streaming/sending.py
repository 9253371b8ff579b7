"""Sending to one client: in pieces that suit its pace, in time, and no longer than it is there.

ASGI has no word for a client that stops reading or has left; uvicorn's transport, behind its ``send``, has.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

PIECE = 32 * 1024  # what a client that makes us wait is sent at a time: it is held for this client alone
KEPT_UP = (
    512 * 1024
)  # bytes after which a client that never made us wait is sent all at once, which costs less
WAIT = 0.05  # seconds of waiting that count as such
UNSENT_HERE = 16 * 1024
UNSENT_IN_KERNEL = 128 * 1024

logger = logging.getLogger(__name__)

Message = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


class Sender:
    """ASGI's ``send`` for one response. ``timeout`` seconds is how long a client may leave one piece unread."""

    def __init__(self, send: Send, timeout: float, path: str) -> None:
        self._send = send
        self._timeout = timeout
        self._path = path
        self._taken = 0  # bytes since the client last made us wait
        self._transport = _find_transport(send)
        if self._transport is not None:
            _keep_little_unsent(self._transport)

    async def __call__(self, message: Message) -> None:
        """Send ``message``, cut into pieces where the client is slow."""
        body = message.get("body", b"")
        while len(body) > PIECE and self._taken < KEPT_UP:
            await self._send_piece({**message, "body": body[:PIECE], "more_body": True})
            body = body[PIECE:]
        await self._send_piece({**message, "body": body} if body else message)

    async def _send_piece(self, message: Message) -> None:
        transport = self._transport
        self._taken += len(message.get("body", b""))
        if transport is None or transport.get_write_buffer_size() > UNSENT_HERE:
            await self._send_in_time(message)
        else:
            await self._send(
                message
            )  # cannot wait, and to set a timer all the same costs a tenth of a fast stream
        if transport is not None and transport.is_closing() and message.get("more_body"):
            # uvicorn swallows what is sent to nobody: the loop would stand still until the last byte of it, and hear
            # only then that the client has left. Hearing it cancels us here.
            await asyncio.sleep(1)

    async def _send_in_time(self, message: Message) -> None:
        start = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self._timeout):
                await self._send(message)
        except TimeoutError:
            if self._transport is None:
                raise
            logger.info("a client stopped reading and was let go", extra={"path": self._path})
            _drop(self._transport)
        if asyncio.get_running_loop().time() - start > WAIT:
            self._taken = 0

    def end(self) -> None:
        """Give the client its time to take the end of an answer that is complete but still buffered."""
        transport = self._transport
        if transport is None or not (left := transport.get_write_buffer_size()):
            return

        def check() -> None:
            if transport.get_write_buffer_size() >= left:
                _drop(transport)

        asyncio.get_running_loop().call_later(self._timeout, check)


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
