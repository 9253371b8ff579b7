"""Which ends meet: by number and by place, on one level, and never by what lies above each other."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interactive_maps.routing.network.edges import NO_NUMBER
from tests.unit.routing.networks import HERE, network, row


def islands(graph) -> int:
    return int(graph.component.max()) + 1


def test_numbers_join_and_places_do_not_where_there_are_numbers():
    graph = network(
        row(1, (0, 0), (9, 0), source=1, target=2),
        row(2, (9, 0), (9, 9), source=2, target=3),
        row(3, (9, 9), (0, 9), source=4, target=5),  # begins where number 3 lies, but is not it
    )
    assert graph.node_count == 5
    assert islands(graph) == 2


def test_without_numbers_ends_within_five_centimetres_meet():
    graph = network(row(1, (0, 0), (9, 0)), row(2, (9.03, 0.02), (9, 9)), row(3, (9.2, 0), (20, 0)))
    assert (graph.node_count, islands(graph)) == (5, 2)
    assert (graph.node_number == NO_NUMBER).all()


def test_an_end_without_a_number_meets_the_number_it_lies_on():
    graph = network(row(1, (0, 0), (9, 0), source=1, target=2), row(2, (9, 0), (9, 9)))
    assert (graph.node_count, islands(graph)) == (3, 1)


def test_the_same_place_on_another_level_is_another_node():
    graph = network(row(1, (0, 0), (9, 0), level=0), row(2, (0, 0), (9, 0), level=1))
    assert (graph.node_count, islands(graph)) == (4, 2)


def test_the_same_number_on_another_level_is_another_node_and_said_so():
    floors = [
        row(n, (n, 0), (n + 1, 0), level=level, source=n, target=n + 1) for level in (0, 1) for n in (1, 2)
    ]
    graph = network(*floors)
    assert (graph.node_count, islands(graph)) == (6, 2)
    assert graph.split_numbers.tolist() == [1, 2, 3]


def test_numbers_join_levels_where_the_numbering_knows_floors():
    above = [row(n, (10 * n, 0), (10 * n, 9), level=0, source=n, target=n + 10) for n in (1, 2, 3)]
    below = [row(9 + n, (10 * n, 0), (10 * n, 9), level=1, source=n + 20, target=n + 30) for n in (1, 2, 3)]
    # Stairs without a kind: from number 11 on level 0 to number 50, where level 1 goes on to number 31.
    stairs = row(20, (10, 9), (15, 20), level=0, source=11, target=50)
    landing = row(21, (15, 20), (10, 9), level=1, source=50, target=31)
    graph = network(*above, *below, stairs, landing)
    assert graph.split_numbers.tolist() == []
    assert islands(graph) == 5  # of six lines two are joined


def test_stairs_join_the_levels_of_both_numbers():
    graph = network(
        row(1, (0, 0), (9, 0), level=0, source=1, target=2),
        row(2, (9, 0), (12, 0), level=0, source=2, target=3, kind="Steps"),
        row(3, (12, 0), (20, 0), level=1, source=3, target=4),
    )
    assert islands(graph) == 1
    assert graph.rise.tolist() == [0, 1, 0]


def test_stairs_without_numbers_find_the_floor_above():
    graph = network(
        row(1, (0, 0), (9, 0), level=0),
        row(2, (9, 0), (12, 0), level=0, kind="stairs"),
        row(3, (12, 0), (20, 0), level=1),
        row(4, (12, 0), (20, 0), level=2),
    )
    assert graph.rise.tolist() == [0, 1, 0, 0]
    assert islands(graph) == 2


def test_stairs_do_not_reach_what_lies_two_floors_above():
    graph = network(
        row(1, (0, 0), (9, 0), level=0),
        row(2, (9, 0), (12, 0), level=0, kind="stairs"),
        row(3, (12, 0), (20, 0), level=2),
        row(4, (50, 0), (60, 0), level=1),
    )
    assert islands(graph) == 3


def test_a_target_level_is_believed():
    graph = network(
        row(1, (0, 0), (9, 0), level=0),
        row(2, (9, 0), (9, 0), level=0, target_level=3, kind="lift"),
        row(3, (9, 0), (20, 0), level=3),
        row(4, (9, 0), (20, 0), level=1),
    )
    assert islands(graph) == 2
    assert graph.rise.tolist() == [0, 3, 0, 0]


def test_an_edge_without_a_level_takes_that_of_its_numbers():
    graph = network(
        row(1, (0, 0), (9, 0), level=0, source=1, target=2),
        row(2, (9, 0), (12, 0), source=2, target=3),
        row(3, (12, 0), (20, 0), level=1, source=3, target=4),
    )
    assert islands(graph) == 1


def test_a_number_in_two_places_of_a_level_is_one_node_and_said_so():
    graph = network(row(1, (0, 0), (9, 0), source=1, target=2), row(2, (30, 0), (40, 0), source=2, target=3))
    assert islands(graph) == 1
    assert graph.loose_numbers.tolist() == [2]


def test_a_node_lies_where_its_edges_begin_and_end():
    graph = network(
        row(1, (0, 0), (4, 0), (4, 5), level=2, source=7, target=9), row(2, (4, 5), (30, 5), level=2)
    )
    nodes = [(number, level, *HERE.to_metres(at[None]).round(2)[0]) for number, level, at in zip(
        graph.node_number.tolist(), graph.node_level.tolist(), graph.node_coordinates, strict=True)]  # fmt: skip
    assert sorted(nodes) == [(NO_NUMBER, 2, 30, 5), (7, 2, 0, 0), (9, 2, 4, 5)]
    assert [graph.node_number[graph.tail[0]], graph.node_number[graph.head[0]]] == [7, 9]
    assert graph.tail[1] == graph.head[0]


@pytest.mark.parametrize(("metres", "count"), [(0.04, 3), (0.06, 4)])
@pytest.mark.parametrize("numbers", [{}, {"source": 1, "target": 2}])
def test_ends_meet_within_five_centimetres(metres, count, numbers):
    graph = network(row(1, (0, 0), (9, 0), level=0, **numbers), row(2, (9 + metres, 0), (20, 0), level=0))
    assert graph.node_count == count


@pytest.mark.parametrize(
    ("others", "rise"),
    [((1,), 1), ((-1,), -1), ((-1, 1), 1), ((0, 1), 0), ((2,), 2), ((1, 2), 1), ((-2, 1), 1), ((), 0)],
)
def test_stairs_lead_to_the_nearest_level_first_upwards(others, rise):
    floors = [row(9 + level, (12, 0), (20, 0), level=level) for level in others]
    graph = network(row(1, (9, 0), (12, 0), level=0, kind="stairs"), *floors)
    assert graph.rise[0] == rise


@pytest.mark.parametrize(("numbers", "rise"), [({"source": 1, "target": 2}, 3), ({}, 0)])
def test_only_a_number_leads_past_a_level(numbers, rise):
    landing = {"source": 2, "target": 3} if numbers else {}
    graph = network(
        row(1, (9, 0), (12, 0), level=0, kind="lift", **numbers),
        row(2, (12, 0), (20, 0), level=3, **landing),
        row(3, (50, 0), (60, 0), level=1),
        row(4, (50, 0), (60, 0), level=2),
    )
    assert graph.rise[0] == rise


def test_flights_that_meet_between_levels_meet_on_the_lower():
    graph = network(
        row(1, (0, 0), (5, 0), level=1, kind="stairs"),
        row(2, (5, 0), (9, 0), level=0, kind="stairs"),
        row(3, (50, 0), (60, 0), kind="stairs"),
    )
    assert graph.head[0] == graph.tail[1]
    assert graph.node_level[graph.head[0]] == 0
    assert np.isnan(graph.node_level[graph.tail[2]])


@pytest.mark.parametrize("numbers", [{}, {"source": 2, "target": 3}])
def test_an_edge_without_a_level_is_on_the_lowest_that_it_meets(numbers):
    before = {"source": 1, "target": 2} if numbers else {}
    rows = [row(level, (0, 0), (9, 0), level=level, **before) for level in (2, 1, 3)]
    graph = network(*rows, row(9, (9, 0), (20, 0), **numbers))
    assert graph.node_level[graph.tail[3]] == 1
    assert graph.tail[3] == graph.head[1]


def stack(*columns: tuple[int, int], apart: float = 0.0) -> list[dict[str, object]]:
    """Return a line on each of two levels, above each other or so far ``apart``, with the numbers of each place."""
    rows = []
    for x, (lower, upper) in enumerate(columns):
        for level, number, y in ((0, lower, 0), (1, upper, apart)):
            key = len(rows)
            rows.append(row(key, (10 * x, y), (10 * x, y + 3), level=level, source=number, target=1000 + key))
    return rows


@pytest.mark.parametrize(
    ("columns", "split"),
    [
        ([(1, 1), (2, 2)], [1, 2]),
        ([(1, 1), (2, 2), (3, 4)], []),
    ],
)
def test_a_number_joins_levels_where_more_numbers_tell_them_apart(columns, split):
    rows = stack(*columns)
    if split:  # the other ends, too, are numbered alike
        for one in rows:
            one["target"] = 1000 + one["source"]
    graph = network(*rows)
    assert graph.split_numbers.tolist() == (split + [1000 + number for number in split])
    joined = graph.tail[0] == graph.tail[1]
    assert joined == (not split)


@pytest.mark.parametrize(("apart", "is_joined"), [(0.0, True), (0.06, False), (7, False)])
def test_a_number_joins_levels_only_at_one_place(apart, is_joined):
    graph = network(*stack((1, 1), (3, 4), (5, 6), apart=apart))
    assert (graph.tail[0] == graph.tail[1]) == is_joined
    assert graph.split_numbers.tolist() == ([] if is_joined else [1])
    assert graph.loose_numbers.tolist() == []


def test_as_many_numbers_that_tell_levels_apart_as_do_not_join_nothing():
    assert network(*stack((1, 1))).split_numbers.tolist() == [1]  # both lines end in numbers of their own


@pytest.mark.parametrize(("metres", "loose"), [(0.04, []), (0.06, [2])])
def test_a_number_is_loose_from_five_centimetres_on(metres, loose):
    graph = network(
        row(1, (0, 0), (9, 0), level=0, source=1, target=2),
        row(2, (9 + metres, 0), (20, 0), level=0, source=2, target=3),
    )
    assert graph.loose_numbers.tolist() == loose


lines = st.tuples(*[st.tuples(st.integers(0, 6), st.integers(0, 6)) for _ in range(2)])


@settings(max_examples=60)
@given(st.lists(st.tuples(lines, st.integers(0, 2)), min_size=2, max_size=20), st.booleans())
def test_floors_that_cross_in_plan_are_never_joined(edges, numbered):
    """Walked edges on a small lattice, numbered as a topology over all floors at once would do."""
    rows = []
    for key, ((start, end), level) in enumerate(edges):
        numbers = {"source": 10 * start[0] + start[1], "target": 10 * end[0] + end[1]} if numbered else {}
        rows.append(row(key, start, end, level=float(level), **numbers))
    graph = network(*rows)
    for one, other in combinations(range(len(edges)), 2):
        if edges[one][1] != edges[other][1]:
            assert graph.component[graph.tail[one]] != graph.component[graph.tail[other]]
        elif set(edges[one][0]) & set(edges[other][0]):
            assert graph.component[graph.tail[one]] == graph.component[graph.tail[other]]
    assert (graph.rise == 0).all()


@pytest.mark.parametrize("numbered", [True, False])
def test_an_empty_network_is_a_graph(numbered):
    graph = network()
    assert (graph.node_count, graph.edge_count, graph.levels.tolist()) == (0, 0, [])
