"""Networks of small maps with spaces and openings."""

from __future__ import annotations

import time

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.draft.walked_line import WalkedLine
from interactive_maps.importing.network import make_network
from interactive_maps.importing.reporting.report import LayerUse
from interactive_maps.mapdata.edits.features import Connector
from interactive_maps.mapdata.edits.rows import LineRow
from tests.unit.importing.network.maps import (
    build,
    connect,
    door,
    earth,
    find_spaces,
    metres,
    room,
    says,
    space,
)

few = settings(max_examples=25)


def corridor_with_rooms(count: int = 4) -> tuple[list, list]:
    """Return a corridor along x, 2 m wide, with rooms of 3 m above it."""
    spaces = [room("hall", 0, 0, 3 * count, 2, category="walkway")]
    spaces += [room(f"r{index}", 3 * index, 2, 3 * index + 3, 6) for index in range(count)]
    return spaces, [door(f"d{index}", 3 * index + 1, 2) for index in range(count)]


def length(draft: MapDraft, start: str, goal: str) -> float:
    graph = connect(draft.edges)
    return float(nx.shortest_path_length(graph, f"space:{start}", f"space:{goal}", weight="length"))


def test_rooms_are_joined_through_their_doors() -> None:
    draft = build(*corridor_with_rooms())
    assert {edge.kind for edge in draft.edges} == {"walk", "room", "door"}
    assert len([edge for edge in draft.edges if edge.kind == "door"]) == 4
    # From middle to door, along the wall, and in again.
    assert length(draft, "r0", "r3") == pytest.approx(9 + 2 * np.hypot(0.5, 2), rel=0.03)


def test_rooms_do_not_leak() -> None:
    spaces, doors = corridor_with_rooms()
    draft = build(spaces, doors[:3])
    assert find_spaces(draft, set(connect(draft.edges))) == {"hall", "r0", "r1", "r2"}
    assert says(draft, "no opening leads to it") == [
        "r3 space: no opening leads to it: not part of the network"
    ]


def test_a_corridor_goes_over_into_the_next_unless_a_door_divides_them() -> None:
    halls = [room("a", 0, 0, 10, 2, category="walkway"), room("b", 10, 0, 20, 2, category="walkway")]
    assert length(build(halls), "a", "b") == pytest.approx(10, rel=0.02)
    edges = build(halls, [door("d", 10, 1)]).edges
    assert [edge.opening for edge in edges if edge.kind == "door"] == ["d"]
    assert not [edge for edge in edges if edge.key.startswith("passage:")]
    narrow = [halls[0], room("b", 10, 1.5, 20, 5, category="walkway")]
    assert not build(narrow).edges


def test_a_room_in_an_area_is_walked_around() -> None:
    hall = room("hall", 0, 0, 20, 20, category="lobby")
    spaces = [hall, room("kiosk", 5, 5, 15, 15)]
    doors = [door("w", 0, 10), door("e", 20, 10), door("k", 5, 10)]
    draft = build(spaces, doors)
    graph = connect([edge for edge in draft.edges if edge.space != "kiosk"])
    way = nx.shortest_path_length(graph, "door:w/hall", "door:e/hall", weight="length")
    assert way == pytest.approx(2 * np.hypot(5, 5) + 10, rel=0.03)
    kiosk = box(5, 5, 15, 15).buffer(-0.01)
    assert not any(metres(edge.geometry).intersects(kiosk) for edge in draft.edges if edge.space == "hall")


def test_walls_drawn_as_lines_are_walked_around_and_open_at_doors() -> None:
    for doors, way in (([], 2 * np.hypot(5, 2)), ([door("m", 5, 2.5)], 10)):
        draft = MapDraft("map")
        draft.spaces = [room("hall", 0, 0, 10, 5)]
        draft.openings = [door("w", 0, 2.5), door("e", 10, 2.5), *doors]
        draft.lines = [LineRow("wall", "indoor=wall", 0.0, earth(LineString([(5, 0), (5, 4.5)])))]
        draft.report.layers["indoor=wall"] = LayerUse("wall", 1)
        make_network(draft)
        found = nx.shortest_path_length(connect(draft.edges), "door:w/hall", "door:e/hall", weight="length")
        assert found == pytest.approx(way, rel=0.06)


def test_doors_keep_what_is_said_of_them() -> None:
    spaces, _ = corridor_with_rooms(2)
    doors = [door("d0", 1, 2, width=0.9, names={"en": "Gate"}, access="private"), door("out", 0, 1)]
    edges = {edge.opening: edge for edge in build(spaces, doors).edges if edge.kind == "door"}
    assert (edges["d0"].width, edges["d0"].name, edges["d0"].space) == (0.9, "Gate", None)
    assert {edges["out"].source, edges["out"].target} == {"door:out/hall", "door:out/outside"}


