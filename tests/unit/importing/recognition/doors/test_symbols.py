"""Sliding and folding doors: slender groups of door lines between walls."""

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.swings import Swings
from interactive_maps.importing.recognition.doors.symbols import find_symbols
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

WALLS = np.array([[-5.0, 0, 0, 0], [2, 0, 7, 0]])


def find(*lines, swings=(), leaves=(), role=Role.DOOR, walls=WALLS, blocks=()):
    builder = DrawingBuilder()
    for index, line in enumerate(lines):
        names = (blocks[index],) if blocks else ()
        key = f"{blocks[index]}/{index}" if blocks else str(index)
        entity = builder.add_entity(key, "LINE", "0", names)
        builder.add_line(entity, np.array(line, dtype=float).reshape(2, 2))
    plan = Plan.of(builder.build(), 1.0)
    roles = Roles(np.full(len(lines), int(role)), {})
    shift = np.array(plan.origin)
    known = [
        Threshold(
            (x - shift[0], -shift[1]), (x + 0.9 - shift[0], -shift[1]), Evidence.SWING, np.empty((0, 4))
        )
        for x in swings
    ]
    step, drawn = Step("doors"), Swings(known, np.array(leaves, dtype=np.int64))
    found = find_symbols(plan, roles, walls - np.tile(shift, 2), drawn, step)
    assert step.counts["groups"] >= step.counts["doors"] == len(found)
    assert {one.evidence for one in found} <= {Evidence.SYMBOL}
    places = [
        sorted(tuple(np.round(end + shift, 2).tolist()) for end in (one.start, one.end)) for one in found
    ]
    return places, found


PANEL = [(0, -0.05, 2, -0.05), (2, -0.05, 2, 0.05), (2, 0.05, 0, 0.05), (0, 0.05, 0, -0.05)]


def test_a_panel_between_walls():
    places, (door,) = find(*PANEL)
    assert places == [[(0, 0), (2, 0)]]
    assert door.thickness == pytest.approx(0.1)
    assert door.entity in range(4)
    assert np.hypot(*(door.lines[0, 2:] - door.lines[0, :2])) == pytest.approx(2.2)


@pytest.mark.parametrize("degrees", range(0, 360, 45))
@pytest.mark.parametrize("depth", [0.0, 0.1, 0.45])
def test_a_panel_may_be_turned(degrees, depth):
    def turn(lines):
        cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        return (np.reshape(lines, (-1, 2)) @ [[cosine, sine], [-sine, cosine]]).reshape(-1, 4)

    panel = turn(PANEL) if depth == 0.1 else turn(np.array(PANEL) * [0.6, depth * 10, 0.6, depth * 10])
    walls = turn(WALLS if depth == 0.1 else [[-5.0, 0, 0, 0], [1.2, 0, 7, 0]])
    (door,) = find(*panel, walls=walls)[1]
    assert door.width == pytest.approx(2 if depth == 0.1 else 1.2)
    assert door.thickness == pytest.approx(depth)


def test_a_single_line_between_walls():
    places, (door,) = find((0, 0, 2, 0))
    assert places == [[(0, 0), (2, 0)]]
    assert door.thickness == 0


@pytest.mark.parametrize(
    "line", [(0, 0, 0.5, 0), (0, 0, 1.5, 0), (0.1, 1, 1.9, 1), (-0.5, 0.5, 2.5, 0.5)], ids=str
)
def test_a_line_that_does_not_end_at_walls_is_none(line):
    assert find(line)[0] == []


def test_walls_at_one_end_are_not_enough():
    corner = np.array([[-5.0, 0, 0, 0], [0, -3, 0, 3]])
    assert find((0, 0, 1.5, 0), walls=corner)[0] == []


def test_a_line_may_end_a_little_before_the_wall():
    assert len(find((0.28, 0, 1.72, 0))[0]) == 1
    assert len(find((0.32, 0, 1.72, 0))[0]) == 0
    assert len(find((0.28, 0, 1.68, 0))[0]) == 0


def test_no_door_is_wider_than_a_shops_shutter_or_narrower_than_a_person():
    def between(width):
        return find((0, 0, width, 0), walls=np.array([[-5.0, 0, 0, 0], [width, 0, 30, 0]]))[0]

    assert [len(between(width)) for width in (0.5, 0.6, 14.9, 15.1)] == [0, 1, 1, 0]


def test_what_is_as_deep_as_a_cupboard_is_none():
    def deep(depth):
        x = depth / 2
        return find((0, -x, 2, -x), (2, -x, 2, x), (2, x, 0, x), (0, x, 0, -x))[0]

    assert [len(deep(depth)) for depth in (0.4, 0.55, 0.8)] == [1, 0, 0]
    narrow = np.array([[-5.0, 0, 0, 0], [0.9, 0, 5, 0]])
    box = [(0, -0.23, 0.9, -0.23), (0.9, -0.23, 0.9, 0.23), (0.9, 0.23, 0, 0.23), (0, 0.23, 0, -0.23)]
    assert find(*box, walls=narrow)[0] == []


