"""Counts shared by all workers in Redis; each operation is one atomic script."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

from interactive_maps.ops.limits.rates import Rate
from interactive_maps.ops.limits.redis_client import RedisClient

# The newest first, at most the rate's count: the last one shows whether there is room. Redis uses the wall clock. If
# that is set back, counted times lie in the future and would block the client until then.
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
# A place is a member whose score is the time at which its lease ends. A lease that ends later than any new one dates
# from before the clock was set back; the holder renews it.
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
    """Counts kept in the Redis at ``address``; every result is None while it is away.

    A place expires ``lease`` seconds after its last renewal, so the places of a killed worker become free.
    """

    def __init__(self, address: str, lease: float) -> None:
        self._line = RedisClient(address)
        self._lease = lease

    async def count_request(self, client: str, rate: Rate) -> float | None:
        """Count a request and return 0.0. Over the limit, return the seconds to wait and do not count it."""
        command = ("EVAL", _COUNT_REQUEST, 1, _name_requests(client), rate.count, rate.seconds)
        wait = await self._line.ask(*command, most=rate.seconds * 1000)
        return None if wait is None else wait / 1000

    async def take_place(self, client: str, place: str, most: int) -> bool | None:
        """Let ``client`` hold ``place`` unless it already holds ``most``. Return whether it does."""
        command = ("EVAL", _TAKE_PLACE, 1, _name_places(client), place, most, self._lease)
        taken = await self._line.ask(*command, most=1)
        return None if taken is None else bool(taken)

    async def give_back(self, client: str, place: str) -> None:
        """Give up a place. While Redis is away, its lease expires instead."""
        await self._line.ask("ZREM", _name_places(client), place, most=1)

    async def renew(self, places: Mapping[str, Collection[str]]) -> None:
        """Renew the leases of all places. If Redis was away, find out whether it is back.

        That test also uses a script, without places: a server might support PING but not scripts.
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
