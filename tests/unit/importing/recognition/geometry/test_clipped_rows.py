"""Tiles in a room with oblique walls: the last lines of a row are shorter than the others."""

import numpy as np
import pytest

from interactive_maps.importing.recognition.geometry.clipped_rows import add_clipped_lines, drop_borders
from interactive_maps.importing.recognition.geometry.rows import find_rows

STEP = 0.3
ROOM = 3.0


def draw_tiles(turn: float = 0.0) -> np.ndarray:
    """Return a raster of lines in a square room, and two shorter ones beside it either way, clipped by its walls."""
    offs = np.arange(10) * STEP
    down = [(x, 0.0, x, ROOM) for x in offs] + [(offs[-1] + STEP, 0.4, offs[-1] + STEP, 2.2)]
    down += [(offs[-1] + 2 * STEP, 0.8, offs[-1] + 2 * STEP, 1.4)]
    across = [(-0.1, y + 0.15, 4.0, y + 0.15) for y in np.arange(9) * STEP]
    lines = np.array([*down, *across])
    return lines @ np.kron(np.eye(2), [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])


def add(lines: np.ndarray) -> list[bool]:
    return add_clipped_lines(lines, find_rows(lines)).tolist()


@pytest.mark.parametrize("turn", [0.0, 0.5])
def test_clipped_lines_belong_to_their_raster(turn):
    lines = draw_tiles(turn)
    assert find_rows(lines).tolist() == [True] * 10 + [False] * 2 + [True] * 9
    assert add(lines) == [True] * 21


@pytest.mark.parametrize(
    ("wall", "is_tile"),
    [
        ((-STEP, 0.5, -STEP, 2.5), False),  # where no line of the other row comes
        ((-0.05, 0.5, -0.05, 2.5), False),  # not a step beside the raster
        ((-STEP, -1.0, -STEP, 4.0), False),
        ((3.15, 0.5, 3.15, 2.5), False),
    ],
)
def test_walls_beside_tiles_are_none(wall, is_tile):
    assert add(np.concatenate([draw_tiles(), [wall]]))[-1] is is_tile


def test_a_line_longer_than_its_row_is_none():
    lines = np.concatenate([draw_tiles()[:10], draw_tiles()[12:], [[10 * STEP, -0.3, 10 * STEP, 3.3]]])
    assert add(lines)[-1] is False
    lines[-1] = 10 * STEP, 0.0, 10 * STEP, 2.0
    assert add(lines)[-1] is True


def test_without_rows_nothing_is_added():
    lines = draw_tiles()
    none = np.zeros(len(lines), dtype=bool)
    assert not add_clipped_lines(lines, none).any()
    assert add_clipped_lines(lines[:0], none[:0]).tolist() == []


def lay_tiles(*others):
    """Return the lines of a room of 3 m by 2.4 m, tiles laid from two of its walls, and other lines."""
    down = [(x, 0.005, x, 2.395) for x in np.arange(1, 10) * STEP]
    across = [(0.005, y, 2.995, y) for y in np.arange(1, 8) * STEP]
    walls = [(0.0, 0.0, 3.0, 0.0), (3.0, 0.0, 3.0, 2.4), (3.0, 2.4, 0.0, 2.4), (0.0, 2.4, 0.0, 0.0)]
    return np.array([*walls, *down, *across, *others])


def test_walls_from_which_tiles_are_laid_are_none():
    lines = lay_tiles()
    rows = find_rows(lines)
    assert rows.all()
    found = drop_borders(lines, rows)
    assert found.tolist() == [False] * 4 + [True] * 16
    order = np.arange(len(lines))[::-1]
    assert drop_borders(lines[order], rows[order]).tolist() == found[order].tolist()


def test_the_joints_of_bricks_end_at_those_of_the_next_course():
    courses = [(0.0, y, 3.0, y) for y in np.arange(6) * STEP]
    joints = [(x + row % 2 * 0.15, row * STEP, x + row % 2 * 0.15, (row + 1) * STEP)
              for row in range(5) for x in np.arange(1, 9) * STEP]  # fmt: skip
    lines = np.array([*courses, *joints])
    found = drop_borders(lines, np.ones(len(lines), dtype=bool))
    assert found.tolist() == [False] + [True] * 4 + [False] + [True] * len(joints)


def test_without_rows_there_are_no_borders():
    lines = lay_tiles()
    none = np.zeros(len(lines), dtype=bool)
    assert not drop_borders(lines, none).any()
    assert drop_borders(lines[:0], none[:0]).tolist() == []
