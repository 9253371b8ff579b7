"""A Redis client that never delays a request for long.

Commands issued while a reply is pending are sent together, as one packet on one connection, so a burst of requests
opens no burst of connections. If no valid reply arrives in time, Redis counts as *away*, which is logged once. From
then on commands return None at once, and only ``knock`` contacts Redis, so that no request waits to find out whether
it is back.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from interactive_maps.ops.limits.redis_replies import ShortAnswers

PATIENCE_SECONDS = 0.1  # for commands that a request waits for
KNOCK_SECONDS = 1.0  # for commands that no request waits for
LOOKS = 50
TOGETHER = 200
REASON_LENGTH = 200  # characters of an error that are logged: the server chooses them

logger = logging.getLogger(__name__)

Command = tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True)
class PendingCommand:
    """A command whose reply is an integer from 0 to ``most``."""

    command: Command
    most: int
    answer: asyncio.Future[int | None]


class RedisClient:
    """Connection to the Redis at ``address``, a redis://, rediss:// or unix:// URL."""

    def __init__(self, address: str) -> None:
        self._redis = Redis.from_url(
            address,
            socket_timeout=KNOCK_SECONDS,
            socket_connect_timeout=KNOCK_SECONDS,
            retry=Retry(NoBackoff(), 0),
            parser_class=ShortAnswers,
            protocol=2,
            driver_info=None,
        )
        self._pending: list[PendingCommand] = []
        self._asking: asyncio.Task[None] | None = None
        self._is_away = False

    async def ask(self, *command: str | int | float, most: int) -> int | None:
        """Return the reply to a command, from 0 to ``most``; None if no valid reply arrives in time."""
        return None if self._is_away else await self._ask(command, most, PATIENCE_SECONDS)

    async def knock(self, *command: str | int | float, most: int) -> int | None:
        """Send the command even if Redis was away; a reply marks it as available."""
        answer = await self._ask(command, most, KNOCK_SECONDS)
        if answer is not None and self._is_away:
            self._is_away = False
            logger.warning("Redis is back: workers share their limits again.")
        return answer

    async def close(self) -> None:
        """Disconnect after pending commands are answered."""
        if self._asking is not None:
            await self._asking
        await self._redis.aclose()

    async def _ask(self, command: Command, most: int, patience: float) -> int | None:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[int | None] = loop.create_future()
        self._pending.append(PendingCommand(command, most, answer))
        if self._asking is None or self._asking.done():
            self._asking = loop.create_task(self._ask_all())
        await asyncio.wait([answer], timeout=patience)
        for _ in range(LOOKS):
            # In a busy loop the time may pass without reading the sockets: a reply may already have arrived.
            if answer.done():
                return answer.result()
            await asyncio.sleep(0)
        self._note_away("no answer in time")
        return None

    async def _ask_all(self) -> None:
        while self._pending:
            asked, self._pending = self._pending[:TOGETHER], self._pending[TOGETHER:]
            answers = await self._send(asked)
            for pending, answer in zip(asked, answers, strict=True):
                if not pending.answer.done():
                    pending.answer.set_result(answer)

    async def _send(self, asked: list[PendingCommand]) -> Sequence[int | None]:
        pipeline = self._redis.pipeline(transaction=False)
        for pending in asked:
            pipeline.execute_command(*pending.command)
        try:
            async with asyncio.timeout(
                KNOCK_SECONDS
            ):  # limit the whole exchange: a server may send single bytes slowly
                answers = await pipeline.execute()
            _check(asked, answers)
        except Exception as error:  # any error of the library: no request may fail because of Redis
            self._note_away(str(error) or type(error).__name__)
            await self._redis.connection_pool.disconnect()
            return [None] * len(asked)
        return answers

    def _note_away(self, reason: str) -> None:
        if not self._is_away:
            self._is_away = True
            logger.warning(
                "Redis is away (%s): each worker keeps its own limits until Redis is back.",
                reason[:REASON_LENGTH],
            )


def _check(asked: list[PendingCommand], answers: list[Any]) -> None:
    """Raise ValueError if a reply does not fit its command."""
    for pending, answer in zip(asked, answers, strict=True):
        if type(answer) is not int or not 0 <= answer <= pending.most:
            raise ValueError(f"{str(answer)[:40]!r} is not from 0 to {pending.most}")
