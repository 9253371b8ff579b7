"""Corners that were drawn carelessly are closed, and nothing else moves."""

import numpy as np
import pytest
from shapely import Point

from interactive_maps.importing.recognition.walls.envelope import close_envelope
from interactive_maps.importing.recognition.walls.healing import heal_corners
from interactive_maps.importing.recognition.walls.snapping import snap_ends


def heal(*segments):
    return heal_corners(np.array(segments, dtype=float)).round(4).tolist()


def test_ends_that_stop_short_or_run_past_are_brought_to_the_corner():
    corner = [[0, 0, 4, 0], [4, 0, 4, 3]]
    assert heal([0, 0, 3.95, 0], [4, 0.05, 4, 3]) == corner
    assert heal([0, 0, 4.05, 0], [4, -0.05, 4, 3]) == corner
    assert heal([0, 0, 3.95, 0], [4, -1, 4, 3]) == [[0, 0, 4, 0], [4, -1, 4, 3]]


@pytest.mark.parametrize(("short", "moves"), [(0.09, True), (0.12, False)])
def test_no_end_moves_further_than_ten_centimetres(short, moves):
    assert heal([0, 0, 4 - short, 0], [4, -1, 4, 3])[0][2] == pytest.approx(4 if moves else 4 - short)


def test_ten_centimetres_are_not_too_far_along_either_wall():
    assert heal([-4, 0, -0.1, 0], [0, -1, 0, 3])[0] == [-4, 0, 0, 0]
    assert heal([-4, 0, -0.05, 0], [0, 0.1, 0, 3]) == [[-4, 0, 0, 0], [0, 0, 0, 3]]
    assert heal([-4, 0, -0.05, 0], [0, 0.11, 0, 3]) == [[-4, 0, -0.05, 0], [0, 0.11, 0, 3]]


def test_nor_by_more_than_a_third_of_its_line():
    assert heal([3.77, 0, 3.93, 0], [4, -1, 4, 3])[0][2] == 3.93
    assert heal([3.7, 0, 3.93, 0], [4, -1, 4, 3])[0][2] == 4


def test_lines_that_hardly_cross_have_no_corner():
    assert heal([0, 0, 3.95, 0], [3.9, 0.03, 8, 0.8])[0] == [0, 0, 3.95, 0]


@pytest.mark.parametrize("degrees", [30, 60, 120])
@pytest.mark.parametrize("turned", [0, 40, 250])
def test_walls_at_any_angle_meet_in_their_corner(degrees, turned):
    def place(angle, *reach):
        along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        return np.concatenate([along * one for one in reach])

    one, other = place(turned, 4, 0.05), place(turned + degrees, -0.05, 3)
    corner, same = heal_corners(np.array([one, other]))
    assert corner == pytest.approx([*one[:2], 0, 0], abs=1e-9)
    assert same == pytest.approx([0, 0, *other[2:]], abs=1e-9)


def test_the_nearest_line_counts():
    assert heal([0, 0, 3.94, 0], [3.97, -1, 3.97, 3], [4, -1, 4, 3])[0][2] == 3.97
    assert heal([0, 0, 3.94, 0], [4, -1, 4, 3], [3.97, -1, 3.97, 3])[0][2] == 3.97


def test_what_meets_or_stands_alone_stays():
    corner = [[0, 0, 4, 0], [4, 0, 4, 3]]
    assert heal(*corner) == corner
    assert heal(corner[0]) == corner[:1]


def snap(*segments):
    return snap_ends(np.array(segments, dtype=float).reshape(-1, 4)).round(3).tolist()


def test_a_loose_end_is_drawn_on_to_what_lies_straight_before_it():
    ((x, y, far, same),) = [joint for joint in snap([0, 0, 3.8, 0], [4, -1, 4, 3]) if joint[0] > 3]
    assert (x, y, same) == (3.8, 0, 0)
    assert far == pytest.approx(4.007)  # seven millimetres into the wall
    assert len(snap([0, 0, 3.696, 0], [4, -1, 4, 3])) == 1
    assert snap([0, 0, 3.6945, 0], [4, -1, 4, 3]) == []
    assert snap([0, 0, 3.65, 0], [4, -1, 4, 3]) == []


def test_loose_ends_near_each_other_are_joined():
    assert snap([0, 0, 3, 0], [3.1, 0.1, 3.1, 3]) == [[3.1, 0.1, 3, 0]]
    assert snap([0, 0, 3, 0], [3.11, 0.11, 3.11, 3]) == []


@pytest.mark.parametrize(("across", "joined"), [(0.001, True), (0.015, True), (0.03, False)])
def test_a_hole_in_a_line_is_closed_even_if_its_ends_are_slightly_aside(across, joined):
    assert (snap([0, 0, 3, 0], [3.25, across, 6, across]) == [[3.25, across, 3, 0]]) is joined


def test_no_hole_is_where_lines_are_further_apart_or_pass_each_other():
    assert snap([0, 0, 3, 0], [3.31, 0.01, 6, 0.01]) == []
    assert [3, 0, 2.8, 0.01] not in snap([0, 0, 3, 0], [2.8, 0.01, 6, 0.01])
    assert snap([0, 0, 3, 0], [3.2, 0.01, 3.2, 4]) == []


def test_a_crack_beside_an_end_is_closed():
    ((x, y, _, north),) = snap([0, 0, 3, 0], [-5, 0.04, 8, 0.04])[-1:]
    assert x in {0, 3}
    assert y == 0
    assert north == pytest.approx(0.052)
    assert snap([0, 0, 3, 0], [-5, 0.06, 8, 0.06]) == []


def test_nothing_has_no_loose_ends():
    assert snap_ends(np.empty((0, 4))).shape == (0, 4)


def hall(gap: float) -> np.ndarray:
    """Return the sides of a hall of 20 by 10 metres with a hole in the south."""
    east = 8 + gap
    return np.array([[0.0, 0, 8, 0], [east, 0, 20, 0], [20, 0, 20, 10], [20, 10, 0, 10], [0, 10, 0, 0]])


def test_a_hole_in_the_envelope_is_closed():
    pieces, closed = close_envelope(hall(2.5))
    assert closed.area == pytest.approx(200, rel=0.02)
    assert np.abs(pieces[:, [1, 3]]).max() < 1
    assert pieces[:, [0, 2]].min() < 8
    assert pieces[:, [0, 2]].max() > 10.5


@pytest.mark.parametrize("gap", [1.5, 2.5])
def test_what_closes_a_hole_reaches_the_walls_and_hardly_further(gap):
    pieces, _ = close_envelope(hall(gap))
    assert pieces[:, [0, 2]].min() == pytest.approx(7.9, abs=0.05)
    assert pieces[:, [0, 2]].max() == pytest.approx(8.1 + gap, abs=0.05)


def test_an_envelope_without_holes_needs_nothing():
    pieces, closed = close_envelope(hall(0.0))
    assert len(pieces) == 0
    assert closed.area == pytest.approx(200, rel=0.02)
    assert closed.contains(Point(10, 5))


def test_what_is_open_wide_is_no_building():
    _, closed = close_envelope(hall(4.5))
    assert closed.area < 6
    pieces, nothing = close_envelope(np.empty((0, 4)))
    assert pieces.shape == (0, 4)
    assert nothing.is_empty


def test_a_kiosk_is_no_building():
    _, closed = close_envelope(np.array([[0.0, 0, 2, 0], [2, 0, 2, 2], [2, 2, 0, 2], [0, 2, 0, 0]]))
    assert closed.is_empty
