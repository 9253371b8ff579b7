"""Routes put together from the walked parts of edges: their lines, their legs, and what a profile would not use."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.routing.profiles import STEP_FREE, WALK, weigh
from interactive_maps.routing.search.routes import (
    PathSegment,
    cut_line,
    cut_segment,
    find_repeats,
    join_lines,
    list_legs,
    list_violations,
    make_segments,
    trace_segment,
    trace_segments,
)
from tests.unit.routing.networks import HERE, network, place, row


def metres(line):
    """Return places in metres, to a centimetre."""
    return (HERE.to_metres(np.asarray(line)).round(2) + 0.0).tolist()


LINE = np.array([place(*one) for one in ((0, 0), (4, 0), (4, 6))])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 1, [[0, 0], [4, 0], [4, 6]]),
        (0, 0.2, [[0, 0], [2, 0]]),
        (0.2, 0.7, [[2, 0], [4, 0], [4, 3]]),
        (0.3, 1, [[3, 0], [4, 0], [4, 6]]),
        (0, 0.5, [[0, 0], [4, 0], [4, 1]]),
        (0.7, 0.7, [[4, 3], [4, 3]]),
        (0.7, 1, [[4, 3], [4, 6]]),
    ],
)
def test_a_line_is_cut_by_fractions_of_its_length(start, end, expected):
    assert metres(cut_line(LINE, start, end)) == pytest.approx(np.array(expected), abs=0.02)


def test_a_line_of_no_length_stays_two_points():
    point = np.array([place(1, 1)] * 3)
    assert cut_line(point, 0.2, 0.8).tolist() == point[:2].tolist()


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_parts_of_a_line_are_as_long_as_the_line(one, other):
    low, high = sorted((one, other))
    parts = [cut_line(LINE, *ends) for ends in ((0, low), (low, high), (high, 1))]
    lengths = [shapely.length(shapely.LineString(HERE.to_metres(part))) for part in parts]
    assert sum(lengths) == pytest.approx(10, abs=0.02)
    assert lengths[1] == pytest.approx(10 * (high - low), abs=0.02)


OFF = np.array([[0, 0], [2e-9, 0], [0, 0], [0, 0], [0, 0], [0, 2e-9]])


def test_points_that_equal_the_one_before_are_repeats():
    points = np.array(
        [[1.0, 1.0], [1.0, 1.0], [1.0, 2.0], [2.0, 2.0], [1.0, 1.0], [1.0 + 5e-10, 1.0 - 5e-10]]
    )
    assert find_repeats(points).tolist() == [False, True, False, False, False, True]
    assert find_repeats(points + OFF).tolist() == [False] * 6
    assert find_repeats(points[:0]).tolist() == []


def test_lines_are_joined_without_their_common_points():
    one, other = np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
    assert join_lines([one, other]).tolist() == [[0, 0], [1, 0], [1, 1]]
    assert join_lines(iter([one])).tolist() == one.tolist()
    assert join_lines([other[1:]]).tolist() == [[1, 1], [1, 1]]


# A way along a corridor, up the stairs, and on; the second row is drawn from its end.
ROWS = [
    row(1, (0, 0), (5, 0), (10, 0), source=1, target=2, level=0.0, target_level=0.0),
    row(2, (10, 8), (10, 4), (10, 0), source=3, target=2, level=0.0, target_level=0.0),
    row(3, (10, 8), (12, 8), source=3, target=4, kind="stairs", level=0.0, target_level=1.0),
    row(4, (12, 8), (20, 8), source=4, target=5, level=1.0, target_level=1.0),
]
GRAPH = network(*ROWS)
TIMES = weigh(GRAPH, WALK)
WAY = [0, 3, 4, 6]


def test_whole_edges_have_their_length_and_time():
    pieces = make_segments(GRAPH, TIMES, WAY)
    assert [piece.edge for piece in pieces] == [0, 1, 2, 3]
    assert all(piece.whole for piece in pieces)
    assert [piece.length for piece in pieces] == pytest.approx([10, 8, 2, 8], abs=0.02)
    assert [piece.time for piece in pieces] == TIMES[WAY].tolist()
    part = cut_segment(GRAPH, TIMES, 0, 0.25, 0.75)
    assert (part.length, part.time) == (pytest.approx(5, abs=0.01), round(TIMES[0] / 2))
    assert not part.whole
    assert not PathSegment(0, 0.0, 0.5, 1, 1).whole
    assert not PathSegment(0, 0.5, 1.0, 1, 1).whole


def test_a_segment_against_its_line_is_walked_from_its_end():
    whole = PathSegment(3, 0.0, 1.0, 8, 8)
    assert metres(trace_segment(GRAPH, whole)) == [[10, 0], [10, 4], [10, 8]]
    assert metres(trace_segment(GRAPH, PathSegment(3, 0.25, 1.0, 6, 6))) == [[10, 2], [10, 4], [10, 8]]


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize(
    "cuts", [[(0, 1)] * 4, [(0.5, 1), (0, 1), (0, 1), (0, 0.5)], [(0, 1), (0.5, 0.75), (0, 1), (0, 1)]]
)
def test_lines_of_segments_follow_each_other(cuts, flat):
    pieces = [cut_segment(GRAPH, TIMES, arc, *ends) for arc, ends in zip(WAY, cuts, strict=True)]
    points, starts = trace_segments(GRAPH, pieces, flat=flat)
    assert starts[0] == 0
    assert starts[-1] == len(points)
    for index, piece in enumerate(pieces):
        line = trace_segment(GRAPH, piece)
        expected = GRAPH.plane.to_metres(line) if flat else line
        assert points[starts[index] : starts[index + 1]] == pytest.approx(expected, abs=1e-6)


def test_each_level_is_a_leg_that_begins_where_the_one_before_ends():
    pieces = [cut_segment(GRAPH, TIMES, 0, 0.5, 1.0), *make_segments(GRAPH, TIMES, WAY[1:])]
    ground, upper = list_legs(GRAPH, pieces)
    assert (ground.level, ground.first, ground.last) == (0.0, 0, 3)
    assert (upper.level, upper.first, upper.last) == (1.0, 3, 4)
    assert metres(ground.coordinates) == [[5, 0], [10, 0], [10, 4], [10, 8], [12, 8]]
    assert metres(upper.coordinates) == [[12, 8], [20, 8]]
    assert (ground.length, upper.length) == (pytest.approx(15, abs=0.02), pytest.approx(8, abs=0.02))
    assert ground.time + upper.time == sum(piece.time for piece in pieces)
    assert upper.time == pieces[-1].time
    assert list_legs(GRAPH, []) == ()


def test_edges_of_unknown_levels_are_one_leg():
    graph = network(row(1, (0, 0), (5, 0), source=1, target=2), row(2, (5, 0), (9, 0), source=2, target=3))
    (leg,) = list_legs(graph, make_segments(graph, weigh(graph, WALK), [0, 2]))
    assert (leg.level, leg.first, leg.last) == (None, 0, 2)
    assert metres(leg.coordinates) == [[0, 0], [5, 0], [9, 0]]


def test_edges_of_an_unknown_level_between_known_ones_are_one_leg():
    graph = network(
        *(
            row(key, (9 * key, 0), (9 * key + 9, 0), source=key, target=key + 1, level=level)
            for key, level in enumerate((0, 0, None, None, None, 1, 1))
        )
    )
    legs = list_legs(graph, make_segments(graph, weigh(graph, WALK), range(0, 14, 2)))
    levels = [leg.level for leg in legs]
    assert levels == [0, None, 1]
    assert [leg.first for leg in legs] == [0, *(leg.last for leg in legs[:-1])]


def test_a_ride_between_levels_at_one_place_is_a_leg_of_two_points():
    graph = network(
        row(1, (0, 0), (0, 0), source=1, target=2, kind="stairs", level=0.0, target_level=1.0),
        row(2, (0, 0), (5, 0), source=2, target=3, level=1.0, target_level=1.0),
    )
    first, second = list_legs(graph, make_segments(graph, weigh(graph, WALK), [0, 2]))
    assert metres(first.coordinates) == [[0, 0], [0, 0]]
    assert metres(second.coordinates) == [[0, 0], [5, 0]]


def test_what_a_profile_would_not_use_is_told_once_where_it_begins():
    stairs = make_segments(GRAPH, TIMES, [0, 3, 4, 6, 5])
    (told,) = list_violations(GRAPH, STEP_FREE, stairs)
    assert (told.reason, told.edge) == ("stairs", 3)
    assert metres([told.location]) == [[10, 8]]
    assert list_violations(GRAPH, WALK, stairs) == ()
