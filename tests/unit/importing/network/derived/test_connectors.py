"""Which end of a connector is up, and what is told where its source does not say."""

import numpy as np
import pytest
import shapely
from shapely import LineString, Point, box

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network import make_network, rules
from interactive_maps.importing.network.derived.connectors import Connectors
from interactive_maps.importing.network.derived.walkable_area import make_walkable_areas
from interactive_maps.importing.network.graph import Graph
from interactive_maps.importing.network.neighbour_search import Crowded
from interactive_maps.importing.network.plane import choose_plane_around
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.mapdata.edits.features import Connector, Level
from tests.unit.importing.network.maps import build, earth, metres, room, says

HALLS = [room("below", 0, 0, 10, 4), room("above", 0, 0, 10, 4, level=1.0)]
WEST_BELOW = [room("below", 0, 0, 4, 4), room("above", 6, 0, 10, 4, level=1.0)]
LINE = earth(LineString([(2, 2), (8, 2)]))


def escalate(spaces, direction="forward", incline=None, geometry=LINE, levels=(0.0, 1.0), kind="escalator"):
    """Return the draft with one connector, and its edge from level to level."""
    connector = Connector("c", kind, levels, geometry, direction=direction, incline=incline)
    draft = build(spaces, [], [connector])
    return draft, next((edge for edge in draft.edges if edge.target_level is not None), None)


def test_where_nothing_tells_which_end_is_up_it_is_told():
    draft, edge = escalate(HALLS, "both")
    assert edge.target_level == 1
    assert says(draft, rules.UNKNOWN_INCLINE.says)


@pytest.mark.parametrize("incline", ["up", "down", "10%", "-10%", "8%"])
def test_an_incline_tells(incline):
    draft, _ = escalate(HALLS, "both", incline)
    assert says(draft, rules.UNKNOWN_INCLINE.says) == []


def test_the_spaces_at_its_ends_tell():
    draft, edge = escalate(WEST_BELOW, "both")
    assert says(draft, rules.UNKNOWN_INCLINE.says) == []
    assert (edge.level, edge.target_level) == (0, 1)
    downwards = escalate(WEST_BELOW, geometry=earth(LineString([(8, 2), (2, 2)])))[1]
    assert (downwards.level, downwards.target_level) == (1, 0)


def test_what_moves_forward_rises_unless_something_tells_otherwise():
    draft, edge = escalate(HALLS)
    assert says(draft, rules.UNKNOWN_INCLINE.says) == []
    assert (edge.level, edge.target_level, edge.one_way) == (0, 1, True)


@pytest.mark.parametrize("direction", ["reversible", "unknown"])
def test_a_direction_that_is_not_known_is_both_and_told(direction):
    draft, edge = escalate(HALLS, direction, "up")
    assert says(draft, rules.UNKNOWN_DIRECTION.says)
    assert not edge.one_way


def test_a_connector_of_one_level_leads_nowhere_and_is_told():
    draft, edge = escalate(HALLS, "both", levels=(0.0,))
    assert edge is None
    assert says(draft, rules.UNKNOWN_LEVELS.says)


def test_a_connector_far_from_any_space_is_told_for_that_level():
    lift = earth(Point(10.9, 2))
    assert says(escalate(HALLS, "both", geometry=lift, kind="elevator")[0], rules.LOOSE_CONNECTOR.says) == []
    far = earth(Point(11.1, 2))
    assert (
        len(says(escalate(HALLS, "both", geometry=far, kind="elevator")[0], rules.LOOSE_CONNECTOR.says)) == 2
    )


def climb(connector, *spaces, elevations=()):
    """Return the edges between levels, and the draft that they are in."""
    draft = MapDraft("map")
    draft.spaces, draft.connectors = list(spaces), [connector]
    draft.levels = [Level(f"L{level}", level, {}, elevation=height) for level, height in elevations]
    make_network(draft)
    return [edge for edge in draft.edges if edge.connector], draft


def places(edge):
    """Return the places of an edge in metres, to a centimetre."""
    return [(round(x, 2) + 0.0, round(y, 2) + 0.0) for x, y in shapely.get_coordinates(metres(edge.geometry))]


def well(side, kind="stairs", *, apart=0.0):
    """Return the edge of stairs in square rooms above each other, or so far apart."""
    lower = room("a", 0, 0, side, side, category="stairs")
    upper = room("b", apart, 0, side + apart, side, category="stairs", level=1.0)
    drawn = earth(box(0, 0, side, side))
    (edge,), _ = climb(Connector("c", kind, (0.0, 1.0), drawn, spaces=("a", "b")), lower, upper)
    return edge


