"""Which lines are walls and which are not: crosses, leaves of doors, faces, ends that nearly meet, and holes."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from interactive_maps.importing.recognition.walls.diagonals import find_crosses
from interactive_maps.importing.recognition.walls.envelope import close_envelope
from interactive_maps.importing.recognition.walls.leaf_lines import cover_leaves
from interactive_maps.importing.recognition.walls.pairing import choose_faces
from interactive_maps.importing.recognition.walls.snapping import snap_ends
from tests.unit.importing.recognition.plans import frame


def lines(*rows):
    return np.array(rows, dtype=float).reshape(-1, 4)


def crosses(*rows):
    return find_crosses(lines(*rows)).tolist()


def test_a_cross_from_corner_to_corner_marks_a_shaft():
    shaft = frame(0, 0, 2, 3)
    assert crosses(*shaft, (0, 0, 2, 3), (0, 3, 2, 0)) == [False] * 4 + [True] * 2


@pytest.mark.parametrize(
    "other",
    [
        (0, 3, 1, 1.5),  # ends where it crosses
        (0.5, 3, 2.5, 0),  # crosses it off the middle
        (0.6, 2.1, 1.4, 0.9),  # is much shorter
        (0.1, 0, 2.1, 3.2),  # hardly turned
        (0, 5, 2, 8),  # elsewhere
    ],
)
def test_what_crosses_otherwise_is_no_cross(other):
    assert crosses((0, 0, 2, 3), other) == [False, False]


@pytest.mark.parametrize(
    ("width", "height", "is_cross"), [(0.3, 0.3, True), (12, 12, True), (12.1, 12.1, False)]
)
def test_how_long_the_lines_of_a_cross_are(width, height, is_cross):
    rows = (-width / 2, 0, width / 2, 0), (0, -height / 2, 0, height / 2)
    assert crosses(*rows) == [is_cross] * 2
    assert crosses(rows[0], (0, -0.425 * height, 0, 0.425 * height)) == [False] * 2
    assert crosses((9, 9, 9, 12), *rows[::-1]) == [False, is_cross, is_cross]


@pytest.mark.parametrize(("size", "is_cross"), [(0.1, False), (0.3, True), (8, True), (13, False)])
def test_walls_of_a_hall_may_cross(size, is_cross):
    assert crosses((0, 0, size, size), (0, size, size, 0)) == [is_cross] * 2


@given(st.floats(0, math.tau))
@settings(max_examples=10)
def test_a_turned_cross_is_one(angle):
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    rows = lines((0, 0, 2, 3), (0, 3, 2, 0), (0, 0, 2, 0)).reshape(-1, 2) @ turn
    assert find_crosses(rows.reshape(-1, 4)).tolist() == [True, True, False]


def test_a_leaf_covers_its_own_lines_alone():
    leaf = lines((0, 0, 0.9, 0))
    rows = lines((0, 0.03, 0.9, 0.03), (0, 0, 0, 0.04), (0, 0, 2, 0), (0, 0.2, 0.9, 0.2), (-0.05, 0, 0.95, 0))
    assert cover_leaves(rows, leaf).tolist() == [True, True, False, False, True]
    assert cover_leaves(rows, lines()).tolist() == [False] * 5
    assert cover_leaves(lines(), leaf).tolist() == []


FACES = [(0, 0, 9, 0), (0, 0.2, 9, 0.2), (0, 5, 9, 5), (0, 5.2, 9, 5.2)]


def faces(*more):
    chosen = choose_faces(lines(*FACES, *more))
    return None if chosen is None else chosen.tolist()[len(FACES) :]


def test_walls_drawn_by_both_faces_leave_other_lines_out():
    assert faces((2, 2, 6, 2)) == [False]
    assert choose_faces(lines(*FACES)).all()
    assert choose_faces(lines((0, 0, 9, 0), (0, 5, 9, 5), (0, 2, 9, 2))) is None
    assert choose_faces(lines()) is None


def test_the_end_of_a_wall_and_a_partition_between_walls_are_walls():
    assert faces((9, 0, 9, 0.2)) == [True]
    assert faces((4, 0.2, 4, 5)) == [True]  # thin, from wall to wall
    assert faces((4, 0.2, 4, 4)) == [False]  # ends nowhere
    assert faces((4, -1, 4, 6)) == [False]  # an axis crosses the walls
    assert faces((4, 0.25, 4, 4.95)) == [True]  # nearly there


def test_faces_further_apart_than_a_wall_is_thick_are_none():
    assert choose_faces(lines((0, 0, 9, 0), (0, 1, 9, 1))) is None
    assert choose_faces(lines((0, 0, 9, 0), (0, 0.02, 9, 0.02))) is None
    assert choose_faces(lines((0, 0, 9, 0), (0, 0.5, 9, 0.5))).all()


def reach(*rows):
    """Return the joints of lines, to the centimetre."""
    return [tuple(round(float(number), 2) + 0.0 for number in joint) for joint in snap_ends(lines(*rows))]


def test_an_end_is_drawn_on_to_the_wall_before_it():
    wall = (5, -3, 5, 3)
    joints = reach(wall, (0, 0, 4.8, 0))
    assert len(joints) == 1
    assert joints[0][:2] == (4.8, 0)
    assert joints[0][2:] == pytest.approx((5.02, 0), abs=0.01)
    assert reach(wall, (0, 0, 4.6, 0)) == []
    assert reach(wall, (0, 0, 5, 0)) == []  # it is there


def test_ends_near_each_other_are_joined():
    assert len(reach((0, 0, 4, 0), (4.1, 0.05, 4.1, 4))) >= 1
    assert reach((0, 0, 4, 0), (4.3, 0.3, 4.3, 4)) == []
    assert reach() == []


def test_a_crack_beside_an_end_is_closed():
    joints = reach((0, 0, 9, 0), (4, 0.04, 4, 5))
    assert any(joint[:2] == (4, 0.04) and joint[3] < 0.01 for joint in joints)
    beside = reach((0, 0, 4, 0), (4.04, -2, 4.04, 2))
    assert any(joint[2] > 4.03 for joint in beside)


HOUSE = frame(0, 0, 12, 9)


@pytest.mark.parametrize(("west", "east"), [(5, 6.5), (1, 2.5), (9, 11)])
def test_a_hole_in_the_envelope_is_closed(west, east):
    rows = [line for line in HOUSE if line[1] or line[3]]  # without its south wall
    pieces, area = close_envelope(lines(*rows, (0, 0, west, 0), (east, 0, 12, 0)))
    assert area.area == pytest.approx(108, rel=0.02)
    closed = shapely.union_all(shapely.linestrings(pieces.reshape(-1, 2, 2)))
    assert closed.distance(shapely.Point((west + east) / 2, 0)) < 0.7
    assert closed.distance(shapely.Point(6.5, 9)) > 5
    for wall in ((0, 0, west, 0), (east, 0, 12, 0)):
        assert closed.distance(shapely.linestrings(np.array(wall, dtype=float).reshape(2, 2))) < 0.1


def test_a_whole_envelope_misses_nothing():
    pieces, area = close_envelope(lines(*HOUSE, (6, 0, 6, 9)))
    assert len(pieces) == 0
    assert area.area == pytest.approx(108, rel=0.01)


def test_a_gap_too_wide_is_open_and_an_outbuilding_too_small_is_none():
    rows = [line for line in HOUSE if line[1] or line[3]]
    _, area = close_envelope(lines(*rows, (0, 0, 3, 0), (9, 0, 12, 0)))
    assert area.area < 105
    assert close_envelope(lines(*HOUSE, *frame(30, 0, 32, 2)))[1].area == pytest.approx(108, rel=0.01)
    assert close_envelope(lines(*HOUSE, *frame(30, 0, 33, 3)))[1].area == pytest.approx(117, rel=0.01)
    assert close_envelope(lines())[1].is_empty


@pytest.mark.parametrize("west", [-2.4, -1.6, -0.8])
def test_a_column_before_a_building_cuts_nothing_off_it(west):
    lift = [(3, 9, 3, 12), (3, 12, 7, 12), (7, 12, 7, 9)]
    column = frame(3 + west, 12, 3.4 + west, 12.4)
    pieces, _ = close_envelope(lines(*HOUSE, *lift, *column))
    rooms = shapely.MultiPolygon([shapely.box(0.5, 0.5, 11.5, 8.5), shapely.box(3.5, 9.5, 6.5, 11.5)])
    assert not shapely.intersects(shapely.linestrings(pieces.reshape(-1, 2, 2)), rooms).any()


def test_courts_are_filled_and_short_lines_change_nothing():
    assert close_envelope(lines(*HOUSE, *frame(4, 3, 8, 6)))[1].area == pytest.approx(108, rel=0.01)
    assert close_envelope(lines(*HOUSE, (20, 0, 20.25, 0)))[1].bounds == pytest.approx(
        (0, 0, 12, 9), abs=0.05
    )
