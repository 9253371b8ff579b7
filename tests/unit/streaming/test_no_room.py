"""Streams that cannot be kept: each reader gets all of its own, at its pace, and nobody is starved by the slow."""

import asyncio
import contextlib
import errno
import os
import zlib

import pytest

from interactive_maps.ops.errors import Busy
from interactive_maps.ops.request_record import begin_request
from interactive_maps.streaming.channels import FrameChannel, Position
from interactive_maps.streaming.encodings import GZIP, IDENTITY
from interactive_maps.streaming.events import EventId
from interactive_maps.streaming.frames import FrameLog
from interactive_maps.streaming.responses import Pace, Playback, encode_events
from interactive_maps.streaming.spool import Spool
from tests.unit.streaming.conftest import Source
from tests.unit.streaming.test_responses import ids

QUICK = Pace(heartbeat=0.05, recovery=0.5, busy=0.5, retry=0.01, longest_retry=0.05)
NO_ROOM = {"memory": 5_000, "disk": 20_000}
BATCHES = 30


def make_source(**options):
    return Source(**{"batches": BATCHES, "size": 2_000} | options)


def expect_ids(batches=BATCHES, version=1, first=1):
    return [f"{version}.{number}" for number in range(first, batches + 1)] + [f"{version}.end"]


async def open_body(store, source, topic="rooms", after=None, encoding=IDENTITY, pace=QUICK):
    async def reopen(position=None):
        return await store.open(topic, source.version, source.open, encoding, position)

    position = Position(after.version, after.batch) if after else None
    playback = Playback(store, await reopen(position), reopen, after, pace)
    return encode_events(playback.events(), encoding)


async def play(store, source, *args, **options):
    return b"".join([bytes(chunk) async for chunk in await open_body(store, source, *args, **options)])


async def read_slowly(body, seconds):
    chunks = []
    async for chunk in body:
        chunks.append(bytes(chunk))
        await asyncio.sleep(seconds)
    return b"".join(chunks)


@contextlib.contextmanager
def full_disk(monkeypatch, after=0):
    """A disk that refuses what comes behind the first ``after`` bytes, as a full one does."""
    taken = 0
    write = os.pwrite

    def write_some(number, data, offset):
        nonlocal taken
        taken += len(data)
        if taken > after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(number, data, offset)

    with monkeypatch.context() as patch:
        patch.setattr("interactive_maps.streaming.spool.os.pwrite", write_some)
        yield


async def test_what_cannot_be_kept_is_served_whole(make_store):
    store, source = make_store(**NO_ROOM), make_source()
    body = await play(store, source)
    assert ids(body) == expect_ids()
    assert b"reset" not in body
    assert source.opened == 2  # once to be kept, and once at its reader's pace
    assert source.made <= 2 * BATCHES


async def test_what_could_not_be_kept_is_not_tried_for_the_next_reader(make_store):
    store, source = make_store(**NO_ROOM), make_source()
    await play(store, source)
    made = source.made
    assert ids(await play(store, source)) == expect_ids()
    assert source.opened == 3
    assert source.made == made + BATCHES


async def test_all_readers_of_what_cannot_be_kept_get_all_of_it(make_store):
    store, source = make_store(**NO_ROOM, patience=10), make_source()
    bodies = await asyncio.gather(*(play(store, source) for _ in range(10)))
    assert all(ids(body) == expect_ids() for body in bodies)


@pytest.mark.parametrize("kept", [0, 3_000, 15_000])
async def test_a_full_disk_is_no_end(make_store, monkeypatch, kept):
    store, source = make_store(memory=5_000), make_source()
    with full_disk(monkeypatch, after=kept):
        body = await play(store, source)
    assert ids(body) == expect_ids()
    assert b"reset" not in body
    assert source.opened == 2


async def test_a_full_disk_costs_nothing_while_there_is_memory(make_store, monkeypatch):
    store, source = make_store(memory=100_000), make_source()
    with full_disk(monkeypatch):
        assert ids(await play(store, source)) == expect_ids()
        assert ids(await play(store, source)) == expect_ids()
    assert source.opened == 1


