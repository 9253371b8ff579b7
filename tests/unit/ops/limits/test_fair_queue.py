"""Clients take turns; everything is bounded; whoever leaves gives up the place."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.ops.errors import Busy, TooManyRequests
from interactive_maps.ops.limits.fair_queue import FairQueue, QueueLimits


def make_queue(slots=2, slots_each=1, waiting=100, waiting_each=50, seconds=60.0):
    return FairQueue(QueueLimits(slots, slots_each, waiting, waiting_each, seconds))


class Crowd:
    """Requests that note when they were let in, and leave when told to."""

    def __init__(self, queue):
        self.queue = queue
        self.order = []
        self.tasks = {}

    async def ask(self, *names):
        for name in names:
            self.tasks[name] = asyncio.create_task(self._enter(name))
            await asyncio.sleep(0)

    async def _enter(self, name):
        await self.queue.enter(name[0])
        self.order.append(name)

    async def leave(self, name):
        self.queue.leave(name[0])
        await asyncio.sleep(0)
        await asyncio.sleep(0)


async def test_the_hundredth_request_waits_behind_anothers_first():
    crowd = Crowd(make_queue(slots=1, waiting=200, waiting_each=100))
    await crowd.ask(*(f"a{number}" for number in range(100)), "b0", "c0", "b1")
    for _ in range(103):
        await crowd.leave(crowd.order[-1])
    assert crowd.order[:6] == ["a0", "b0", "c0", "a1", "b1", "a2"]
    assert crowd.order[6:] == [f"a{number}" for number in range(3, 100)]
    assert (crowd.queue.running, crowd.queue.waiting) == (0, 0)


async def test_no_client_has_all_slots():
    crowd = Crowd(make_queue(slots=4, slots_each=2))
    await crowd.ask(*(f"a{number}" for number in range(9)))
    assert crowd.order == ["a0", "a1"]
    await crowd.ask("b0", "c0", "d0")
    assert crowd.order == ["a0", "a1", "b0", "c0"]
    await crowd.leave("b0")
    assert crowd.order[4:] == ["d0"], "a slot is nobody's who has two"


async def test_those_whose_address_is_not_known_may_have_all():
    queue = make_queue(slots=3)
    for _ in range(3):
        await queue.enter(None)
    assert queue.running == 3


async def test_one_client_has_a_bounded_queue():
    crowd = Crowd(make_queue(slots=1, waiting_each=3))
    await crowd.ask("a0", "a1", "a2", "a3")
    with pytest.raises(TooManyRequests) as refused:
        await crowd.queue.enter("a")
    assert "3 requests waiting" in str(refused.value)
    assert refused.value.retry_after
    await crowd.ask("b0")
    assert crowd.queue.waiting == 4


async def test_room_in_a_full_queue_is_made_by_whoever_has_most():
    crowd = Crowd(make_queue(slots=1, waiting=5))
    await crowd.ask("a0", "a1", "a2", "a3", "b0", "c0")
    await crowd.ask("d0")
    with pytest.raises(Busy):
        await crowd.tasks["a3"]
    assert crowd.queue.waiting == 5
    await crowd.ask("e0")
    with pytest.raises(Busy):
        await crowd.tasks["a2"]
    await crowd.ask("f0")
    with pytest.raises(Busy):
        await crowd.tasks["f0"]  # all have one
    assert crowd.queue.waiting == 5
    for _ in range(5):
        await crowd.leave(crowd.order[-1])
    assert crowd.order == ["a0", "b0", "c0", "d0", "e0", "a1"]


async def test_who_leaves_the_queue_is_not_let_in():
    crowd = Crowd(make_queue(slots=1))
    await crowd.ask("a0", "a1", "a2", "b0")
    crowd.tasks["a1"].cancel()
    crowd.tasks["b0"].cancel()
    await crowd.leave("a0")
    assert crowd.order == ["a0", "a2"]
    assert crowd.queue.waiting == 0


async def test_who_leaves_in_the_moment_of_being_let_in_gives_the_slot_on():
    crowd = Crowd(make_queue(slots=1))
    await crowd.ask("a0", "b0", "c0")
    crowd.queue.leave("a")  # b0 has a slot, and has not run since
    crowd.tasks["b0"].cancel()
    await asyncio.gather(*crowd.tasks.values(), return_exceptions=True)
    assert crowd.order == ["a0", "c0"]
    assert crowd.queue.running == 1


async def test_nobody_waits_for_ever():
    queue = make_queue(slots=1, seconds=0.02)
    await queue.enter("a")
    with pytest.raises(Busy) as refused:
        await queue.enter("b")
    assert refused.value.retry_after
    assert queue.waiting == 0
    queue.leave("a")
    await queue.enter("c")


_STEPS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["ask", "ask", "leave", "cancel"])), max_size=80
)


class Model:
    """What is inside and what waits, by client, beside a real queue."""

    def __init__(self, slots, each):
        self.queue = make_queue(slots, each, waiting=6, waiting_each=4)
        self.inside = Counter()
        self.waiting = {name: [] for name in "abcd"}

    async def _enter(self, name):
        await self.queue.enter(name)
        self.inside[name] += 1

    async def step(self, name, what):
        if what == "ask":
            self.waiting[name].append(asyncio.create_task(self._enter(name)))
        elif what == "cancel" and self.waiting[name]:
            self.waiting[name].pop().cancel()
        elif what == "leave" and self.inside[name]:
            self.inside[name] -= 1
            self.queue.leave(name)
        await self.settle()

    async def settle(self):
        for _ in range(5):
            await asyncio.sleep(0)
        for tasks in self.waiting.values():
            await asyncio.gather(*(task for task in tasks if task.done()), return_exceptions=True)
            tasks[:] = [task for task in tasks if not task.done()]

    def check(self):
        limits = self.queue.limits
        assert self.queue.running == sum(self.inside.values()) <= limits.slots
        assert all(count <= limits.slots_each for count in self.inside.values())
        assert self.queue.waiting == sum(map(len, self.waiting.values())) <= limits.waiting
        may_go = [name for name in "abcd" if self.waiting[name] and self.inside[name] < limits.slots_each]
        assert self.queue.running == limits.slots or not may_go, "a slot is free, and somebody waits for one"


@given(steps=_STEPS, slots=st.integers(1, 4), each=st.integers(1, 3))
def test_whatever_happens_slots_are_used_and_none_is_lost(steps, slots, each):
    async def run():
        model = Model(slots, each)
        for name, what in steps:
            await model.step(name, what)
            model.check()
        for name in "abcd":
            for _ in range(4):
                await model.step(name, "cancel")
        assert model.queue.waiting == 0

    asyncio.run(run())
