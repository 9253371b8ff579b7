"""Doors join the spaces on both sides, wherever in the wall between them they were drawn."""

from __future__ import annotations

import networkx as nx
import pytest
import shapely
from shapely import LineString, Point, box

from interactive_maps.importing.network import rules
from interactive_maps.mapdata.edits.features import Opening
from tests.unit.importing.network.maps import build, connect, door, earth, metres, room, says

WEST, EAST = room("a", 0, 0, 5, 5), room("b", 5, 0, 9, 5)


def join(spaces, *doors):
    """Return the draft, and its doors as (space or outside, space or outside)."""
    draft = build(spaces, doors)
    sides = [
        tuple(sorted(end.rpartition("/")[2] for end in (edge.source, edge.target)))
        for edge in draft.edges
        if edge.kind == "door"
    ]
    return draft, sorted(sides)


def apart(metres):
    return [WEST, room("b", 5 + metres, 0, 9, 5)]


@pytest.mark.parametrize(
    "geometry",
    [
        Point(5, 2),
        LineString([(5, 1), (5, 3)]),
        LineString([(5, 1.5), (5, 2), (5, 2.5)]),
        box(4.9, 1.5, 5.1, 2.5),
    ],
)
def test_a_door_is_where_its_middle_is(geometry):
    draft, sides = join([WEST, EAST], Opening("d", 0.0, earth(geometry)))
    assert sides == [("a", "b")]
    (edge,) = [edge for edge in draft.edges if edge.kind == "door"]
    places = shapely.get_coordinates(metres(edge.geometry)).round(2).tolist()
    assert len(places) == 3
    assert places[1] == [5, 2]
    assert {place[0] for place in (places[0], places[2])} == {4.85, 5.15}


@pytest.mark.parametrize(("kind", "crossings"), [("open", [0.15, 2.5, 4.85]), ("sliding", [2.5])])
def test_a_wide_passage_without_a_door_is_crossed_where_people_walk(kind, crossings):
    front = Opening("d", 0.0, earth(LineString([(5, 0), (5, 5)])), kind=kind)
    draft, sides = join([WEST, EAST], front)
    assert sides == [("a", "b")] * len(crossings)
    edges = [edge for edge in draft.edges if edge.kind == "door"]
    assert sorted(metres(edge.geometry).centroid.y for edge in edges) == pytest.approx(crossings, abs=0.01)
    assert {edge.opening for edge in edges} == {"d"}


def test_a_path_around_the_corner_of_a_passage_passes_it_as_near_as_any_wall():
    front = Opening("d", 0.0, earth(LineString([(5, 1), (5, 5)])), kind="open")
    draft, _ = join([WEST, EAST], front)
    nearest = min(metres(edge.geometry).distance(Point(5, 1)) for edge in draft.edges if edge.kind == "door")
    assert nearest == pytest.approx(0.15, abs=0.01)


def test_an_open_front_to_the_outdoors_is_left_in_its_middle():
    front = Opening("d", 0.0, earth(LineString([(5, 0), (5, 5)])), kind="open")
    assert join([WEST], front)[1] == [("a", "outside")]


@pytest.mark.parametrize(("off", "joined"), [(0.29, True), (0.31, False)])
def test_a_door_is_near_its_space(off, joined):
    draft, sides = join([WEST], door("d", -off, 2))
    assert sides == ([("a", "outside")] if joined else [])
    assert bool(says(draft, rules.BLIND_OPENING.says)) != joined


def test_a_door_that_names_a_space_is_joined_from_afar():
    draft, sides = join([WEST], door("d", -2, 2, spaces=("a",)))
    assert sides == [("a", "outside")]
    assert says(draft, rules.SNAPPED.says)


@pytest.mark.parametrize(("x", "y", "before"), [(0, 2, (-0.5, 2)), (2, 5, (2, 5.5)), (2, 0, (2, -0.5))])
def test_the_node_outside_is_half_a_metre_before_the_door(x, y, before):
    draft, _ = join([WEST], door("d", x, y))
    (outside,) = [node for node in draft.nodes if node.key == "door:d/outside"]
    place = metres(Point(outside.longitude, outside.latitude))
    assert (round(place.x, 2), round(place.y, 2)) == before
    assert outside.space is None


