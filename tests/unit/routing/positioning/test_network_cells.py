"""The network as cells of a metre, with the place, the level and the direction of each."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from interactive_maps.routing.positioning.network_cells import make_cells
from interactive_maps.routing.positioning.place_index import NOWHERE, index_places
from tests.unit.routing.networks import HERE, network, row

NO_ROOMS = {"ogc_fid": np.empty(0, np.int64), "level": np.empty(0), "wkb_geometry": np.empty((0, 2))}
FLAT = {"level": 0.0, "target_level": 0.0}


def make(*rows, areas=()):
    """Return the cells of rows, their points as metres of the tests; areas are (level, west, south, east, north)."""
    graph = network(*rows)
    shapes = [shapely.transform(shapely.box(*bounds), HERE.to_degrees) for _, *bounds in areas]
    columns = {
        "ogc_fid": np.arange(7, 7 + len(areas)),
        "level": np.array([level for level, *_ in areas], dtype=float),
        "wkb_geometry": [shapely.to_wkb(shape) for shape in shapes],
    }
    levels = np.unique(graph.node_level)
    cells = make_cells(graph, index_places(graph.plane, columns, NO_ROOMS, levels))
    return cells, HERE.to_metres(graph.plane.to_degrees(cells.points))


@pytest.mark.parametrize(
    ("end", "direction"), [((20, 10), (1, 0)), ((5, 25), (0, 1)), ((-1, 18), (-0.6, 0.8))]
)
def test_cells_are_a_metre_apart_along_an_edge(end, direction):
    cells, points = make(row(1, (5, 10), end, **FLAT))
    length = np.hypot(end[0] - 5, end[1] - 10)
    assert len(points) == pytest.approx(length, abs=length / 2)
    along = np.abs(cells.direction @ np.array(direction))
    assert along == pytest.approx(np.ones(len(points)), abs=0.01)
    line = shapely.LineString([(5, 10), end])
    assert shapely.distance(shapely.points(points), line).max() < 0.05
    assert np.hypot(*(points - (5, 10)).T).min() < 1
    assert np.hypot(*(points - end).T).min() < 1
    assert cells.level.tolist() == [0.0] * len(points)
    assert cells.place.tolist() == [NOWHERE] * len(points)


def test_where_edges_share_a_cell_it_counts_once_on_each_level():
    one = make(row(1, (0, 0), (20, 0), **FLAT))[1]
    twice = make(row(1, (0, 0), (20, 0), **FLAT), row(2, (20, 0), (0, 0), **FLAT))[1]
    assert len(twice) == len(one)
    upstairs = row(2, (0, 0), (20, 0), level=1.0, target_level=1.0)
    assert len(make(row(1, (0, 0), (20, 0), **FLAT), upstairs)[1]) == 2 * len(one)


def test_a_short_edge_is_one_cell_in_its_middle():
    cells, points = make(row(1, (3, 3), (3.4, 3), **FLAT))
    assert points == pytest.approx(np.array([[3.2, 3]]), abs=0.01)
    assert cells.measure_distance(cells.points[0] + [3, 4]) == (pytest.approx(5), 0)
    assert cells.find_near(cells.points[0] + [3, 4], 4.9).tolist() == []
    assert cells.find_near(cells.points[0] + [3, 4], 5.1).tolist() == [0]


def test_cells_are_in_the_place_around_them_else_in_that_of_their_edge():
    way = row(1, (0.5, 0), (19.5, 0), space_id=8, **FLAT)
    areas = [(0, 0, -2, 10, 2), (0, 40, 0, 50, 9), (1, 10, -2, 30, 2)]
    cells, points = make(way, areas=areas)
    inside = points[:, 0] < 10
    assert set(cells.place[inside]) == {0}
    assert set(cells.place[~inside]) == {1}
    strange = make(row(1, (12.5, 0), (19.5, 0), space_id=99, **FLAT), areas=areas)[0]
    assert set(strange.place) == {NOWHERE}


def test_links_are_both_ends_of_what_rises():
    cells, _ = make(
        row(1, (0, 0), (5, 0), **FLAT),
        row(2, (5, 0), (9, 0), kind="stairs", level=0.0, target_level=1.0),
    )
    graph_points = cells.links
    assert graph_points.shape == (2, 2)
    assert np.hypot(*(graph_points[1] - graph_points[0])) == pytest.approx(4, abs=0.02)
    assert cells.link_levels.tolist() == [[0, 1], [1, 0]]


def test_a_map_without_edges_has_no_cells():
    cells, points = make()
    assert len(points) == 0
    assert cells.measure_distance(np.zeros(2)) is None
