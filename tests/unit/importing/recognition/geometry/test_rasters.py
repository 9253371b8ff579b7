"""Tiles in a room without a right angle: no two lines of the raster are equal, and yet no line is a wall's."""

import numpy as np
import pytest

from interactive_maps.importing.recognition.geometry import rasters
from interactive_maps.importing.recognition.geometry.rasters import find_rasters

STEP = 0.3


def draw_tiles(count=8, step=STEP):
    """Return the lines of a raster in a triangle, first those down, then those across."""
    offs = (np.arange(count) + 1) * step
    down = [(x, 0.0, x, offs[-1] + step - x) for x in offs]
    return np.array([*down, *[(0.0, y, offs[-1] + step - y, y) for y in offs]])


def turn(lines, angle):
    return lines @ np.kron(np.eye(2), [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


@pytest.mark.parametrize("angle", [0.0, 0.4, 2.0])
def test_lines_that_others_cross_at_equal_steps_are_a_raster(angle):
    found = find_rasters(turn(draw_tiles(), angle))
    assert found.tolist() == ([True] * 4 + [False] * 4) * 2


def test_the_walls_around_a_raster_are_none_of_it():
    side = 9 * STEP
    walls = np.array([(0.0, 0, side, 0), (0, 0, 0, side), (0, side, side, 0), (-0.2, -0.2, side, -0.2)])
    assert not find_rasters(np.concatenate([draw_tiles(), walls]))[-4:].any()


@pytest.mark.parametrize(("beyond", "is_crossed"), [(0.05, False), (0.15, True)])
def test_lines_that_overshoot_a_little_cross_nothing(beyond, is_crossed):
    down = [(x, -beyond, x, 0.6 + beyond) for x in np.arange(6) * STEP + 0.2]
    across = [(0.0, y, 2, y) for y in (0.0, 0.3, 0.6)]
    assert find_rasters(np.array([*across, *down]))[:3].tolist() == [is_crossed] * 3


@pytest.mark.parametrize(
    "xs",
    [
        (0.2, 0.5, 0.8),  # three lines
        (0.2, 0.5, 0.9, 1.2, 1.6),  # not at equal steps
        (0.1, 0.8, 1.5, 2.2),  # further apart than tiles are
    ],
)
def test_walls_that_cross_others_are_no_raster(xs):
    down = [(x, -1.0, x, 2.0) for x in xs]
    assert not find_rasters(np.array([*[(-1.0, y, 3, y) for y in (0, 0.3, 0.6)], *down])).any()


def test_both_faces_of_a_wall_that_a_row_crosses_stay():
    down = [(x, -1.0, x, 2.0) for x in np.arange(8) * STEP]
    assert not find_rasters(np.array([(-1.0, 0, 3, 0), (-1.0, 0.3, 3, 0.3), *down])).any()


def test_lines_longer_than_a_room_and_no_lines_are_no_raster():
    assert not find_rasters(draw_tiles() * 4).any()
    assert find_rasters(np.empty((0, 4))).tolist() == []


def test_no_more_crossings_are_looked_at_than_a_bound():
    """Lines upon lines cross by the million, and each crossing costs time and memory."""
    offs = np.linspace(0.1, 4.9, 800)
    lines = np.array([*[(x, 0.0, x, 5) for x in offs], *[(0.0, y, 5, y) for y in offs]])
    crossed, _ = rasters._list_crossings(lines)
    assert len(crossed) < rasters._MOST_CROSSINGS + 200 * 800
