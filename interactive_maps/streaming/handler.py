"""Django's ASGI handler, made fit for thousands of open responses.

Measured on the original (see docs/decisions/0001): a thread stays alive for every response that is being sent, a
client that stops reading is held for ever, and a body of any size is taken in before anybody looks at it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from interactive_maps.ops.errors import BodyTooLarge, describe_error
from interactive_maps.streaming.responses import CHUNK
from interactive_maps.streaming.sending import Message, Send, Sender

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]


class StreamingASGIHandler(ASGIHandler):
    """Django under ASGI with bounded threads, bodies and patience.

    At most ``threads`` requests are in their views at once; ``send_timeout`` seconds is how long a client may
    leave one piece of an answer unread; ``body_bytes`` is the largest request body.
    """

    chunk_size = CHUNK  # Django cuts what it is given into pieces of this size once more

    def __init__(self, *, threads: int, send_timeout: float, body_bytes: int) -> None:
        super().__init__()
        self._threads = asyncio.Semaphore(threads)
        self._send_timeout = send_timeout
        self._body_bytes = body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        taken = 0
        sender = Sender(send, self._send_timeout, scope["path"])

        async def receive_bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._body_bytes:
                raise BodyTooLarge(f"The body is larger than the {self._body_bytes} bytes that are accepted.")
            return message

        try:
            # Not inside the original's ThreadSensitiveContext, which would live until the last byte is sent.
            await self.handle(scope, receive_bounded, sender)
        except BodyTooLarge as error:
            await _refuse(error, send)
        sender.end()

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
