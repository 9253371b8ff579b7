"""What tells a place: few doors, a room nearby, more doors, or a point of the compass."""

from __future__ import annotations

import math

import pytest

from interactive_maps.routing.directions.landmarks import Sights, find_point, tell_doors
from interactive_maps.routing.directions.polyline import make_polyline
from interactive_maps.routing.directions.route_context import NearbyRoom, RouteContext
from interactive_maps.routing.directions.steps import Landmark
from interactive_maps.routing.search.routes import PathSegment
from tests.unit.routing.networks import network, row

GRAPH = network(row(1, (0, 0), (40, 0), level=0, source=1, target=2))
TRACK = make_polyline(GRAPH, [PathSegment(0, 0.0, 1.0, float(GRAPH.length[0]), 30_000)])
X, Y = TRACK.find(20.0)


def room(key: int, east: float, north: float, name: str | None = None, level: float = 0.0) -> NearbyRoom:
    """Return a room some metres from the middle of the way."""
    return NearbyRoom(key, level, (X + east, Y + north), name or f"Room {key}")


def choose(count, *rooms, own=None, avoid=()):
    return Sights(TRACK, RouteContext(rooms=rooms), avoid).choose(count, 20.0, "left", 0.0, own)


@pytest.mark.parametrize(
    ("count", "side", "first", "told"),
    [
        (None, "left", True, None),
        (0, "left", False, None),
        (1, "left", False, 1),
        (6, None, False, 6),
        (7, "left", False, None),
        (0, "left", True, 0),
        (0, None, True, None),
        (2, "right", True, 2),
        (7, "right", True, None),
    ],
)
def test_doors_are_told_as_far_as_people_count(count, side, first, told):
    expected = None if told is None else Landmark("doors", count=told, side=side)
    assert tell_doors(count, side, first=first) == expected


def test_few_doors_are_told_before_a_room_and_a_room_before_more():
    near = room(1, 2, 0)
    assert choose(3, near) == Landmark("doors", count=3, side="left")
    assert choose(4, near) == Landmark("room", "Room 1", 1)
    assert choose(4) == Landmark("doors", count=4, side="left")
    assert choose(None, near) == choose(0, near) == choose(9, near) == Landmark("room", "Room 1", 1)
    assert choose(9) is None


@pytest.mark.parametrize(
    ("east", "north", "is_near"),
    [
        (4.9, 0, True),
        (-4.9, 0, True),
        (0, 4.9, True),
        (0, -4.9, True),
        (5.1, 0, False),
        (0, -5.1, False),
        (4, 4, False),
    ],
)
def test_a_room_is_near_within_five_metres(east, north, is_near):
    assert (choose(None, room(1, east, north)) is not None) == is_near


def test_the_nearest_room_is_told():
    some = room(1, 3, 0), room(2, -1, 1), room(3, 0, 2)
    assert choose(None, *some) == choose(None, *reversed(some)) == Landmark("room", "Room 2", 2)


def test_a_room_on_another_level_or_that_is_asked_for_is_no_landmark():
    assert choose(None, room(1, 1, 0, level=1.0)) is None
    assert choose(None, room(1, 1, 0), avoid=(1, None)) is None
    assert choose(None, room(1, 1, 0), avoid=(2,)) is not None


def test_a_door_with_the_name_of_its_room_needs_no_landmark():
    assert choose(None, room(1, 1, 0, "Library"), own="Library") is None
    assert choose(5, room(1, 1, 0, "Library"), own="Library") is None
    assert choose(None, room(1, 1, 0, "Library"), own="Hall") is not None


@pytest.mark.parametrize(
    ("degrees", "name"),
    [(0, "east"), (45, "north_east"), (90, "north"), (140, "north_west"), (180, "west"), (-130, "south_west"),
     (-90, "south"), (-45, "south_east"), (22, "east"), (23, "north_east"), (-170, "west")],
)  # fmt: skip
def test_a_way_leads_to_a_point_of_the_compass(degrees, name):
    end = 10 * math.cos(math.radians(degrees)), 10 * math.sin(math.radians(degrees))
    assert find_point([(0, 0), end]) == Landmark("compass", name)
    assert find_point([(0, 0), end, (0, 0)]) == Landmark("compass", name)


def test_a_way_of_no_length_leads_to_none():
    assert find_point([(1, 1), (1, 1)]) is None
