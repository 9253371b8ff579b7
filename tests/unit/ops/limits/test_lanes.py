"""Which lane a request belongs to."""

import pytest
from django.test import RequestFactory
from django.urls import resolve

from interactive_maps.ops.limits.lanes import Lane, find_lane, make_limits


@pytest.mark.parametrize(
    ("address", "lane"),
    [
        ("/api/health/", Lane.LIVE),
        ("/api/health/live/", Lane.LIVE),
        ("/api/health/ready/", Lane.WATCH),
        ("/metrics", Lane.WATCH),
        ("/", Lane.LIGHT),
        ("/embed/", Lane.LIGHT),
        ("/api/rooms/", Lane.LIGHT),
        ("/api/rooms/?limit=1000", Lane.LIGHT),
        ("/api/rooms/7/", Lane.LIGHT),
        ("/api/base-floor/?limit=100&after=7", Lane.LIGHT),
        ("/api/tiles/rooms/12/1/1.mvt", Lane.LIGHT),
        ("/api/tiles/rooms/nonsense/1/1.mvt", Lane.LIGHT),
        ("/api/rooms/?" + "&".join(f"a{number}=1" for number in range(2000)), Lane.LIGHT),
        ("/api/tiles/rooms/11/1/1.mvt", Lane.COSTLY),
        ("/api/rooms/?limit=10&q=a", Lane.COSTLY),
        ("/api/rooms/?q=a", Lane.COSTLY),
        ("/api/spaces/?limit=10&offset=9", Lane.COSTLY),
        ("/api/search/?q=a", Lane.COSTLY),
        ("/api/route/", Lane.COSTLY),
        ("/api/route/matrix/", Lane.COSTLY),
        ("/api/reachable/", Lane.COSTLY),
        ("/api/nearest/", Lane.COSTLY),
        ("/api/closures/", Lane.COSTLY),
        ("/api/locate/?lon=13&lat=51", Lane.LIGHT),
        ("/api/schema/", Lane.COSTLY),
        ("/rooms/", Lane.COSTLY),
        ("/route/", Lane.COSTLY),
    ],
)
def test_every_view_is_in_its_lane(address, lane):
    request = RequestFactory().get(address)
    request.resolver_match = resolve(request.path_info)
    assert find_lane(request.resolver_match.func, request) is lane


def test_one_client_leaves_threads_and_a_connection_to_the_others():
    limits = make_limits({Lane.LIGHT: 16, Lane.COSTLY: 4}, 4, waiting=9, waiting_each=8, seconds=7.0)
    assert {lane: (one.slots, one.slots_each) for lane, one in limits.items()} == {
        Lane.LIVE: (4, 2),
        Lane.WATCH: (4, 2),
        Lane.LIGHT: (16, 3),
        Lane.COSTLY: (4, 2),
    }
    smallest = make_limits({Lane.LIGHT: 1, Lane.COSTLY: 1}, 1, waiting=9, waiting_each=8, seconds=7.0)
    assert smallest[Lane.LIGHT].slots_each == smallest[Lane.COSTLY].slots_each == 1
