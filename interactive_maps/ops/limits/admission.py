"""Admission of a request: it is counted on arrival, and everything it took is given back at its end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from interactive_maps.ops.limits.client_address import find_client
from interactive_maps.ops.limits.limiter import Limiter
from interactive_maps.ops.request_record import get_current

_KEY = "interactive_maps.visit"

Scope = MutableMapping[str, Any]
Message = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


class Admission:
    """A request of ``client`` in progress."""

    def __init__(self, limiter: Limiter, client: str) -> None:
        self._limiter = limiter
        self._client = client
        self._places: list[str] = []
        self._is_over = False

    async def take_place(self) -> None:
        """Take a place for a stream."""
        self._places.append(await self._limiter.take_place(self._client))
        if self._is_over:  # a view's thread may continue after its client has disconnected
            await self.end()

    async def end(self) -> None:
        """Give back all places, including those taken after this call."""
        self._is_over = True
        while self._places:
            await self._limiter.give_back(self._client, self._places.pop())


@asynccontextmanager
async def admit(limiter: Limiter, scope: Scope, send: Send) -> AsyncIterator[Send]:
    """Count the ASGI request and yield the ``send`` to use. Raises TooManyRequests if the limit is reached.

    Health checks and Prometheus are always admitted.
    """
    client = find_client(scope)
    if client is None or get_current().is_routine:
        yield send
        return
    await limiter.count_request(client)
    admission = scope[_KEY] = Admission(limiter, client)

    async def send_and_leave(message: Message) -> None:
        # Release before the final message: a client that sees the end of a stream may open the next on any worker.
        if message["type"] == "http.response.body" and not message.get("more_body"):
            await admission.end()
        await send(message)

    try:
        yield send_and_leave
    finally:
        await admission.end()


async def take_stream_place(request: object) -> None:
    """Count ``request`` (Django's or DRF's) as an open stream of its client until it ends. Raises TooManyRequests."""
    admission: Admission | None = getattr(request, "scope", {}).get(_KEY)
    if admission is not None:
        await admission.take_place()
