"""Lines of sight: ways turn at inward corners only, and few lines are kept whose ways are hardly longer."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.network.derived.indoor_paths import add_indoor_paths
from interactive_maps.importing.network.derived.spanner import STRETCH, Spanner
from interactive_maps.importing.network.derived.visibility_graph import (
    SightLines,
    find_corners,
    find_near_sight_lines,
    find_sight_lines,
)
from interactive_maps.importing.network.derived.walkable_area import make_walkable_areas
from interactive_maps.importing.network.graph import Graph, Node
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.reporting.report import Report
from tests.unit.importing.network.maps import space

L_SHAPE = Polygon([(0, 0), (6, 0), (6, 2), (2, 2), (2, 6), (0, 6)])


def pairs(lines):
    return {(one, other) for one, other in zip(lines.one.tolist(), lines.other.tolist(), strict=True)}


def test_corners_are_those_that_point_into_the_area():
    corners = find_corners(L_SHAPE)
    assert corners.places.tolist() == [[2, 2]]
    assert {tuple(corners.before[0]), tuple(corners.after[0])} == {(6, 2), (2, 6)}
    assert len(find_corners(box(0, 0, 1, 1)).places) == 0
    pillar = [(4, 4), (6, 4), (5, 6)]  # around which all corners bend into the area
    corners = find_corners(Polygon(box(0, 0, 9, 9).exterior, [pillar])).places.tolist()
    assert sorted(map(tuple, corners)) == sorted(pillar)
    assert len(find_corners(Polygon()).places) == 0
    assert len(find_corners(L_SHAPE.reverse()).places) == 1


def test_all_corners_of_a_column_are_corners():
    hall = box(0, 0, 10, 10).difference(box(4, 4, 6, 6))
    assert sorted(map(tuple, find_corners(hall).places.tolist())) == [(4, 4), (4, 6), (6, 4), (6, 6)]


def test_a_hardly_bent_wall_has_no_corner():
    bent = Polygon([(0, 0), (6, 0), (6, 3), (3, 2.9995), (0, 3)])
    assert len(find_corners(bent).places) == 0
    bent = Polygon([(0, 0), (6, 0), (6, 3), (3, 2.9), (0, 3)])
    assert len(find_corners(bent).places) == 1


def test_who_sees_whom():
    points = np.array([[5.0, 1], [1, 5], [1, 1]])
    lines = find_sight_lines(L_SHAPE, points, find_corners(L_SHAPE))
    assert pairs(lines) == {(0, 2), (1, 2), (0, 3), (1, 3)}  # who stands within the bend needs no corner
    assert lines.lengths.round(3).tolist() == [4, 3.162, 4, 3.162]


def test_near_sights_are_to_the_nearest():
    points = np.column_stack([np.arange(6.0), np.full(6, 0.5)])
    lines = find_near_sight_lines(box(-1, 0, 7, 1), points, find_corners(box(-1, 0, 7, 1)), 2)
    assert {(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)} <= pairs(lines)
    assert (0, 5) not in pairs(lines)
    assert (0, 3) not in pairs(lines)


@pytest.fixture(scope="module")
def hall():
    """Return thirty places in a hall with columns, their sights, and what is kept of them."""
    area = box(0, 0, 20, 20)
    for x, y in ((4, 4), (12, 5), (7, 13)):
        area = area.difference(box(x, y, x + 3, y + 3))
    points = np.random.default_rng(4).uniform(0.5, 3.5, (30, 2)) * [1, 5]
    corners = find_corners(area)
    sights = find_sight_lines(area, points, corners)
    size = len(points) + len(corners.places)
    return size, sights, Spanner(size, sights)


def test_ways_over_kept_lines_are_hardly_longer(hall):
    size, sights, spanner = hall
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        zip(sights.one.tolist(), sights.other.tolist(), sights.lengths.tolist(), strict=True)
    )
    best = dict(nx.all_pairs_dijkstra_path_length(graph))
    kept = graph.edge_subgraph(spanner.links)
    ours = dict(nx.all_pairs_dijkstra_path_length(kept))
    assert len(spanner.links) < len(sights.one) / 2
    for one in graph:
        for other in graph:
            assert best[one][other] <= spanner.distances[one, other] + 1e-9
            assert spanner.distances[one, other] == pytest.approx(ours[one][other])
            assert ours[one][other] <= STRETCH * best[one][other] + 1e-6
    assert spanner.distances.shape == (size, size)


def test_only_links_between_wanted_places_are_selected(hall):
    size, _, spanner = hall
    links = spanner.select(spanner.distances[:2])
    assert 0 < len(links) < len(spanner.links)
    length = nx.Graph()
    length.add_weighted_edges_from((one, other, spanner.distances[one, other]) for one, other in links)
    assert nx.shortest_path_length(length, 0, 1, weight="weight") == pytest.approx(spanner.distances[0, 1])
    assert spanner.select(np.empty((0, size))) == spanner.links


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 9)), max_size=14))
def test_selected_links_are_those_on_a_shortest_path_between_two_rows(drawn):
    """Points without a path between them select nothing."""
    lines = {(min(one, other), max(one, other)): length for one, other, length in drawn if one != other}
    one, other = np.array(sorted(lines), dtype=np.intp).reshape(-1, 2).T
    lengths = np.array([float(lines[pair]) for pair in sorted(lines)])
    spanner = Spanner(7, SightLines(one, other, lengths))
    far = spanner.distances
    graph = nx.Graph()
    graph.add_nodes_from(range(7))
    graph.add_weighted_edges_from((*pair, length) for pair, length in lines.items())
    best = dict(nx.all_pairs_dijkstra_path_length(graph))
    assert all(far[start, end] == best[start].get(end, np.inf) for start in range(7) for end in range(7))
    wanted = (0, 1, 2)
    expected = {
        (start, end)
        for start, end in spanner.links
        for first in wanted
        for last in wanted
        if np.isfinite(far[first, last])
        and far[first, start] + far[start, end] + far[end, last] == far[first, last]
    }
    assert set(spanner.select(far[list(wanted)])) == expected


def test_who_hangs_beside_is_joined_where_all_wanted_are_near(hall):
    size, _, spanner = hall
    reach = np.full(size, np.inf)
    reach[:5] = [1.0, 2.0, 3.0, 4.0, 5.0]
    wanted = [0, 1, 2, size - 1]
    kept = spanner.hang(reach, wanted, 1.02)
    assert set(kept) <= set(range(5))
    best = np.min(reach[:, None] + spanner.distances, axis=0)
    ours = np.min(reach[kept, None] + spanner.distances[kept], axis=0)
    assert (ours[wanted] <= 1.02 * best[wanted] + 1e-9).all()
    assert spanner.hang(np.full(size, np.inf), wanted, 1.02) == []


@pytest.mark.parametrize("count", [40, 60])
def test_in_a_crowded_space_near_points_are_joined_and_the_middle_with_the_nearest_that_it_sees(count):
    """The map can afford no more sight lines; a wall stands between the middle and the nearest stops."""
    issues = IssueCollector()
    area = box(0, 0, 30, 10)
    walls = [LineString([(14, 0), (14, 9.5)])]
    walkable = make_walkable_areas([space("hall", area)], [area], walls, [], issues)["hall"]
    places = [(13 - 0.05 * index, 1.0) for index in range(20)]
    places += [(20 + 0.1 * index, 1.0) for index in range(count - 20)]
    walkable.stops.update({f"stop{index:03}": place for index, place in enumerate(places)})
    graph = Graph(Plane(13.4, 52.5), _sights=0)
    for key, place in walkable.stops.items():
        graph.add_node(Node(key, 0.0, place, space="hall"))
    add_indoor_paths(graph, walkable, Point(15, 1), issues)
    report = Report()
    issues.flush_to(report)
    crowded = count > 43  # a thousand sight lines with the corners
    assert bool(report.guessed) == crowded
    stubs = [edge for edge in graph.edges if edge.kind == "room"]
    assert all(edge.source == "space:hall" for edge in stubs)
    if crowded:
        (stub,) = stubs
        assert stub.target == "stop020"
    walks = nx.Graph([(edge.source, edge.target) for edge in graph.edges])
    assert set(walkable.stops) <= set(walks)
    assert nx.is_connected(walks)
