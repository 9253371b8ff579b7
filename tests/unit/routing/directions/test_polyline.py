"""Tracks of ways over random networks, and the doors beside them, against what loops over segments give."""

from __future__ import annotations

import numpy as np
import pytest

from interactive_maps.routing.directions.branches import find_branches
from interactive_maps.routing.directions.maneuvers import wrap
from interactive_maps.routing.directions.polyline import head_in, head_out, make_polyline
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NOTHING
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.search.routes import PathSegment, trace_segment
from tests.unit.routing.networks import network, random_rows, row


def draw_stretches(rng: np.random.Generator, graph: Graph) -> list[PathSegment]:
    """Return pieces of random arcs, some of them whole."""
    found = []
    for arc in rng.integers(0, graph.arc_count, 12).tolist():
        start, end = (0.0, 1.0) if rng.random() < 0.6 else np.sort(rng.uniform(0, 1, 2)).tolist()
        length = float(graph.length[arc // 2]) * (end - start)
        found.append(PathSegment(arc, start, end, length, round(1000 * length)))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_a_track_is_its_stretches_one_after_the_other(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph = network(*random_rows(rng, 20, 60))
    segments = draw_stretches(rng, graph)
    polyline = make_polyline(graph, segments)
    assert polyline.length == pytest.approx(sum(one.length for one in segments))
    for index, one in enumerate(segments):
        line = graph.plane.to_metres(trace_segment(graph, one))
        np.testing.assert_allclose(polyline.line(index), line, atol=1e-6)
        assert polyline.kinds[index] == graph.kind[one.edge]
        assert polyline.spaces[index] == graph.space[one.edge]
        assert polyline.at[polyline.first[index]] == pytest.approx(polyline.reached[index])
        assert polyline.clock[polyline.first[index + 1] - 1] == pytest.approx(
            sum(other.time for other in segments[: index + 1]) / 1000
        )


@pytest.mark.parametrize("seed", range(10))
def test_places_between_are_on_the_line(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph = network(*random_rows(rng, 20, 60))
    polyline = make_polyline(graph, draw_stretches(rng, graph))
    ats = [0.0, *np.sort(rng.uniform(0, polyline.length, 8)).tolist(), polyline.length]
    for at in ats:
        expected = [np.interp(at, polyline.at, polyline.places[:, axis]) for axis in (0, 1)]
        np.testing.assert_allclose(polyline.find(at), expected, atol=1e-6)
    np.testing.assert_allclose(
        graph.plane.to_metres(np.array(polyline.locate(ats))), [polyline.find(at) for at in ats], atol=1e-6
    )
    inside = [
        point
        for at, point in zip(polyline.at, polyline.points, strict=True)
        if ats[2] + 1e-9 < at < ats[5] - 1e-9
    ]
    assert polyline.cut(ats[2], ats[5])[1:-1] == inside


RIDE = network(
    row(1, (0, 0), (10, 0), (10, 30), level=0, source=1, target=2),
    row(2, (10, 30), (10, 30), level=0, target_level=1, source=2, target=3, kind="stairs"),
    row(3, (10, 30), (0, 30), level=1, source=3, target=4),
)
TRACK = make_polyline(
    RIDE,
    [
        PathSegment(arc, 0.0, 1.0, float(RIDE.length[arc // 2]), time)
        for arc, time in ((0, 40_000), (2, 9_000), (4, 20_000))
    ],
)


@pytest.mark.parametrize(
    ("at", "parts", "seconds"),
    [
        (0, (0, 1), 0),
        (-1, (0, 1), 0),
        (5, (0, 1), 5),
        (10, (0, 1), 10),
        (40, (0, 1), 40),
        (RIDE.length[0], (1, 2), 40),  # at one place, the stairs begin
        (RIDE.length[0], (2, 3), 49),  # and are over
        (45, (2, 3), 59),
        (50, (2, 3), 69),
        (51, (2, 3), 69),
        (51, (0, 1), 40),
        (25, (0, 3), 25),
    ],
)
def test_the_time_at_a_place_is_that_of_the_part_that_is_walked(at, parts, seconds) -> None:
    assert TRACK.tell_time(at, *parts) == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize("scale", [0.01, 1.0, 50.0])
def test_corners_of_short_segments_are_as_far_along_as_they_are_drawn(scale) -> None:
    corners = [(0, 0), (0.1, 0), (0.4, 0), (1, 0)]
    graph = network(row(1, *((x * scale, y) for x, y in corners), source=1, target=2))
    polyline = make_polyline(
        graph, [PathSegment(0, 0.0, 1.0, scale, 1000), PathSegment(1, 0.0, 1.0, scale, 1000)]
    )
    way = [0, 0.1, 0.4, 1, 1, 1.6, 1.9, 2]
    assert polyline.at == pytest.approx([scale * one for one in way], rel=1e-3)
    assert polyline.clock == pytest.approx(way, abs=1e-3)


def test_each_segment_has_a_middle_and_the_levels_of_its_ends() -> None:
    assert [TRACK.middle(index) for index in range(3)] == pytest.approx([20, 40, 45], abs=0.01)
    assert [TRACK.levels(index) for index in range(3)] == [(0, 0), (0, 1), (1, 1)]
    unknown = network(row(1, (0, 0), (9, 0), source=1, target=2))
    assert make_polyline(unknown, [PathSegment(0, 0.0, 1.0, 9.0, 9000)]).levels(0) == (None, None)


def test_places_before_and_behind_a_way_are_its_ends() -> None:
    assert TRACK.find(-1) == TRACK.find(0) == TRACK.points[0]
    assert TRACK.find(99) == TRACK.points[-1]
    assert len(TRACK.cut(0, 39)) == 3
    assert TRACK.cut(10, 20)[0] == pytest.approx(TRACK.points[1], abs=0.01)
    assert len(TRACK.cut(11, 20)) == 2
    assert TRACK.cut(0, TRACK.at[1]) == TRACK.points[:2]
    assert TRACK.cut(TRACK.at[1], TRACK.at[2]) == TRACK.points[1:3]


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ([(0, 0), (5, 0), (5, 5)], 0, 90),
        ([(0, 0), (0, 5), (-5, 5)], 90, 180),
        ([(0, 0), (0.04, 0), (0, -5)], -90, -90),  # pieces of a few centimetres have no direction
        ([(0, 5), (0, 0), (0.04, 0)], -90, -90),
        ([(0, 0), (0.06, 0), (0.06, 0)], 0, 0),
        ([(0, 0), (0.03, 0), (0.01, 0)], None, None),
        ([(1, 1), (1, 1)], None, None),
    ],
)
def test_a_line_leads_in_and_out(line, first, last) -> None:
    for heading, expected in ((head_in(line), first), (head_out(line), last)):
        if expected is None:
            assert heading is None
        else:
            assert heading is not None
            assert wrap(heading - expected) == pytest.approx(0, abs=1)


@pytest.mark.parametrize("seed", range(20))
def test_doors_leave_the_space_that_somebody_is_in(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = random_rows(rng, 12, 40)
    for one in rows:
        if one["kind"] == "walk" and rng.random() < 0.4:
            one["kind"] = "room"
    graph = network(*rows)
    nodes = rng.integers(0, graph.node_count, 6).astype(np.int32)
    spaces = rng.integers(-1, 9, 6).tolist()
    doors = find_branches(graph).list_doors(nodes, np.array(spaces))
    expected = [
        (arc, index)
        for index, (node, space) in enumerate(zip(nodes.tolist(), spaces, strict=True))
        for arc in range(graph.arc_count)
        if graph.arc_tail[arc] == node and _is_door(graph, arc, space)
    ]
    assert sorted(zip(doors.arcs.tolist(), doors.of.tolist(), strict=True)) == sorted(expected)


def test_a_node_without_doors_has_none() -> None:
    graph = network(row(1, (0, 0), (20, 0), source=1, target=2), row(2, (20, 0), (40, 0), source=2, target=3))
    doors = find_branches(graph).list_doors(np.array([0, 1], dtype=np.int32), np.full(2, NOTHING))
    assert len(doors.arcs) == 0


def _is_door(graph: Graph, arc: int, space: int) -> bool:
    flat = {Kind.WALK, Kind.DOOR, Kind.ROOM}
    kind, its = graph.kind[arc // 2], graph.space[arc // 2]
    if kind == Kind.ROOM:
        return bool(its == NOTHING or its != space)
    onwards = [
        other
        for other in range(graph.arc_count)
        if graph.arc_tail[other] == graph.arc_head[arc] and graph.kind[other // 2] in flat
    ]
    short = kind == Kind.WALK and its == NOTHING and graph.length[arc // 2] <= 15
    return bool(kind == Kind.DOOR or (short and len(onwards) == 1))


def test_only_pieces_of_more_than_five_centimetres_have_a_heading():
    assert head_out([(0.0, 0.0), (0.05, 0.0)]) is None
    assert head_out([(0.0, 0.0), (0.0, 0.0625)]) == 90
    assert head_out([(0.0, 0.0), (1.0, 0.0), (1.0, 0.05)]) == pytest.approx(2.8624, abs=1e-4)
    assert head_in([(0.0, 0.0), (0.0, 0.05), (1.0, 0.05)]) == pytest.approx(2.8624, abs=1e-4)
