"""One producer, many readers, under a budget."""

import asyncio

import pytest

from interactive_maps.ops.errors import Unavailable
from interactive_maps.streaming.encodings import GZIP
from interactive_maps.streaming.frames import ProductionFailed
from tests.unit.streaming.conftest import Source


async def read_all(store, log):
    frames = []
    with store.reading(log):
        while not (log.finished and len(frames) == len(log)):
            if len(frames) < len(log):
                frames.append((await log.read(len(frames))).body)
            else:
                log.check()
                await log.grow()
    return frames


async def test_readers_who_come_at_once_share_one_producer(make_store):
    store, source = make_store(), Source(batches=5)
    logs = await asyncio.gather(*(store.open("rooms", 1, source.open) for _ in range(50)))
    everything = await asyncio.gather(*(read_all(store, log) for log in logs))
    assert source.opened == 1
    assert len(set(logs)) == 1
    assert len(everything[0]) == 6
    assert all(frames == everything[0] for frames in everything)


async def test_a_late_reader_is_served_from_the_store(make_store):
    store, source = make_store(), Source()
    first = await read_all(store, await store.open("rooms", 1, source.open))
    assert await read_all(store, await store.open("rooms", 1, source.open)) == first
    assert source.opened == 1


async def test_a_reader_gets_a_frame_before_the_next_is_made(make_store):
    store, source = make_store(), Source(hold_at=2)
    log = await store.open("rooms", 1, source.open)
    while not len(log):
        await log.grow()
    assert (await log.read(0)).body.startswith(b"id: 1.1\n")
    assert not log.finished


async def test_a_newer_version_is_never_answered_with_older_frames(make_store):
    store, old, new = make_store(), Source(version=1, hold_at=1), Source(version=2)
    started_before = asyncio.create_task(store.open("rooms", 1, old.open))
    await asyncio.sleep(0)
    log = await store.open("rooms", 2, new.open)
    assert log.version == 2
    assert (await started_before).version == 1
    assert new.opened == 1


async def test_data_that_moved_on_before_the_snapshot_is_said_to_be_newer(make_store):
    store, source = make_store(), Source(version=7)
    log = await store.open("rooms", 3, source.open)
    assert log.version == 7
    assert await store.open("rooms", 7, source.open) is log


async def test_a_database_that_goes_back_in_time_is_refused(make_store):
    store, source = make_store(), Source(version=1)
    with pytest.raises(Unavailable, match="older data"):
        await store.open("rooms", 2, source.open)


async def test_an_encoded_log_is_made_once_from_the_plain_one(make_store):
    store, source = make_store(), Source()
    logs = {await store.open("rooms", 1, source.open, GZIP) for _ in range(3)}
    (log,) = logs
    assert [len(frame) > 0 for frame in await read_all(store, log)] == [True] * 4
    assert source.opened == 1


async def test_a_producer_that_breaks_is_told_to_readers_and_forgotten(make_store):
    store, source = make_store(), Source(break_at=2)
    log = await store.open("rooms", 1, source.open)
    with pytest.raises(ProductionFailed) as failure:
        await read_all(store, log)
    assert isinstance(failure.value.__cause__, ConnectionError)
    whole = Source()
    assert len(await read_all(store, await store.open("rooms", 1, whole.open))) == 4


async def test_a_source_that_does_not_open_is_the_openers_error(make_store):
    store = make_store()

    class Broken(Source):
        def open(self):
            raise Unavailable("away")

    with pytest.raises(Unavailable, match="away"):
        await store.open("rooms", 1, Broken().open)
    assert (await store.open("rooms", 1, Source().open)).version == 1


async def test_a_production_that_nobody_reads_any_more_ends(make_store):
    store, source = make_store(linger=0.05), Source(hold_at=2)
    log = await store.open("rooms", 1, source.open)
    with store.reading(log):
        await asyncio.sleep(0.1)
        assert source.closed == 0
    await asyncio.sleep(0.1)
    assert source.closed == 1


async def test_what_nobody_reads_makes_room(make_store):
    store = make_store(memory=20_000)
    for number in range(20):
        await read_all(store, await store.open(("rooms", number), 1, Source(batches=2, size=1000).open))
        assert store.cache.usage.memory <= 20_000
    assert store.cache.usage.disk == 0


async def test_what_a_newer_version_supersedes_is_freed_when_its_last_reader_has_left(make_store):
    store, source = make_store(), Source(version=1)
    old = await store.open("rooms", 1, source.open)
    zipped = await store.open("rooms", 1, source.open, GZIP)
    other = await store.open("doors", 1, source.open)
    for log in (old, zipped, other):
        await read_all(store, log)
    with store.reading(old):
        source.version = 2
        new = await store.open("rooms", 2, source.open)
        await read_all(store, new)
        assert (await old.read(0)).body.startswith(b"id: 1.1\n")
        assert not old.has_failed
    assert old.has_failed
    assert await store.open("doors", 1, source.open) is other
    assert len(store.cache) == 2


async def test_what_is_being_read_moves_to_disk_with_the_same_frames(make_store):
    small, large = make_store(memory=24_000), make_store()
    source = Source(batches=50, size=2000)
    log = await small.open("rooms", 1, source.open)
    expected = await read_all(large, await large.open("rooms", 1, Source(batches=50, size=2000).open))
    assert await read_all(small, log) == expected
    assert small.cache.usage.memory <= 30_000  # bookkeeping of 51 frames stays
    assert small.cache.usage.disk > 50 * 2000
    assert await read_all(small, log) == expected


async def test_a_log_closed_between_opening_and_reading_says_so(make_store):
    store = make_store(memory=3_000)
    first = await store.open("one", 1, Source(size=500).open)
    await asyncio.sleep(0.01)
    await read_all(store, await store.open("two", 1, Source(size=500).open))
    with pytest.raises(ProductionFailed), store.reading(first):
        pass


async def test_productions_queue_for_a_bounded_time(make_store):
    store = make_store(productions=1)
    held = Source(hold_at=1)
    with store.reading(await store.open("one", 1, held.open)):
        with pytest.raises(Unavailable, match="being prepared"):
            await store.open("two", 1, Source().open)
        held.go_on.set()
        await asyncio.sleep(0.01)
        assert (await store.open("two", 1, Source().open)).version == 1
