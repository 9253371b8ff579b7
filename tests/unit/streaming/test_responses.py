"""Playing a log: resume, reset, heartbeat, recovery and drain."""

import asyncio
import zlib

from interactive_maps.ops.errors import Busy, Unavailable
from interactive_maps.ops.request_record import begin_request
from interactive_maps.streaming.encodings import GZIP, IDENTITY
from interactive_maps.streaming.events import HEARTBEAT, EventId
from interactive_maps.streaming.responses import CHUNK, Pace, Playback, Recovery, encode_events
from tests.unit.streaming.conftest import Source

QUICK = Pace(heartbeat=0.03, recovery=1.0, retry=0.01)


async def play(store, source, after=None, encoding=IDENTITY, pace=QUICK, version=1):
    async def reopen(position=None):
        return await store.open("rooms", version, source.open, encoding, position)

    playback = Playback(store, await reopen(), reopen, after, pace)
    return [chunk async for chunk in encode_events(playback.events(), encoding)]


def ids(body):
    return [line[4:] for line in body.decode().splitlines() if line.startswith("id: ")]


async def test_a_stream_is_all_batches_and_complete(make_store):
    body = b"".join(await play(make_store(), Source()))
    assert ids(body) == ["1.1", "1.2", "1.3", "1.end"]


async def test_resuming_goes_on_behind_the_batch(make_store):
    body = b"".join(await play(make_store(), Source(), after=EventId(1, 2)))
    assert ids(body) == ["1.3", "1.end"]
    assert b"reset" not in body


async def test_resuming_behind_the_last_batch_sends_complete(make_store):
    assert ids(b"".join(await play(make_store(), Source(), after=EventId(1, 3)))) == ["1.end"]


async def test_another_version_starts_over_and_says_so_first(make_store):
    body = b"".join(await play(make_store(), Source(version=2), after=EventId(1, 2), version=2))
    assert body.startswith(b'event: reset\ndata: {"version":2,')
    assert ids(body) == ["2.1", "2.2", "2.3", "2.end"]


async def test_a_batch_that_never_was_starts_over(make_store):
    body = b"".join(await play(make_store(), Source(), after=EventId(1, 99)))
    assert body.startswith(b"event: reset\n")
    assert ids(body) == ["1.1", "1.2", "1.3", "1.end"]


async def test_a_resumed_gzip_stream_is_whole_in_itself(make_store):
    store = make_store()
    body = b"".join(await play(store, Source(), after=EventId(1, 1), encoding=GZIP))
    decompressor = zlib.decompressobj(16 + zlib.MAX_WBITS)
    assert ids(decompressor.decompress(body)) == ["1.2", "1.3", "1.end"]
    assert decompressor.eof


async def test_waiting_is_not_silent(make_store):
    source = Source(hold_at=2)
    asyncio.get_running_loop().call_later(0.1, source.go_on.set)
    chunks = await play(make_store(), source)
    assert chunks.count(HEARTBEAT) >= 2
    assert ids(b"".join(chunks)) == ["1.1", "1.2", "1.3", "1.end"]


async def test_heartbeats_are_part_of_a_compressed_stream(make_store):
    source = Source(hold_at=2)
    asyncio.get_running_loop().call_later(0.1, source.go_on.set)
    body = b"".join(await play(make_store(), source, encoding=GZIP))
    assert HEARTBEAT in zlib.decompress(body, 16 + zlib.MAX_WBITS)


class Fragile(Source):
    """Breaks at batch 2, is away for two tries, then is whole again, at ``later_version``."""

    def __init__(self, later_version=1):
        super().__init__(break_at=2)
        self.later_version = later_version

    def open(self):
        if self.opened in {1, 2}:
            self.opened += 1
            raise Unavailable("away")
        if self.opened > 2:
            self.break_at, self.version = None, self.later_version
        return super().open()