def test_what_a_swing_draws_is_no_second_door():
    assert find((0, 0, 2, 0), swings=[0.55])[0] == []
    assert find((0, 0, 2, 0), swings=[1.6])[0] == []  # within half of its width and 0.2 metres
    assert len(find((0, 0, 2, 0), swings=[1.8])[0]) == 1
    assert find((0, 0, 2, 0), leaves=[0])[0] == []


def test_the_ends_of_a_leaf_drawn_as_a_rectangle_are_no_door():
    leaf = [
        (0.02, 0.0, 1.98, 0.0),
        (1.98, 0.0, 1.98, 0.04),
        (1.98, 0.04, 0.02, 0.04),
        (0.02, 0.04, 0.02, 0.0),
    ]
    assert find(*leaf, blocks=["1"] * 4)[0] != []
    assert find(*leaf, blocks=["1"] * 4, leaves=[0, 2])[0] == []
    panel = [(x - 1.0, y - 0.5, z - 1.0, w - 0.5) for x, y, z, w in PANEL]
    walls = WALLS - (1.0, 0.5, 1.0, 0.5)
    assert len(find(*leaf, *panel, leaves=[0, 2], walls=walls)[0]) == 1, "a door beside the leaf"


def test_other_lines_than_those_of_doors_are_none():
    assert find((0, 0, 2, 0), role=Role.GLASS)[0] == []


def test_the_parts_of_a_block_are_one_door_and_parts_that_lie_apart_two():
    walls = np.array([[-5.0, 0, 0, 0], [2, 0, 7, 0], [1.0, 0, 1.02, 0]])
    halves = (0, 0, 0.95, 0), (1.05, 0, 2, 0)
    assert find(*halves, walls=walls, blocks=("DOOR", "DOOR"))[0] == [[(0, 0), (2, 0)]]
    assert len(find(*halves, walls=walls)[0]) == 2
    assert len(find(*halves, walls=walls, blocks=("ONE", "OTHER"))[0]) == 2
    assert len(find(*halves, walls=walls, blocks=("FLOOR/ONE", "FLOOR/OTHER"))[0]) == 2


@pytest.mark.parametrize("side", [1, -1])
def test_a_cupboard_or_an_open_leaf_beside_a_wall_is_none(side):
    def stand(*faces):
        walls = np.array([[-5.0, side * y, 7, side * y] for y in faces])
        return len(find(*PANEL, walls=walls)[0])

    assert stand(0.1, 0.22) == 0  # both faces of one wall
    assert stand(-0.1, 0.1) == 1  # the symbol is drawn over a wall that has no gap
    assert stand(0.1) == 1  # the wall is a single line, or this is a sill
    assert stand(0.1, 0.12) == 1  # the line is drawn twice
    assert stand(0.1, 0.8) == 1  # too thick for a wall
    joined = [
        [-5.0, 0.1 * side, 7, 0.1 * side],
        [-5, 0.22 * side, 1, 0.22 * side],
        [1.1, 0.22 * side, 7, 0.22 * side],
    ]
    assert len(find(*PANEL, walls=np.array(joined))[0]) == 0  # another wall joins the far face
    short = np.array([[-5.0, side * y, 1.5, side * y] for y in (0.1, 0.22)])
    assert len(find(*PANEL, walls=np.concatenate([short, WALLS]))[0]) == 1  # the wall ends before the symbol


def test_lines_from_jamb_to_jamb_are_panes_and_leaves_that_overlap_are_not():
    faces = [(0, y, 2, y) for y in (-0.15, 0.0, 0.15)]
    links = [(x, -0.15, x, 0.15) for x in (0, 2)]
    leaves = [(0, 0, 1.1, 0), (0.9, 0.04, 2, 0.04), (0.9, 0.04, 0.9, 0), (1.1, 0, 1.1, 0.04)]
    assert [one.panes for one in find(*faces, *links)[1]] == [True]
    assert [one.panes for one in find(*leaves)[1]] == [False]
    assert [one.panes for one in find(*PANEL)[1]] == [False]


def test_panes_need_not_touch_each_other():
    faces = [(0, y, 2, y) for y in (-0.15, 0.0, 0.15)]
    assert {one.panes for one in find(*faces)[1]} == {True}
    assert {one.panes for one in find(*faces[:2])[1]} == {False}
    assert {one.panes for one in find(*faces, (1, -0.1, 1, 0.1))[1]} == {False}
