"""Leaves without swings: on whatever layer, a line off a wall's end that would close the opening beside it."""

import math

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.doors.leaves import (
    find_bare_leaves,
    find_paired_leaves,
    gather_leaves,
)
from interactive_maps.importing.recognition.doors.panels import find_zigzags
from interactive_maps.importing.recognition.doors.threshold import Evidence
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan


def build_walls(width: float = 0.9, shift: float = 0.0) -> np.ndarray:
    """Return a wall of two faces with an opening from x = 2 on between jambs; ``shift`` moves its second part."""
    west, south, north = 2 + width, shift, 0.2 + shift
    return np.array(
        [
            [0.0, 0, 2, 0], [2, 0, 2, 0.2], [2, 0.2, 0, 0.2], [0, 0.2, 0, 0],
            [west, south, 6, south], [6, south, 6, north], [6, north, west, north], [west, north, west, south],
        ]
    )  # fmt: skip


WALLS = build_walls()


def hang(degrees: float, length: float = 0.9, hinge: tuple[float, float] = (2.0, 0.2)) -> np.ndarray:
    turn = math.radians(degrees)
    return np.array([[*hinge, hinge[0] + length * math.cos(turn), hinge[1] + length * math.sin(turn)]])


def find(leaf: np.ndarray, walls: np.ndarray = WALLS) -> list[tuple[float, ...]]:
    """Return the openings (from x, y to x, y) that the lines of a leaf among those of walls close."""
    lines = np.concatenate([walls, leaf])
    found = find_bare_leaves(lines, np.arange(len(lines)), lines)
    assert not found.leaves[: len(walls)].any()
    assert int(found.leaves.sum()) == len(found.thresholds)
    return [tuple(round(number, 3) for number in (*one.start, *one.end)) for one in found.thresholds]


@pytest.mark.parametrize("degrees", [20, 35, 60, 90, 110])
def test_a_leaf_on_the_layer_of_the_walls(degrees):
    lines = np.concatenate([WALLS, hang(degrees)])
    found = find_bare_leaves(lines, np.arange(len(lines)), lines)
    assert found.leaves.tolist() == [False] * len(WALLS) + [True]
    (threshold,) = found.thresholds
    assert threshold.width == pytest.approx(0.9, abs=0.02)
    assert threshold.entity == len(WALLS)
    assert (threshold.evidence, threshold.leaves) == (Evidence.SWING, 1)


@pytest.mark.parametrize(("degrees", "length"), [(60, 0.6), (60, 1.3), (150, 0.9), (125, 0.9), (10, 0.9)])
def test_a_line_that_would_not_close_it_is_none(degrees, length):
    assert find(hang(degrees, length)) == []


@pytest.mark.parametrize("place", [(0, 0), (40, -25)])
@pytest.mark.parametrize("width", [0.55, 0.9, 1.3])
def test_the_opening_begins_at_the_hinge_and_its_line_runs_into_the_walls(width, place):
    for leaf in (hang(60, width), hang(60, width)[:, [2, 3, 0, 1]]):
        lines = np.concatenate([build_walls(width), leaf]) + place * 2
        (door,) = find_bare_leaves(lines, np.arange(len(lines)), lines).thresholds
        assert np.subtract(door.start, place) == pytest.approx((2, 0.2))
        assert np.subtract(door.end, place) == pytest.approx((2 + width, 0.2))
        ((west, south, east, north),) = (door.lines - place * 2).tolist()
        assert 1.9 < west < 1.97
        assert 0.03 < east - (2 + width) < 0.1
        assert (south, north) == pytest.approx((0.2, 0.2))


@pytest.mark.parametrize("width", [0.45, 1.4, 2.2])
def test_doors_are_as_wide_as_people(width):
    assert find(hang(60, width), build_walls(width)) == []


@pytest.mark.parametrize(
    ("width", "is_door"), [(0.48, False), (0.5, True), (1.35, True), (1.37, False)], ids=str
)
def test_doors_are_from_half_a_metre_up_to_a_metre_and_a_third_wide(width, is_door):
    leaf = np.array([[2.0, 0, 2, -width]])
    assert find(leaf, build_walls(width)) == ([(2, 0, 2 + width, 0)] if is_door else [])


