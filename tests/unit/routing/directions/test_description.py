"""Ways through small networks, told as steps."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from interactive_maps.routing.directions import NearbyRoom, Opening, RouteContext, StepKind, Stop, describe
from tests.unit.routing.directions.ways import find_way, lead, tell
from tests.unit.routing.networks import network, random_rows, row


def corridor() -> list[dict[str, object]]:
    """A corridor 0 to 40 m east, doors to rooms north of it every 8 m, one south, stairs behind its east end."""
    rows = [row(x, (x, 0), (x + 8, 0), level=0, source=x, target=x + 8) for x in range(0, 40, 8)]
    rows += [
        row(100 + x, (x, 0), (x, 4), level=0, source=x, target=100 + x, kind="room") for x in range(8, 40, 8)
    ]
    rows.append(row(200, (16, 0), (16, -4), level=0, source=16, target=216, kind="room"))
    rows.append(
        row(
            300,
            (40, 0),
            (44, 0),
            level=0,
            target_level=1,
            source=40,
            target=301,
            kind="stairs",
            connector_id=7,
        )
    )
    rows.append(row(301, (44, 0), (44, 20), level=1, source=301, target=302))
    rows.append(row(302, (44, 20), (40, 20), level=1, source=302, target=303, kind="room"))
    return rows


def test_left_is_left_and_doors_are_counted_on_the_side_of_the_goal() -> None:
    steps = lead(corridor(), 108, 132, stops=("A", "D"))
    assert tell(steps) == [("start", "left"), ("arrive", "left")]
    start, arrive = steps
    assert (start.name, start.indoors, arrive.name, arrive.indoors) == ("A", True, "D", True)
    assert arrive.landmark is not None
    assert (arrive.landmark.kind, arrive.landmark.count, arrive.landmark.side) == ("doors", 2, "left")
    assert arrive.approach == pytest.approx(24, abs=0.01)


def test_right_is_right() -> None:
    steps = lead(corridor(), 132, 108)
    assert tell(steps) == [("start", "right"), ("arrive", "right")]
    assert tell(lead(corridor(), 216, 132)) == [("start", "right"), ("arrive", "left")]


def test_one_step_leads_over_a_connector() -> None:
    steps = lead(
        corridor(),
        108,
        303,
        stops=("A", "Z"),
        connectors={7: "West stairs"},
        levels={(None, 0.0): "EG", (None, 1.0): "1. OG"},
    )
    assert tell(steps) == [("start", "left"), ("stairs", "straight"), ("turn", "left"), ("arrive", "left")]
    stairs = steps[1]
    assert (stairs.level, stairs.to_level, stairs.name, stairs.to_level_name) == (
        0,
        1,
        "West stairs",
        "1. OG",
    )
    assert steps[3].level == 1


def test_floors_are_called_what_their_building_calls_them() -> None:
    """Of two houses on a slope: the ground floor of one is the first of the other."""
    rows = [
        row(1, (0, 0), (10, 0), level=0, source=1, target=2, space_id=11),
        row(2, (10, 0), (16, 0), level=0, target_level=1, source=2, target=3, kind="stairs"),
        row(3, (16, 0), (30, 0), level=1, source=3, target=4, space_id=12),
        row(4, (30, 0), (50, 0), level=1, source=4, target=5),
        row(5, (50, 0), (60, 0), level=1, source=5, target=6, space_id=21),
        row(6, (60, 0), (66, 0), level=1, target_level=2, source=6, target=7, kind="stairs"),
        row(7, (66, 0), (80, 0), level=2, source=7, target=8, space_id=22),
    ]
    levels = {(1, 0.0): "0", (1, 1.0): "1", (2, 1.0): "0", (2, 2.0): "1", (None, 2.0): "3"}
    steps = lead(rows, 1, 8, levels=levels, buildings={11: 1, 12: 1, 21: 2, 22: 2})
    names = [(step.level_name, step.to_level_name) for step in steps]
    kinds = ["start", "stairs", "leave", "enter", "stairs", "arrive"]
    assert [step.kind.value for step in steps] == kinds
    assert names == [("0", None), ("0", "1"), ("1", None), ("0", None), ("0", "1"), ("1", None)]


def cross(*spaces: int | None) -> list[tuple[str, str | None]]:
    """Return kinds and names of the steps along 20 m in each of the spaces, of two buildings."""
    rows = [
        row(number, (20 * number, 0), (20 * number + 20, 0), source=number, target=number + 1, space_id=space)
        for number, space in enumerate(spaces, 1)
    ]
    steps = lead(
        rows,
        1,
        len(rows) + 1,
        buildings={11: 1, 12: 1, 21: 2, 22: 2},
        building_names={1: "Library", 2: "Lab"},
    )
    return [(step.kind.value, step.name) for step in steps[1:-1]]


def test_a_walk_from_one_building_to_another_says_so() -> None:
    assert cross(11, 12, None, 21, 22) == [("leave", "Library"), ("enter", "Lab")]
    assert cross(11, 12, 21, 22) == [("enter", "Lab")]  # they adjoin
    assert cross(11, 12, None, 12, 11) == cross(None, 12, 11) == []


def test_a_lift_past_several_floors_is_one_step_with_its_time() -> None:
    rows = [
        row(1, (0, 0), (20, 0), level=0, source=1, target=2),
        row(2, (0, 0), (20, 0), level=2, source=5, target=6),
    ]
    rows += [
        row(10 + level, (20, 0), (20, 0), level=level, target_level=level + 1, source=source, target=target,
            kind="lift", connector_id=4)
        for level, source, target in ((0, 2, 3), (1, 3, 6))
    ]  # fmt: skip
    steps = lead(rows, 1, 5)
    assert [step.kind for step in steps] == [StepKind.START, StepKind.LIFT, StepKind.ARRIVE]
    assert (steps[1].level, steps[1].to_level) == (0, 2)
    assert steps[0].duration == pytest.approx(20 / 1.33, abs=0.1)
    assert steps[1].duration > 30


def test_a_curve_is_one_bend() -> None:
    angles = np.radians(np.linspace(0, 90, 20))
    bow = [(10 * math.sin(angle), 10 - 10 * math.cos(angle)) for angle in angles]
    rows = [
        row(1, (-20, 0), (0, 0), level=0, source=1, target=2),
        row(2, *bow, level=0, source=2, target=3),
        row(3, (10, 10), (10, 30), level=0, source=3, target=4),
    ]
    assert tell(lead(rows, 1, 4)) == [("start", None), ("straight", "left"), ("arrive", None)]


def test_a_jog_is_no_turn() -> None:
    rows = [row(1, (0, 0), (10, 0), (10.5, 0.6), (20, 0.6), level=0, source=1, target=2)]
    assert tell(lead(rows, 1, 2)) == [("start", None), ("arrive", None)]


def test_known_doors_and_rooms_are_landmarks() -> None:
    rows = [
        row(1, (0, 0), (30, 0), level=0, source=1, target=2, space_id=9),
        row(2, (30, 0), (30, 20), level=0, source=2, target=3, space_id=9),
    ]
    doors = [Opening(n, 0.0, (x, 1), spaces=(9, n)) for n, x in enumerate((6, 14, 22), 1)]
    behind_the_wall = Opening(8, 0.0, (18, 2), spaces=(30, 31))
    upstairs = Opening(9, 1.0, (18, 1), spaces=(9, 32))
    steps = lead(rows, 1, 3, openings=(*doors, behind_the_wall, upstairs))
    turn = steps[1]
    assert turn.landmark is not None
    assert (turn.landmark.kind, turn.landmark.count, turn.landmark.side) == ("doors", 3, "left")
    room = NearbyRoom(5, 0.0, (33, 1), "Library")
    far = NearbyRoom(6, 0.0, (20, 8), "Store")
    told = lead(rows, 1, 3, rooms=(far, room))[1].landmark
    assert told is not None
    assert (told.kind, told.name, told.id) == ("room", "Library", 5)
    assert lead(rows, 1, 3, rooms=(room,), stops=("A", Stop("Library", room=5)))[1].landmark is None


def test_the_first_door_is_told() -> None:
    arrive = lead(corridor(), 108, 116)[-1]
    assert arrive.landmark is not None
    assert (arrive.landmark.kind, arrive.landmark.count, arrive.landmark.side) == ("doors", 0, "left")


def test_doors_of_a_space_that_was_left_are_not_counted() -> None:
    rows = [
        row(1, (0, 0), (20, 0), level=0, source=1, target=2, space_id=9),
        row(2, (20, 0), (20.3, 0), level=0, source=2, target=3, kind="door", opening_id=5),
        row(3, (20.3, 0), (40, 0), level=0, source=3, target=4, space_id=8),
        row(4, (40, 0), (40, 20), level=0, source=4, target=5, space_id=8),
    ]
    gate = Opening(5, 0.0, (20.15, 0), spaces=(8, 9))
    before = Opening(6, 0.0, (19.5, 1), spaces=(9, 11))
    beyond = Opening(7, 0.0, (30, 1), spaces=(8, 12))
    stops = ("A", Stop("B", space=99))
    steps = lead(rows, 1, 5, stops=stops, openings=(gate, before, beyond))
    assert [(step.kind.value, step.doors) for step in steps[1:3]] == [("door", 1), ("turn", 1)]
    behind = Opening(6, 0.0, (21.5, 1), spaces=(9, 11))  # its wall reaches past the door
    steps = lead(rows, 1, 5, stops=stops, openings=(gate, behind))
    assert [step.doors for step in steps[1:3]] == [0, 0]


def test_doors_in_a_bend_make_no_count() -> None:
    angles = np.radians(np.linspace(0, 90, 20))
    bow = [(20 * math.sin(angle), 20 - 20 * math.cos(angle)) for angle in angles]
    rows = [
        row(1, (-20, 0), (0, 0), level=0, source=1, target=2, space_id=9),
        row(2, *bow, level=0, source=2, target=3, space_id=9),
        row(3, (20, 20), (20, 40), level=0, source=3, target=4, space_id=9),
        row(4, (20, 40), (0, 40), level=0, source=4, target=5, space_id=9),
    ]
    after = Opening(1, 0.0, (19, 30), spaces=(9, 1))
    inside = Opening(2, 0.0, (13.4, 6.6), spaces=(9, 2))
    before = Opening(3, 0.0, (-10, 1), spaces=(9, 3))
    landmarks = [
        lead(rows, 1, 5, openings=some)[2].landmark for some in ((after,), (after, before), (after, inside))
    ]
    assert [one.count for one in landmarks if one is not None] == [1, 1]
    assert landmarks[2] is None


def test_a_start_in_the_open_tells_the_point_of_the_compass() -> None:
    rows = [row(1, (0, 0), (0, 30), level=0, source=1, target=2)]
    landmark = lead(rows, 1, 2)[0].landmark
    assert landmark is not None
    assert (landmark.kind, landmark.name) == ("compass", "north")


def test_stops_in_between_are_arrived_at() -> None:
    steps = lead(corridor(), 108, 132, 116, stops=("A", "D", "B"))
    assert [(step.kind.value, step.name) for step in steps] == [
        ("start", "A"), ("arrive", "D"), ("start", "D"), ("arrive", "B"),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(25))
def test_steps_add_up_to_the_way(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph = network(*random_rows(rng, 30, 90))
    nodes = np.flatnonzero(graph.component == 0)
    found = 0
    for start, goal in pairwise(rng.permutation(nodes)[:8].tolist()):
        from interactive_maps.routing.engines.choice import choose_shape
        from interactive_maps.routing.search.access_links import SnappedWaypoint
        from interactive_maps.routing.search.network_snapshots import NetworkSnapshot
        from interactive_maps.routing.search.wayfinding import RouteQuery, Wayfinder

        question = RouteQuery((SnappedWaypoint(nodes=(start,)), SnappedWaypoint(nodes=(goal,))))
        route = Wayfinder(NetworkSnapshot(graph, choose_shape(graph), 1), question).find_route()
        if route is None or not route.segments:
            continue
        found += 1
        steps = describe(route, graph, RouteContext())
        assert steps[0].kind is StepKind.START
        assert steps[-1].kind is StepKind.ARRIVE
        assert sum(step.distance for step in steps) == pytest.approx(route.length)
        assert sum(step.duration for step in steps) == pytest.approx(route.time / 1000)
        assert all(step.duration >= -1e-9 for step in steps)
    assert found


def test_nothing_walked_is_nothing_told() -> None:
    graph = network(*corridor())
    assert describe(find_way(graph, 8, 8), graph, RouteContext()) == ()
