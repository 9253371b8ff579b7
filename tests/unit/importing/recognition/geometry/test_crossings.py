"""Crossings are counted up to a limit, those at ends not among them."""

import numpy as np
import pytest

from interactive_maps.importing.recognition.geometry.crossings import cross_often


@pytest.mark.parametrize(("most", "often"), [(11, True), (12, False)])
def test_a_grid(most, often):
    grid = [(-1.0, y, 9.0, y) for y in range(3)] + [(x, -1.0, x, 9.0) for x in range(4)]
    assert cross_often(np.array(grid, dtype=float), most) == often


def test_rooms_that_meet_at_corners():
    ring = [(0, 0, 4, 0), (4, 0, 4, 4), (4, 4, 0, 4), (0, 4, 0, 0), (4, 0, 8, 0)]
    assert not cross_often(np.array(ring, dtype=float), 0)
    assert not cross_often(np.empty((0, 4)), 0)


def test_as_many_as_the_square_of_the_lines():
    places = np.linspace(0, 1, 1000)
    across = np.column_stack([places, np.full(1000, -1.0), places, np.full(1000, 2.0)])
    assert cross_often(np.concatenate([across, across[:, [1, 0, 3, 2]]]), 10_000)
