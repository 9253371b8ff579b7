"""Two workers' limiters on one Redis: exact together, each for itself while it is away, exact again after."""

import asyncio
import logging
import time
from contextlib import asynccontextmanager

import pytest

from interactive_maps.ops.errors import TooManyRequests
from interactive_maps.ops.limits import redis_client
from interactive_maps.ops.limits.limiter import Limiter
from interactive_maps.ops.limits.rates import Rate
from interactive_maps.ops.limits.redis_client import PATIENCE_SECONDS
from tests.redis_servers import run_redis

LEASE = 0.4


@pytest.fixture(scope="module")
def shared_redis():
    with run_redis() as server:
        yield server


@pytest.fixture
def hurried_redis(shared_redis):
    shared_redis.client.flushall()
    return shared_redis


@pytest.fixture
def redis(hurried_redis, monkeypatch):
    """A Redis that is waited for: on a busy machine a reply may take longer than a request has patience."""
    monkeypatch.setattr(redis_client, "PATIENCE_SECONDS", 5.0)
    return hurried_redis


@asynccontextmanager
async def run_workers(count, *arguments, **options):
    workers = [Limiter(*arguments, **options) for _ in range(count)]
    for worker in workers:
        await worker.start()
    try:
        yield workers
    finally:
        for worker in workers:
            await worker.close()


async def take(worker, client="a"):
    """Return the place, None if it is refused."""
    try:
        return await worker.take_place(client)
    except TooManyRequests:
        return None


async def count(worker, client="a"):
    """Return whether a request is let in."""
    try:
        await worker.count_request(client)
    except TooManyRequests:
        return False
    return True


async def test_requests_are_counted_together_and_exactly(redis):
    async with run_workers(2, Rate(100, 3600), 0, redis.address) as workers:
        answers = await asyncio.gather(*(count(workers[number % 2]) for number in range(300)))
        assert sum(answers) == 100
        assert await count(workers[0], "b")


async def test_the_wait_is_until_the_oldest_request_is_forgotten(redis):
    async with run_workers(2, Rate(2, 1), 0, redis.address) as workers:
        started = time.monotonic()
        assert [await count(worker) for worker in (*workers, workers[0])] == [True, True, False]
        await asyncio.sleep(1.02 - (time.monotonic() - started))
        assert await count(workers[1])
        await asyncio.sleep(1.1)
        assert redis.client.keys() == []


async def test_places_are_shared_and_never_more_than_allowed(redis):
    async with run_workers(2, None, 7, redis.address) as workers:
        for _ in range(5):
            taken = await asyncio.gather(*(take(workers[number % 2]) for number in range(40)))
            held = [(number % 2, place) for number, place in enumerate(taken) if place]
            assert len(held) == 7
            assert redis.count_places() == 7
            await asyncio.gather(*(workers[number].give_back("a", place) for number, place in held))
        assert redis.count_places() == 0


async def test_a_place_is_kept_for_as_long_as_its_stream_lives(redis):
    async with run_workers(2, None, 1, redis.address, lease=LEASE) as workers:
        place = await take(workers[0])
        for _ in range(4):
            await asyncio.sleep(LEASE)
            assert await take(workers[1]) is None
        await workers[0].give_back("a", place)
        assert await take(workers[1])


async def test_a_worker_that_was_killed_gives_its_places_back(redis):
    async with run_workers(2, None, 1, redis.address, lease=LEASE) as workers:
        assert await take(workers[0])
        await workers[0].close()  # as far as Redis can tell, it has died
        assert await take(workers[1]) is None
        await asyncio.sleep(LEASE + 0.1)
        assert await take(workers[1])


async def test_without_redis_each_worker_counts_alone(caplog):
    async with run_workers(2, Rate(10, 3600), 3) as workers:
        for worker in workers:
            assert sum([await count(worker) for _ in range(30)]) == 10
            places = [await take(worker) for _ in range(5)]
            assert sum(map(bool, places)) == 3
            await worker.give_back("a", places[0])
            assert await take(worker)
            assert await take(worker) is None
    assert not caplog.records


@pytest.mark.parametrize("way", ["stop", "freeze"])
async def test_when_redis_goes_it_is_said_once_nobody_waits_and_it_comes_back(hurried_redis, caplog, way):
    caplog.set_level(logging.INFO)
    async with run_workers(2, Rate(10, 3600), 2, hurried_redis.address, lease=LEASE) as workers:
        assert await take(workers[0])
        getattr(hurried_redis, way)()
        delays = []
        for worker in workers:
            for _ in range(20):
                started = time.monotonic()
                await count(worker)
                await take(worker)
                delays.append(time.monotonic() - started)
            # What is held counts on; one more place was there, and no other.
            assert await take(worker) is None
        # In each worker one request waits, and none after it; on a busy machine, it waits longer.
        assert sum(delay >= PATIENCE_SECONDS for delay in delays) <= 2
        assert sum(delays) < 2 * (PATIENCE_SECONDS + 1.0)
        await asyncio.sleep(LEASE)  # asking again is not worth a line
        assert [record.message.split(" (")[0] for record in caplog.records] == ["Redis is away"] * 2
        getattr(hurried_redis, {"stop": "start", "freeze": "thaw"}[way])()
        await asyncio.sleep(LEASE)
        assert [record.message.split(":")[0] for record in caplog.records][2:] == ["Redis is back"] * 2
        # It has been told of every open stream: 2 in the first worker, 2 in the other.
        assert hurried_redis.count_places() == 4
        assert await take(workers[0]) is None


async def test_a_redis_that_was_never_there_is_said_at_the_start(caplog):
    async with run_workers(1, Rate(10, 3600), 2, "redis://127.0.0.1:1/0", lease=LEASE) as workers:
        await asyncio.sleep(0.1)
        assert [record.message.split(" (")[0] for record in caplog.records] == ["Redis is away"]
        assert await count(workers[0])
