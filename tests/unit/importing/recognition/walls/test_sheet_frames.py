"""The frame of a sheet is around everything, and nothing is built onto it."""

import numpy as np
import pytest

from interactive_maps.importing.recognition.walls.sheet_frames import find_frames
from tests.unit.importing.recognition.plans import frame, plan

HOUSE = [*frame(0, 0, 10, 8), *frame(0.3, 0.3, 9.7, 7.7)]


def find(lines, arcs=()):
    """Return which lines are frames; a house and its outer walls come first."""
    made = plan([*HOUSE, *lines], arcs=arcs)
    return find_frames(made, made.segments).tolist()


def test_a_frame_and_its_title_block_are_no_walls():
    sheet = [*frame(-5, -5, 20, 15), (14, -5, 14, -2), (14, -2, 20, -2)]
    assert find([*sheet, *frame(-6, -6, 21, 16)]) == [False] * 8 + [True] * 10


@pytest.mark.parametrize("off", [0.02, 0.3, 0.6])
def test_the_outer_face_of_a_wall_is_no_frame(off):
    assert find(frame(-off, -off, 10 + off, 8 + off)) == [False] * 12


def test_what_doors_hang_in_is_no_frame():
    garden = frame(-5, -5, 20, 15)
    assert find(garden, arcs=[(2.0, -5.0, 0.9, 0.0, np.pi / 2)]) == [False] * 12


def test_walls_of_single_lines_are_no_frame():
    walls = [*frame(0, 0, 30, 20)[1:], (0, 0, 12, 0), (13, 0, 30, 0), (0, 10, 30, 10), (15, 0, 15, 20)]
    made = plan([*walls, *frame(3, 3, 4, 4), *frame(6, 3, 7, 4)])
    assert not find_frames(made, made.segments).any()


def test_a_house_alone_is_no_frame():
    assert not any(find([(0, 4, 0.3, 4)]))
    one = plan(frame(0, 0, 10, 8))
    assert not find_frames(one, one.segments).any()