@pytest.mark.parametrize(("length", "closes"), [(0.7, False), (0.84, True), (0.96, True), (1.05, False)])
def test_a_leaf_is_about_as_long_as_its_opening_is_wide(length, closes):
    assert bool(find(hang(60, length))) == closes


@pytest.mark.parametrize(("off", "hangs"), [(0.0, True), (0.08, True), (0.13, False)])
def test_a_leaf_may_begin_a_little_beside_the_wall(off, hangs):
    assert bool(find(hang(60, hinge=(2.0, 0.2 + off)))) == hangs


@pytest.mark.parametrize(("shift", "goes_on"), [(0.05, True), (-0.05, True), (0.15, False), (-0.15, False)])
def test_behind_an_opening_the_wall_goes_on_in_line(shift, goes_on):
    found = find(hang(60), build_walls(shift=shift))
    assert ((2, 0.2, 2.9, round(0.2 + shift, 3)) in found) == goes_on


@pytest.mark.parametrize(("stub", "hangs"), [(0.08, True), (0.18, False)])
def test_a_wall_that_runs_on_at_the_hinge_leaves_no_room_for_a_leaf(stub, hangs):
    """A partition beside the stub of a wall is as long as an opening is wide, too."""
    walls = np.concatenate([build_walls(1.3), [[2.0, 0.2, 2 + stub, 0.2]]])
    assert bool(find(hang(60, 1.3), walls)) == hangs


def test_a_leaf_that_reaches_another_wall_is_none():
    x, y = hang(60)[0, 2:]
    assert find(hang(60), np.concatenate([WALLS, [[x - 1, y + 0.05, x + 1, y + 0.05]]])) == []
    assert len(find(hang(60), np.concatenate([WALLS, [[x - 1, y + 0.15, x + 1, y + 0.15]]]))) == 1


@pytest.mark.parametrize(
    "barrier", [[2.45, -1.0, 2.45, 0.5], [2.3, 0.2, 2.6, 0.2], [2.2, 0.22, 2.7, 0.22]], ids=str
)
def test_what_a_wall_bars_is_no_opening(barrier):
    assert find(hang(60), np.concatenate([WALLS, [barrier]])) == []


def test_a_wall_may_begin_across_the_opening():
    # The leaf hangs on a wall from south to north; the one beyond the opening runs from west to east.
    across = np.array([[2.0, -3.0, 2.0, 0.2], [1.8, -3.0, 1.8, 0.2], [1.8, 0.2, 2.0, 0.2]])
    assert find(hang(60), np.concatenate([across, WALLS[4:]])) == [(2, 0.2, 2.9, 0.2)]
    slanted = np.array([[1.0, -1.53, 2.0, 0.2]])  # neither in line nor across
    assert find(hang(60), np.concatenate([slanted, WALLS[4:]])) == []


def test_of_two_openings_the_one_that_fits_better():
    # Another wall goes on behind an opening of 0.84 metres, at a right angle to the first.
    north = np.array([[2.0, 1.04, 2.0, 4], [1.8, 1.04, 1.8, 4], [1.8, 1.04, 2.0, 1.04]])
    walls = np.concatenate([WALLS, north])
    assert find(hang(45), walls) == [(2, 0.2, 2.9, 0.2)]
    assert find(hang(45, 0.84), walls) == [(2, 0.2, 2, 1.04)]


def test_of_two_walls_behind_an_opening_the_one_in_line():
    walls = np.concatenate([WALLS, build_walls(shift=0.06)[4:]])
    assert find(hang(60), walls) == [(2, 0.2, 2.9, 0.2)]


def draw_panel(degrees: float, depth: float) -> np.ndarray:
    """Return the four sides of a leaf that is drawn as a rectangle."""
    line = hang(degrees)[0]
    turn = math.radians(degrees + 90)
    corners = [line[:2], line[2:]]
    corners += [end + depth * np.array([math.cos(turn), math.sin(turn)]) for end in (line[2:], line[:2])]
    return np.array([[*one, *other] for one, other in zip(corners, corners[1:] + corners[:1], strict=True)])


