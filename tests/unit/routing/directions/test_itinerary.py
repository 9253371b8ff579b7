"""Steps of small ways: what a door, a ride, a room and a goal beside the way are told as."""

from __future__ import annotations

import numpy as np
import pytest

from interactive_maps.routing.directions import Opening, RouteContext, StepKind, Stop, describe
from tests.unit.routing.directions.ways import find_way, lead, tell
from tests.unit.routing.networks import network, place, row


def through_a_door(
    before: float, *corners: tuple[float, float], name: str | None = None
) -> list[dict[str, object]]:
    """Return a way east for some metres, around ``corners``, and then north through a door to a hall."""
    x = corners[-1][0] if corners else before
    y = corners[-1][1] if corners else 0.0
    return [
        row(1, (0, 0), (before, 0), *corners, level=0, source=1, target=2, space_id=8),
        row(2, (x, y), (x, y + 0.4), level=0, source=2, target=3, kind="door", opening_id=5, name=name),
        row(3, (x, y + 0.4), (x, y + 20), level=0, source=3, target=4, space_id=9),
        row(4, (x, y + 20), (x - 20, y + 20), level=0, source=4, target=5, space_id=9),
    ]


HALL = Stop("Hall", space=77)
AWAY = (Stop("A", space=66), HALL)


def test_a_door_is_told_by_the_name_on_it():
    known = Opening(5, 0.0, (40, 2), name="Gate", spaces=(8, 9))
    other = Opening(6, 0.0, (10, 20), name="Exit", spaces=(30, 31))
    rows = through_a_door(20, (40, 0), (40, 9), name="D 1")
    for openings, name in (((), "D 1"), ((other, known), "Gate"), ((other,), "D 1")):
        door = next(
            step for step in lead(rows, 1, 5, stops=AWAY, openings=openings) if step.kind is StepKind.DOOR
        )
        assert door.name == name
    assert (
        next(
            step for step in lead(through_a_door(20, (20, 9)), 1, 5, stops=AWAY) if step.kind is StepKind.DOOR
        ).name
        is None
    )


@pytest.mark.parametrize(
    ("north", "told"),
    [
        (2.0, [("door", "left")]),
        (2.7, [("door", "left")]),
        (3.3, [("turn", "left"), ("door", "straight")]),
        (9.0, [("turn", "left"), ("door", "straight")]),
    ],
)
def test_a_turn_at_a_door_is_one_step_with_it(north, told):
    steps = lead(through_a_door(20, (20, north)), 1, 5, stops=AWAY)
    assert tell(steps)[1:-1] == [*told, ("turn", "left")]
    door = next(step for step in steps if step.kind is StepKind.DOOR)
    assert door.location == pytest.approx(place(20, north + 0.2), abs=1e-7)


def test_a_door_in_a_curve_is_not_told():
    bow = [(20, 0), (26, 2), (30, 6), (32, 12), (32, 13)]
    assert tell(lead(through_a_door(10, *bow), 1, 5, stops=AWAY))[1:-1] == [
        ("straight", "left"),
        ("turn", "left"),
    ]


@pytest.mark.parametrize(
    ("metres", "told"), [(14.7, [("start", "straight")]), (15.3, [("start", None), ("door", "straight")])]
)
def test_in_a_small_room_nobody_needs_the_way_to_its_door(metres, told):
    rows = [
        row(1, (0, 0), (metres, 0), level=0, source=1, target=2),
        row(2, (metres, 0), (metres + 0.2, 0), level=0, source=2, target=3, kind="door"),
        row(3, (metres + 0.2, 0), (40, 0), level=0, source=3, target=4),
    ]
    steps = lead(rows, 1, 4)
    assert tell(steps[:-1]) == told
    assert steps[0].indoors == (len(told) == 1)
    assert steps[-1].approach == pytest.approx(40 - metres - (0.0 if steps[0].indoors else 0.1), abs=0.01)


@pytest.mark.parametrize(
    ("beside", "angle"),
    [((0, 2), "left"), ((0, -2), "right"), ((2, 0), "straight"), ((1, 2), "left"), ((2, 1.2), "slight_left"),
     ((-2, 0.5), "sharp_left"), ((0, 0.4), None), (None, None)],
)  # fmt: skip
def test_a_goal_beside_the_end_of_a_way_is_on_a_side(beside, angle):
    graph = network(
        row(1, (0, 0), (30, 0), level=0, source=1, target=2),
        # So that the middle of the plane lies elsewhere.
        row(2, (0, 0), (0, -70), level=0, source=1, target=3),
        row(3, (0, -70), (30, -70), level=0, source=3, target=4),
        row(4, (30, -70), (60, -70), level=0, source=4, target=5),
    )
    goal = None
    if beside is not None:
        x, y = graph.plane.to_metres(np.array([place(30 + beside[0], beside[1])]))[0].tolist()
        goal = (x, y)
    steps = describe(find_way(graph, 1, 2), graph, RouteContext(stops=(Stop("A"), Stop("B", goal))))
    assert tell(steps)[-1] == ("arrive", angle)


