"""Django's ASGI handler, made fit for thousands of open responses.

Measured on the original (see docs/decisions/0001): a thread stays alive for every response that is being sent, a
client that stops reading is held for ever, and a body of any size is taken in before anybody looks at it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from interactive_maps.ops.errors import BodyTooLarge, describe_error

UNSENT_BYTES = 128 * 1024

logger = logging.getLogger(__name__)

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class StreamingASGIHandler(ASGIHandler):
    """Django under ASGI with bounded threads, bodies and patience.

    At most ``threads`` requests are in their views at once; ``send_timeout`` seconds is how long a client may
    leave one piece of an answer unread; ``body_bytes`` is the largest request body.
    """

    def __init__(self, *, threads: int, send_timeout: float, body_bytes: int) -> None:
        super().__init__()
        self._threads = asyncio.Semaphore(threads)
        self._send_timeout = send_timeout
        self._body_bytes = body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        taken = 0
        _keep_little_unsent(send)

        async def receive_bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._body_bytes:
                raise BodyTooLarge(f"The body is larger than the {self._body_bytes} bytes that are accepted.")
            return message

        async def send_in_time(message: Message) -> None:
            try:
                async with asyncio.timeout(self._send_timeout):
                    await send(message)
            except TimeoutError:
                logger.info("a client stopped reading and was let go", extra={"path": scope["path"]})
                _abort(send)

        try:
            # Not inside the original's ThreadSensitiveContext, which would live until the last byte is sent.
            await self.handle(scope, receive_bounded, send_in_time)
        except BodyTooLarge as error:
            await _refuse(error, send)
        _abort_unless_flushed(send, self._send_timeout)

    async def run_get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Run middleware and view; their thread, and its database connections, end before anything is sent."""
        async with self._threads, ThreadSensitiveContext():
            try:
                return await super().run_get_response(request)
            finally:
                await sync_to_async(connections.close_all)()


async def _refuse(error: BodyTooLarge, send: Send) -> None:
    answer = describe_error(error)
    assert answer is not None, "it is one of our own errors"
    status, body, _ = answer
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


def _find_transport(send: Send) -> asyncio.Transport | None:
    """Return the connection behind uvicorn's ``send``: ASGI itself has no word for giving up on a client."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    return transport if hasattr(transport, "abort") else None


def _keep_little_unsent(send: Send) -> None:
    """Let the kernel hold only what is under way: it would take in megabytes for each client that reads slowly,
    and tell us of a slow reader's progress only after a third of them.
    """
    transport = _find_transport(send)
    connection = transport and transport.get_extra_info("socket")
    if connection is not None and connection.family in {socket.AF_INET, socket.AF_INET6}:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)


def _abort(send: Send) -> None:
    """Drop the connection and what is buffered for it; closing politely would wait for the client for ever."""
    transport = _find_transport(send)
    if transport is None:
        raise TimeoutError("the client stopped reading")
    _drop(transport)


def _drop(transport: asyncio.Transport) -> None:
    connection = transport.get_extra_info("socket")
    if connection is not None:
        # With no time to linger the kernel forgets its buffers too: they hold megabytes for each such client.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _abort_unless_flushed(send: Send, seconds: float) -> None:
    """Give the client ``seconds`` to take the end of an answer that is complete but still buffered."""
    transport = _find_transport(send)
    if transport is None or not (left := transport.get_write_buffer_size()):
        return

    def check() -> None:
        if transport.get_write_buffer_size() >= left:
            _drop(transport)

    asyncio.get_running_loop().call_later(seconds, check)
