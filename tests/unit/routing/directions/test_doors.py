"""Doors that somebody passes: on which side, how far along, and seen from the space that is walked in."""

from __future__ import annotations

import numpy as np
import pytest

from interactive_maps.routing.directions.branches import find_branches
from interactive_maps.routing.directions.doors import Branching, PassedDoor, count_doors, pass_openings
from interactive_maps.routing.directions.polyline import Polyline, make_polyline
from interactive_maps.routing.directions.route_context import Opening
from interactive_maps.routing.search.routes import PathSegment
from tests.unit.routing.networks import network, place, row


def follow(graph, *arcs: int) -> Polyline:
    """Return the way along whole arcs, a second for each metre."""
    lengths = [float(graph.length[arc // 2]) for arc in arcs]
    return make_polyline(
        graph,
        [
            PathSegment(arc, 0.0, 1.0, length, round(1000 * length))
            for arc, length in zip(arcs, lengths, strict=True)
        ],
    )


# East through space 3, a sluice of 8 m, east through space 2, and there around a corner to the north.
GRAPH = network(
    row(1, (0, 0), (20, 0), level=0, source=1, target=2, space_id=3),
    row(2, (20, 0), (28, 0), level=0, source=2, target=3, kind="door", opening_id=77),
    row(3, (28, 0), (48, 0), level=0, source=3, target=4, space_id=2),
    row(4, (48, 0), (48, 20), level=0, source=4, target=5, space_id=2),
)
WAY = follow(GRAPH, 0, 2, 4, 6)
BACK = follow(GRAPH, 7, 5, 3, 1)


def see(*doors: tuple[float, float, tuple[int, ...]], way: Polyline = WAY, parts: tuple[int, int] = (0, 4)):
    """Return what is passed of doors at places in metres with their spaces: metres along the way, and sides."""
    openings = [Opening(number, 0.0, (x, y), spaces=spaces) for number, (x, y, spaces) in enumerate(doors)]
    places = GRAPH.plane.to_metres(np.array([place(*one.place) for one in openings]))
    return [(round(door.at, 1), door.side) for door in pass_openings(way, openings, places, *parts)]


@pytest.mark.parametrize(
    ("x", "y", "spaces", "seen"),
    [
        (10, 1, (3,), [(10, "left")]),
        (10, -1, (3,), [(10, "right")]),
        (10, 2.9, (3,), [(10, "left")]),
        (10, 3.1, (3,), []),
        (10, 1, (), [(10, "left")]),  # what it opens to is unknown
        (10, 1, (9, 3), [(10, "left")]),
        (10, 1, (2,), []),  # the other side of the wall
        (10, 1, (9,), []),
        (-2, 1, (3,), [(0, "left")]),
        (-2.9, 1, (3,), []),
        (24, 1, (3,), []),  # too far from the space that it opens to
        (22, 1, (3,), [(20, "left")]),
        (26, -1, (2,), [(28, "right")]),
        (24, 1, (), [(24, "left")]),
        (38, 1, (3,), []),
        (38, 1, (2,), [(38, "left")]),
        (47, 10, (2,), [(58, "left")]),
        (49, 10, (2,), [(58, "right")]),
        (48, 22, (2,), [(68, "right")]),
    ],
)
def test_a_door_is_passed_where_its_space_is_nearest(x, y, spaces, seen):
    assert see((x, y, spaces)) == seen
    with_another = see((x, y, spaces), (39, -1, (2, 8)))
    assert [one for one in with_another if one != (39, "right")] == seen


def test_doors_are_passed_in_order_and_on_the_other_side_on_the_way_back():
    doors = (40, 1, (2,)), (5, -1, (3,)), (15, 1, (3,)), (47, 5, (2,))
    assert see(*doors) == [(5, "right"), (15, "left"), (40, "left"), (53, "left")]
    assert see(*doors, way=BACK) == [(15, "right"), (28, "right"), (53, "right"), (63, "left")]


@pytest.mark.parametrize("gap", [0.0, 0.02])  # ends meet within a few centimetres
@pytest.mark.parametrize("north", [1, -1])
def test_a_door_at_the_outer_side_of_a_corner_is_on_that_side(gap, north):
    graph = network(
        row(1, (0, 0), (20, 0), level=0, source=1, target=2),
        row(2, (20 - gap, -north * gap), (20, -20 * north), level=0, source=2, target=3),
    )
    places = graph.plane.to_metres(np.array([place(20 + n / 10, north * n / 10) for n in range(1, 15)]))
    openings = [Opening(number, 0.0, (0, 0)) for number in range(len(places))]
    passed = pass_openings(follow(graph, 0, 2), openings, places, 0, 2)
    assert [door.side for door in passed] == ["left" if north > 0 else "right"] * len(places)


def test_only_doors_beside_the_segments_that_are_asked_for_are_passed():
    doors = (5, 1, (3,)), (40, 1, (2,)), (47, 10, (2,))
    assert see(*doors, parts=(0, 1)) == [(5, "left")]
    assert see(*doors, parts=(2, 3)) == [(40, "left")]
    assert see(*doors, parts=(3, 4)) == [(58, "left")]


def test_a_door_that_is_walked_through_is_not_passed():
    for x in (19, 20.5, 24, 28):  # wherever on its sill it is drawn
        gate, other = (Opening(number, 0.0, (x, 0.2), spaces=(2, 3)) for number in (77, 78))
        places = GRAPH.plane.to_metres(np.array([place(x, 0.2)]))
        assert pass_openings(WAY, [gate], places, 0, 4) == []
        assert len(pass_openings(WAY, [other], places, 0, 4)) == (x != 24)
    assert pass_openings(WAY, [], places[:0], 0, 4) == []


def test_where_spaces_are_unknown_every_door_counts():
    graph = network(row(1, (0, 0), (20, 0), level=0, source=1, target=2))
    openings = [Opening(1, 0.0, (0, 0), spaces=(5, 6)), Opening(2, 0.0, (0, 0))]
    places = graph.plane.to_metres(np.array([place(5, 1), place(9, -1)]))
    passed = pass_openings(follow(graph, 0), openings, places, 0, 1)
    assert [(round(door.at), door.side) for door in passed] == [(5, "left"), (9, "right")]


DOORS = [PassedDoor(at, side) for at, side in ((2, "left"), (5, "right"), (5, "left"), (9, "left"))]


@pytest.mark.parametrize(
    ("after", "at", "side", "count"),
    [
        (0, 20, None, 4),
        (0, 20, "left", 3),
        (0, 20, "right", 1),
        (1.4, 20, None, 4),
        (1.6, 20, None, 3),  # at the place itself
        (3, 9.4, None, 2),
        (3, 9.6, None, 3),
        (3, 9.6, "left", 2),
        (4.4, 5.6, None, 2),
        (5, 5, None, 0),
        (9, 1, None, 0),
        (9, 1, "left", 0),
    ],
)
def test_doors_are_counted_between_two_places(after, at, side, count):
    assert count_doors(DOORS, after, at, side) == count


# A corridor with rooms' stubs, short and long dead ends, and a door, none of which the map knows.
BRANCHED = network(
    row(1, (-20, 0), (10, 0), level=0, source=1, target=2),
    row(2, (10, 0), (20, 0), level=0, source=2, target=3),
    row(3, (20, 0), (30, 0), level=0, source=3, target=4),
    row(4, (30, 0), (60, 0), level=0, source=4, target=5),
    row(5, (10, 0), (10, 4), level=0, source=2, target=12, kind="room"),
    row(6, (12, -4), (10, 0), level=0, source=22, target=2, kind="room"),  # drawn towards the corridor
    row(7, (20, 0), (20, 14.5), level=0, source=3, target=13),
    row(8, (20, 0), (20, -15.5), level=0, source=3, target=23),  # no room is so deep
    row(9, (30, 0), (30, -1), level=0, source=4, target=24, kind="door"),
    row(10, (30, -1), (30, -9), level=0, source=24, target=34),
    row(11, (30, 0), (30, 5), level=0, target_level=1, source=4, target=44, kind="stairs"),
)


@pytest.mark.parametrize(
    ("arcs", "parts", "passed"),
    [
        ((0, 2, 4, 6), (0, 4), [(30, "left"), (30, "right"), (40, "left"), (50, "right")]),
        ((7, 5, 3, 1), (0, 4), [(30, "left"), (40, "right"), (50, "left"), (50, "right")]),
        ((0, 2, 4, 6), (1, 3), [(40, "left")]),
        ((0, 2, 4, 6), (0, 1), []),
        ((9, 2, 4), (0, 3), [(4, "left"), (14, "left")]),  # out of a room, whose own door is not passed
        ((0, 2, 12), (0, 3), [(30, "left"), (30, "right")]),
    ],
)
def test_doors_that_only_the_network_knows_are_passed_at_its_nodes(arcs, parts, passed):
    doors = Branching(follow(BRANCHED, *arcs)).pass_doors(*parts)
    assert sorted((round(door.at), door.side) for door in doors) == passed


def test_a_door_of_the_network_is_the_same_from_both_sides():
    branches = find_branches(BRANCHED)
    doors = {edge + 1 for edge in range(BRANCHED.edge_count) if branches.is_door(2 * edge)}
    assert doors == {5, 6, 7, 9, 10}  # the tenth ends in a room of its own
    assert {edge + 1 for edge in range(BRANCHED.edge_count) if branches.is_door(2 * edge + 1)} == {5, 6, 9}
    assert find_branches(BRANCHED) is branches


def test_an_end_of_the_network_is_a_dead_end():
    branches = find_branches(BRANCHED)
    numbers = BRANCHED.node_number.tolist()
    ends = {number for node, number in enumerate(numbers) if branches.is_dead_end(node)}
    assert ends == {1, 5, 12, 22, 13, 23, 34}  # above the stairs is no end: they lead nowhere on its level
