"""From places to edges: on the level, within twenty metres, and not through walls."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from interactive_maps.ops.deadlines import ClientLeft, open_deadline
from interactive_maps.routing.network.walls import Walls
from interactive_maps.routing.search.snapping import Snapper, keep_nearest
from tests.unit.routing.networks import network, place, row

GRAPH = network(
    row(1, (0, 0), (50, 0), level=0, source=1, target=2),
    row(2, (0, 10), (50, 10), level=0, source=3, target=4),
    row(3, (0, 1), (50, 1), level=1, source=5, target=6),
    row(4, (0, 0), (0, 1), level=0, target_level=1, source=1, target=5, kind="stairs"),
    row(5, (80, 0), (80, 0), level=0, source=7, target=7),
)
SNAPPER = Snapper(GRAPH)


def edges(x: float, y: float, level: float | None, snapper: Snapper = SNAPPER) -> list[int]:
    return [int(GRAPH.edge_id[snap.edge]) for snap in snapper.snap(*place(x, y), level)]


@pytest.mark.parametrize(
    ("x", "y", "level", "expected"),
    [
        (20, 2, 0.0, [1, 2]),
        (20, 9, 0.0, [2, 1]),
        (20, 2, 1.0, [3]),
        (20, 2, None, [3, 1, 2]),
        (20, 2, 2.0, []),
        (-1, 0.5, 0.0, [1, 2]),  # stairs are no place to be
        (20, -19.9, 0.0, [1]),
        (20, -20.1, 0.0, []),
        (81, 0, 0.0, [5]),
        (1e7, 0, 0.0, []),
    ],
)
def test_edges_near_a_place(x, y, level, expected):
    assert edges(x, y, level) == expected


def test_edges_of_unknown_level_fit_any():
    graph = network(row(1, (0, 0), (50, 0)))
    assert [snap.level for snap in Snapper(graph).snap(*place(5, 1), 3.0)] == [None]


@pytest.mark.parametrize(("longitude", "latitude"), [(float("nan"), 51), (float("inf"), 0), (13, 1e9)])
def test_places_off_the_earth_are_near_nothing(longitude, latitude):
    assert SNAPPER.snap(longitude, latitude, 0.0) == ()


@settings(max_examples=50)
@given(st.floats(-15, 65), st.floats(-15, 25))
def test_the_fraction_is_where_the_line_is_nearest(x, y):
    for snap in SNAPPER.snap(*place(x, y), 0.0):
        if GRAPH.edge_id[snap.edge] == 5:
            continue
        line_y = GRAPH.edge_id[snap.edge] // 2 * 10
        at = min(max(x, 0), 50)
        assert snap.fraction == pytest.approx(at / 50, abs=1e-4)
        assert snap.metres == pytest.approx(np.hypot(x - at, y - line_y), abs=1e-3)
        assert (snap.longitude, snap.latitude) == pytest.approx(place(at, line_y), abs=1e-7)


def test_nothing_is_snapped_through_a_wall():
    wall = shapely.LineString([place(10, 5), place(30, 5)])
    snapper = Snapper(GRAPH, Walls(GRAPH.plane, {0.0: [wall]}).block)
    assert edges(20, 6, 0.0, snapper) == [2]
    assert edges(20, 4, 0.0, snapper) == [1]
    assert edges(20, 6, 1.0, snapper) == [3]
    assert edges(35, 6, 0.0, snapper) == [2, 1]
    on_wall = shapely.LineString([place(10, 0), place(30, 0)])
    touching = Snapper(GRAPH, Walls(GRAPH.plane, {0.0: [on_wall]}).block)
    assert 1 in edges(20, 2, 0.0, touching)  # the line itself runs along the wall


@settings(max_examples=100)
@given(st.floats(-15, 65), st.floats(-25, 25), st.sampled_from([0.0, 1.0, None]))
def test_the_nearest_are_those_of_all(x, y, level):
    wall = shapely.LineString([place(10, 1.5), place(30, 1.5)])
    snapper = Snapper(GRAPH, Walls(GRAPH.plane, {0.0: [wall]}).block)
    assert snapper.snap_nearest(*place(x, y), level) == keep_nearest(snapper.snap(*place(x, y), level))


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.floats(-15, 70), st.floats(-15, 25), st.sampled_from([0.0, 1.0, 2.0, None])), max_size=12
    ),
    st.booleans(),
)
def test_many_at_once_are_put_where_each_would_be_alone(locations, wide):
    walls = [shapely.LineString([place(x, -5), place(x + 4, 15)]) for x in range(0, 60, 6)]
    snapper = Snapper(GRAPH, Walls(GRAPH.plane, {0.0: walls}).block)
    asked = [(*place(x, y), level) for x, y, level in locations]
    alone = [snapper.snap(*one) if wide else snapper.snap_nearest(*one) for one in asked]
    assert snapper.snap_all(asked, wide=wide) == alone


def test_behind_hundreds_of_walls_is_looked_for_further():
    # Up to 10 m north there are two hundred, from 13 m on forty more.
    numbers = [*range(1, 200), *range(260, 300)]
    graph = network(*(row(number, (0, number / 20), (50, number / 20), level=0) for number in numbers))
    wall = shapely.LineString([place(-10, 10.15), place(60, 10.15)])
    snapper = Snapper(graph, Walls(graph.plane, {0.0: [wall]}).block)
    here = (*place(20, 10.3), 0.0)
    found = snapper.snap(*here)
    assert [int(graph.edge_id[snap.edge]) for snap in found] == [*range(260, 268)]
    assert snapper.snap_all([here], wide=True) == [found]


def test_of_what_is_not_behind_a_wall_all_is_found_as_far_as_is_looked():
    behind = [row(number, (0, 1.1 + number / 100), (50, 1.1 + number / 100), level=0) for number in range(7)]
    free = [row(100 + metres, (0, -metres), (50, -metres), level=0) for metres in (2, 4, 7, 11, 16, 21)]
    graph = network(*behind, *free)
    wall = shapely.LineString([place(-10, 1), place(60, 1)])
    snapper = Snapper(graph, Walls(graph.plane, {0.0: [wall]}).block)
    here = (*place(20, 0), 0.0)
    for found in (snapper.snap(*here), *snapper.snap_all([here], wide=True)):
        assert [int(graph.edge_id[snap.edge]) for snap in found] == [102, 104, 107, 111, 116]
    for found in (snapper.snap_nearest(*here), *snapper.snap_all([here])):
        assert [int(graph.edge_id[snap.edge]) for snap in found] == [102]


def test_islands_are_those_within_twenty_metres_on_the_level():
    graph = network(
        row(1, (0, 0), (50, 0), level=0, source=1, target=2),
        row(2, (0, 30), (50, 30), level=0, source=3, target=4),
        row(3, (0, 5), (50, 5), level=1, source=5, target=6),
        row(4, (100, 0), (120, 0)),
        row(5, (0, 0), (0, 5), level=0, target_level=1, source=1, target=5, kind="stairs"),
    )
    walls = Walls(graph.plane, {0.0: [shapely.LineString([place(-10, 1), place(60, 1)])]})
    snapper = Snapper(graph, walls.block)
    island = {number: int(graph.component[graph.tail[number - 1]]) for number in (1, 2, 3, 4)}

    def find(*places):
        return snapper.list_islands([(*place(x, y), level) for x, y, level in places])

    assert island[1] == island[3] != island[2]
    assert find((20, 2, 0.0)) == {island[1]}
    assert find((20, 12, 0.0)) == {island[1], island[2]}
    assert find((20, 19.9, 0.0), (20, 10.1, 0.0)) == {island[1], island[2]}
    assert find((20, 50.1, 0.0)) == find((20, 40, 2.0)) == find() == frozenset()
    assert find((20, 49.9, 0.0)) == {island[2]}
    assert find((20, 49.9, None), (110, 3, 5.0)) == {island[2], island[4]}


def test_the_nearest_are_those_within_half_a_metre_of_each_other():
    graph = network(
        *(row(number, (0, y), (50, y), level=0) for number, y in enumerate((3.9, 4.3, 4.45, 4.5), start=1))
    )
    snapper = Snapper(graph)
    for found in (snapper.snap_nearest(*place(20, 0), 0.0), *snapper.snap_all([(*place(20, 0), 0.0)])):
        assert [int(graph.edge_id[snap.edge]) for snap in found] == [1, 2]
    assert keep_nearest(()) == ()


def test_lookups_of_a_request_end_with_it():
    asked = [(*place(20, 2), level) for level in (0.0, None)]
    with open_deadline(10) as deadline:
        assert len(SNAPPER.snap_all(asked)) == 2
        deadline.cancel()
        for look_up in (SNAPPER.snap_all, SNAPPER.list_islands, lambda some: SNAPPER.snap(*some[0])):
            with pytest.raises(ClientLeft):
                look_up(asked)


def test_only_edges_that_are_walked_have_nodes_to_be_at():
    numbers = dict(enumerate(GRAPH.node_number.tolist()))
    assert numbers[SNAPPER.nodes.find(*place(0, 0), 0.0)] == 1
    assert numbers[SNAPPER.nodes.find(*place(0, 1), 1.0)] == 5
    assert SNAPPER.nodes.find(*place(0, 5), 0.0) is None


@settings(max_examples=30)
@given(st.integers(2, 60), st.floats(0, 50), st.floats(-8, 8), st.floats(0, 50), st.floats(-8, 8))
def test_a_wall_in_pieces_blocks_what_it_blocks_whole(corners, x, y, to_x, to_y):
    zigzag = shapely.LineString([place(step, step % 2 * 3 - 1.5) for step in range(corners)])
    walls = Walls(GRAPH.plane, {0.0: [zigzag]})
    start, end = GRAPH.plane.to_metres(np.array([place(x, y), place(to_x, to_y)]))
    inset = (end - start) * (0.05 / max(float(np.hypot(*(end - start))), 0.2))
    straight = shapely.LineString([start + inset, end - inset])
    whole = shapely.transform(zigzag, GRAPH.plane.to_metres)
    if np.hypot(*(end - start)) > 0.2 and abs(straight.distance(whole) - 1e-6) > 1e-5:
        (blocked,) = walls.block(np.zeros(1), start[None], end[None])
        assert blocked == straight.intersects(whole)
