"""What is derived from a graph's edges: islands by size, levels, and lines in metres."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from interactive_maps.routing.network.edge_kinds import Kind
from tests.unit.routing.networks import HERE, network, row

GRAPH = network(
    row(11, (0, 0), (5, 0), level=2, source=1, target=2),
    row(12, (100, 0), (100, 9), (109, 9), level=-1, source=3, target=4),
    row(13, (109, 9), (120, 9), level=-1, source=4, target=5),
    row(14, (120, 9), (120, 9), level=-1, target_level=2, source=5, target=6, kind="stairs"),
    row(15, (200, 0), (210, 0)),
)


def to_metres(line) -> list[list[float]]:
    """Return places where they were drawn, to a centimetre."""
    return (HERE.to_metres(np.asarray(line)).round(2) + 0.0).tolist()


def test_the_largest_island_comes_first():
    islands = [GRAPH.component[GRAPH.tail[edge]] for edge in range(5)]
    assert islands == [1, 0, 0, 0, 2]
    assert (GRAPH.component[GRAPH.head] == GRAPH.component[GRAPH.tail]).all()


def test_known_levels_are_listed_once_from_the_lowest():
    assert GRAPH.levels.tolist() == [-1, 2]
    assert GRAPH.rise.tolist() == [0, 0, 0, 3, 0]


def test_arcs_lead_from_tail_to_head_and_back():
    assert GRAPH.arc_count == len(GRAPH.arc_tail) == len(GRAPH.arc_head) == 10
    for edge in range(5):
        ends = int(GRAPH.tail[edge]), int(GRAPH.head[edge])
        assert (GRAPH.arc_tail[2 * edge], GRAPH.arc_head[2 * edge]) == ends
        assert (GRAPH.arc_head[2 * edge + 1], GRAPH.arc_tail[2 * edge + 1]) == ends


def test_edges_are_known_by_their_ids():
    assert GRAPH.edge_of_id == {11: 0, 12: 1, 13: 2, 14: 3, 15: 4}


def test_lines_are_drawn_in_metres_in_the_order_that_is_asked_for():
    drawn = GRAPH.draw_lines(np.array([4, 1, 1]))
    lines = [GRAPH.plane.to_degrees(shapely.get_coordinates(line)) for line in drawn]
    bent = [[100, 0], [100, 9], [109, 9]]
    assert [to_metres(line) for line in lines] == [[[200, 0], [210, 0]], bent, bent]
    assert shapely.length(drawn) == pytest.approx([10, 18, 18], abs=0.01)
    assert len(GRAPH.draw_lines(np.array([], dtype=np.int64))) == 0


def test_all_places_are_known_in_metres_too():
    assert to_metres(GRAPH.plane.to_degrees(GRAPH.metres)) == to_metres(GRAPH.coordinates)
    assert np.hypot(*(GRAPH.metres[1] - GRAPH.metres[0])) == pytest.approx(5, abs=0.01)


def test_nothing_of_a_graph_can_be_changed():
    arrays = [
        GRAPH.metres,
        GRAPH.component,
        GRAPH.levels,
        GRAPH.rise,
        GRAPH.boarded,
        GRAPH.arc_tail,
        GRAPH.arc_head,
    ]
    arrays += [value for value in vars(GRAPH).values() if isinstance(value, np.ndarray)]
    assert not any(array.flags.writeable for array in arrays)


@pytest.mark.parametrize(
    ("rows", "ratio"),
    [
        ([(10, {"cost": 20})], 2),
        ([(10, {"cost": 20}), (10, {"cost": 40}), (10, {"cost": 90})], 4),
        ([(10, {"cost": -30})], 3),  # shut, and as long as it says
        ([(10, {"cost": 20}), (0.05, {"cost": 50})], 2),  # too short to tell
        ([(10, {"cost": 0})], None),
        ([(10, {})], None),
    ],
)
def test_costs_are_compared_with_metres(rows, ratio):
    graph = network(
        *(row(key, (0, key), (metres, key), **columns) for key, (metres, columns) in enumerate(rows))
    )
    assert graph.cost_ratio == (None if ratio is None else pytest.approx(ratio, abs=0.01))


def lift(key: int, x: float, start: int, end: int, connector: int) -> dict[str, object]:
    """Return a ride between two levels at (x, 0)."""
    return row(key, (x, 0), (x, 0), level=start, target_level=end, kind="lift", connector_id=connector)


def test_a_lift_of_several_rides_has_a_cabin_behind_a_boarding_on_each_floor():
    graph = network(lift(1, 0, 0, 1, 7), lift(2, 0, 1, 2, 7), row(3, (0, 0), (9, 0), level=1, space_id=4))
    boardings = np.flatnonzero(graph.kind == Kind.BOARDING)
    assert sorted(graph.node_level[graph.tail[boardings]].tolist()) == [0, 1, 2]
    assert (graph.node_level[graph.head[boardings]] == graph.node_level[graph.tail[boardings]]).all()
    assert graph.connector[boardings].tolist() == [7, 7, 7]
    assert graph.passable[np.concatenate([2 * boardings, 2 * boardings + 1])].all()
    assert (graph.length[boardings] == 0).all()
    assert not graph.stepped[boardings].any()
    for column in (graph.edge_id, graph.space, graph.opening):
        assert (column[boardings] == -1).all()
    assert np.isnan(graph.cost[boardings]).all()
    for edge in boardings.tolist():
        assert to_metres(graph.line(2 * edge)) == [[0, 0], [0, 0]]
    cabins = set(graph.head[boardings].tolist())
    assert cabins.isdisjoint(graph.tail[boardings].tolist())
    for ride in (0, 1):
        assert {int(graph.tail[ride]), int(graph.head[ride])} <= cabins
        assert graph.boarded[ride]
    assert not graph.boarded[boardings].any()
    assert int(graph.tail[2]) not in cabins
    assert graph.edge_of_id == {1: 0, 2: 1, 3: 2}


def test_lifts_that_share_a_landing_have_cabins_of_their_own():
    rides = [lift(1, 0, 0, 1, 7), lift(2, 0, 1, 2, 7), lift(3, 0, 1, 3, 8), lift(4, 0, 3, 4, 8)]
    graph = network(*rides, lift(5, 0, 1, 2, 9))
    boardings = np.flatnonzero(graph.kind == Kind.BOARDING)
    at = {(int(graph.connector[edge]), float(graph.node_level[graph.tail[edge]])) for edge in boardings}
    assert at == {
        (7, 0),
        (7, 1),
        (7, 2),
        (8, 1),
        (8, 3),
        (8, 4),
    }  # with a single ride nobody rides past a floor
    assert len(set(graph.head[boardings].tolist())) == 6
    assert graph.boarded.tolist() == [True] * 4 + [False] * 7