def test_a_leaf_that_is_drawn_as_a_thin_rectangle():
    lines = np.concatenate([WALLS, draw_panel(60, 0.04)])
    found = find_bare_leaves(lines, np.arange(len(lines)), lines)
    assert found.leaves.tolist() == [False] * len(WALLS) + [True, False, True, False]
    assert {round(one.width, 1) for one in found.thresholds} == {0.9}


@pytest.mark.parametrize(("thickness", "is_leaf"), [(0.07, False), (0.06, True)])
def test_a_partition_of_seven_centimetres_is_none(thickness, is_leaf):
    assert bool(find(draw_panel(90, thickness))) == is_leaf


def test_a_wing_of_a_wall_is_none():
    assert find(draw_panel(90, 0.2)) == []
    assert find(draw_panel(60, 0.4)) == []
    for thickness in (0.1, 0.4):
        beside = hang(60, 0.9, (2 - thickness * math.sin(math.radians(60)), 0.2 + thickness / 2))
        assert find(np.concatenate([hang(60), beside])) == []


def test_a_short_line_beside_a_leaf_is_no_second_face():
    beside = hang(60, 0.4, (1.9, 0.26))
    assert find(np.concatenate([hang(60), beside])) == [(2, 0.2, 2.9, 0.2)]


def test_nothing_hangs_on_nothing():
    assert find_bare_leaves(hang(60), np.arange(1), np.empty((0, 4))).thresholds == []
    assert find_bare_leaves(np.empty((0, 4)), np.arange(0), WALLS).thresholds == []


def gather(role: Role, leaf: np.ndarray, *, arc: bool = False) -> tuple[list[bool], list[float]]:
    """Return which lines of a leaf of some role draw it, and the widths of openings closed without a swing."""
    builder = DrawingBuilder()
    for key, lines in (("wall", WALLS), ("leaf", leaf)):
        entity = builder.add_entity(key, "LINE", key)
        for line in lines:
            builder.add_line(entity, line.reshape(2, 2))
    if arc:
        builder.add_arc(builder.add_entity("arc", "ARC", "leaf"), 2.0, 0.2, 0.9, 0.0, math.pi / 2)
    plan = Plan.of(builder.build(), 1.0)
    roles = Roles(np.array([int(Role.WALL)] + [int(role)] * (1 + arc)), {})
    leaves, thresholds = gather_leaves(plan, roles)
    assert not leaves[: len(WALLS)].any()
    return leaves[len(WALLS) :].tolist(), [round(one.width, 1) for one in thresholds]


@pytest.mark.parametrize(
    ("role", "is_wall", "widths"),
    [
        (Role.WALL, True, [0.9]),
        (Role.DOOR, False, [0.9]),
        (Role.FURNITURE, False, []),
        (Role.UNKNOWN, False, []),
    ],
)
def test_leaves_are_looked_for_among_walls_and_doors(role, is_wall, widths):
    assert gather(role, hang(60)) == ([is_wall], widths)


def test_a_leaf_with_a_swing_is_left_to_the_swing():
    assert gather(Role.WALL, hang(90), arc=True) == ([True], [])
    assert gather(Role.DOOR, hang(90), arc=True) == ([True], [])


def test_lines_along_a_leaf_draw_it_as_well():
    assert gather(Role.WALL, draw_panel(60, 0.04)) == ([True] * 4, [0.9, 0.9])


def hang_both(degrees: float, width: float, length: float) -> np.ndarray:
    """Return the two leaves of a double door on the northern face, mirrored."""
    west = hang(degrees, length)
    east = hang(180 - degrees, length, hinge=(2 + width, 0.2))
    return np.concatenate([west, east])


@pytest.mark.parametrize("degrees", [20, 60, 90, 110])
@pytest.mark.parametrize("shares", [(1, 1), (1, 0.95)])
def test_two_leaves_close_an_opening_as_wide_as_both(degrees, shares):
    leaves = hang_both(degrees, 1.8, 0.9)
    leaves[1, 2:] = leaves[1, :2] + shares[1] * (leaves[1, 2:] - leaves[1, :2])
    for turn in (leaves, leaves[::-1], leaves[:, [2, 3, 0, 1]]):
        hung = turn if turn[0, 1] == 0.2 else turn[:, [2, 3, 0, 1]]
        assert find_paired_leaves(hung, build_walls(1.8)) == [(0, 1)]