def test_a_room_behind_a_corner_is_left_and_entered_by_what_lies_at_its_door():
    rows = [
        row(1, (-20, 0), (0, 0), level=0, source=1, target=2),
        row(2, (0, 0), (40, 0), level=0, source=2, target=3),
        row(3, (-6, 6), (0, 6), (0, 0), level=0, source=4, target=2, kind="room"),
    ]
    assert tell(lead(rows, 4, 3)) == [("start", "left"), ("arrive", None)]
    assert tell(lead(rows, 4, 1)) == [("start", "right"), ("arrive", None)]
    assert tell(lead(rows, 3, 4)) == [("start", None), ("arrive", "right")]
    assert tell(lead(rows, 1, 4)) == [("start", None), ("arrive", "left")]


def test_from_room_to_room_across_their_common_sill_no_room_is_left():
    rows = [
        row(1, (0, 0), (10, 0), level=0, source=1, target=2, space_id=5),
        row(2, (10, 0), (11, 0), level=0, source=2, target=3, kind="room"),
        row(3, (11, 0), (20, 0), level=0, source=3, target=4, space_id=6),
    ]
    steps = lead(rows, 1, 4, stops=(Stop("A", space=5), Stop("B", space=6)))
    assert [(step.kind.value, step.indoors) for step in steps] == [("start", False), ("arrive", False)]
    assert sum(step.distance for step in steps) == pytest.approx(20, abs=0.01)


def ride(kind: str, *, more: bool = True, **columns: object) -> list[dict[str, object]]:
    """Return a ride from level 0 to 1, with ``more`` a corridor of 20 m before it, and one after it to the north."""
    up = row(2, (20, 0), (24, 0), level=0, target_level=1, source=2, target=3, kind=kind, **columns)
    corridors = [
        row(1, (0, 0), (20, 0), level=0, source=1, target=2),
        row(3, (24, 0), (24, 20), level=1, source=3, target=4),
    ]
    return [corridors[0], up, corridors[1]] if more else [up]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("stairs", [("stairs", "straight"), ("turn", "left")]),
        ("escalator", [("escalator", "straight"), ("turn", "left")]),
        ("ramp", [("ramp", "straight"), ("turn", "left")]),
        ("lift", [("lift", None), ("turn", "right")]),  # out by the door by which it was entered
    ],
)
def test_a_ride_is_left_ahead_and_a_lift_by_the_same_door(kind, told):
    steps = lead(ride(kind), 1, 4)
    assert tell(steps) == [("start", None), *told, ("arrive", None)]
    assert (steps[1].level, steps[1].to_level, steps[2].level, steps[3].level) == (0, 1, 1, 1)
    assert steps[1].approach == pytest.approx(20, abs=0.01)
    assert (steps[0].to_level, steps[2].to_level, steps[3].to_level) == (None, None, None)


def test_a_ride_has_the_name_of_its_connector_or_its_own():
    for columns, name in (
        ({}, None),
        ({"name": "S 1"}, "S 1"),
        ({"name": "S 1", "connector_id": 7}, "West stairs"),
    ):
        steps = lead(ride("stairs", **columns), 1, 4, connectors={7: "West stairs"})
        assert steps[1].name == name


def test_a_way_may_be_nothing_but_a_ride():
    steps = lead(ride("stairs", more=False), 2, 3, stops=("Below", "Above"))
    assert [(step.kind.value, step.name, step.level, step.to_level) for step in steps] == [
        ("start", "Below", 0, None), ("stairs", None, 0, 1), ("arrive", "Above", 1, None),
    ]  # fmt: skip
    assert [step.distance for step in steps] == pytest.approx([0, 4, 0], abs=0.01)
    assert steps[1].angle is None


