"""The cost of a step does not depend on how much is kept: counted in lines of the package that are run."""

import sys
from contextlib import contextmanager, suppress

import pytest

from interactive_maps.streaming.encodings import GZIP
from interactive_maps.streaming.frames import ProductionFailed
from tests.unit.streaming.conftest import Source
from tests.unit.streaming.test_store import read_all

FEW, MANY = 50, 2_000


class Work:
    lines = 0


@contextmanager
def count_work():
    """Count the lines of interactive_maps.streaming that are run here: a walk over all logs runs some for each."""
    work = Work()

    def trace(frame, event, _):
        if "interactive_maps/streaming" not in frame.f_code.co_filename:
            return None
        work.lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield work
    finally:
        sys.settrace(before)


async def read_topic(store, topic, source, encoding=None):
    log = await store.open(topic, source.version, source.open, *([encoding] if encoding else []))
    await read_all(store, log)
    return log


async def change_version(store):
    await read_topic(store, 7, Source(version=2))


async def come_new(store):
    await read_topic(store, "new", Source(), GZIP)


async def come_again(store):
    await read_topic(store, 7, Source())


async def leave_early(store):
    source = Source(hold_at=2)
    with store.reading(await store.open("left", 1, source.open)):
        pass
    source.go_on.set()


async def find_no_room(store):
    with suppress(ProductionFailed):
        await read_topic(store, "large", Source(batches=20, size=10_000))


@pytest.mark.parametrize("step", [change_version, come_new, come_again, leave_early, find_no_room])
@pytest.mark.parametrize("read", [False, True])
async def test_a_step_costs_the_same_whatever_is_kept(make_store, step, read):
    lines = []
    for count in (FEW, MANY):
        # Full, so that each newcomer has to find what makes room for it.
        store = make_store(memory=count * 2_500 + 100_000, disk=100_000)
        readers = []
        for topic in range(count):
            log = await read_topic(store, topic, Source())
            if read:  # somebody is in the middle of each
                readers.append(store.reading(log))
                readers[-1].__enter__()
        assert len(store.cache) == count
        with count_work() as work:
            await step(store)
        lines.append(work.lines)
        for reader in readers:
            reader.__exit__(None, None, None)
    few, many = lines
    assert few > 20
    assert many <= 1.3 * few + 200
