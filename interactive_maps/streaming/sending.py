"""Sending to one client: without copies, in time, and no longer than it is there.

ASGI has no word for a client that stops reading or has left; uvicorn's transport, behind its ``send``, has. Behind
other servers everything goes by ASGI alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from interactive_maps.ops.request_record import REQUEST_ID_HEADER, RequestRecord

PIECE = 32 * 1024  # what is sent at a time where the server copies it: a client that does not read holds one
UNSENT_HERE = 64 * 1024
UNSENT_IN_KERNEL = 128 * 1024

Message = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

_NOTHING: Message = {"type": "http.response.body", "body": b"", "more_body": True}


class Sender:
    """ASGI's ``send`` for one response. ``timeout`` seconds is how long a client may leave one piece unread.

    What is sent is noted in ``record``. A wrapper around ``send`` could not do it: chunks go past it.
    """

    def __init__(self, send: Send, timeout: float, record: RequestRecord) -> None:
        self._send = send
        self._timeout = timeout
        self._record = record
        self._is_let_go = False
        self._has_body = record.method != "HEAD"  # what is sent all the same, the server drops
        self._transport = _find_transport(send)
        if self._transport is not None:
            _keep_little_unsent(self._transport)

    async def __call__(self, message: Message) -> None:
        """Send ``message``; returns as soon as there is room for it."""
        body = message.get("body")
        if not (body and message.get("more_body")):
            await self._send_in_time(self._note(message))
        elif self._transport is not None and self._transport.is_closing():
            # uvicorn swallows what is sent to nobody: without a pause the loop would stand still until the last byte
            # of it, and hear only then that the client has left. Hearing it cancels us here.
            await asyncio.sleep(1)
        elif self._transport is not None and _is_chunked(self._send):
            await self._write_chunk(self._transport, body)
        else:
            for start in range(0, len(body), PIECE):
                piece = {**message, "body": body[start : start + PIECE]}
                await self._send_in_time(self._note(piece))

    def _note(self, message: Message) -> Message:
        """Take ``message`` down in the record; to an answer's head goes the request's id."""
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
        """Write a chunk as uvicorn would, but not a copy: a frame stays one for all who are slow to read it."""
        if transport.get_write_buffer_size() > UNSENT_HERE:
            await self._send_in_time(
                _NOTHING
            )  # to wait for room; a timer for each chunk would cost a tenth more
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
                raise  # else: on bytes that are no HTTP uvicorn closes the line, and then answers what came before

    async def end(self) -> None:
        """Wait until the client has taken the end of an answer that is complete but still buffered."""
        transport = self._transport
        if transport is None or not (left := transport.get_write_buffer_size()):
            return
        clock = asyncio.get_running_loop().time
        taken, pause = clock(), 0.01
        while left and not self._is_let_go:
            await asyncio.sleep(pause)
            pause = min(2 * pause, 1.0)
            size = transport.get_write_buffer_size()
            if size > left:  # the next answer on this connection: its own sender watches
                return
            if size < left:
                taken = clock()
            elif clock() - taken >= self._timeout:
                self._let_go(transport)
            left = size

    def abandon(self) -> None:
        """Let go of a client that has had its time to read, because the process is about to stop."""
        if self._transport is not None and self._record.status:
            self._let_go(self._transport, "drained")

    def _let_go(self, transport: asyncio.Transport, why: str = "stopped_reading") -> None:
        self._record.end(why)
        self._record.sent_bytes = max(0, self._record.sent_bytes - transport.get_write_buffer_size())
        self._is_let_go = True
        _drop(transport)


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
        # With no time to linger the kernel forgets its buffers too: they hold megabytes for each such client. Where
        # the client was faster the socket is closed, which uvloop says by another error than the kernel.
        with contextlib.suppress(OSError, ValueError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
