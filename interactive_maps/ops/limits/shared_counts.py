"""What all workers count together, in Redis: each question is one script, which nothing comes between."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

from interactive_maps.ops.limits.rates import Rate
from interactive_maps.ops.limits.redis_client import RedisClient

# The newest first, never more than the rate's count: the last one tells whether there is room. Redis counts by the
# wall clock, which may be set back: then what was counted lies in the future, and would hold for as long.
_COUNT_REQUEST = """
local count, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] + time[2] / 1e6
local newest = redis.call('LINDEX', KEYS[1], 0)
if newest and newest - now > 1 then
  redis.call('DEL', KEYS[1])
end
local oldest = redis.call('LINDEX', KEYS[1], count - 1)
if oldest and oldest + window > now then
  return math.ceil(math.min(oldest + window - now, window) * 1000)
end
redis.call('LPUSH', KEYS[1], string.format('%.6f', now))
redis.call('LTRIM', KEYS[1], 0, count - 1)
redis.call('EXPIRE', KEYS[1], window)
return 0
"""
# A place is a member whose score is the time at which its lease runs out. One that runs out later than any lease that
# is given now is of before the clock was set back: who still holds the place renews it.
_TAKE_PLACE = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1e6
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZREMRANGEBYSCORE', KEYS[1], now + 2 * ARGV[3], '+inf')
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('PEXPIRE', KEYS[1], math.ceil(ARGV[3] * 1000))
return 1
"""
_RENEW_PLACES = """
local time = redis.call('TIME')
local ending = time[1] + time[2] / 1e6 + ARGV[1]
for index = 2, #ARGV do
  redis.call('ZADD', KEYS[1], ending, ARGV[index])
end
redis.call('PEXPIRE', KEYS[1], math.ceil(ARGV[1] * 1000))
return 1
"""


class SharedCounts:
    """The counts that the Redis at ``address`` keeps; every answer is None while it is away.

    A place is lost ``lease`` seconds after its last renewal, so that a worker that is killed gives its places back.
    """

    def __init__(self, address: str, lease: float) -> None:
        self._line = RedisClient(address)
        self._lease = lease

    async def count_request(self, client: str, rate: Rate) -> float | None:
        """Count a request and return 0.0; or return how many seconds too early it is, and do not count it."""
        command = ("EVAL", _COUNT_REQUEST, 1, _name_requests(client), rate.count, rate.seconds)
        wait = await self._line.ask(*command, most=rate.seconds * 1000)
        return None if wait is None else wait / 1000

    async def take_place(self, client: str, place: str, most: int) -> bool | None:
        """Let ``client`` hold ``place`` unless it holds ``most`` already; return whether it does."""
        command = ("EVAL", _TAKE_PLACE, 1, _name_places(client), place, most, self._lease)
        taken = await self._line.ask(*command, most=1)
        return None if taken is None else bool(taken)

    async def give_back(self, client: str, place: str) -> None:
        """Give up a place; while Redis is away its lease will run out."""
        await self._line.ask("ZREM", _name_places(client), place, most=1)

    async def renew(self, places: Mapping[str, Collection[str]]) -> None:
        """Renew the leases of all that each client holds; if Redis was away, find out whether it is back.

        That is asked by a script too, of nobody's places: a server may know PING, and nothing else of what we need.
        """
        await asyncio.gather(
            *(
                self._line.knock("EVAL", _RENEW_PLACES, 1, _name_places(client), self._lease, *held, most=1)
                for client, held in {"": (), **places}.items()
            )
        )

    async def close(self) -> None:
        """Leave Redis."""
        await self._line.close()


def _name_requests(client: str) -> str:
    return f"interactive-maps:requests:{client}"


def _name_places(client: str) -> str:
    return f"interactive-maps:places:{client}"