async def test_a_folder_that_is_gone_is_no_end(make_store, tmp_path):
    store = make_store(memory=5_000, spool_directory=str(tmp_path / "gone"))
    assert ids(await play(store, make_source())) == expect_ids()


async def test_a_spool_that_cannot_be_read_is_no_end(make_store, monkeypatch):
    store, source = make_store(memory=15_000), make_source()
    await play(store, source)

    def fail(*_):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(Spool, "read", fail)
        patch.setattr(Spool, "append", fail)
        assert ids(await play(store, source)) == expect_ids()


async def test_what_is_not_kept_can_be_compressed(make_store):
    body = await play(make_store(**NO_ROOM), make_source(), encoding=GZIP)
    assert ids(zlib.decompress(body, 31)) == expect_ids()


async def test_what_is_not_kept_goes_on_where_it_was_left_off(make_store):
    store, source = make_store(**NO_ROOM), make_source()
    await play(store, source)
    for batch in (1, 2, BATCHES - 1, BATCHES):
        source.made = 0
        body = await play(store, source, after=EventId(1, batch))
        assert ids(body) == expect_ids(first=batch + 1)
        assert b"reset" not in body
        assert source.made <= BATCHES - batch + 1  # the last batch that is known is looked at again
    body = await play(store, source, after=EventId(1, BATCHES))
    assert body.endswith(b'{"version":1,"total":%d}\n\n' % BATCHES)


async def test_what_is_not_kept_has_no_batch_behind_its_last(make_store):
    store, source = make_store(**NO_ROOM), make_source()
    await play(store, source)
    for batch in (BATCHES + 1, BATCHES + 2, 10**9 - 1):
        body = await play(store, source, after=EventId(1, batch))
        assert body.count(b"event: reset") == 1
        assert ids(body) == expect_ids()


async def test_a_slow_reader_holds_two_frames_and_no_more(make_store):
    store, source = make_store(**NO_ROOM), make_source()
    await play(store, source)
    source.made = 0
    body = await open_body(store, source)
    await anext(body)
    await asyncio.sleep(0.05)
    assert source.made <= 5  # the one that was read, two that wait, one that finds no room, one ahead
    await body.aclose()
    await asyncio.sleep(0.02)
    assert source.closed == source.opened  # who has left holds no snapshot


async def test_slow_readers_do_not_starve_a_newcomer(make_store):
    store = make_store(**NO_ROOM, productions=3, patience=5)
    sources = [make_source() for _ in range(3)]
    slow = []
    for number, source in enumerate(sources):
        await play(store, source, topic=number)  # which is how the store learns that there is no room
        body = await open_body(store, source, topic=number)
        await anext(body)
        slow.append(body)
    await asyncio.sleep(0.3)
    assert sum(source.opened - source.closed for source in sources) == 3  # all turns are held
    for newcomer in (make_source(), Source(batches=1)):
        async with asyncio.timeout(10):
            body = await play(store, newcomer, topic="new")
        assert ids(body) == expect_ids(newcomer.batches)
    for body in slow:  # and those who gave way get their whole stream
        chunks = [bytes(chunk) async for chunk in body]
        assert ids(b"".join(chunks)) == expect_ids(first=2)
        assert b"reset" not in b"".join(chunks)


async def test_many_slow_readers_take_turns(make_store):
    store = make_store(**NO_ROOM, productions=2, patience=10)
    sources = [make_source(batches=8) for _ in range(8)]
    bodies = [await open_body(store, source, topic=number) for number, source in enumerate(sources)]
    async with asyncio.timeout(60):
        everything = await asyncio.gather(*(read_slowly(body, 0.03) for body in bodies))
    for body in everything:
        assert ids(body) == expect_ids(8)
        assert b"reset" not in body


