"""What is reached within a time: each place as soon as a walk gets there, and no further."""

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from interactive_maps.routing.engines.choice import choose_shape
from interactive_maps.routing.profiles import WALK
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.search.isochrones import WIDTH, draw_areas, find_reached
from interactive_maps.routing.search.network_snapshots import NetworkSnapshot
from interactive_maps.routing.search.snapping import Snapper
from interactive_maps.routing.search.wayfinding import RouteQuery, Wayfinder
from tests.unit.routing.networks import HERE, network, place, row

# A corridor with a bend, 60 m; a dead end, a one-way, stairs and a lift, and a loop with a long way round.
GRAPH = network(
    row(1, (0, 0), (20, 0), level=0, source=1, target=2),
    row(2, (20, 0), (40, 0), (40, 20), level=0, source=2, target=3),
    row(3, (20, 0), (20, -30), level=0, source=2, target=4),
    row(4, (0, 0), (-30, 0), level=0, source=1, target=5, one_way=True),
    row(5, (40, 20), (44, 20), level=0, target_level=1, source=3, target=6, kind="stairs"),
    row(6, (0, 0), (0, 0), level=0, target_level=1, source=1, target=7, kind="lift"),
    row(7, (0, 1), (10, 1), level=1, source=7, target=8),
    row(8, (60, 0), (90, 0), level=0, source=9, target=10),
    row(9, (25, -30), (20, -30), source=11, target=4),
)
SNAPSHOT = NetworkSnapshot(GRAPH, choose_shape(GRAPH), 1, ())
SNAPPER = Snapper(GRAPH)


def reach(x, y, metres, level=0.0):
    """Return the wayfinder, and what is reached of each edge (by its id) by walking so many metres."""
    start = SnappedWaypoint((SNAPPER.snap(*place(x, y), level),))
    wayfinder = Wayfinder(SNAPSHOT, RouteQuery((start, start)))
    return wayfinder, find_reached(wayfinder, start, round(metres / WALK.speed * 1000))


def measure(x, y, metres, level=0.0):
    """Return for each edge that is reached the metres along it that are: pairs of from and to."""
    _, parts = reach(x, y, metres, level)
    found = {}
    for edge, start, end in zip(parts.edge, parts.start, parts.end, strict=True):
        length = float(GRAPH.length[edge])
        part = (round(start * length, 1), round(end * length, 1))
        found.setdefault(int(GRAPH.edge_id[edge]), set()).add(part)
    return found


def unite(parts):
    """Return parts of a line as those that do not overlap."""
    lines = shapely.union_all([shapely.LineString([(start, 0), (end, 0)]) for start, end in parts])
    return [line.bounds[::2] for line in shapely.get_parts(shapely.line_merge(lines))]


def test_before_any_node_the_edge_is_reached_in_both_directions():
    assert measure(8, 0, 5) == {1: {(3, 8), (8, 13)}}


def test_a_place_beside_the_network_is_walked_to_it_first():
    assert measure(8, 2, 5) == {1: {(5, 8), (8, 11)}}
    assert measure(8, 2, 1) == {}


def test_between_two_islands_both_are_reached_as_routes_reach_them():
    assert measure(54, 0, 16) == {2: {(18, 20), (20, 22)}, 8: {(0, 10)}}


def test_beyond_nodes_every_way_is_followed():
    found = measure(15, 0, 10)
    assert unite(found[1]) == [(5, 20)]
    assert (found[2], found[3]) == ({(0, 5)}, {(0, 5)})
    assert set(found) == {1, 2, 3}


def test_an_edge_that_is_reached_from_both_ends_is_whole():
    assert measure(18, 0, 20)[1] == {(0, 20)}
    assert measure(18, 0, 41.9)[2] == {(0, 39.9)}
    assert measure(18, 0, 42.1)[2] == {(0, 40)}


def test_a_one_way_is_entered_at_its_start_alone():
    assert measure(0, 0, 5)[4] == {(0, 5)}
    assert 1 not in measure(-20, 0, 15)
    assert measure(-20, 0, 5) == {4: {(20, 25)}}


def test_from_the_end_of_a_one_way_nothing_is_reached():
    assert measure(-30.5, 0, 5) == {}
    assert measure(-29, 0, 5) == {4: {(29, 30)}}


def test_lifts_are_ridden_and_not_drawn():
    far = measure(0, 0, 400)
    assert far[7] == {(0, 10)}
    assert 6 not in far
    assert 5 in far  # stairs are walked
    assert 8 not in far  # no way leads there


def test_levels_are_those_of_the_edges():
    wayfinder, parts = reach(0, 0, 400)
    levels = dict(zip(GRAPH.edge_id[parts.edge].tolist(), parts.level.tolist(), strict=True))
    assert (levels[1], levels[7]) == (0, 1)
    assert math.isnan(levels[9])
    assert set(draw_areas(wayfinder, parts)) == {0, 1, None}


@given(st.floats(0, 40), st.floats(0.5, 80))
@settings(max_examples=25)
def test_more_time_reaches_all_of_what_less_does(along, metres):
    x, y = min(along, 20.0), -max(along - 20.0, 0.0)
    less, more = (
        {edge: unite(parts) for edge, parts in measure(x, y, some).items()} for some in (metres, metres * 1.2)
    )
    for edge, parts in less.items():
        for start, end in parts:
            assert any(low <= start + 0.2 and end - 0.2 <= high for low, high in more[edge])
    assert all(0 <= start < end <= 40 for parts in less.values() for start, end in parts)


def test_areas_are_drawn_around_what_is_reached_on_each_level():
    wayfinder, parts = reach(15, 0, 10)
    areas = draw_areas(wayfinder, parts)
    assert set(areas) == {0}
    area = shapely.transform(areas[0], HERE.to_metres)
    assert area.geom_type == "Polygon"
    assert area.bounds == pytest.approx((3.5, -6.5, 26.5, 1.5), abs=0.02)
    for x, y, inside in ((5, 1, True), (24, -1, True), (20, -5, True), (24, -5, False), (10, 2, False)):
        assert area.contains(shapely.Point(x, y)) == inside


def test_an_area_is_almost_round_at_its_ends_with_few_corners():
    """Each corner is sent and drawn, for thousands of ends."""
    wayfinder, parts = reach(8, 0, 5)
    area = shapely.transform(draw_areas(wayfinder, parts)[0.0], HERE.to_metres)
    west, _, east, _ = area.bounds
    ends = area.difference(shapely.box(west + WIDTH, -9, east - WIDTH, 9)).area
    assert 0.9 < ends / (math.pi * WIDTH**2) < 1
    assert len(area.exterior.coords) < 18


@pytest.mark.parametrize("count", [100, 101, 200, 250])
def test_hundreds_of_lines_are_one_area(count):
    rows = [
        row(key, (key, 0), (key + 1, 0), level=0, source=key, target=key + 1) for key in range(1, count + 1)
    ]
    graph = network(*rows, row(900, (0, 9), (50, 9), level=0, source=900, target=901))
    snapshot = NetworkSnapshot(graph, choose_shape(graph), 1, ())
    start = SnappedWaypoint((Snapper(graph).snap(*place(50, 0), 0.0),))
    wayfinder = Wayfinder(snapshot, RouteQuery((start, start)))
    area = draw_areas(wayfinder, find_reached(wayfinder, start, 3_600_000))[0.0]
    assert area.geom_type == "Polygon"
    west, _, east, _ = shapely.transform(area, HERE.to_metres).bounds
    assert (west, east) == pytest.approx((-0.5, count + 2.5), abs=0.05)
