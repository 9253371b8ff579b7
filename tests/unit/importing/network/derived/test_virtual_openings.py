"""Corridors and open areas that touch go over into each other, except where a door or a wall says otherwise."""

import pytest
from shapely import Point, Polygon, box

from interactive_maps.importing.network import rules
from interactive_maps.importing.network.derived import virtual_openings
from interactive_maps.importing.network.derived.virtual_openings import find_straight_runs, is_open
from tests.unit.importing.network.maps import build, door, line, metres, room, says, space


def hall(key, *bounds, **more):
    return room(key, *bounds, category="walkway", **more)


def cross(*spaces, doors=(), walls=()):
    """Return where spaces go over into each other: the places of passages, to a centimetre."""
    draft = build(list(spaces), list(doors), walls=walls)
    places = set()
    for edge in draft.edges:
        if (
            "passage:" in edge.source
            and "passage:" in edge.target
            and len({*map(_home(draft), _ends(edge))}) == 2
        ):
            middle = metres(edge.geometry).interpolate(0.5, normalized=True)
            places.add((round(middle.x, 2) + 0.0, round(middle.y, 2) + 0.0))
    return sorted(places)


def _ends(edge):
    return edge.source, edge.target


def _home(draft):
    homes = {node.key: node.space for node in draft.nodes}
    return homes.__getitem__


def test_a_narrow_passage_is_crossed_in_its_middle():
    assert cross(hall("a", 0, 0, 5, 1), hall("b", 5, 0, 9, 1)) == [(5, 0.5)]


def test_a_wide_passage_is_crossed_near_its_ends_and_between():
    assert cross(hall("a", 0, 0, 5, 2), hall("b", 5, 0, 9, 2)) == [(5, 0.15), (5, 1), (5, 1.85)]
    places = cross(hall("a", 0, 0, 5, 10.3), hall("b", 5, 0, 9, 10.3))
    assert places == [(5, 0.15), (5, 2.65), (5, 5.15), (5, 7.65), (5, 10.15)]


def test_each_straight_part_of_a_border_has_its_own():
    bent = Polygon([(0, 0), (8, 0), (8, 1), (5, 1), (5, 2), (0, 2)])
    rest = Polygon([(8, 0), (8, 1), (5, 1), (5, 2), (12, 2), (12, 0)])
    places = cross(space("a", bent, "walkway"), space("b", rest, "walkway"))
    assert {(5, 1.5), (8, 0.5)} <= set(places)
    assert len([place for place in places if place[1] == 1]) == 3


@pytest.mark.parametrize(("shared", "count"), [(0.5, 0), (0.7, 1)])
def test_what_touches_in_a_step_is_no_passage(shared, count):
    assert len(cross(hall("a", 0, 0, 5, 2), hall("b", 5, 2 - shared, 9, 9))) == count


@pytest.mark.parametrize(("apart", "is_passage"), [(0.0, True), (0.04, True), (0.1, False)])
def test_areas_a_hair_apart_touch(apart, is_passage):
    assert bool(cross(hall("a", 0, 0, 5, 1), hall("b", 5 + apart, 0, 9, 1))) == is_passage


def test_rooms_have_walls():
    assert cross(room("a", 0, 0, 5, 2), room("b", 5, 0, 9, 2)) == []
    assert cross(hall("a", 0, 0, 5, 2), room("b", 5, 0, 9, 2)) == []
    assert cross(hall("a", 0, 0, 5, 2), hall("b", 5, 0, 9, 2, level=1.0)) == []


@pytest.mark.parametrize("y", [0.5, -0.05, 1.05])
def test_where_a_door_is_a_passage_is_none(y):
    spaces = hall("a", 0, 0, 5, 1), hall("b", 5, 0, 9, 1)
    assert cross(*spaces, doors=[door("d", 5, y)]) == []
    assert cross(*spaces, doors=[door("d", 0, 0.5)]) == [(5, 0.5)]


def wall(*places):
    return line("wall", *places, layer="indoor=wall")


def test_a_wall_along_the_edge_of_two_halls_parts_them_as_far_as_it_is_drawn():
    spaces = hall("a", 0, 0, 5, 2), hall("b", 5, 0, 9, 2)
    assert cross(*spaces, walls=[wall((5, 0), (5, 2))]) == []
    assert cross(*spaces, walls=[wall((5, 0), (5, 0.9))]) == [(5, 1.5)]
    assert cross(*spaces, walls=[wall((5, 0.6), (5, 2))]) == []
    assert len(cross(*spaces, walls=[wall((4, 0), (4, 1))])) == 3