@pytest.mark.parametrize(("side", "flight"), [(12, 4.0), (4, np.hypot(1.85, 1.85)), (1, 1.5)])
def test_stairs_go_a_flight_towards_a_corner_of_their_well_and_come_back(side, flight):
    edge = well(side)
    start, turn, end = places(edge)
    assert start == end == (side / 2, side / 2)
    assert edge.length == pytest.approx(2 * flight, abs=0.01)
    assert turn[0] == turn[1] < start[0]  # of corners as far away the one in the southwest


@pytest.mark.parametrize(("apart", "count"), [(1.4, 3), (1.6, 2)])
def test_only_stairs_above_each_other_turn(apart, count):
    assert len(places(well(4, apart=apart))) == count


@pytest.mark.parametrize(("kind", "count"), [("stairs", 3), ("escalator", 3), ("ramp", 3), ("elevator", 2)])
def test_a_lift_goes_straight_up(kind, count):
    assert len(places(well(4, kind))) == count


def test_stairs_that_end_in_no_space_lead_straight_up():
    (edge,), draft = climb(Connector("c", "stairs", (0.0, 1.0), earth(Point(30, 2))), *HALLS)
    assert places(edge) == [(30, 2), (30, 2)]
    assert len(says(draft, rules.LOOSE_CONNECTOR.says)) == 2


@pytest.mark.parametrize("incline", ["up", "down"])
def test_a_line_is_followed_bend_by_bend_from_level_to_level(incline):
    line = earth(LineString([(2, 2), (4, 3), (6, 1), (8, 2)]))
    (edge,), _ = climb(Connector("c", "ramp", (0.0, 1.0), line, incline=incline), *HALLS)
    forth = [(2, 2), (4, 3), (6, 1), (8, 2)]
    assert places(edge) == (forth if incline == "up" else forth[::-1])
    assert (edge.level, edge.target_level, edge.one_way) == (0, 1, False)


def test_what_leads_down_its_bends_leads_down_all_of_them():
    places_up = [(2, 2), (4, 3), (5, 1), (6, 1), (8, 2)]
    line = earth(LineString(places_up))
    (edge,), _ = climb(
        Connector("c", "escalator", (0.0, 1.0), line, direction="backward", incline="up"), *HALLS
    )
    assert places(edge) == places_up[::-1]
    assert (edge.level, edge.target_level, edge.one_way) == (1, 0, True)


def test_levels_share_a_line_evenly():
    halls = [room(f"h{level}", 0, 0, 10, 4, level=float(level)) for level in range(3)]
    edges, _ = climb(Connector("c", "ramp", (0.0, 1.0, 2.0), LINE, incline="up"), *halls)
    assert [places(edge) for edge in edges] == [[(2, 2), (5, 2)], [(5, 2), (8, 2)]]
    assert [(edge.level, edge.target_level) for edge in edges] == [(0, 1), (1, 2)]


@pytest.mark.parametrize("kind", [*("stairs", "escalator", "ramp", "elevator"), *("movingwalkway", "steps")])
def test_an_edge_is_of_the_kind_that_routing_knows(kind):
    (edge,), _ = climb(Connector("c", kind, (0.0, 1.0), LINE, names={"": "A1"}, incline="up"), *HALLS)
    known = {"elevator": "lift", "movingwalkway": "walkway", "steps": "stairs"}
    assert (edge.kind, edge.name, edge.connector) == (known.get(kind, kind), "A1", "c")


@pytest.mark.parametrize(
    ("kind", "incline", "heights", "slope"),
    [
        ("ramp", "10%", (0, 3), 0.1),
        ("ramp", "-10%", (0, 3), 0.1),
        ("ramp", "up", (0, 3), 0.5),
        ("ramp", "up", (-1, -4), 0.5),
        ("ramp", "up", (0, None), None),
        ("ramp", "up", (None, 3), None),
        ("elevator", "up", (0, 3), None),
    ],
)
def test_a_slope_is_told_or_the_rise_over_the_run(kind, incline, heights, slope):
    connector = Connector("c", kind, (0.0, 1.0), LINE, incline=incline)
    (edge,), _ = climb(connector, *HALLS, elevations=zip((0.0, 1.0), heights, strict=True))
    assert edge.slope == slope


def test_what_goes_straight_up_has_no_slope():
    connector = Connector("c", "ladder", (0.0, 1.0), earth(Point(2, 2)))
    (edge,), _ = climb(connector, *HALLS, elevations=((0.0, 0), (1.0, 3)))
    assert edge.slope is None


