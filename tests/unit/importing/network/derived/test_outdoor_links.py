"""Lines outside of spaces lead to doors and stairs, and into spaces that have no other way in."""

from __future__ import annotations

import networkx as nx
import pytest
from shapely import LineString

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.draft.walked_line import WalkedLine
from interactive_maps.importing.network import make_network, rules
from interactive_maps.importing.network.drawn import noding
from interactive_maps.mapdata.edits.features import Connector
from tests.unit.importing.network.maps import connect, door, earth, metres, room, says

HOUSE = room("house", 0, 0, 10, 10)
DOOR = door("d", 0, 5)


def walk(key, *places, level=0.0, **more):
    return WalkedLine(key, level, earth(LineString(places)), **more)


def link(*ways, spaces=(HOUSE,), doors=(DOOR,), connectors=()):
    """Return the draft of a map with ways outside."""
    draft = MapDraft("map")
    draft.spaces, draft.openings, draft.connectors = list(spaces), list(doors), list(connectors)
    draft.walked = list(ways)
    make_network(draft)
    return draft


def is_whole(draft):
    return nx.is_connected(connect(draft.edges))


def drawn(draft):
    """Return the edges of ways by what their key says of the way."""
    return {edge.key.split("#")[1]: edge for edge in draft.edges if "#" in edge.key}


def test_a_way_is_left_out_where_it_runs_in_a_space():
    draft = link(walk("w", (-5, 2), (15, 2)), doors=[])
    assert {key: round(edge.length, 2) for key, edge in drawn(draft).items()} == {"w/0": 5, "w/1": 5}
    assert drawn(link(walk("w", (-5, 2), (3, 2)), doors=[])).keys() == {"w"}
    assert drawn(link(walk("w", (2, 2), (3, 2)), doors=[])) == {}


@pytest.mark.parametrize(("beyond", "count"), [(0.08, 0), (0.12, 1)])
def test_a_way_that_ends_just_outside_is_none(beyond, count):
    assert len(drawn(link(walk("w", (5, 2), (10 + beyond, 2)), doors=[]))) == count


@pytest.mark.parametrize(("off", "is_joined"), [(0.05, True), (0.55, True), (0.65, False)])
def test_a_way_that_ends_before_a_door_leads_to_it(off, is_joined):
    # The node before the door is half a metre outside.
    draft = link(walk("w", (-0.5 - off, 5), (-0.5 - off, 20)))
    assert is_whole(draft)
    assert (says(draft, rules.DOOR_LED_OUT.says) == []) == is_joined


@pytest.mark.parametrize(("x", "is_joined"), [(-3, True), (-15.3, True), (-15.7, False)])
def test_a_door_is_led_out_to_the_nearest_way(x, is_joined):
    draft = link(walk("w", (x, -20), (x, 20)), walk("far", (-60, 0), (-60, 9)))
    assert bool(says(draft, rules.DOOR_LED_OUT.says)) == is_joined
    edge = drawn(draft).get("link:door:d/outside")
    assert (edge is not None) == is_joined
    if edge:
        assert edge.length == pytest.approx(-0.5 - x, abs=0.16)  # the room keeps its paths off the wall
        assert says(draft, rules.DOOR_LED_OUT.says)[0].startswith("d ")


def test_a_door_is_not_led_out_through_another_space():
    shed = room("shed", -3, 0, -2, 10)
    draft = link(walk("w", (-5, -20), (-5, 20)), spaces=[HOUSE, shed])
    assert says(draft, rules.DOOR_LED_OUT.says) == []
    aside = room("shed", -3, 6, -2, 10)
    assert says(link(walk("w", (-5, -20), (-5, 20)), spaces=[HOUSE, aside]), rules.DOOR_LED_OUT.says)


def test_only_a_door_that_no_way_leads_to_is_led_out():
    at = walk("w", (-0.5, 5), (-9, 5))
    assert says(link(at, walk("v", (-2, 8), (-2, 20))), rules.DOOR_LED_OUT.says) == []


@pytest.mark.parametrize(("off", "is_joined"), [(0.28, True), (0.34, False)])
def test_a_way_leads_to_stairs_that_end_beside_it(off, is_joined):
    upper = room("hall", 0, 0, 10, 10, category="lobby", level=1.0)
    steps = earth(LineString([(-8, 5), (0, 5)]))
    stairs = Connector("s", "stairs", (0.0, 1.0), steps, incline="up")
    draft = link(walk("w", (-8 - off, -9), (-8 - off, 20)), spaces=[upper], doors=[], connectors=[stairs])
    assert is_whole(draft) == is_joined


@pytest.mark.parametrize(
    ("category", "doors", "is_outdoors", "leads_in"),
    [
        ("lobby", [DOOR], False, True),
        ("lobby", [DOOR], True, False),  # a footway enters buildings by their doors
        ("room", [DOOR], False, False),
        ("room", [], False, True),
        ("room", [], True, True),  # there is no door
        ("lobby", [], True, True),
    ],
)
def test_a_way_into_a_space_is_one_where_it_is_open_or_has_no_door(category, doors, is_outdoors, leads_in):
    house = room("house", 0, 0, 10, 10, category=category)
    draft = link(walk("w", (30, 5), (8, 5), is_outdoors=is_outdoors), spaces=[house], doors=doors)
    ends = {edge.source for edge in draft.edges} | {edge.target for edge in draft.edges}
    assert bool([key for key in ends if key.endswith("/house") and key.startswith("node:")]) == leads_in


def test_a_way_leads_into_the_space_at_whose_outline_it_ends():
    draft = link(walk("w", (30, 5), (10, 5)), doors=[])
    assert is_whole(draft)
    draft = link(walk("w", (30, 5), (10.1, 5)), doors=[])
    assert "space:house" not in connect(draft.edges)


@pytest.mark.parametrize(("one_way", "start"), [(None, None), ("forward", 30), ("backward", 12)])
def test_a_way_in_one_direction_is_one(one_way, start):
    draft = link(
        walk(
            "w", (30, 5), (20, 9), (12, 5), one_way=one_way, name="Lane", width=2.0, slope=0.1, step_free=True
        )
    )
    edge = drawn(draft)["w"]
    assert (edge.name, edge.width, edge.slope, edge.step_free) == ("Lane", 2.0, 0.1, True)
    assert edge.one_way == (one_way is not None)
    places = metres(edge.geometry).coords
    assert len(places) == 3
    if one_way:
        assert places[0][0] == pytest.approx(start, abs=0.01)


def test_ways_stay_on_their_level():
    draft = link(walk("w", (-0.5, 5), (-9, 5), level=1.0), walk("v", (-0.5, 5), (-9, 5), level=0.0))
    levels = {key: edge.level for key, edge in drawn(draft).items()}
    assert levels == {"w": 1.0, "v": 0.0}
    assert nx.number_connected_components(connect(draft.edges)) == 2


def test_ways_that_cross_everywhere_are_told_and_left_out(monkeypatch):
    monkeypatch.setattr(noding, "bound_pairs", lambda count: 4)
    fan = [walk(f"w{y}", (-20, y), (-30, 4 - y)) for y in range(4)]
    draft = link(*fan)
    assert drawn(draft) == {}
    assert says(draft, rules.TOO_MANY_CROSSINGS.says)[0].startswith("0 ")
    assert [edge.opening for edge in draft.edges if edge.kind == "door"] == ["d"]