def test_a_door_just_off_an_outline_is_snapped() -> None:
    spaces = [room("a", 0, 0, 5, 5), room("b", 5.2, 0, 9, 5)]
    draft = build(spaces, [door("d", 5, 2, spaces=("a",))])
    assert nx.is_connected(connect(draft.edges))
    assert says(draft, "moved there")
    draft = build([spaces[0], room("b", 5.5, 0, 9, 5)], [door("d", 5, 2, spaces=("a",))])
    assert find_spaces(draft, set(connect(draft.edges))) == {"a"}


def test_a_door_within_a_wall_is_at_its_place() -> None:
    spaces = [room("a", 0, 0, 5, 5), room("b", 5.3, 0, 9, 5)]
    draft = build(spaces, [door("d", 5.15, 2, spaces=("a", "b")), door("out", 9.2, 2, spaces=("b",))])
    assert nx.is_connected(connect(draft.edges))
    assert not says(draft, "moved there")
    draft = build(spaces, [door("d", 4.0, 2, spaces=("a", "b"))])
    assert says(draft, "moved there")


def stairwell(level: float) -> list:
    return [
        room(f"hall@{level:g}", 0, 0, 10, 3, category="walkway", level=level),
        room(f"stairs@{level:g}", 10, 0, 13, 6, category="stairs", level=level),
    ]


def test_connectors_join_the_levels_that_they_serve() -> None:
    spaces = [one for level in (0.0, 1.0, 2.0) for one in stairwell(level)]
    doors = [door(f"d@{level:g}", 10, 1, level=level) for level in (0.0, 1.0, 2.0)]
    well = earth(box(10, 0, 13, 6))
    lift = Connector("lift", "elevator", (0.0, 2.0), earth(Point(1, 1)), step_free=True)
    stairs = Connector("st", "stairs", (0.0, 1.0), well, spaces=("stairs@0", "stairs@1"))
    edges = build(spaces, doors, [lift, stairs]).edges
    climbs = {edge.connector: edge for edge in edges if edge.target_level is not None}
    assert [(climbs[key].level, climbs[key].target_level) for key in ("lift", "st")] == [(0, 2), (0, 1)]
    assert climbs["lift"].length == 0
    assert 3 < climbs["st"].length < 9
    assert nx.is_connected(connect(edges))
    assert not nx.is_connected(connect(edges, without=["lift"]))


@pytest.mark.parametrize(("incline", "direction", "rises"), [
    ("up", "forward", True),
    ("up", "backward", False),
    ("down", "forward", False),
    ("down", "backward", True),
])  # fmt: skip
def test_escalators_lead_one_way(incline: str, direction: str, rises: bool) -> None:
    spaces = [one for level in (0.0, 1.0) for one in stairwell(level)]
    line = earth(LineString([(2, 1), (8, 1)]))
    moving = Connector("e", "escalator", (0.0, 1.0), line, direction=direction, incline=incline)
    (edge,) = [edge for edge in build(spaces, [], [moving]).edges if edge.connector]
    assert edge.one_way
    assert (edge.target_level or 0) - (edge.level or 0) == (1 if rises else -1)
    assert edge.length == pytest.approx(6, abs=0.01)
    start = shapely.get_coordinates(metres(edge.geometry))[0, 0]
    assert start == pytest.approx(2 if direction == "forward" else 8, abs=0.01)


@given(st.permutations(range(9)))
@few
def test_order_changes_nothing(order: list[int]) -> None:
    spaces, doors = corridor_with_rooms(5)
    before = build(spaces, doors)
    shuffled = [*spaces, *doors]
    shuffled = [shuffled[index] for index in order] + shuffled[9:]
    after = build([one for one in shuffled if one in spaces], [one for one in shuffled if one in doors])
    assert (after.nodes, after.edges) == (before.nodes, before.edges)


def test_another_room_changes_only_what_is_beside_it() -> None:
    spaces, doors = corridor_with_rooms(6)
    before = {edge.key: edge for edge in build(spaces[:-1], doors[:-1]).edges}
    after = {edge.key: edge for edge in build(spaces, doors).edges}
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert {(after.get(key) or before[key]).space for key in changed} <= {"hall", "r5", None}
    assert len(changed) < 10


@given(st.lists(st.integers(1, 199), min_size=2, max_size=12, unique=True), st.integers(0, 10_000))
@few
def test_ways_stay_inside_any_shape(doors: list[int], seed: int) -> None:
    dice = np.random.default_rng(seed)
    angles = np.sort(dice.uniform(0, 2 * np.pi, 14))
    radii = dice.uniform(4, 20, 14)
    star = Polygon(np.column_stack([radii * np.cos(angles), radii * np.sin(angles)]))
    if not star.is_valid or star.buffer(-0.5).geom_type != "Polygon":
        return
    places = [star.exterior.interpolate(share / 200, normalized=True) for share in doors]
    draft = build([space("s", star)], [door(f"d{i}", place.x, place.y) for i, place in enumerate(places)])
    inside = star.buffer(1e-3)
    for edge in draft.edges:
        if edge.kind != "door":
            assert inside.covers(metres(edge.geometry))
    graph = connect([edge for edge in draft.edges if edge.space == "s"])
    assert nx.is_connected(graph)


