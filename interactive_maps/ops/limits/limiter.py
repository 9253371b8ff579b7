"""Limits of one worker: shared through Redis while it is available, otherwise in the process's memory."""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
import uuid
from collections import defaultdict

from interactive_maps.ops.errors import TooManyRequests
from interactive_maps.ops.limits.rates import Rate, Windows
from interactive_maps.ops.limits.shared_counts import SharedCounts
from interactive_maps.ops.metrics.registry import REFUSALS

LEASE_SECONDS = 6.0
BEATS = 4  # renewals per lease: two may fail
STREAMS_RETRY_SECONDS = 5  # the end of a stream is unknown

_refused_requests = REFUSALS.labels(limit="requests")
_refused_streams = REFUSALS.labels(limit="streams")


class Limiter:
    """At most ``rate`` requests (None: unlimited) and ``streams`` open streams (0: unlimited) per client.

    Streams of a killed worker stop counting after ``lease`` seconds.
    """

    def __init__(
        self, rate: Rate | None, streams: int, redis: str = "", *, lease: float = LEASE_SECONDS
    ) -> None:
        self._rate = rate
        self._streams = streams
        self._windows = Windows(rate) if rate else None
        self._held: defaultdict[str, set[str]] = defaultdict(set)
        self._shared = SharedCounts(redis, lease) if redis and (rate or streams) else None
        self._beat = lease / BEATS
        self._beating: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    async def start(self) -> None:
        """Start renewing leases. Without it places expire after a lease, and Redis is not reconnected."""
        await (
            self._keep_up()
        )  # so that the first requests find an open connection, or know that there is none
        self._beating = asyncio.create_task(self._beat_on())

    async def close(self) -> None:
        """Stop renewing, and disconnect from Redis."""
        self._closing.set()  # not by cancelling, which would leave half a reply in the connection
        if self._beating is not None:
            await self._beating
        if self._shared is not None:
            await self._shared.close()

    async def count_request(self, client: str) -> None:
        """Count a request. Raises TooManyRequests, without counting it, if the limit is reached."""
        if self._rate is None or self._windows is None:
            return
        wait = await self._shared.count_request(client, self._rate) if self._shared else None
        if wait is None:
            wait = self._windows.count(client, time.monotonic())
        if wait > 0:
            _refused_requests.inc()
            raise TooManyRequests(
                f"Rate limit exceeded: {self._rate} per address. Try again later.",
                math.ceil(wait),
            )

    async def take_place(self, client: str) -> str:
        """Return a place for one more stream, which the caller must give back. Raises TooManyRequests if there is
        none.
        """
        place = uuid.uuid4().hex
        if self._streams:
            taken = await self._take_shared(self._shared, client, place) if self._shared else None
            if taken is None:
                taken = len(self._held.get(client, ())) < self._streams
            if not taken:
                _refused_streams.inc()
                raise TooManyRequests(
                    f"This address has {self._streams} open streams, which is the limit. Close one first.",
                    STREAMS_RETRY_SECONDS,
                )
        self._held[client].add(place)
        return place

    async def _take_shared(self, shared: SharedCounts, client: str, place: str) -> bool | None:
        try:
            return await shared.take_place(client, place, self._streams)
        except asyncio.CancelledError:
            # The client left before Redis replied. This command follows the first one, so it undoes it in any case.
            await shared.give_back(client, place)
            raise

    async def give_back(self, client: str, place: str) -> None:
        """Free the place for another stream."""
        held = self._held[client]
        held.discard(place)
        if not held:
            del self._held[client]
        if self._shared is not None and self._streams:
            await self._shared.give_back(client, place)

    async def _beat_on(self) -> None:
        while not self._closing.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._beat):
                    await self._closing.wait()
            await self._keep_up()

    async def _keep_up(self) -> None:
        if self._shared is not None:
            await self._renew(self._shared)
        if self._windows is not None:
            self._windows.forget_old(time.monotonic())

    async def _renew(self, shared: SharedCounts) -> None:
        """Renew the held places. This also restores them if Redis was away or lost its memory."""
        renewed = {client: tuple(places) for client, places in self._held.items() if self._streams}
        await shared.renew(renewed)
        for client, places in renewed.items():
            # The renewal may have included places given back meanwhile.
            for place in set(places).difference(self._held.get(client, ())):
                await shared.give_back(client, place)
