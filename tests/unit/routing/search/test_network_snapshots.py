"""Snapshots swapped while others ask: who asks after a closure sees it, who asked before is not disturbed."""

import threading
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from interactive_maps.routing.network.closures import Closure, find_next_change
from interactive_maps.routing.profiles import INFINITE, PROFILES, STEP_FREE, WALK, Profile, weigh
from interactive_maps.routing.search.network_snapshots import MOST_PROFILES, SnapshotCache
from tests.unit.routing.networks import network, row

# Two ways from 1 to 2, the second longer.
FORK = (row(1, (0, 0), (9, 0), source=1, target=2), row(2, (0, 0), (0, 9), (9, 0), source=1, target=2))
SHUT = Closure("edge", 1)


@pytest.fixture
def holder() -> SnapshotCache:
    holder = SnapshotCache()
    holder.load(network(*FORK), 1)
    return holder


def walk(snapshot, profile: Profile = WALK, at: datetime | None = None) -> int | None:
    with snapshot.find_engine(profile, at).open() as search:
        path = search.query([(0, 0)], [(1, 0)])
    return None if path is None else path.arcs[0] // 2 + 1


def test_no_answer_is_stale_and_no_snapshot_changes(holder):
    ended, wrong, asked = threading.Event(), [], []

    def ask() -> None:
        try:
            while not ended.is_set():
                snapshot = holder.current
                expected = 2 if snapshot.closures else 1
                answers = [walk(snapshot, profile) for profile in (WALK, STEP_FREE) for _ in range(3)]
                asked.append(len(answers))
                if answers != [expected] * 6:
                    wrong.append(answers)
        except BaseException as error:
            wrong.append(error)
            raise

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for revision in range(1, 101):
        holder.with_closures([SHUT] if revision % 2 else [], revision)
        for profile in PROFILES.values():
            assert walk(holder.current, profile) == (2 if revision % 2 else 1)
    ended.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert sum(asked) > 50


def test_an_older_snapshot_stays_as_it_was(holder):
    before = holder.current
    after = holder.with_closures([SHUT], 1)
    again = holder.with_closures([], 2)
    assert [walk(one) for one in (before, after, again, after, before)] == [1, 2, 1, 2, 1]


def test_closures_for_some_profiles_leave_others_alone(holder):
    snapshot = holder.with_closures([Closure("edge", 1, profiles=frozenset({"step_free"}))], 1)
    assert (walk(snapshot), walk(snapshot, STEP_FREE)) == (1, 2)


def test_a_closure_of_the_moment_ends_by_itself(holder):
    now = datetime.now(UTC)
    snapshot = holder.with_closures(
        [Closure("edge", 1, now - timedelta(hours=1), now + timedelta(milliseconds=150))], 1
    )
    assert walk(snapshot) == 2
    threading.Event().wait(0.2)
    assert walk(snapshot) == 1
    assert walk(snapshot, at=now) == 2
    assert walk(snapshot) == 1


def test_many_custom_profiles_do_not_pile_up(holder):
    snapshot = holder.current
    for speed in np.linspace(0.5, 2, 3 * MOST_PROFILES):
        profile = Profile("custom", float(speed))
        assert walk(snapshot, profile) == 1
        assert (snapshot.find_engine(profile).weights == weigh(snapshot.graph, profile)).all()
    assert len(snapshot._engines) == MOST_PROFILES


def test_times_are_those_of_nothing_avoided(holder):
    snapshot = holder.with_closures([SHUT], 1)
    assert (snapshot.find_times(STEP_FREE) == weigh(snapshot.graph, WALK)).all()
    assert (snapshot.find_times(STEP_FREE) < INFINITE).all()


def test_when_closures_change_next():
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    closures = [
        Closure("edge", 1, noon, noon + timedelta(hours=2)),
        Closure("edge", 2, noon + timedelta(hours=1)),
    ]
    hours = [find_next_change(closures, noon + timedelta(hours=hour)) for hour in (-1, 0, 1, 2)]
    assert [time and (time - noon) / timedelta(hours=1) for time in hours] == [0, 1, 2, None]
