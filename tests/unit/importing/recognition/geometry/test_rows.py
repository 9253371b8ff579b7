"""Rows of equal lines are no walls; too many lines to look at them all are told."""

import numpy as np
import pytest

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.geometry import parallels
from interactive_maps.importing.recognition.geometry.parallels import find_parallels
from interactive_maps.importing.recognition.geometry.rows import find_rows


def rule_lines(count: int, apart: float, length: float = 2.0) -> np.ndarray:
    offs = np.arange(count) * apart
    return np.column_stack([np.zeros(count), offs, np.full(count, length), offs])


def test_an_end_before_all_pairs_is_told(monkeypatch):
    monkeypatch.setattr(parallels, "MOST_PAIRS", 50)
    monkeypatch.setattr(parallels, "_BATCH", 10)
    lines = rule_lines(40, 0.03)
    assert not find_parallels(lines, 0.02, 0.45, 0.8).complete
    step = Step("walls")
    find_rows(lines, step)
    assert {issue.code for issue in step.issues} == {"too_many_parallels"}


def test_where_all_pairs_were_seen_nothing_is_told():
    step = Step("walls")
    assert find_rows(rule_lines(12, 0.28), step).all()
    assert step.issues == []


@pytest.mark.parametrize("apart", [0.03, 0.1, 0.28])
def test_treads_and_hatches_are_rows_and_the_faces_of_walls_are_not(apart):
    walls = np.array([[0.0, -5, 9, -5], [0, -5.2, 9, -5.2], [0, -7, 2, -7], [0, -7.1, 2, -7.1]])
    lines = np.concatenate([rule_lines(12, apart), walls])
    assert find_rows(lines).tolist() == [True] * 12 + [False] * 4
    assert find_rows(np.empty((0, 4))).tolist() == []


@pytest.mark.parametrize("apart", [0.1, 0.28])
@pytest.mark.parametrize("beside", [0.0, 0.01])
def test_a_row_may_be_drawn_twice(apart, beside):
    lines = rule_lines(12, apart)
    twice = np.concatenate([lines, np.add(lines, [0, beside, 0, beside])])
    assert find_rows(twice).all()
    walls = np.add(lines[[0, -1]], [[0, -2 * apart, 0, -2 * apart], [0, 2 * apart, 0, 2 * apart]])
    assert find_rows(np.concatenate([twice, walls])).tolist() == [True] * 24 + [False] * 2


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("off", "belongs"), [(0.3, True), (0.34, True), (0.4, False), (0.22, False)])
def test_a_wall_beside_the_tiles_of_a_room_is_not_in_their_row(off, belongs, turned):
    tiles = rule_lines(12, 0.3)
    walls = np.array([[0.0, y, 2.0, y] for y in (-off, 11 * 0.3 + off)])
    lines = np.concatenate([walls[:1], tiles, walls[1:]])
    lines = lines[:, [1, 0, 3, 2]] if turned else lines
    found = find_rows(lines).tolist()
    assert (found[0], found[-1]) == (belongs, belongs)
    assert all(found[2:-2])


@pytest.mark.parametrize(
    ("count", "apart", "length", "is_row"),
    [
        (4, 0.28, 2, False),
        (5, 0.28, 2, True),
        (7, 0.1, 2, True),
        (12, 0.28, 5.9, True),
        (12, 0.28, 6.0, False),
        (8, 0.1, 2, True),
    ],
)
def test_a_row_has_several_lines_that_are_not_long(count, apart, length, is_row):
    assert find_rows(rule_lines(count, apart, length)).tolist() == [is_row] * count


@pytest.mark.parametrize(("length", "is_alike"), [(4.6, True), (4.5, False)])
def test_the_lines_of_a_row_are_equally_long(length, is_alike):
    lines = rule_lines(12, 0.28, 5.0)
    lines[5, 2] = length
    assert find_rows(lines)[5] == is_alike
