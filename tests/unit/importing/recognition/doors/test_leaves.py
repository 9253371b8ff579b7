"""Leaves without swings: on whatever layer, a line off a wall's end that would close the opening beside it."""

import math

import numpy as np
import pytest

from interactive_maps.importing.recognition.doors.leaves import find_bare_leaves

# A wall of two faces with an opening from 2.0 to 2.9 between jambs.
WALLS = np.array(
    [
        [0.0, 0, 2, 0], [2, 0, 2, 0.2], [2, 0.2, 0, 0.2], [0, 0.2, 0, 0],
        [2.9, 0, 6, 0], [6, 0, 6, 0.2], [6, 0.2, 2.9, 0.2], [2.9, 0.2, 2.9, 0],
    ]
)  # fmt: skip


def hang(degrees: float, length: float = 0.9) -> np.ndarray:
    turn = math.radians(degrees)
    return np.array([[2.0, 0.2, 2 + length * math.cos(turn), 0.2 + length * math.sin(turn)]])


@pytest.mark.parametrize("degrees", [20, 35, 60, 90, 110])
def test_a_leaf_on_the_layer_of_the_walls(degrees):
    lines = np.concatenate([WALLS, hang(degrees)])
    found = find_bare_leaves(lines, np.arange(len(lines)), lines)
    assert found.leaves.tolist() == [False] * len(WALLS) + [True]
    (threshold,) = found.thresholds
    assert threshold.width == pytest.approx(0.9, abs=0.02)
    assert threshold.entity == len(WALLS)


@pytest.mark.parametrize(("degrees", "length"), [(60, 0.6), (60, 1.3), (150, 0.9)])
def test_a_line_that_would_not_close_it_is_none(degrees, length):
    lines = np.concatenate([WALLS, hang(degrees, length)])
    assert not find_bare_leaves(lines, np.arange(len(lines)), lines).leaves.any()


def test_a_wing_of_a_wall_is_none():
    wing = np.array([[2.0, 0.2, 2.0, 1.1], [2.0, 1.1, 1.8, 1.1], [1.8, 1.1, 1.8, 0.2]])
    lines = np.concatenate([WALLS, wing])
    assert not find_bare_leaves(lines, np.arange(len(lines)), lines).leaves.any()


def test_nothing_hangs_on_nothing():
    assert find_bare_leaves(hang(60), np.arange(1), np.empty((0, 4))).thresholds == []