def test_a_door_in_the_middle_of_a_space_leads_nowhere():
    draft, sides = join([WEST], door("d", 2, 2))
    assert sides == []
    assert says(draft, rules.LEADS_NOWHERE.says)


def test_there_is_no_outside_within_another_space():
    # The next room begins beyond the reach of the door, and before the half metre outside.
    draft, sides = join(apart(0.4), door("d", 5, 2))
    assert sides == []
    assert says(draft, rules.LEADS_NOWHERE.says)


@pytest.mark.parametrize(
    ("x", "spaces", "is_told"),
    [
        (5.0, ("a", "b"), True),  # the wall is 0.8 m thick
        (5.4, ("a", "b"), True),
        (5.0, ("a",), False),
        (5.04, ("a",), False),
    ],
)
def test_a_wall_has_a_thickness_that_a_builder_gives_it(x, spaces, is_told):
    draft, _ = join(apart(0.8), door("d", x, 2, spaces=spaces))
    assert bool(says(draft, rules.SNAPPED.says)) == is_told


@pytest.mark.parametrize(
    ("x", "is_told"), [(5.0, False), (5.3, False), (5.6, False), (4.97, False), (4.9, True), (5.7, True)]
)
def test_a_door_within_the_wall_between_its_spaces_is_at_its_place(x, is_told):
    draft, sides = join(apart(0.6), door("d", x, 2, spaces=("a", "b")))
    assert sides == [("a", "b")]
    assert bool(says(draft, rules.SNAPPED.says)) == is_told


@pytest.mark.parametrize(("x", "is_told"), [(0, False), (-0.34, False), (-0.36, True)])
def test_an_outer_door_is_half_a_wall_off_at_most(x, is_told):
    draft, _ = join([WEST], door("d", x, 2, spaces=("a",)))
    assert bool(says(draft, rules.SNAPPED.says)) == is_told


def test_the_nearest_two_of_several_spaces_are_joined_and_more_only_where_all_touch():
    corner = [room("a", 0, 0, 5, 5), room("b", 5, 0, 9, 5), room("c", 0, 5, 9, 9)]
    assert join(corner, door("d", 5, 5))[1] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert join(corner, door("d", 5, 4.9))[1] == [("a", "b")]
    assert join(corner, door("d", 5, 4.96))[1] == [("a", "b"), ("a", "c"), ("b", "c")]
    gap = [WEST, room("b", 5.1, 0, 9, 5), room("c", 5.2, 0, 9, 4)]
    assert join(gap, door("d", 5, 2))[1] == [("a", "b")]


def test_named_spaces_come_before_near_ones():
    spaces = [WEST, EAST, room("far", 7, 6, 9, 9)]
    assert join(spaces, door("d", 5, 2, spaces=("a", "far")))[1] == [("a", "far")]
    assert join(spaces, door("d", 5, 2, spaces=("far",)))[1] == [("a", "b")]
    assert join(spaces, door("d", 5, 2, spaces=("nobody",)))[1] == [("a", "b")]


def test_doors_are_of_their_level():
    draft, sides = join([WEST, EAST], door("d", 5, 2, level=1.0))
    assert sides == []
    assert not nx.is_connected(connect(draft.edges)) if draft.edges else True


def test_a_door_keeps_its_name_and_width():
    draft, _ = join([WEST, EAST], door("d", 5, 2, names={"": "Gate"}, width=1.2))
    (edge,) = [edge for edge in draft.edges if edge.kind == "door"]
    assert (edge.name, edge.width, edge.opening) == ("Gate", 1.2, "d")


def test_without_any_door_known_it_is_not_told_that_a_space_has_none():
    assert says(build([WEST, EAST]), rules.NO_WAY_IN.says) == []
    assert len(says(build([WEST, EAST], [door("d", 30, 30)]), rules.NO_WAY_IN.says)) == 2


def test_what_is_on_no_level_is_told_where_a_network_is_made():
    lost = room("x", 0, 0, 3, 3, level=None)
    assert says(build([WEST, lost]), rules.ON_NO_LEVEL.says) == []
    told = says(build([WEST, lost], [door("d", 0, 2), door("e", 0, 2, level=None)]), rules.ON_NO_LEVEL.says)
    assert sorted(one.split()[0] for one in told) == ["e", "x"]
