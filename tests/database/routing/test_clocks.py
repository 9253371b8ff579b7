"""The wall clock is set forward and back, by hours and by weeks: what is closed follows it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import pytest

from interactive_maps.routing.http.route_requests import RouteRequest, TravelOptions
from interactive_maps.routing.http.route_service import NoRoute, find_routes
from interactive_maps.routing.live.snapshot_service import SnapshotService
from interactive_maps.routing.waypoints.waypoint_resolver import FeatureRef


class Clock:
    """Shows the time in all of routing's modules: ``ahead`` of the real one, or behind it."""

    def __init__(self, monkeypatch):
        clock, self.ahead = self, timedelta()

        class Shifted(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.now(tz) + clock.ahead

        for name, module in list(sys.modules.items()):
            if name.startswith("interactive_maps.routing.") and getattr(module, "datetime", None) is datetime:
                monkeypatch.setattr(module, "datetime", Shifted)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def is_open(service):
    try:
        find_routes(
            service.get_snapshot(),
            RouteRequest((FeatureRef("space", 1), FeatureRef("space", 2)), TravelOptions()),
        )
    except NoRoute:
        return False
    return True


def test_a_closure_follows_the_clock_in_both_directions(house, clock):
    begins = datetime.now(UTC) + timedelta(hours=2)
    house.execute(
        "INSERT INTO closures (kind, target_id, starts_at, ends_at) VALUES ('opening', 7, %s, %s)",
        [begins, begins + timedelta(hours=1)],
    )
    service, seen, tags = SnapshotService(), [], []
    hours = (0, 2.5, 0, 2.5, 4, 2.5, -48, 0)
    for ahead in hours:
        clock.ahead = timedelta(hours=ahead)
        seen.append(is_open(service))
        tags.append(service.get_snapshot().make_tag(datetime.now(UTC) + clock.ahead))
    assert seen == [True, False, True, False, True, False, True, True]
    assert len({tag for tag, ahead in zip(tags, hours, strict=True) if ahead == 2.5}) == 1
    assert tags[0] == tags[2] == tags[-1] != tags[1]


def test_opening_hours_are_looked_up_anew_when_the_clock_is_set_back(house, clock):
    house.execute("UPDATE spaces SET opening_hours = 'off' WHERE ogc_fid = 2")
    service = SnapshotService()
    for days in (0, 40, 0, 40, 20, -400, 0):
        clock.ahead = timedelta(days=days)
        assert not is_open(service), f"{days} days ahead"
