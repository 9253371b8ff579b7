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
        ({"cost": 0, "reverse_cost": 0}, [True, True]),
        ({"cost": 0.5, "reverse_cost": 0.5}, [True, True]),
        ({"cost": -0.5, "reverse_cost": -0.5}, [False, False]),
        ({"one_way": " Yes "}, [True, False]),
        ({"one_way": "FT"}, [True, False]),
        ({"one_way": "no"}, [True, True]),
        ({"one_way": 1}, [True, False]),
        ({"one_way": 0}, [True, True]),
    ],
)
def test_directions(columns, passable):
    assert network(row(1, (0, 0), (9, 0), **columns)).passable.tolist() == passable


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, 0),
        (-3, -3),
        ("12", 12),
        (12.0, 12),
        (2**62 - 1, 2**62 - 1),
        (2**63, None),
        (-(2**63), None),
        (float(2**53 - 1), 2**53 - 1),
        (float(2**53), None),  # which number was meant cannot be told
        (-float(2**53), None),
        (1.5, None),
        ("1.5", None),
        ("x", None),
        (math.inf, None),
        (math.nan, None),
        (None, None),
    ],
)
def test_a_number_that_is_none_is_missing(value, expected):
    (number,) = read_rows([row(1, (0, 0), (9, 0), source=value)]).source.tolist()
    assert number == (NO_NUMBER if expected is None else expected)


@pytest.mark.parametrize(
    ("value", "is_stepped"),
    [
        (None, False),
        ("", False),
        (True, False),
        (False, True),
        (" No ", True),
        ("f", True),
        ("yes", False),
        (0, True),
    ],
)
def test_only_what_is_said_not_to_be_step_free_has_steps(value, is_stepped):
    assert read_rows([row(1, (0, 0), (9, 0), step_free=value)]).stepped.tolist() == [is_stepped]


@pytest.mark.parametrize(
    ("level", "expected"),
    [(999_999, 999_999), (-999_999, -999_999), (1e6, None), (-1e6, None), (math.inf, None)],
)
def test_a_level_that_no_building_has_is_unknown(level, expected):
    table = read_rows([row(1, (0, 0), (9, 0), level=level, target_level=level)])
    for (found,) in (table.level.tolist(), table.target_level.tolist()):
        assert math.isnan(found) if expected is None else found == expected


def test_names_are_texts_or_none():
    names = read_rows([row(1, (0, 0), (9, 0), name=name) for name in ("Hall", "", None, 7)]).name
    assert names.tolist() == ["Hall", None, None, "7"]


def test_ids_may_be_in_either_column():
    line = shapely.LineString([(0, 0), (1, 1)])
    assert read_rows([{"id": 5, "wkb_geometry": line}]).ids.tolist() == [5]
    assert read_rows([{"ogc_fid": 4, "id": 5, "wkb_geometry": line}]).ids.tolist() == [4]
    assert read_rows([{"wkb_geometry": line}]).ids.tolist() == [NOTHING]


@pytest.mark.parametrize(
    ("corner", "is_on_earth"),
    [
        ((180, 90), True),
        ((-180, -90), True),
        ((180.5, 0), False),
        ((0, 90.5), False),
        ((0, -95), False),
        ((-181, 0), False),
    ],
)
def test_a_line_ends_at_the_poles(corner, is_on_earth):
    table = read_rows([{"ogc_fid": 1, "wkb_geometry": shapely.LineString([(0, 0), corner])}])
    assert table.count == is_on_earth


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
