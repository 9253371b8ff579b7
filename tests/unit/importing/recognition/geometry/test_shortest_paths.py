"""Paths along lines from one place to the next: over ends that come apart, past lines that lead elsewhere."""

import numpy as np
import pytest

from interactive_maps.importing.recognition.geometry.shortest_paths import find_near, find_paths

START, END = (0.0, 0.0), (3.0, 0.0)
TURNS = [(0.0, 0, 0, 1), (0, 1, 3, 1), (3, 1, 3, 0)]


def find(lines, *places, reach=0.1, longest=9.0):
    rows = np.array(lines, dtype=float).reshape(-1, 4)
    ends = np.concatenate([rows[:, :2], rows[:, 2:]])
    return find_paths(ends, np.array(places, dtype=float).reshape(-1, 2), reach, longest).tolist()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
@pytest.mark.parametrize("columns", [[0, 1, 2, 3], [2, 3, 0, 1]])
def test_a_path_follows_lines_in_any_order_and_direction(order, columns):
    assert find(np.array(TURNS)[list(order)][:, columns], START, END) == [True] * 3


def test_lines_that_lead_elsewhere_are_on_no_path():
    branches = [(0.0, 1, -2, 1), (0.0, 1.05, 0, 3), (3, 1, 4, 2)]
    assert find([*TURNS, *branches], START, END) == [True] * 3 + [False] * 3


def test_the_shorter_of_two_paths_is_taken():
    assert find([*TURNS, (0, 0, 3, 0)], START, END) == [False] * 3 + [True]
    assert find([*TURNS, (0, 0, 1.5, 3), (1.5, 3, 3, 0)], START, END) == [True] * 3 + [False] * 2


@pytest.mark.parametrize(("apart", "is_path"), [(0.0, True), (0.09, True), (0.11, False)])
def test_ends_may_come_apart_within_reach(apart, is_path):
    lines = np.array(TURNS)
    lines[1, 0] += apart
    assert find(lines, START, END) == [is_path] * 3


@pytest.mark.parametrize(("longest", "is_path"), [(5.1, True), (4.9, False)])
def test_a_path_has_a_greatest_length(longest, is_path):
    assert find(TURNS, START, END, longest=longest) == [is_path] * 3


def test_a_path_leads_to_the_nearest_place():
    lines = [*TURNS, (3, 0, 9, 0), (9, 0, 9, 1)]
    assert find(lines, START, END, (9.0, 1.0), longest=20) == [True] * 5
    assert find(lines, START, END, (9.0, 1.0), longest=6) == [True] * 3 + [False] * 2


def test_a_jamb_as_short_as_ends_are_apart_is_a_path():
    assert find([(0.0, 0, 0.1, 0)], (0, 0), (0.1, 0)) == [True]


def test_without_lines_or_places_there_is_no_path():
    assert find([], START, END) == []
    assert find(TURNS) == [False] * 3
    assert find(TURNS, START) == [False] * 3
    assert find([*TURNS, TURNS[0]], START, END).count(True) == 3, "drawn twice, passed once"


def test_only_the_nearest_are_near():
    places = np.column_stack([np.arange(9) * 0.01, np.zeros(9)])
    row, near, away = find_near(np.zeros((1, 2)), places, 0.05)
    assert (row.tolist(), near.tolist(), away.tolist()) == (
        [0] * 6,
        [0, 1, 2, 3, 4, 5],
        pytest.approx(places[:6, 0]),
    )
    assert not any(len(part) for part in find_near(np.zeros((1, 2)), places[:0], 0.05))
