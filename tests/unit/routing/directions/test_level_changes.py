"""Rides: in which building they are, and where somebody looks who leaves them."""

from __future__ import annotations

import pytest

from interactive_maps.routing.directions.level_changes import (
    RoutePart,
    find_building,
    heading_after_ride,
    heading_into_ride,
    split_at_level_changes,
)
from interactive_maps.routing.directions.polyline import make_polyline
from interactive_maps.routing.directions.steps import StepKind
from interactive_maps.routing.search.routes import PathSegment
from tests.unit.routing.directions.ways import lead, tell
from tests.unit.routing.networks import network, row

KINDS = ("walk", "walk", "stairs", "stairs", "door", "walk")


def follow(kinds, connectors=()):
    """Return a way east over edges of these kinds, each in a space of its own: 1, 2, 3 and so on."""
    graph = network(
        *(
            row(n, (9 * n, 0), (9 * n + 9, 0), level=0, source=n, target=n + 1, kind=kind, space_id=n,
                connector_id=connectors[n - 1] if connectors else None)
            for n, kind in enumerate(kinds, start=1)
        )
    )  # fmt: skip
    return make_polyline(graph, [PathSegment(2 * edge, 0.0, 1.0, 9.0, 9000) for edge in range(len(kinds))])


@pytest.mark.parametrize(
    ("known", "building"),
    [
        ((5,), 5),  # the space behind the ride
        ((4,), 4),  # its own
        ((5, 4), 5),
        ((6, 4), 4),  # the nearer
        ((6, 3), 6),
        ((3,), 3),
        ((2, 1), 2),
        ((1,), 1),
        ((9,), None),
        ((), None),
    ],
)
def test_a_ride_is_in_the_building_of_the_nearest_space_first_ahead(known, building):
    ride = RoutePart(2, 4, StepKind.STAIRS)
    assert find_building(follow(KINDS), ride, {space: 10 * space for space in known}) == (
        building and 10 * building
    )


@pytest.mark.parametrize(
    ("kinds", "connectors", "parts"),
    [
        (KINDS, (), [(0, 2, None), (2, 4, "stairs"), (4, 6, None)]),
        (("stairs",), (), [(0, 1, "stairs")]),
        (("walk",), (), [(0, 1, None)]),
        (("lift", "stairs", "walk"), (), [(0, 1, "lift"), (1, 2, "stairs"), (2, 3, None)]),
        (("walk", "door", "room", "walk"), (), [(0, 4, None)]),
        (("stairs", "stairs", "stairs"), (7, 7, 8), [(0, 2, "stairs"), (2, 3, "stairs")]),
        (("stairs", "stairs", "stairs"), (7, None, 7), [(0, 3, "stairs")]),
        (("stairs", "stairs", "stairs"), (None, 7, 8), [(0, 2, "stairs"), (2, 3, "stairs")]),
        (("walk", "walk"), (7, 8), [(0, 2, None)]),  # corridors have no shaft
        (("escalator", "ramp", "walkway"), (), [(0, 1, "escalator"), (1, 2, "ramp"), (2, 3, "walkway")]),
    ],
)
def test_each_ride_and_each_walk_is_a_part(kinds, connectors, parts):
    found = split_at_level_changes(follow(kinds, connectors))
    assert [(part.first, part.last, part.change and part.change.value) for part in found] == parts
    named = [part.connector for part in found if part.change]
    if connectors and named:
        assert named == [next(key for key in connectors[first:last] if key) for first, last, _ in parts]


def climb(*flights: tuple[tuple[float, float], tuple[float, float]]) -> list[tuple[str, str | None]]:
    """Return the steps of a way east, up flights of stairs, and then north."""
    end = flights[-1][1]
    rows = [row(1, (-20, 0), (0, 0), level=0, source=1, target=2)]
    rows += [
        row(10 + n, *flight, level=n, target_level=n + 1, source=2 + n, target=3 + n, kind="stairs")
        for n, flight in enumerate(flights)
    ]
    count = len(flights)
    rows.append(row(99, end, (end[0], end[1] + 20), level=count, source=2 + count, target=99))
    return tell(lead(rows, 1, 99))


@pytest.mark.parametrize(
    ("flights", "told"),
    [
        ([((0, 0), (4, 0))], [("stairs", "straight"), ("turn", "left")]),
        (
            [((0, 0), (4, 0)), ((4, 0), (4, 0))],
            [("stairs", "straight"), ("turn", "left")],
        ),  # drawn as a point
        ([((0, 0), (4, 0)), ((4, 0), (0, 0))], [("stairs", "straight"), ("turn", "right")]),
        ([((0, 0), (4, 0)), ((4, 0), (4, 5))], [("stairs", "straight")]),
        ([((0, 0), (0, 5))], [("stairs", "left")]),
        ([((0, 0), (0, 0))], [("stairs", None)]),  # nobody knows which way they lead
    ],
)
def test_who_leaves_stairs_looks_along_their_last_flight(flights, told):
    assert climb(*flights) == [("start", None), *told, ("arrive", None)]


def test_people_leave_a_lift_by_the_door_by_which_they_entered():
    graph = network(row(1, (0, 0), (9, 0), level=0, target_level=1, source=1, target=2, kind="lift"))
    ride, lift = make_polyline(graph, [PathSegment(0, 0.0, 1.0, 9.0, 9000)]), RoutePart(0, 1, StepKind.LIFT)
    assert heading_after_ride(ride, lift, 30.0) == 210
    assert heading_after_ride(ride, lift, None) is None
    assert heading_into_ride(ride, lift) is None
    stairs = RoutePart(0, 1, StepKind.STAIRS)
    assert heading_after_ride(ride, stairs, 30.0) == pytest.approx(0, abs=1e-3)
    assert heading_into_ride(ride, stairs) == pytest.approx(360, abs=1e-3)