def test_a_hall_with_a_hundred_doors_keeps_few_edges() -> None:
    hall = space("hall", box(0, 0, 60, 40).difference(box(20, 15, 40, 25)), "walkway")
    outline = box(0, 0, 60, 40).exterior
    places = [outline.interpolate((index + 0.5) / 100, normalized=True) for index in range(100)]
    draft = build([hall], [door(f"d{index}", place.x, place.y) for index, place in enumerate(places)])
    assert len([edge for edge in draft.edges if edge.kind == "walk"]) < 1500


def test_the_middle_of_a_hall_is_near_all_of_its_doors() -> None:
    outline = box(0, 0, 20, 14).exterior
    doors = {f"d{index}": outline.interpolate(index / 20, normalized=True) for index in range(20)}
    hall = space("hall", box(0, 0, 20, 14), "walkway")
    graph = connect(build([hall], [door(key, place.x, place.y) for key, place in doors.items()]).edges)
    for key, place in doors.items():
        straight = box(0.15, 0.15, 19.85, 13.85).intersection(LineString([(10, 7), place])).length
        way = nx.shortest_path_length(graph, "space:hall", f"door:{key}/hall", weight="length")
        assert way <= 1.03 * straight


def test_shapes_made_to_harm_are_bounded() -> None:
    teeth = [(x / 50, 0.0 if x % 2 else 3.0) for x in range(8000)]
    comb = space("comb", Polygon([*teeth, (160, 20), (0, 20)]).buffer(0), "walkway")
    doors = [door(f"d{index}", index * 0.1, 20) for index in range(1300)]
    began = time.process_time()
    draft = build([comb], doors)
    assert time.process_time() - began < 60  # without bounds it would be hours
    assert len(draft.edges) < 60_000
    assert says(draft, "simplified")
    assert says(draft, "more openings than a space can have")


def test_spaces_drawn_on_top_of_each_other_are_bounded() -> None:
    draft = build([room(f"r{index}", 0, 0, 5, 5) for index in range(300)], [door("d", 0, 1)])
    assert len([edge for edge in draft.edges if edge.kind == "door"]) == 15


def draw_path(draft: MapDraft, key: str, *places: tuple[float, float]) -> None:
    draft.walked.append(WalkedLine(key, 0.0, earth(LineString(places))))


def test_footways_lead_to_doors_and_into_what_is_open() -> None:
    draft = MapDraft("map")
    draft.spaces = [room("hall", 0, 0, 10, 10, category="lobby"), room("shop", 20, 0, 30, 10)]
    draft.openings = [door("d", 20, 5)]
    draw_path(draft, "to the door", (5, 5), (20, 5))
    draw_path(draft, "past it", (15, 5), (15, 20))
    make_network(draft)
    graph = connect(draft.edges)
    assert nx.is_connected(graph)
    # Inside of the hall the way is made, not drawn.
    way = nx.shortest_path_length(graph, "space:hall", "space:shop", weight="length")
    assert way == pytest.approx(20, rel=0.01)
    drawn = [edge for edge in draft.edges if "to the door" in edge.key]
    assert sum(edge.length for edge in drawn) == pytest.approx(10, abs=0.01)


def test_footways_do_not_lead_through_the_wall_of_a_room_that_has_a_door() -> None:
    draft = MapDraft("map")
    draft.spaces = [room("a", 0, 0, 10, 10), room("b", 12, 0, 20, 10)]
    draft.openings = [door("d", 5, 0), door("e", 15, 0)]
    draw_path(draft, "through", (-5, 5), (25, 5))
    make_network(draft)
    assert nx.number_connected_components(connect(draft.edges)) == 5


def test_stairs_are_joined_with_the_footways_that_they_end_at() -> None:
    draft = MapDraft("map")
    draft.spaces = [room("hall", 0, 0, 10, 10, category="lobby", level=1.0)]
    draft.openings = []
    steps = earth(LineString([(-8, 5), (0, 5)]))
    draft.connectors = [Connector("steps", "stairs", (0.0, 1.0), steps, incline="up")]
    draw_path(draft, "street", (-8, 0), (-8, 20))
    make_network(draft)
    graph = connect(draft.edges)
    assert nx.is_connected(graph)
    assert nx.shortest_path_length(graph, "space:hall", "connector:steps@0", weight="length") < 14
