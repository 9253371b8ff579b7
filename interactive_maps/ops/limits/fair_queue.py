"""Fair queueing of one kind of work: clients take turns, regardless of how many requests each has waiting.

A first-come, first-served queue favours the busiest client. Here each client has its own queue, and the next slot
goes to the client whose turn it is: one client's hundredth request waits behind another's first. No client may hold
all slots, so one more client is served at once. Everything is bounded, and each step costs the same regardless of the
queue's length, except for making room in a full queue, which examines each waiting client once.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass

from interactive_maps.ops.errors import Busy, TooManyRequests
from interactive_maps.ops.metrics.registry import REFUSALS

RETRY_SECONDS = 5  # the duration of the work is unknown

Client = str | None
Waiter = asyncio.Future[None]

_refused_each = REFUSALS.labels(limit="client_queue")
_refused_all = REFUSALS.labels(limit="queue")
_refused_late = REFUSALS.labels(limit="queue_seconds")


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """Limits of a queue.

    At most ``slots`` requests run, ``slots_each`` of one client; at most ``waiting`` wait, ``waiting_each`` of one
    client, for at most ``seconds``.
    """

    slots: int
    slots_each: int
    waiting: int
    waiting_each: int
    seconds: float


class FairQueue:
    """Slots for the requests of an event loop. Each request that enters must leave.

    Requests of unknown clients (None) share one queue, which may hold all slots: they may come from many clients.
    """

    def __init__(self, limits: QueueLimits) -> None:
        self.limits = limits
        self.running = 0
        self.waiting = 0
        self._running_each: Counter[Client] = Counter()
        self._queues: dict[Client, deque[Waiter]] = {}
        self._turns: OrderedDict[Client, None] = OrderedDict()  # waiting clients that may have another slot

    async def enter(self, client: Client) -> None:
        """Return when ``client`` has a slot. Raises TooManyRequests and Busy. Cancelling gives up the place."""
        if self.running < self.limits.slots and self._may_run(client):
            self._start(client)
            return
        waiter = self._join(client)
        try:
            async with asyncio.timeout(self.limits.seconds):
                await waiter
        except BaseException as error:
            if _is_called(waiter):
                self.leave(client)
            else:
                self._forget(client, waiter)
            if not isinstance(error, TimeoutError):
                raise
            _refused_late.inc()
            raise Busy(
                f"The server did not reach this request within {self.limits.seconds:g} s. Try again later."
            ) from None

    def leave(self, client: Client) -> None:
        """Give the slot to the next client in turn."""
        self.running -= 1
        self._running_each[client] -= 1
        if not self._running_each[client]:
            del self._running_each[client]
        self._note_turn(client)
        self._call_next()

    def _may_run(self, client: Client) -> bool:
        return client is None or self._running_each[client] < self.limits.slots_each

    def _start(self, client: Client) -> None:
        self.running += 1
        self._running_each[client] += 1

    def _note_turn(self, client: Client) -> None:
        if client in self._queues and self._may_run(client):
            self._turns.setdefault(client)

    def _call_next(self) -> None:
        while self.running < self.limits.slots and self._turns:
            client, _ = self._turns.popitem(last=False)
            waiter = self._queues[client].popleft()
            self._note_gone(client)
            if not waiter.done():  # else it is cancelled, and will learn so soon
                self._start(client)
                waiter.set_result(None)
            self._note_turn(client)  # behind all others

    def _join(self, client: Client) -> Waiter:
        queue = self._queues.get(client, ())
        if len(queue) >= self.limits.waiting_each:
            _refused_each.inc()
            raise TooManyRequests(
                f"This address has {len(queue)} requests waiting. Send more when some are answered.",
                RETRY_SECONDS,
            )
        if self.waiting >= self.limits.waiting:
            self._make_room(len(queue))
        waiter = asyncio.get_running_loop().create_future()
        self._queues.setdefault(client, deque()).append(waiter)
        self.waiting += 1
        self._note_turn(client)
        return waiter

    def _make_room(self, own: int) -> None:
        """Reject the newest request of the client with the most. Raises Busy if that client would be the caller."""
        _refused_all.inc()
        error = Busy(f"The server has {self.waiting} requests waiting. Try again soon.")
        client, longest = max(self._queues.items(), key=lambda item: len(item[1]))
        if len(longest) <= own + 1:
            raise error
        waiter = longest.pop()
        self._note_gone(client)
        if not waiter.done():
            waiter.set_exception(error)

    def _forget(self, client: Client, waiter: Waiter) -> None:
        queue = self._queues.get(client, ())
        if waiter in queue:
            self._queues[client].remove(waiter)
            self._note_gone(client)

    def _note_gone(self, client: Client) -> None:
        self.waiting -= 1
        if not self._queues[client]:
            del self._queues[client]
            self._turns.pop(client, None)


def _is_called(waiter: Waiter) -> bool:
    return waiter.done() and not waiter.cancelled() and waiter.exception() is None
