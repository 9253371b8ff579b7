"""Lines that were drawn to walk on: split where they meet on their level, and nowhere else."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network import join_levels, make_network, rules
from interactive_maps.importing.network.drawn import noding, tracing
from interactive_maps.importing.network.drawn.drawn_lines import Kinds
from interactive_maps.importing.network.neighbour_search import Crowded
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.reporting.report import LayerUse
from interactive_maps.mapdata.edits.features import Opening, PointOfInterest, Space
from interactive_maps.mapdata.edits.rows import LineRow, RoomRow
from tests.unit.importing.network.maps import build, connect, earth, line, says

few = settings(max_examples=25)
# Ends on a grid so wide that no line comes within 5 cm of an end that it does not meet.
steps = st.integers(0, 30).map(lambda step: step * 3)
ends = st.tuples(steps, steps)
segments = st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=25)
levels = st.lists(st.sampled_from([0.0, 1.0, 2.5, None]), min_size=25, max_size=25)


def draw(pairs: list[tuple[tuple[int, int], tuple[int, int]]], on: list[float | None]) -> list[LineRow]:
    return [line(f"l{index}", *pair, level=on[index]) for index, pair in enumerate(pairs)]


@given(segments)
@few
def test_splitting_keeps_what_is_covered(pairs: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    rows = draw(pairs, [0.0] * len(pairs))
    drawn = shapely.union_all([shapely.linestrings(pair) for pair in pairs], grid_size=0.001)
    edges = build(network=rows).edges
    assert sum(edge.length for edge in edges) == pytest.approx(drawn.length, abs=0.1 * len(edges))


@given(segments, levels)
@few
def test_levels_are_never_joined(
    pairs: list[tuple[tuple[int, int], tuple[int, int]]], on: list[float | None]
) -> None:
    draft = build(network=draw(pairs, on))
    where = {node.key: node.level for node in draft.nodes}
    for edge in draft.edges:
        assert where[edge.source] == where[edge.target] == edge.level
        assert edge.target_level is None
    # Each level is as it would be alone.
    for level in set(on[: len(pairs)]):
        alone = build(network=[row for row in draw(pairs, on) if row.level == level])
        assert [edge.key for edge in alone.edges] == [e.key for e in draft.edges if e.level == level]


@given(segments, st.randoms(use_true_random=False))
@few
def test_order_changes_no_key(pairs: list[tuple[tuple[int, int], tuple[int, int]]], dice: object) -> None:
    rows = draw(pairs, [0.0] * len(pairs))
    before = build(network=rows)
    dice.shuffle(rows)  # type: ignore[attr-defined]
    after = build(network=rows)
    assert (before.nodes, [e.key for e in before.edges]) == (after.nodes, [e.key for e in after.edges])


@given(segments)
@few
def test_edges_meet_in_nodes_only(pairs: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    draft = build(network=draw(pairs, [0.0] * len(pairs)))
    nodes = shapely.multipoints([(node.longitude, node.latitude) for node in draft.nodes])
    lines = [edge.geometry for edge in draft.edges]
    reach = 2e-6  # degrees: a hand's breadth around the nodes
    for one, other in shapely.STRtree(lines).query(lines, predicate="crosses").T.tolist():
        assert lines[one].intersection(lines[other]).distance(nodes) < reach


def test_a_cross_becomes_four_edges() -> None:
    draft = build(network=[line("a", (0, 0), (10, 0)), line("b", (5, -5), (5, 5))])
    assert sorted(round(edge.length, 2) for edge in draft.edges) == [5.0] * 4
    assert len(draft.nodes) == 5


@pytest.mark.parametrize(("gap", "islands"), [(0.04, 1), (0.2, 2)])
def test_ends_snap_within_five_centimetres(gap: float, islands: int) -> None:
    for spur in ([(5, gap), (5, 5)], [(10, gap), (10, 5)]):
        draft = build(network=[line("a", (0, 0), (10, 0)), line("b", *spur)])
        assert nx.number_connected_components(connect(draft.edges)) == islands
        assert bool(says(draft, "not joined to the rest")) == (islands == 2)


def test_what_is_drawn_twice_is_taken_once() -> None:
    rows = [line("a", (0, 0), (10, 0)), line("b", (10, 0), (0, 0)), line("c", (2, 0), (6, 0))]
    draft = build(network=rows)
    assert sorted(round(edge.length) for edge in draft.edges) == [2, 4, 4]
    assert says(draft, "drawn twice")


def test_one_way_lines_lead_as_they_are_drawn() -> None:
    rows = [
        line("a", (0, 0), (10, 0), linetype="forward"),
        line("b", (0, 5), (10, 5), linetype="backward"),
        line("c", (0, 5), (0, 0)),
        line("d", (0, 9), (5, 9), linetype="forward"),
        line("e", (5, 9), (0, 9), linetype="forward"),
    ]
    edges = {edge.key.split("#")[1]: edge for edge in build(network=rows).edges}
    assert [edges[key].one_way for key in "abcd"] == [True, True, False, False]
    assert (
        shapely.get_coordinates(edges["b"].geometry)[0, 0]
        > shapely.get_coordinates(edges["b"].geometry)[1, 0]
    )
    assert "e" not in edges  # both ways are one edge that is none


def test_lengths_are_geodesic() -> None:
    (edge,) = build(network=[line("a", (0, 0), (300, 400))]).edges
    assert edge.length == pytest.approx(500, abs=0.01)


def test_layers_tell_the_kind() -> None:
    rows = [
        line(layer, (0, y), (5, y), layer=layer)
        for y, layer in enumerate(["X-NETWORK", "X-NETWORK-STRS", "X-NETWORK-EVTR", "nav escalator", "Rampe"])
    ]
    kinds = {edge.key.split("#")[1]: edge.kind for edge in build(network=rows).edges}
    assert list(kinds.values()).count("walk") == 1
    assert (kinds["X-NETWORK-STRS"], kinds["X-NETWORK-EVTR"]) == ("stairs", "lift")
    assert (kinds["nav escalator"], kinds["Rampe"]) == ("escalator", "ramp")


def test_rooms_get_a_spoke_that_crosses_no_wall() -> None:
    draft = MapDraft("map")
    draft.network = [line("a", (0, 0), (10, 0))]
    for key, x, y in (("near", 5, 2), ("walled", 8, -2), ("far", 5, 20), ("end", 10, 0.01)):
        point = earth(Point(x, y))
        draft.rooms.append(RoomRow(key, key, 0.0, point.x, point.y))
    draft.lines = [LineRow("w", "A-WALL", 0.0, earth(box(7, -3, 9, -1).boundary))]
    draft.report.layers["A-WALL"] = LayerUse("wall", 1)
    make_network(draft)
    spokes = [edge for edge in draft.edges if edge.kind == "room"]
    assert [(edge.key.split("#")[1], round(edge.length, 2)) for edge in spokes] == [("room:near", 2.0)]
    assert sorted(text.split()[0] for text in says(draft, "no line to walk along")) == ["far", "walled"]


def test_loose_ends_are_told_where_rooms_are_known() -> None:
    draft = MapDraft("map")
    draft.network = [line("a", (0, 0), (10, 0)), line("b", (5, 0), (5, 30))]
    for key, x in (("one", 0), ("two", 10)):
        point = earth(Point(x, 0.5))
        draft.rooms.append(RoomRow(key, key, 0.0, point.x, point.y))
    make_network(draft)
    assert [text.split()[0] for text in says(draft, "ends where there is no room")] == ["b"]


def test_nothing_is_told_of_loose_ends_where_stairs_lead_or_nothing_is_known_but_lines() -> None:
    point = earth(Point(0, 0.5))
    for layer, rooms, is_told in (("network", 1, True), ("stairs", 1, False), ("network", 0, False)):
        draft = MapDraft("map")
        draft.network = [line("a", (0, 0), (10, 0)), line("b", (10, 0), (40, 0), layer=layer)]
        draft.rooms = [RoomRow("one", "one", 0.0, point.x, point.y)] * rooms
        make_network(draft)
        assert bool(says(draft, "ends where there is no room")) == is_told


def test_lines_know_the_spaces_that_they_lead_through() -> None:
    """Who closes a room closes the line into it, and not the corridor that it leaves."""
    draft = MapDraft("map")
    areas = {
        "corridor": box(0, 0, 20, 2),
        "room": box(4, 2, 8, 6),
        "closet": box(5, 4, 7, 6),
        "far": box(30, 0, 34, 2),
    }
    draft.spaces = [
        Space(key, "room", {}, 0.0, earth(area), earth(area.centroid)) for key, area in areas.items()
    ]
    door = earth(shapely.LineString([(5.5, 2), (6.5, 2)]))
    draft.openings = [Opening("door", 0.0, door, ("corridor", "room"))]
    draft.rooms = [RoomRow("text", "1.01", 0.0, *earth(Point(6, 3)).coords[0], space="room")]
    draft.network = [line("a", (1, 1), (19, 1)), line("b", (6, 1), (6, 3)), line("c", (19, 1), (25, 1))]
    make_network(draft)
    homes = {(edge.key.split("#")[1], round(edge.length)): edge.space for edge in draft.edges}
    assert homes == {("a", 5): "corridor", ("a", 13): "corridor", ("b", 2): "room", ("c", 6): "corridor"}
    assert [edge.space for edge in draft.edges if edge.opening == "door"] == ["room"]
    assert Counter(node.space for node in draft.nodes) == {"corridor": 3, "room": 1, None: 1}


def storey(level: float, shift: float = 0.0, layer: str = "X-NETWORK-STRS") -> MapDraft:
    draft = MapDraft(f"plan {level:g}")
    draft.network = [
        line("a", (0, 0), (20, 0), level=level),
        line("s", (5 + shift, 0), (5 + shift, 3), level=level, layer=layer),
    ]
    make_network(draft)
    return draft


@pytest.mark.parametrize(("shift", "joined"), [(0.0, 1), (0.9, 1), (1.2, 0)])
def test_plans_are_joined_where_stairs_are_within_a_metre(shift: float, joined: int) -> None:
    lower, upper = storey(0.0), storey(1.0, shift)
    assert join_levels([upper, lower]) == joined
    climbs = [edge for edge in lower.edges if edge.target_level is not None]
    assert [(edge.kind, edge.level, edge.target_level) for edge in climbs] == [("stairs", 0.0, 1.0)] * joined
    assert not [edge for edge in upper.edges if edge.target_level is not None]
    above = {node.key: (node.longitude, node.latitude) for node in upper.nodes}
    below = {node.key: (node.longitude, node.latitude) for node in lower.nodes}
    for edge in climbs:
        ends = shapely.get_coordinates(edge.geometry)[[0, -1]].tolist()
        assert ends == [list(below[edge.source]), list(above[edge.target])]


def test_only_neighbours_and_equals_are_joined() -> None:
    assert join_levels([storey(0.0), storey(1.0), storey(3.0)]) == 2
    assert join_levels([storey(0.0), storey(1.0, layer="X-NETWORK-EVTR")]) == 0
    assert join_levels([storey(0.0)]) == 0


def test_lines_that_cross_everywhere_are_told_by_their_level(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noding, "bound_pairs", lambda count: 4)
    for level, name in ((2.0, "2"), (None, "unknown")):
        draft = build(network=[line(f"l{y}", (0, y), (9, 4 - y), level=level) for y in range(4)])
        assert not draft.edges
        assert bool(says(draft, rules.NO_LEVEL.says)) == (level is None)
        assert says(draft, "more crossings")[0].startswith(f"{name} ")


@pytest.mark.parametrize(("level", "is_told"), [(0.0, False), (1.0, True)])
def test_a_line_may_end_at_a_door_of_its_level(level: float, is_told: bool) -> None:
    for kind in ("door", "wall"):
        draft = MapDraft("map")
        draft.network = [line("a", (0, 0), (10, 0))]
        point = earth(Point(0, 0.5))
        draft.rooms = [RoomRow("one", "one", 0.0, point.x, point.y)]
        draft.lines = [line("d", (11, 0), (11, 1), level=level, layer="DOORS")]
        draft.report.layers["DOORS"] = LayerUse(kind, 1)
        make_network(draft)
        assert bool(says(draft, "ends where there is no room")) == (is_told or kind == "wall")
        draft = MapDraft("map")
        draft.network = [line("a", (0, 0), (10, 0))]
        draft.rooms = [RoomRow("one", "one", 0.0, point.x, point.y)]
        draft.openings = [Opening("d", level, earth(Point(11.5, 0)))]
        make_network(draft)
        assert bool(says(draft, "ends where there is no room")) == is_told
        draft = MapDraft("map")
        draft.network = [line("a", (0, 0), (10, 0))]
        draft.rooms = [RoomRow("one", "one", 0.0, point.x, point.y)]
        draft.points = [PointOfInterest("p", "kiosk", {}, level, earth(Point(11.5, 0)))]
        make_network(draft)
        assert bool(says(draft, "ends where there is no room")) == is_told


@pytest.mark.parametrize("most", [2, 3])
def test_lines_side_by_side_between_two_nodes_have_a_bound(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracing, "_MOST_PARALLEL", most)
    rows = [line(f"l{bend}", (0, 0), (5, bend), (10, 0)) for bend in (1, 2, 3)]
    if most < 3:
        with pytest.raises(Crowded):
            tracing.trace_network(MapDraft("map"), rows, Kinds(), IssueCollector())
    else:
        graph = tracing.trace_network(MapDraft("map"), rows, Kinds(), IssueCollector())
        assert len(graph.edges) == 3
