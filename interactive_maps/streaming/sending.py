"""Sending to one client: without copies, within a time limit, and only while the client is connected.

ASGI does not report a client that stops reading or disconnects; uvicorn's transport, behind its ``send``, does. Other
servers are used through ASGI alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from interactive_maps.ops.request_record import REQUEST_ID_HEADER, RequestRecord

PIECE = (
    32 * 1024
)  # bytes sent at once where the server copies them: a client that does not read holds one such piece
UNSENT_HERE = 64 * 1024
UNSENT_IN_KERNEL = 128 * 1024

Message = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

_NOTHING: Message = {"type": "http.response.body", "body": b"", "more_body": True}


class Sender:
    """ASGI's ``send`` for one response. A client may leave one piece unread for at most ``timeout`` seconds.

    It updates ``record`` itself: chunks bypass wrappers around ``send``.
    """

    def __init__(self, send: Send, timeout: float, record: RequestRecord) -> None:
        self._send = send
        self._timeout = timeout
        self._record = record
        self._is_let_go = False
        self._has_body = record.method != "HEAD"  # the server drops what is still sent
        self._transport = _find_transport(send)
        if self._transport is not None:
            _keep_little_unsent(self._transport)

    async def __call__(self, message: Message) -> None:
        """Send ``message``; return as soon as there is room for it."""
        body = message.get("body")
        if not (body and message.get("more_body")):
            await self._send_in_time(self._note(message))
        elif self._transport is not None and self._transport.is_closing():
            # uvicorn silently discards data for a disconnected client. Without a pause the loop would block until the
            # last byte, and only then learn of the disconnect, which cancels us here.
            await asyncio.sleep(1)
        elif self._transport is not None and _is_chunked(self._send):
            await self._write_chunk(self._transport, body)
        else:
            for start in range(0, len(body), PIECE):
                piece = {**message, "body": body[start : start + PIECE]}
                await self._send_in_time(self._note(piece))

    def _note(self, message: Message) -> Message:
        """Record ``message``; add the request's id to the response's headers."""
        record = self._record
        if message["type"] == "http.response.start":
            headers = [*message.get("headers", ()), (REQUEST_ID_HEADER, record.id.encode())]
            record.note_start(message["status"], headers)
            return {**message, "headers": headers}
        if self._has_body:
            record.sent_bytes += len(message.get("body", b""))
        if not message.get("more_body"):
            record.is_answered = self._transport is None or not self._transport.is_closing()
        return message

    async def _write_chunk(self, transport: asyncio.Transport, body: bytes | memoryview) -> None:
        """Write a chunk as uvicorn would, but without a copy: all slow readers share one frame."""
        if transport.get_write_buffer_size() > UNSENT_HERE:
            await self._send_in_time(_NOTHING)  # wait for room; a timer per chunk would cost 10 % more
        if not transport.is_closing():
            transport.writelines((b"%x\r\n" % len(body), body, b"\r\n"))
            self._record.sent_bytes += len(body)

    async def _send_in_time(self, message: Message) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                await self._send(message)
        except TimeoutError:
            if self._transport is None:
                raise
            self._let_go(self._transport)
        except RuntimeError:
            if self._transport is None or not self._transport.is_closing():
                # Otherwise the bytes were not HTTP: uvicorn closes the connection, then responds to earlier requests.
                raise

    async def end(self) -> None:
        """Wait until the client has received the end of a complete but still buffered response."""
        transport = self._transport
        if transport is None or not (left := transport.get_write_buffer_size()):
            return
        clock = asyncio.get_running_loop().time
        taken, pause = clock(), 0.01
        while left and not self._is_let_go:
            await asyncio.sleep(pause)
            pause = min(2 * pause, 1.0)
            size = transport.get_write_buffer_size()
            if size > left:  # the next response on this connection: its own sender watches it
                return
            if size < left:
                taken = clock()
            elif clock() - taken >= self._timeout:
                self._let_go(transport)
            left = size

    def abandon(self) -> None:
        """Drop a client that has had its time to read, because the process is about to stop."""
        if self._transport is not None and self._record.status:
            self._let_go(self._transport, "drained")

    def _let_go(self, transport: asyncio.Transport, why: str = "stopped_reading") -> None:
        self._record.end(why)
        self._record.sent_bytes = max(0, self._record.sent_bytes - transport.get_write_buffer_size())
        self._is_let_go = True
        _drop(transport)


def _is_chunked(send: Send) -> bool:
    """Return whether the response behind ``send`` has begun and is sent in chunks; uvicorn with httptools knows."""
    return getattr(getattr(send, "__self__", None), "chunked_encoding", None) is True


def _find_transport(send: Send) -> asyncio.Transport | None:
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    return transport if hasattr(transport, "abort") else None


def _keep_little_unsent(transport: asyncio.Transport) -> None:
    """Keep the buffers of uvicorn and the kernel small.

    Otherwise they would hold megabytes for each slow client, and report its progress only after a third of them.
    """
    transport.set_write_buffer_limits(high=UNSENT_HERE, low=UNSENT_HERE)
    connection = transport.get_extra_info("socket")
    if connection is not None and connection.family in {socket.AF_INET, socket.AF_INET6}:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_IN_KERNEL)


def _drop(transport: asyncio.Transport) -> None:
    """Drop the connection and its buffers; an orderly close would wait for the client without limit."""
    connection = transport.get_extra_info("socket")
    if connection is not None:
        # SO_LINGER with no time also discards the kernel's buffers, which hold megabytes per slow client. If the
        # client was faster, the socket is already closed; uvloop raises another error for that than the kernel does.
        with contextlib.suppress(OSError, ValueError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
