"""Rows as tables have them: columns missing, NULL, text; geometry that is none; lengths whatever the costs."""

import math
import struct

import numpy as np
import pytest
import shapely
from pyproj import Geod

from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NO_NUMBER, NOTHING, read_rows
from interactive_maps.routing.network.graph import build_graph
from tests.unit.routing.networks import network, place, row


@pytest.mark.parametrize(
    ("geometry", "what"),
    [
        (None, "no geometry"),
        (shapely.LineString(), "no geometry"),
        (b"no", "unreadable geometry"),
        (7, "unreadable geometry"),
        (shapely.Point(1, 2), "not one line"),
        (shapely.MultiLineString([[(0, 0), (1, 1)], [(5, 5), (6, 6)]]), "not one line"),
        (shapely.LineString([(1512000, 6620000), (1512001, 6620000)]), "not in degrees"),
        (struct.pack("<BIIdddd", 1, 2, 2, 0, 0, math.nan, 0), "not in degrees"),
    ],
)
def test_a_row_without_a_line_is_left_out_and_said_so(geometry, what):
    graph = build_graph(read_rows([row(1, (0, 0), (9, 0)), {"ogc_fid": 2, "wkb_geometry": geometry}]))
    assert graph.edge_id.tolist() == [1]
    assert [(problem.what, problem.edge) for problem in graph.problems] == [(what, 2)]


@pytest.mark.parametrize(
    "geometry",
    [
        shapely.LineString([place(0, 0), place(5, 0), place(9, 0)]).wkb_hex,
        shapely.MultiLineString([[place(0, 0), place(5, 0)], [place(5, 0), place(9, 0)]]),
        shapely.MultiLineString([[place(0, 0), place(9, 0)]]).wkb,
        shapely.LineString([(*place(0, 0), 3), (*place(9, 0), 4)]).wkb,
    ],
)
def test_a_line_may_be_written_in_many_ways(geometry):
    graph = build_graph(read_rows([{"ogc_fid": 1, "wkb_geometry": geometry}]))
    assert graph.length[0] == pytest.approx(9, abs=1e-3)


def test_columns_may_be_absent_null_or_text():
    table = read_rows(
        [
            row(1, (0, 0), (9, 0)),
            row(
                2,
                (0, 0),
                (9, 0),
                source="4",
                level="1.5",
                kind=" Elevator ",
                one_way="t",
                width="wide",
                space_id=7,
            ),
            row(
                3,
                (0, 0),
                (9, 0),
                source=None,
                level=math.nan,
                kind="slide",
                one_way="f",
                slope=-0.1,
                target=2.5,
            ),
        ]
    )
    assert table.source.tolist() == [NO_NUMBER, 4, NO_NUMBER]
    assert table.target.tolist() == [NO_NUMBER] * 3
    assert table.level[1] == 1.5
    assert np.isnan(table.level[[0, 2]]).all()
    assert table.kind.tolist() == [Kind.WALK, Kind.LIFT, Kind.WALK]
    assert table.backward.tolist() == [True, False, True]
    assert np.isnan(table.width).all()
    assert table.slope[2] == 0.1
    assert table.space.tolist() == [NOTHING, 7, NOTHING]


@pytest.mark.parametrize(
    ("columns", "passable"),
    [
        ({}, [True, True]),
        ({"one_way": True}, [True, False]),
        ({"cost": -1, "reverse_cost": 5}, [False, True]),
        ({"cost": 1, "reverse_cost": -1}, [True, False]),
        ({"cost": math.nan, "one_way": math.nan}, [True, True]),
    ],
)
def test_directions(columns, passable):
    assert network(row(1, (0, 0), (9, 0), **columns)).passable.tolist() == passable


def test_lengths_are_geodesic_and_costs_are_compared_with_them():
    line = [place(0, 0), place(30, 0), place(30, 40)]
    longitude, latitude = zip(*line, strict=True)
    metres = Geod(ellps="WGS84").line_length(longitude, latitude)
    rows = [
        {
            "ogc_fid": key,
            "wkb_geometry": shapely.LineString(line),
            "cost": 1.5 * metres,
            "source": 1,
            "target": 2,
        }
        for key in (1, 2)
    ]
    graph = build_graph(read_rows([*rows, row(3, (0, 0), (0, 0), cost=9), row(4, (0, 0), (5, 0))]))
    assert graph.length[:2] == pytest.approx([metres] * 2, rel=1e-9)
    assert graph.length[2] == 0
    assert graph.length[3] == pytest.approx(5, abs=1e-3)
    assert graph.cost_ratio == pytest.approx(1.5)
    assert network(row(1, (0, 0), (5, 0))).cost_ratio is None


def test_arcs_run_along_the_line_and_against_it():
    graph = network(row(1, (0, 0), (5, 0), (5, 5), source=1, target=2))
    assert graph.line(0).tolist() == graph.line(1)[::-1].tolist()
    assert graph.arc_tail.tolist() == graph.arc_head[::-1].tolist()
    with pytest.raises(ValueError, match="read-only"):
        graph.length[0] = 3
