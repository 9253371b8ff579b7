"""Tags tell apart what is closed, and are the same in every worker, whenever it was started."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from interactive_maps.routing.live.routing_snapshot import (
    RoutingSnapshot,
    choose_window,
    list_change_times,
    read_closures,
)
from interactive_maps.routing.live.snapshot_service import SnapshotService
from interactive_maps.routing.search.network_snapshots import NetworkSnapshot

MONDAY = datetime(2030, 1, 7, tzinfo=UTC)
HOURS = timedelta(hours=1)


def start_at(state: RoutingSnapshot, moment: datetime) -> RoutingSnapshot:
    """Return the state of a worker that looks up the opening hours at that moment."""
    closures = (*read_closures(state.rows), *state.timetable.list_closures(moment))
    now = state.network
    since, until = choose_window(moment)
    snapshot = NetworkSnapshot(now.graph, now.shape, now.version, closures)
    return replace(
        state, network=snapshot, change_times=list_change_times(closures), since=since, until=until
    )


def list_closed(state: RoutingSnapshot, at: datetime) -> frozenset[tuple[str, float, int]]:
    return frozenset(
        (one.kind, one.target, one.key) for one in state.network.closures if one.holds(at, "walk")
    )


def test_one_tag_means_one_state_of_things(house):
    house.execute("UPDATE spaces SET opening_hours = 'Mo-Fr 08:00-18:00' WHERE ogc_fid = 2")
    house.execute(
        "UPDATE openings SET properties = %s",
        [json.dumps({"opening_hours": "Tu,We 12:00-20:00; Sa 06:00-07:00"})],
    )
    house.execute(
        "INSERT INTO closures (kind, target_id, starts_at, ends_at) VALUES"
        " ('edge', 1, '2030-01-09T09:30Z', '2030-01-10T17:30Z'), ('edge', 2, NULL, '2030-01-11T00:30Z')"
    )
    first = SnapshotService().get_snapshot()
    workers = [start_at(first, MONDAY + 13 * number * HOURS) for number in range(12)]
    meanings: dict[str, set[tuple[object, ...]]] = {}
    for hour in range(24 * 7):
        moment = MONDAY + hour * HOURS
        told = {worker.make_tag(moment) for worker in workers if worker.since <= moment < worker.until}
        closed = {list_closed(worker, moment) for worker in workers if worker.since <= moment < worker.until}
        assert (len(told), len(closed)) == (1, 1), moment
        over = sum(row.ends_at is not None and row.ends_at <= moment for row in first.rows)
        meanings.setdefault(*told, set()).add((*closed, over))
    assert all(len(meant) == 1 for meant in meanings.values())
    assert len(meanings) > 8
