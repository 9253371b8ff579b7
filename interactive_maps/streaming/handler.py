"""Django's ASGI handler, adapted to thousands of open responses.

Measured on the original (see docs/decisions/0001): each response in progress keeps a thread alive, a client that
stops reading holds its request for ever, and a body of any size is read before it is checked.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.signals import request_started
from django.db import close_old_connections, reset_queries
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch

from interactive_maps.ops.deadlines import Deadline, open_deadline
from interactive_maps.ops.errors import BodyTooLarge, Busy, MapError, TooManyRequests, describe_error
from interactive_maps.ops.http.cors import describe_cors, is_shared
from interactive_maps.ops.http.request_recorder import recorded
from interactive_maps.ops.limits.admission import admit
from interactive_maps.ops.limits.client_address import find_client
from interactive_maps.ops.limits.fair_queue import QueueLimits
from interactive_maps.ops.limits.lanes import Lane, find_lane
from interactive_maps.ops.limits.limiter import Limiter
from interactive_maps.ops.metrics.registry import REFUSALS
from interactive_maps.ops.request_record import RequestRecord, find_path, get_current
from interactive_maps.streaming.responses import CHUNK
from interactive_maps.streaming.sending import Message, Send, Sender
from interactive_maps.streaming.threads import NoThread, ViewThreads

GOODBYE_SECONDS = 3.0  # time for open responses to finish once the process is told to stop

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]


@dataclass(frozen=True, slots=True)
class HandlerLimits:
    """Limits of one worker: at most ``requests`` are open, and ``lanes`` limits how many run in views or wait.

    ``send_timeout``: seconds for which a client may leave one piece of a response unread. ``body_bytes``: the largest
    request body. ``work_seconds``: the processor time that one response may take.
    """

    requests: int
    lanes: Mapping[Lane, QueueLimits]
    send_timeout: float
    body_bytes: int
    work_seconds: float = math.inf


class StreamingASGIHandler(ASGIHandler):
    """Django under ASGI with limits on requests, threads, bodies and waiting; every request is recorded.

    ``limiter`` limits each client's share.
    """

    chunk_size = CHUNK  # Django splits pieces again at this size

    def __init__(self, limits: HandlerLimits, limiter: Limiter) -> None:
        super().__init__()
        self._limits = limits
        self._limiter = limiter
        self._open: set[Sender] = set()
        self.threads = ViewThreads(limits.lanes)
        self._no_thread = NoThread()
        # Each thread closes its own connections: see OneThread.
        for receiver in (reset_queries, close_old_connections):
            request_started.disconnect(receiver)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one HTTP request."""
        with recorded(scope) as record:
            sender = Sender(send, self._limits.send_timeout, record)
            self._open.add(sender)
            try:
                await self._answer(scope, receive, sender, record)
                await sender.end()
            finally:
                self._open.discard(sender)

    def drain(self) -> None:
        """Drop clients that do not read, after a grace period: no final event reaches them, and they would delay
        shutdown.
        """

        def abandon() -> None:
            for sender in list(self._open):
                sender.abandon()

        asyncio.get_running_loop().call_later(GOODBYE_SECONDS, abandon)

    async def _answer(self, scope: Scope, receive: Receive, sender: Sender, record: RequestRecord) -> None:
        try:
            self._require_room(record)
            # Django's own context keeps a thread until the last byte is sent. Outside of views only closing the
            # response is left to do, and nothing waits for that.
            async with (
                admit(self._limiter, scope, sender) as send,
                ThreadSensitiveContext(executor=self._no_thread),
            ):
                with open_deadline(self._limits.work_seconds) as deadline:
                    await self.handle(scope, self._bound(receive, deadline), send)
        except (BodyTooLarge, Busy, TooManyRequests) as error:
            await _refuse(error, scope, sender)

    def _require_room(self, record: RequestRecord) -> None:
        if len(self._open) > self._limits.requests and not record.is_routine:
            REFUSALS.labels("worker_concurrency").inc()
            record.end("refused")
            raise Busy("The server has reached its limit of open requests. Try again soon.")

    def _bound(self, receive: Receive, deadline: Deadline) -> Receive:
        """Return ``receive`` with a limit to the body. A client that disconnects ends the work on its response.

        Django then cancels the view's task, but not the view's thread.
        """
        taken = 0

        async def receive_bounded() -> Message:
            nonlocal taken
            message = await receive()
            if message["type"] == "http.disconnect":
                deadline.cancel()
            taken += len(message.get("body", b""))
            if taken > self._limits.body_bytes:
                raise BodyTooLarge(f"The body is larger than the limit of {self._limits.body_bytes} bytes.")
            return message

        return receive_bounded

    async def run_get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Run middleware and view in turn; the thread is free again before the response is sent."""
        lane = self._choose_lane(request)
        client = find_client(getattr(request, "scope", {}))
        async with self.threads.borrow(lane, client):
            return await super().run_get_response(request)

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Return the match that selected the lane, instead of resolving the path again."""
        return request.resolver_match or super().resolve_request(request)

    def _choose_lane(self, request: HttpRequest) -> Lane:
        """Return the lane of the view, and set the record's route; metrics count requests by route, not by path."""
        try:
            found = super().resolve_request(request)
        except Resolver404:  # the view itself, if it is to respond, sets this again
            if request.path.startswith(settings.STATIC_URL):
                get_current().route = "static"
            return Lane.LIGHT
        get_current().route = found.view_name or "unnamed"
        return find_lane(found.func, request)


async def _refuse(error: MapError, scope: Scope, send: Sender) -> None:
    """Respond ahead of Django and its middleware."""
    answer = describe_error(error)
    assert answer is not None, "it is one of our own errors"
    status, body, extra = answer
    origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
    extra |= describe_cors(origin) if is_shared(find_path(scope)) else {}
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in extra.items()]
    headers += [(b"content-type", b"application/json"), (b"x-content-type-options", b"nosniff")]
    if status != 429:  # an unread body may still arrive, or there may be too many connections
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