@pytest.mark.parametrize(
    ("kind", "category", "expected"),
    [("stairs", "stairs", "stairs"), ("stairs", "walkway", "walk"), ("escalator", "stairs", "walk")],
)
def test_stairs_of_one_level_are_a_few_steps_across_their_room(kind, category, expected):
    steps = room("steps", 0, 0, 4, 4, category=category)
    halls = [room("west", -4, 0, 0, 4, category="walkway"), room("east", 4, 0, 8, 4, category="walkway")]
    _, draft = climb(Connector("c", kind, (0.0,), earth(Point(2, 2)), spaces=("steps",)), steps, *halls)
    across = {edge.kind for edge in draft.edges if edge.space == "steps" and edge.kind != "room"}
    assert across == {expected}
    assert {edge.kind for edge in draft.edges if edge.space == "west"} <= {"walk", "room"}


def enter(place, *spaces, told=()):
    """Return the space in which a lift at a place has its door."""
    upper = room("above", 0, 0, 30, 30, level=1.0)
    connector = Connector("c", "elevator", (0.0, 1.0), earth(Point(place)), spaces=told)
    _, draft = climb(connector, *spaces, upper)
    (node,) = [node for node in draft.nodes if node.connector and node.level == 0]
    return node.space


def test_a_lift_opens_into_its_own_shaft_else_the_space_around_it_else_one_that_it_names():
    hall, big = room("hall", 0, 0, 4, 4), room("big", 20, 0, 30, 10)
    shaft = room("shaft", 10, 0, 12, 2, category="elevator")
    assert enter((2, 2), hall, big, shaft, told=("shaft", "big")) == "shaft"
    assert enter((2, 2), hall, big, shaft, told=("big",)) == "hall"
    assert enter((15, 20), hall, big, shaft, told=("big", "hall")) == "hall"  # the smaller
    assert enter((15, 20), hall, big, shaft) is None


def test_a_lift_beside_two_spaces_opens_into_the_one_it_touches_else_the_smaller():
    large, small = room("large", 0, 0, 10, 10), room("small", 10.8, 0, 14, 4)
    assert enter((10, 2), large, small) == "large"
    assert enter((10.4, 2), large, small) == "small"


@pytest.mark.parametrize(("bound", "is_too_many"), [(4, False), (3, True)])
def test_spaces_at_the_ends_of_connectors_have_a_bound(bound, is_too_many):
    halls = [room(key, 0, 0, 4, 4) for key in ("a", "b")]
    issues = IssueCollector()
    walkables = make_walkable_areas(halls, [box(0, 0, 4, 4)] * 2, [], [], issues)
    plane = choose_plane_around([halls[0].display_point])
    connectors = Connectors(Graph(plane), {0.0: walkables}, {}, issues, _left=bound)
    for key, x in (("c", 1), ("d", 2)):
        lift = Connector(key, "elevator", (0.0, 1.0), earth(Point(x, 2)))
        if is_too_many and key == "d":
            with pytest.raises(Crowded):
                connectors.add(lift, Point(x, 2))
        else:
            connectors.add(lift, Point(x, 2))


def test_a_shaft_has_no_other_middle_than_the_door_of_its_lift():
    shafts = [
        room("a", 0, 0, 2, 2, category="elevator"),
        room("b", 0, 0, 2, 2, category="elevator", level=1.0),
    ]
    lift = Connector("c", "elevator", (0.0, 1.0), earth(Point(0.1, 0.1)), spaces=("a", "b"))
    (edge,), draft = climb(lift, *shafts)
    assert places(edge) == [(1, 1), (1, 1)]
    assert not [node for node in draft.nodes if node.key.startswith("space:")]


def test_a_line_that_says_nothing_and_moves_backward_leads_down():
    halls = [room("below", 0, 0, 4, 4), room("above", 6, 0, 10, 4, level=1.0)]
    for line, start in (([(2, 2), (8, 2)], 1), ([(8, 2), (2, 2)], 0)):
        connector = Connector("c", "escalator", (0.0, 1.0), earth(LineString(line)), direction="backward")
        (edge,), _ = climb(connector, *halls)
        assert edge.one_way
        assert edge.level == start


def test_a_lift_in_a_hall_that_it_names_is_where_it_was_drawn():
    lift = Connector("c", "elevator", (0.0, 1.0), earth(Point(7, 1)), spaces=("below", "above"))
    (edge,), _ = climb(lift, *HALLS)
    assert places(edge) == [(7, 1), (7, 1)]