async def test_a_lost_database_is_waited_for_and_the_stream_goes_on(make_store):
    body = b"".join(await play(make_store(), Fragile()))
    assert ids(body) == ["1.1", "1.2", "1.3", "1.end"]
    assert body.count(HEARTBEAT) >= 3
    assert b"reset" not in body


async def test_a_database_that_comes_back_changed_starts_over(make_store):
    body = b"".join(await play(make_store(), Fragile(later_version=5)))
    assert ids(body) == ["1.1", "5.1", "5.2", "5.3", "5.end"]
    assert body.index(b"event: reset") > body.index(b"id: 1.1")


async def test_patience_ends_without_complete(make_store):
    class Gone(Source):
        def open(self):
            if self.opened:
                raise Unavailable("away")
            return super().open()

    body = b"".join(await play(make_store(), Gone(break_at=2), pace=Pace(0.03, recovery=0.05, retry=0.01)))
    assert ids(body) == ["1.1"]


async def test_draining_says_goodbye_to_those_who_wait(make_store):
    store, source = make_store(), Source(hold_at=2)
    asyncio.get_running_loop().call_later(0.02, store.drain)
    async with asyncio.timeout(1):
        body = b"".join(await play(store, source, pace=Pace(heartbeat=60)))
    assert ids(body) == ["1.1"]
    assert body.endswith(b"event: drain\nretry: 500\ndata: {}\n\n")


async def test_a_reader_who_leaves_lets_go_of_the_log(make_store):
    store, source = make_store(), Source(hold_at=2)
    log = await store.open("rooms", 1, source.open)

    async def reopen(position):
        return log

    body = encode_events(Playback(store, log, reopen, None, QUICK).events(), IDENTITY)
    await anext(body)
    assert log.readers == 1
    await body.aclose()
    assert log.readers == 0


async def test_large_frames_are_sent_in_chunks(make_store):
    chunks = await play(make_store(), Source(batches=1, size=3 * CHUNK))
    assert max(map(len, chunks)) == CHUNK
    assert ids(b"".join(chunks)) == ["1.1", "1.end"]


def begin():
    return begin_request({"method": "GET", "path": "/api/rooms/", "headers": []})


async def test_the_record_counts_batches_and_not_the_word_that_all_were(make_store):
    record = begin()
    await play(make_store(), Source(batches=3))
    assert record.batches == 3
    assert record.first_event > 0
    assert record.ended == ""  # whether the client has got it is not for the playback to say


async def test_the_record_of_a_resumed_stream_counts_what_was_sent(make_store):
    store = make_store()
    for after, batches in ((EventId(1, 1), 2), (EventId(1, 3), 0), (EventId(1, 99), 3)):
        record = begin()
        await play(store, Source(batches=3), after=after)
        assert record.batches == batches


async def test_the_record_says_that_the_database_did_not_come_back(make_store):
    class Gone(Source):
        def open(self):
            if self.opened:
                raise Unavailable("away")
            return super().open()

    record = begin()
    await play(make_store(), Gone(break_at=2), pace=Pace(0.03, recovery=0.05, retry=0.01))
    assert record.ended == "source_lost"


async def test_the_record_says_that_the_process_was_about_to_stop(make_store):
    store, record = make_store(), begin()
    store.drain()
    await play(store, Source())
    assert record.ended == "drained"


def test_patience_is_for_one_frame_and_starts_anew_with_the_next():
    recovery = Recovery(Pace(recovery=120, busy=30, retry=1, longest_retry=4))
    assert [recovery.begin() for _ in range(5)] == [0, 1, 2, 4, 4]
    recovery.spend(48)
    assert not recovery.is_over
    recovery.failure = Busy("full")
    assert recovery.is_over
    recovery.note_frames(1)
    assert not recovery.is_over
    assert [recovery.begin() for _ in range(2)] == [0, 1]
    assert not recovery.is_over
    recovery.note_frames(1)  # sent again after a reset
    assert recovery.begin() == 2
    recovery.spend(120)
    assert recovery.is_over