async def test_a_log_whose_readers_are_slow_makes_room_for_a_newcomer(make_store):
    store = make_store(memory=20_000, disk=0, stale=0.1)
    old = make_source(batches=5)
    slow = await open_body(store, old, topic="old")
    await anext(slow)
    await asyncio.sleep(0.2)
    new = make_source(batches=5)
    assert ids(await play(store, new, topic="new")) == expect_ids(5)
    assert ids(await play(store, new, topic="new")) == expect_ids(5)
    assert new.opened == 1  # it is kept
    rest = b"".join([bytes(chunk) async for chunk in slow])
    assert ids(rest) == expect_ids(5, first=2)
    assert old.opened == 2


async def test_streams_that_are_not_kept_are_bounded_in_number(make_store):
    store = make_store(**NO_ROOM, productions=1, patience=10, allowance=100)
    await play(store, make_source())
    held = [make_source(hold_at=1) for _ in range(8)]
    opening = [asyncio.create_task(store.open("rooms", 1, source.open)) for source in held]
    await asyncio.sleep(0.05)
    with pytest.raises(Busy) as refusal:
        await store.open("rooms", 1, make_source().open)
    assert refusal.value.status == 503
    assert refusal.value.retry_after
    for task in opening:
        task.cancel()
    await asyncio.gather(*opening, return_exceptions=True)
    assert ids(await play(store, make_source())) == expect_ids()


async def test_an_open_stream_that_gets_no_turn_says_so_and_when_to_come_back(make_store):
    store = make_store(**NO_ROOM, productions=1, patience=0.1, allowance=100)
    record = begin_request({"method": "GET", "path": "/api/rooms/", "headers": []})
    source = make_source(hold_at=8)  # while it has no more than fits
    body = await open_body(store, source)
    async with asyncio.timeout(10):
        first = [bytes(await anext(body))]
        holder = make_source(hold_at=1)
        held = asyncio.create_task(store.open("other", 1, holder.open))
        source.go_on.set()  # now it does not fit, and another has the turn
        chunks = first + [bytes(chunk) async for chunk in body]
    held.cancel()
    last = chunks[-1].decode().split("\n")
    assert last[0] == "event: error"
    assert last[1].startswith("retry: ")
    assert '"code":"busy"' in last[2]
    assert record.ended == "refused"


class Brittle(Source):
    """Opens at once, and breaks before there is a new batch, for ever; at another version each time if ``moves``."""

    def __init__(self, moves=False):
        super().__init__(break_at=2)
        self.moves = moves

    def open(self):
        self.version += self.moves and self.opened > 0
        return super().open()


@pytest.mark.parametrize("moves", [False, True])
async def test_reopening_is_no_progress(make_store, moves):
    source = Brittle(moves)
    async with asyncio.timeout(10):
        body = await play(make_store(), source)
    assert b"event: error\nretry: " in body
    assert "1.2" not in ids(body)
    assert 3 <= source.opened <= 40  # at longest_retry, not as fast as it can


async def test_progress_gives_new_patience(make_store):
    class Stumbling(Source):
        """Breaks once before each batch, and takes most of the patience each time."""

        def open(self):
            self.break_at = self.opened + 2
            return super().open()

    source = Stumbling(batches=12)
    pace = Pace(heartbeat=0.05, recovery=0.1, retry=0.01)
    assert ids(await play(make_store(), source, pace=pace)) == expect_ids(12)


async def test_kept_streams_are_bounded_in_number(make_store):
    store = make_store(logs=10)
    for number in range(30):
        await play(store, Source(), topic=number)
        assert len(store.cache) <= 10
    assert isinstance(await store.open(29, 1, Source().open), FrameLog)
    bodies = []
    for number in range(100, 110):
        body = await open_body(store, Source(), topic=number)
        await anext(body)
        bodies.append(body)
    source = Source()
    assert isinstance(await store.open("more", 1, source.open), FrameChannel)
    for body in bodies:
        await body.aclose()


async def test_files_are_bounded_in_number(make_store):
    store = make_store(memory=10_000, disk=10**7, spools=3)
    bodies, begun = [], []
    for number in range(8):
        body = await open_body(store, make_source(batches=10), topic=number)
        begun.append(bytes(await anext(body)))
        bodies.append(body)
    for start, body in zip(begun, bodies, strict=True):
        assert ids(start + b"".join([bytes(chunk) async for chunk in body])) == expect_ids(10)
