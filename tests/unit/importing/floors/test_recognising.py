"""A drawing becomes a map to walk on: spaces, openings, points, the level's outline, and ways between them."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from shapely import LineString
from shapely.errors import GEOSException

from benchmarks.drafting import NOISES
from benchmarks.drafting.draughtsman import draw_building
from interactive_maps.geo.georeference import from_anchor
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.floors import Survey, recognise_rooms, recognising
from interactive_maps.importing.network import join_shafts, make_network
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.recognition.limits import TooMuch
from interactive_maps.mapdata.edits.rows import LineRow, RoomRow
from tests.unit.importing.recognition.buildings import STYLE, make_floor

MM = from_anchor(8.5, 47.4, metres_per_unit=0.001)


def survey(drawing: Drawing) -> Survey:
    """Return the survey of a drawing in millimetres."""
    return Survey.of(drawing, MM.metres_per_unit, ReadOptions().rules)


def draw(source: str = "plan.dxf", level: float | None = 0.0, drawing: Drawing | None = None) -> MapDraft:
    """Return the draft of the small floor, with its network."""
    if drawing is None:
        drawing, _ = draw_building(make_floor(), STYLE["plain"], NOISES[0])
    draft = MapDraft(source)
    draft.report.level = level
    recognise_rooms(draft, survey(drawing), MM, ReadOptions())
    make_network(draft)
    return draft


def reach(draft: MapDraft) -> set[str]:
    """Return the spaces that hang together with the corridor."""
    graph: nx.Graph[str] = nx.Graph((edge.source, edge.target) for edge in draft.edges)
    homes = {node.key: node.space for node in draft.nodes if node.space}
    corridor = next(space.key for space in draft.spaces if space.ref == "1.00")
    start = next(key for key, space in homes.items() if space == corridor)
    return {homes[key] for key in nx.node_connected_component(graph, start) if key in homes}


def test_every_room_is_a_space_with_number_name_kind_and_point():
    draft = draw()
    assert {(space.ref, space.names.get(""), space.category) for space in draft.spaces} >= {
        ("1.01", "Office", "office"),
        ("1.03", "Kitchen", "kitchen"),
        ("1.08", "Stair", "stairs"),
        ("1.09", "Lift", "elevator"),
        ("1.00", "Corridor", "walkway"),
    }
    assert all(space.geometry.contains(space.display_point) for space in draft.spaces)
    assert draft.report.counts["space"] == 11
    assert draft.report.counts["room"] == len(draft.rooms)


def test_openings_have_widths_and_the_entrance_one_space():
    draft = draw()
    assert sorted(len(opening.spaces) for opening in draft.openings) == [1] + [2] * 10
    assert {opening.width for opening in draft.openings} == {0.9, 1.2}
    assert {opening.kind for opening in draft.openings} == {"door"}


def test_points_of_rooms_know_their_spaces():
    draft = draw()
    assert {room.space for room in draft.rooms} <= {space.key for space in draft.spaces}
    assert "1.01 Office" in {room.name for room in draft.rooms}
    assert not any("Lift" in room.name for room in draft.rooms)


def test_a_point_that_names_a_room_or_stands_in_one_is_that_rooms_and_keeps_its_key():
    """Links to it go on to work: its row stays, and says which space it is."""
    drawing, _ = draw_building(make_floor(), STYLE["plain"], NOISES[0])
    kitchen, office = (next(s for s in draw().spaces if s.ref == ref) for ref in ("1.03", "1.01"))
    where = kitchen.display_point
    named = [
        RoomRow(office.key, "101", 0.0, office.display_point.x, office.display_point.y),
        RoomRow("K", "Kitchen", 0.0, where.x, where.y + 1e-6),
        RoomRow("K2", "fridge", 0.0, where.x + 1e-6, where.y),
    ]
    draft = MapDraft("plan.dxf", rooms=named)
    draft.report.level = 0.0
    recognise_rooms(draft, survey(drawing), MM, ReadOptions())
    names = {room.key: (room.name, room.space) for room in draft.rooms}
    assert names["K"] == ("1.03 Kitchen", kitchen.key)
    assert names[office.key] == ("1.01 Office", office.key)
    assert "K2" not in names
    assert len({room.space for room in draft.rooms}) == len(draft.rooms)


def test_a_name_that_stands_in_no_room_stays_a_point():
    drawing, _ = draw_building(make_floor(), STYLE["plain"], NOISES[0])
    draft = MapDraft("plan.dxf", rooms=[RoomRow("X", "Far away", 0.0, 9.0, 48.0)])
    draft.report.level = 0.0
    draft.report.counts["room"] = 1  # as a reader counts them before
    recognise_rooms(draft, survey(drawing), MM, ReadOptions())
    assert [room.name for room in draft.rooms if room.key == "X"] == ["Far away"]
    assert draft.report.counts["room"] == len(draft.rooms)


def test_all_rooms_are_reached_on_foot():
    draft = draw()
    assert reach(draft) == {space.key for space in draft.spaces}


def test_the_outline_of_the_level_holds_its_rooms():
    draft = draw()
    (level,) = draft.levels
    assert level.geometry is not None
    assert all(level.geometry.buffer(1e-7).contains(space.geometry) for space in draft.spaces)


def test_the_same_drawing_gives_the_same_rows():
    one, other = draw(), draw()
    for name in ("spaces", "openings", "rooms", "nodes", "edges", "levels"):
        assert getattr(one, name) == getattr(other, name)


def test_a_drawing_of_no_known_level_is_the_ground_floor_and_says_so():
    draft = draw(level=None)
    assert draft.report.level == 0.0
    assert {space.ordinal for space in draft.spaces} == {0.0}
    assert any("--level" in remark.reason for remark in draft.report.guessed)


def test_a_drawing_without_walls_says_that_it_found_no_rooms():
    drawing, _ = draw_building(make_floor(), STYLE["plain"], NOISES[0])
    draft = draw(level=None, drawing=drawing.without_layers({"A-WALL", "A-DOOR"}))
    assert not draft.spaces
    assert draft.report.level is None
    assert any("none recognised" in remark.reason for remark in draft.report.guessed)


def test_levels_are_joined_by_the_stairs_and_lifts_above_each_other():
    ground, upper = draw("0.dxf", 0.0), draw("1.dxf", 1.0)
    assert join_shafts([ground, upper]) == 2
    assert sorted(edge.kind for edge in ground.edges if edge.target_level == 1.0) == ["lift", "stairs"]
    assert sorted(connector.kind for connector in ground.connectors) == ["elevator", "stairs"]
    lift = next(connector for connector in ground.connectors if connector.kind == "elevator")
    assert (lift.ordinals, lift.step_free) == ((0.0, 1.0), True)


def test_a_lift_over_three_levels_is_one_connector_and_two_rides():
    drafts = [draw(f"{level}.dxf", float(level)) for level in range(3)]
    assert join_shafts(drafts) == 4
    assert [len(draft.connectors) for draft in drafts] == [2, 0, 0]
    lift = next(connector for connector in drafts[0].connectors if connector.kind == "elevator")
    assert lift.ordinals == (0.0, 1.0, 2.0)
    rides = [edge for edge in drafts[0].edges if edge.connector == lift.key]
    assert [(edge.level, edge.target_level) for edge in rides] == [(0.0, 1.0), (1.0, 2.0)]
    assert rides[0].target == rides[1].source
    own = {
        node.key for node in drafts[0].nodes
    }  # one drawing was the template of the others: their keys are alike
    assert [edge.source in own for edge in rides] == [True, False]
    assert not any(edge.target in own for edge in rides)


def test_a_level_whose_ways_are_drawn_is_joined_with_one_whose_ways_are_not():
    ground, upper = draw("0.dxf", 0.0), draw("1.dxf", 1.0)
    middles = {space.category: space.display_point for space in ground.spaces}
    ways = [LineString([middles["walkway"], middles[kind]]) for kind in ("stairs", "elevator")]
    ground.network = [LineRow(f"N{number}", "X-NETWORK", 0.0, way) for number, way in enumerate(ways)]
    make_network(ground)
    assert join_shafts([ground, upper]) == 2
    assert sorted(edge.kind for edge in ground.edges if edge.target_level == 1.0) == ["lift", "stairs"]


def test_stairs_elsewhere_are_not_joined():
    ground, upper = draw("0.dxf", 0.0), draw("1.dxf", 1.0)
    moved = [
        replace(space, geometry=space.geometry.buffer(0), category="room")
        if space.category == "stairs"
        else space
        for space in upper.spaces
    ]
    upper.spaces = moved
    assert join_shafts([ground, upper]) == 1


@pytest.mark.parametrize("drawn", [True, False])
def test_lines_that_were_drawn_to_walk_on_win(drawn):
    drawing, _ = draw_building(make_floor(), STYLE["plain"], NOISES[0])
    draft = MapDraft("plan.dxf")
    draft.report.level = 0.0
    recognise_rooms(draft, survey(drawing), MM, ReadOptions())
    if drawn:
        draft.network = [LineRow("N1", "X-NETWORK", 0.0, LineString([(8.5, 47.4), (8.5003, 47.4)]))]
    make_network(draft)
    assert any(edge.kind == "door" for edge in draft.edges) is not drawn


@pytest.mark.parametrize("error", [TooMuch("too many lines"), GEOSException("side location conflict")])
def test_what_cannot_be_recognised_is_told_and_nothing_else_is_lost(monkeypatch, error):
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(recognising, "recognise_floor", fail)
    draft = draw(level=2.0)
    assert not draft.spaces
    assert draft.report.level == 2.0
    assert [remark.reason for remark in draft.report.skipped] == [f"not recognised: {error}"]