def test_a_lift_without_a_door_is_not_entered_through_a_wall():
    spaces = hall("a", 0, 0, 5, 1), room("b", 5, 0, 9, 1, category="elevator")
    assert cross(*spaces) == [(5, 0.5)]
    closed = [wall((5, -1), (5, 2))]
    assert cross(*spaces, walls=closed) == []
    assert says(build(list(spaces)), rules.OPEN_PASSAGE.says)
    assert says(build(list(spaces), walls=closed), rules.OPEN_PASSAGE.says) == []


def test_stairs_beside_a_corridor_are_open_to_it_where_no_door_leads_to_them():
    spaces = hall("a", 0, 0, 5, 1), room("b", 5, 0, 9, 1, category="stairs")
    assert cross(*spaces) == [(5, 0.5)]
    assert says(build(list(spaces)), rules.OPEN_PASSAGE.says)
    led = door("d", 9, 0.5, spaces=("b",))
    assert cross(*spaces, doors=[led]) == []
    assert says(build(list(spaces), [led]), rules.OPEN_PASSAGE.says) == []


@pytest.mark.parametrize(
    ("few", "each", "is_too_many"), [(6, 0, False), (5, 0, True), (0, 2, False), (0, 1, True), (1, 2, False)]
)
def test_spaces_that_are_open_to_each_other_have_a_bound(monkeypatch, few, each, is_too_many):
    monkeypatch.setattr(virtual_openings, "_FEW_PASSAGES", few)
    monkeypatch.setattr(virtual_openings, "_MOST_PASSAGES", each)
    halls = [hall(f"{x}{y}", x, y, x + 5, y + 5) for x in (0, 5) for y in (0, 5)]  # six pairs that touch
    draft = build(halls)
    assert bool(says(draft, rules.CROWDED_LEVEL.says)) == is_too_many
    assert bool(draft.edges) != is_too_many


@pytest.mark.parametrize(
    ("category", "layer", "expected"),
    [
        ("walkway", "", True),
        ("lobby", "", True),
        ("room", "", False),
        ("stairs", "", False),
        ("room", "indoor=area", True),
        ("room", "indoor=corridor", True),
        ("walkway", "indoor=room", False),
        ("walkway", "A-FLOR", True),
    ],
)
def test_what_a_space_is_drawn_as_comes_before_its_category(category, layer, expected):
    layers = {"a": layer} if layer else {}
    assert is_open(space("a", box(0, 0, 1, 1), category), layers) == expected


def test_a_place_is_in_the_space_that_it_leads_from():
    draft = build([hall("a", 0, 0, 5, 1), hall("b", 5, 0, 9, 1)])
    for node in draft.nodes:
        if node.key.startswith("passage:"):
            x = metres(Point(node.longitude, node.latitude)).x
            assert (x < 5) == (node.space == "a")


def test_runs_along_a_neighbour_are_cut_at_its_corners_and_exact():
    """A wall at a slant by less than the tolerance is one run; a corner that only touches is none."""
    step = Polygon([(0, 0), (8, 0), (8, 1), (5, 1), (5, 2), (0, 2)])
    beside = Polygon([(8, -1), (8, 1), (5, 1), (5, 3), (12, 3), (12, -1)])
    runs = [list(run.coords) for run in find_straight_runs(step, beside, 0.25, 0.05)]
    # From where the outline comes within reach of the neighbour to where it leaves it.
    assert sorted(sorted(run) for run in runs) == [
        [(4.75, 2), (5, 2)],
        [(5, 1), (5, 2)],
        [(5, 1), (8, 1)],
        [(7.75, 0), (8, 0)],
        [(8, 0), (8, 1)],
    ]
    bent = Polygon([(0, 0), (4, 0.04), (8, 0), (8, 4), (0, 4)])
    below = box(0, -2, 8, 0)
    assert [len(run.coords) for run in find_straight_runs(bent, below, 0.0625, 0.05) if run.length > 1] == [2]
    assert len([run for run in find_straight_runs(bent, below, 0.0625, 0.03) if run.length > 1]) == 2
    assert list(find_straight_runs(box(0, 0, 1, 1), box(3, 0, 4, 1), 0.5, 0.05)) == []
    ring = box(0, 0, 9, 9).difference(box(3, 3, 6, 6))
    assert list(find_straight_runs(ring, box(20, 0, 24, 1), 0.5, 0.05)) == []
