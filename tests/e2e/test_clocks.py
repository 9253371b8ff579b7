"""Redis's clock is set back and forward by hours: nobody is held for longer, and limits go on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx

from tests.databases import Database
from tests.e2e.servers import Server, run_server
from tests.redis_servers import RedisServer, run_redis

FIVE_HOURS = timedelta(hours=5)


@contextmanager
def run_limited(database: Database, **limits: str) -> Iterator[tuple[Server, RedisServer]]:
    """Run a server with a Redis."""
    with (
        run_redis() as redis,
        run_server(database, settings={"REDIS_URL": redis.address, **limits}) as server,
    ):
        yield server, redis


def set_clock(redis: RedisServer, ahead: timedelta) -> None:
    """Do what setting Redis's clock does (it runs under no other): move all that it knows of the other way."""
    seconds = ahead.total_seconds()
    for key in redis.client.keys("interactive-maps:*"):
        if redis.client.type(key) == b"list":
            for index, noted in enumerate(redis.client.lrange(key, 0, -1)):
                redis.client.lset(key, index, f"{float(noted) - seconds:.6f}")
        else:
            for member, score in redis.client.zrange(key, 0, -1, withscores=True):
                redis.client.zadd(key, {member: score - seconds})
        redis.client.expireat(key, int(redis.client.expiretime(key) - seconds))


def test_limits_hold_nobody_for_longer_when_the_clock_is_set_back(database):
    with run_limited(database, RATE_LIMIT="3/minute", STREAMS_PER_ADDRESS="1") as (server, redis):
        # The place of a worker that was killed: nobody renews it.
        redis.client.zadd("interactive-maps:places:127.0.0.1", {"killed": time.time() + 6})
        redis.client.expire("interactive-maps:places:127.0.0.1", 6)
        address = f"{server.address}/api/rooms/?limit=1"
        assert [httpx.get(address).status_code for _ in range(4)] == [200, 200, 200, 429]
        set_clock(redis, -FIVE_HOURS)
        assert [httpx.get(address).status_code for _ in range(2)] == [200, 200]
        assert httpx.get(f"{server.address}/api/rooms/").status_code == 200
        late = httpx.get(address)
        assert late.status_code == 429
        assert int(late.headers["Retry-After"]) <= 60
        set_clock(redis, FIVE_HOURS)
        assert [httpx.get(address).status_code for _ in range(4)] == [200, 200, 200, 429]