@pytest.mark.parametrize(
    ("degrees", "width", "length"),
    [(10, 1.8, 0.9), (125, 1.8, 0.9), (60, 2.2, 0.9), (60, 1.5, 0.9), (60, 3.2, 1.6)],
)
def test_leaves_that_would_not_meet_are_no_double_door(degrees, width, length):
    assert find_paired_leaves(hang_both(degrees, width, length), build_walls(width)) == []


def test_no_wall_stands_between_both_leaves_of_a_door_and_one_holds_each():
    leaves = hang_both(60, 1.8, 0.9)
    between = np.concatenate([build_walls(1.8), [[2.9, -2, 2.9, 2]]])
    assert find_paired_leaves(leaves, between) == []
    assert find_paired_leaves(leaves, build_walls(1.8)[:4]) == []
    assert find_paired_leaves(leaves[:1], build_walls(1.8)) == []
    assert find_paired_leaves(leaves, np.empty((0, 4))) == []
    unequal = leaves.copy()
    unequal[0, 2:] = unequal[0, :2] + 1.3 * (unequal[0, 2:] - unequal[0, :2])
    unequal[1, 2:] = unequal[1, :2] + 0.7 * (unequal[1, 2:] - unequal[1, :2])
    assert find_paired_leaves(unequal, build_walls(1.8)) == []


def test_a_double_door_with_one_leaf_on_the_layer_of_the_walls():
    builder = DrawingBuilder()
    west, east = hang_both(60, 1.8, 0.9)
    for line in (*build_walls(1.8), west):
        builder.add_line(builder.add_entity("1", "LINE", "wall"), line.reshape(2, 2))
    builder.add_line(builder.add_entity("2", "LINE", "door"), east.reshape(2, 2))
    roles = Roles(np.array([int(Role.WALL)] * 9 + [int(Role.DOOR)]), {})
    leaves, (door,) = gather_leaves(Plan.of(builder.build(), 1.0), roles)
    assert leaves.tolist() == [False] * 8 + [True] * 2
    assert (door.leaves, door.width) == (2, pytest.approx(1.8))


def fold(count: int, width: float = 0.2, depth: float = 0.3, off: float = 0.0) -> np.ndarray:
    """Return the panels of a folding door; ``off`` moves the last of them away."""
    points = np.array([(width * number, depth * (number % 2)) for number in range(count + 1)])
    lines = np.hstack([points[:-1], points[1:]])
    lines[-1] += (off, 0, off, 0)
    return lines


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (fold(4), 4),
        (fold(3), 3),
        (fold(2), 0),
        (fold(4, depth=0.0), 0),  # a line in pieces
        (fold(4, width=0.02), 0),  # a hatch
        (fold(4, width=2.0, depth=2.0), 0),  # a roof
        (fold(4, off=0.1), 3),
        (np.array([[0.0, 0, 0.3, 0], [0.3, 0, 0.3, 0.3], [0.3, 0.3, 0, 0.3], [0, 0.3, 0, 0]]), 0),  # a stool
        (np.array([[0.0, 0, 0.3, 0], [0.3, 0, 0.3, 0.3], [0.3, 0.3, 0.6, 0.3], [0.6, 0.3, 0.6, 2]]), 0),
        (np.empty((0, 4)), 0),
    ],
)
def test_panels_of_a_folding_door_go_back_and_forth(lines, count):
    for turned in (lines, lines @ np.kron(np.eye(2), [[0.8, 0.6], [-0.6, 0.8]])):
        assert int(find_zigzags(turned).sum()) == count


def test_a_folding_door_on_the_layer_of_everything_hides_no_opening():
    builder = DrawingBuilder()
    for line in (*WALLS, *(fold(4, 0.1, 0.3) + np.array([2.0, 0.3, 2.0, 0.3]))):
        builder.add_line(builder.add_entity("1", "LINE", "0"), line.reshape(2, 2))
    roles = Roles(np.full(12, int(Role.MIXED)), {})
    leaves, _ = gather_leaves(Plan.of(builder.build(), 1.0), roles)
    assert leaves.tolist() == [False] * 8 + [True] * 4
