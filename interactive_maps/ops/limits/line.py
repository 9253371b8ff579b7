"""A line to Redis that nobody is kept waiting by.

What is asked while an answer is under way goes out together, as one packet on one connection: a burst of requests
opens no burst of connections. When there is no answer in time Redis is *away*, which is said once; from then on
questions return None at once, and only ``knock`` asks, so that no request pays for finding out that it is back.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

PATIENCE_SECONDS = 0.1  # for what a request waits for
KNOCK_SECONDS = 1.0  # for what nobody waits for
LOOKS = 50
TOGETHER = 200

logger = logging.getLogger(__name__)

Command = tuple[str | int | float, ...]


class Line:
    """The line to the Redis at ``address``, a redis://, rediss:// or unix:// URL."""

    def __init__(self, address: str) -> None:
        self._redis = Redis.from_url(
            address,
            socket_timeout=KNOCK_SECONDS,
            socket_connect_timeout=KNOCK_SECONDS,
            retry=Retry(NoBackoff(), 0),
            decode_responses=True,
        )
        self._questions: list[tuple[Command, asyncio.Future[Any]]] = []
        self._asking: asyncio.Task[None] | None = None
        self._is_away = False

    async def ask(self, *command: str | int | float) -> Any:
        """Return the answer to a command, None if there is nobody to give it in time."""
        return None if self._is_away else await self._ask(command, PATIENCE_SECONDS)

    async def knock(self, *command: str | int | float) -> Any:
        """Ask even if Redis was away; any answer brings it back."""
        answer = await self._ask(command, KNOCK_SECONDS)
        if answer is not None and self._is_away:
            self._is_away = False
            logger.warning("Redis is back: limits are shared between workers again.")
        return answer

    async def close(self) -> None:
        """Hang up, after what was asked is answered."""
        if self._asking is not None:
            await self._asking
        await self._redis.aclose()

    async def _ask(self, command: Command, patience: float) -> Any:
        loop = asyncio.get_running_loop()
        answer = loop.create_future()
        self._questions.append((command, answer))
        if self._asking is None or self._asking.done():
            self._asking = loop.create_task(self._ask_all())
        await asyncio.wait([answer], timeout=patience)
        for _ in range(LOOKS):
            # A busy loop has let the time go by without looking at its sockets: the answer may lie there.
            if answer.done():
                return answer.result()
            await asyncio.sleep(0)
        self._note_away("no answer in time")
        return None

    async def _ask_all(self) -> None:
        while self._questions:
            asked, self._questions = self._questions[:TOGETHER], self._questions[TOGETHER:]
            answers = await self._send([command for command, _ in asked])
            for (_, waiting), answer in zip(asked, answers, strict=True):
                if not waiting.done():
                    waiting.set_result(answer)

    async def _send(self, commands: list[Command]) -> list[Any]:
        pipeline = self._redis.pipeline(transaction=False)
        for command in commands:
            pipeline.execute_command(*command)
        try:
            return await pipeline.execute()
        except (RedisError, OSError) as error:  # its TimeoutError is one, Python's the other
            self._note_away(str(error))
            return [None] * len(commands)

    def _note_away(self, reason: str) -> None:
        if not self._is_away:
            self._is_away = True
            logger.warning(
                "Redis is away (%s): until it is back, limits are kept in each worker's own memory.", reason
            )