def test_doors_on_the_way_to_a_ride_and_after_it_are_counted_from_there():
    rows = ride("stairs")
    doors = [Opening(n, level, at) for n, (level, at) in enumerate(
        [(0.0, (5, 1)), (0.0, (12, 1)), (0.0, (16, -1)), (1.0, (25, 5)), (1.0, (25, 9)), (1.0, (23, 9))]
    )]  # fmt: skip
    steps = lead(rows, 1, 4, openings=tuple(doors))
    assert [(step.kind.value, step.doors) for step in steps] == [
        ("start", 0), ("stairs", 3), ("turn", 0), ("arrive", 3),
    ]  # fmt: skip


def test_from_stairs_to_stairs_of_another_shaft_are_two_rides_and_along_one_shaft_is_one():
    def climb(*connectors: int | None) -> list[dict[str, object]]:
        return [
            row(1, (0, 0), (20, 0), level=0, source=1, target=2),
            *(
                row(10 + level, (20 + 4 * level, 0), (24 + 4 * level, 0), level=level, target_level=level + 1,
                    source=2 + level, target=3 + level, kind="stairs", connector_id=key)
                for level, key in enumerate(connectors)
            ),
        ]  # fmt: skip

    def count(*connectors: int | None) -> list[tuple[float | None, float | None]]:
        steps = lead(climb(*connectors), 1, 2 + len(connectors))
        return [(step.level, step.to_level) for step in steps if step.kind is StepKind.STAIRS]

    assert count(7, 7) == count(None, None) == count(7, None) == count(None, 7) == [(0, 2)]
    assert count(7, 8) == [(0, 1), (1, 2)]
    assert count(7, None, 8) == [(0, 2), (2, 3)]


# A room, a corridor, stairs up, a corridor to the north, a lift up, a corridor, and a room to the west of it.
TALL = [
    row(1, (0, 5), (0, 0), level=0, source=1, target=2, kind="room"),
    row(2, (0, 0), (30, 0), level=0, source=2, target=3),
    row(3, (30, 0), (36, 0), level=0, target_level=1, source=3, target=4, kind="stairs", name="S"),
    row(4, (36, 0), (36, 30), level=1, source=4, target=5),
    row(5, (36, 30), (36, 30), level=1, target_level=2, source=5, target=6, kind="lift", name="L"),
    row(6, (36, 30), (36, 0), level=2, source=6, target=7),
    row(7, (36, 0), (31, 0), level=2, source=7, target=8, kind="room"),
]
NAMED = {"stops": ("A", "B"), "levels": {(None, float(level)): f"F{level}" for level in range(3)}}


def read(steps):
    """Return what steps say, apart from places and lengths."""
    told = []
    for step in steps:
        angle = step.angle.value if step.angle else None
        told.append((step.kind.value, angle, step.name, step.level_name, step.to_level_name, step.indoors))
    return told


def test_a_way_from_room_to_room_over_several_floors():
    steps = lead(TALL, 1, 8, **NAMED)
    assert read(steps) == [
        ("start", "left", "A", "F0", None, True),
        ("stairs", "straight", "S", "F0", "F1", False),
        ("turn", "left", None, "F1", None, False),
        ("lift", None, "L", "F1", "F2", False),
        ("arrive", "right", "B", "F2", None, True),
    ]
    assert [step.distance for step in steps] == pytest.approx([30 + 5, 6, 30, 30, 5], abs=0.02)
    assert [step.approach for step in steps] == pytest.approx([0, 30, 0, 30, 30], abs=0.02)
    assert steps[0].location == pytest.approx(place(0, 0), abs=1e-7)  # the door of the room
    assert steps[-1].location == pytest.approx(place(36, 0), abs=1e-7)


def test_a_way_that_begins_or_ends_with_a_ride():
    assert read(lead(TALL, 3, 8, **NAMED))[:3] == [
        ("start", None, "A", "F0", None, False),
        ("stairs", None, "S", "F0", "F1", False),
        ("turn", "left", None, "F1", None, False),
    ]
    steps = lead(TALL, 1, 6, **NAMED)
    assert read(steps)[-2:] == [
        ("lift", None, "L", "F1", "F2", False),
        ("arrive", None, "B", "F2", None, False),
    ]
    assert steps[-1].distance == 0
    assert steps[-2].duration > 30
    assert steps[-1].duration == 0


def test_a_way_back_turns_to_the_other_sides():
    steps = lead(TALL, 8, 1, **NAMED)
    assert read(steps) == [
        ("start", "left", "A", "F2", None, True),
        ("lift", None, "L", "F2", "F1", False),
        ("stairs", "right", "S", "F1", "F0", False),
        ("arrive", "right", "B", "F0", None, True),
    ]
