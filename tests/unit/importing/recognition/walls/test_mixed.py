"""Walls among everything else on one layer: dimensions, furniture, axes and tiles are told apart from them."""

import numpy as np
import pytest

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.walls.dimension_lines import find_dimension_lines, read_lengths
from interactive_maps.importing.recognition.walls.mixed import choose_walls
from interactive_maps.importing.recognition.walls.pairing import (
    choose_faces,
    end_at_doors,
    find_corners,
    find_jambs,
)
from interactive_maps.importing.recognition.walls.small_rings import find_small_rings

WALLS = np.array(
    [
        [0.0, 0, 10, 0], [0.24, 0.24, 9.76, 0.24], [10, 0, 10, 8], [9.76, 0.24, 9.76, 7.76],
        [10, 8, 0, 8], [9.76, 7.76, 0.24, 7.76], [0, 8, 0, 0], [0.24, 7.76, 0.24, 0.24],
    ]
)  # fmt: skip


def choose(*others: list[float]) -> list[bool]:
    lines = np.concatenate([WALLS, np.array(others).reshape(-1, 4)])
    found = choose_faces(lines)
    assert found is not None
    for place in ((100, -30), (-7, 40)):
        moved = choose_faces(lines + place * 2)
        assert moved is not None
        assert moved.tolist() == found.tolist()
    for order in (np.arange(len(lines))[::-1], np.roll(np.arange(len(lines)), -1)):
        other = choose_faces(lines[order])
        assert other is not None
        assert other.tolist() == found[order].tolist()
    assert found[: len(WALLS)].all()
    return found[len(WALLS) :].tolist()


def test_a_table_with_chairs_is_no_wall():
    table = [[3.0, 3, 5.4, 3], [5.4, 3, 5.4, 4.1], [5.4, 4.1, 3, 4.1], [3, 4.1, 3, 3]]
    assert choose(*table) == [False] * 4


def test_an_axis_crosses_walls_and_a_thin_partition_does_not():
    assert choose([5.0, -2, 5, 10], [5.0, 0.24, 5, 7.76]) == [False, True]


def test_a_line_across_a_wall_from_one_beside_it_to_another_is_no_wall():
    walls = [[2.0, y + side, 8, y + side] for y in (2.0, 2.6, 3.2) for side in (0, 0.24)]
    assert choose(*walls, [5.0, 2.24, 5, 3.2]) == [True] * 6 + [False]
    assert choose(*walls, [5.0, 2.24, 5, 2.6]) == [True] * 7


def test_a_face_that_ends_at_a_door_without_a_jamb_is_kept():
    faces = np.concatenate([WALLS, [[4.0, 0.24, 4, 3], [4.0, 6.0, 4.5, 6]]])
    swing = np.array([[[4.2, 3.0], [5.1, 3.0], [4.2, 3.9]]])
    free, hung = choose_faces(faces), choose_faces(faces, swing)
    assert free is not None
    assert hung is not None
    assert (free[-2:].tolist(), hung[-2:].tolist()) == ([False, False], [True, False])


def test_a_line_from_an_open_leaf_to_a_wall_is_no_face():
    beside = [[0.9, 3.1, 0.9, 0.24]]
    hinge, closed, ajar = [0.24, 4.0], [0.24, 3.1], [1.14, 4.0]
    faces = np.concatenate([WALLS, beside])
    found = choose_faces(faces, np.array([[hinge, closed, [0.9, 3.2]]]))
    assert found is not None
    assert not found[-1]
    assert find_jambs(np.array([[hinge, closed, ajar]]), WALLS).tolist() == [hinge, closed]


def test_single_lines_have_no_faces():
    assert choose_faces(WALLS[::2]) is None


def test_a_short_wall_between_two_doors_ends_at_both():
    lines = np.array([[1.0, 0, 2, 0], [1.0, 0.24, 2, 0.24], [1.2, 2, 1.8, 2]])
    assert end_at_doors(lines, np.array([[0.95, 0.0], [2.05, 0.0]])).tolist() == [True, True, False]
    assert end_at_doors(lines, np.array([[0.95, 0.0]])).tolist() == [True, True, False]
    assert end_at_doors(lines, np.array([[2.05, 0.0]])).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("text", "metres"),
    [("3500", 3.5), ("3,50", 3.5), ("350", 3.5), ("11'-6\"", 3.5052), ("2'", 0.6096), ('9 1/2"', 0.2413)],
)
def test_written_lengths(text, metres):
    assert min(abs(value - metres) for value in read_lengths(text)) < 1e-9


@pytest.mark.parametrize("text", ["Office", "1.01 A", "", "12 m2", "'"])
def test_what_is_no_length(text):
    assert list(read_lengths(text)) == []


def test_a_chain_of_dimensions_is_found_with_its_ticks():
    builder = DrawingBuilder()
    entity = builder.add_entity("1", "LINE", "0")
    lines = [[0.0, 0, 7, 0], [-0.1, -0.1, 0.1, 0.1], [2.9, -0.1, 3.1, 0.1], [0, 2, 7, 2], [3, 0, 3, 2]]
    for line in lines:
        builder.add_line(entity, np.array(line).reshape(2, 2))
    for text, x in (("3000", 1.5), ("4000", 5.0)):
        builder.texts.append(Text(text, (x, 0.2), (x, 0.2), 0.15, 0.5, 0.0, entity))
    plan = Plan.of(builder.build(), 1.0)
    assert find_dimension_lines(plan, plan.segments).tolist() == [True, True, True, False, False]


def test_a_line_with_slanting_ticks_through_both_ends_needs_no_figures():
    ticks = [[x - 0.1, -0.1, x + 0.1, 0.1] for x in (0.0, 7.0)]
    crossed = [[0.0, 2, 7, 2], [0.0, 1.9, 0.0, 2.1], [6.9, 1.9, 7.1, 2.1]]  # one end has a jamb
    lines = np.array([[0.0, 0, 7, 0], *ticks, *crossed])
    plan = Plan.of(DrawingBuilder().build(), 1.0)
    assert find_dimension_lines(plan, lines).tolist() == [True, True, True, False, False, False]


def test_figures_belong_to_the_line_whose_length_they_say():
    builder = DrawingBuilder()
    entity = builder.add_entity("1", "LINE", "0")
    for line in ([0.0, 0, 7, 0], [2.0, 0.25, 5, 0.25]):  # a table stands nearer to the figure
        builder.add_line(entity, np.array(line).reshape(2, 2))
    builder.texts.append(Text("7.00", (3.5, 0.2), (3.5, 0.2), 0.15, 0.5, 0.0, entity))
    plan = Plan.of(builder.build(), 1.0)
    assert find_dimension_lines(plan, plan.segments).tolist() == [True, False]


def test_a_table_along_a_wall_is_no_face_of_it():
    # Six tables make their distance from the wall a usual one: but the wall's other face is nearer.
    tables = [[x, 0.8, x + 1.2, 0.8] for x in (0.6, 2.1, 3.6, 5.1, 6.6, 8.1)]
    assert choose(*tables) == [False] * 6


def draw_ring(builder: DrawingBuilder, west: float, south: float, east: float, north: float) -> None:
    entity = builder.add_entity(f"{west}", "LWPOLYLINE", "0")
    builder.add_line(
        entity, np.array([[west, south], [east, south], [east, north], [west, north]]), closed=True
    )


def test_frames_around_texts_and_leaves_are_no_walls():
    builder = DrawingBuilder()
    draw_ring(builder, 0, 0, 1.5, 0.4)  # a frame
    draw_ring(builder, 3, 0, 3.9, 0.04)  # a leaf
    draw_ring(builder, 5, 0, 9, 0.1)  # a partition
    draw_ring(builder, 10, 0, 14, 5)  # a room with its name
    for x, y in ((0.75, 0.2), (12.0, 2.5)):
        builder.texts.append(Text("1.01", (x, y), (x, y), 0.2, 0.7, 0.0, 0))
    plan = Plan.of(builder.build(), 1.0)
    roles = Roles(np.full(4, int(Role.MIXED)), {})
    assert find_small_rings(plan, roles).tolist() == [0, 1]
    assert find_small_rings(plan, Roles(np.full(4, int(Role.WALL)), {})).tolist() == []


@pytest.mark.parametrize(
    ("width", "depth", "is_leaf"),
    [
        (0.9, 0.04, True),
        (1.4, 0.07, True),
        (0.5, 0.05, True),
        (0.3, 0.3, False),  # a column
        (0.9, 0.2, False),
        (0.3, 0.05, False),
        (1.6, 0.05, False),
        (0.9, 0.009, False),
    ],
)
def test_leaves_are_as_wide_and_thin_as_leaves(width, depth, is_leaf):
    builder = DrawingBuilder()
    draw_ring(builder, 3, 0, 3 + width, depth)
    plan = Plan.of(builder.build(), 1.0)
    assert find_small_rings(plan, Roles(np.full(1, int(Role.MIXED)), {})).tolist() == [0] * is_leaf


@pytest.mark.parametrize("off", [-0.03, 0.03])
def test_a_wall_nearly_as_thick_as_the_others_is_one_and_a_rare_one_is_none(off):
    def pair(thickness):
        return [[20.0, 0, 21, 0], [20.0, thickness, 21, thickness]]

    assert choose(*pair(0.24 + 0.5 * off)) == [True] * 2
    assert choose(*pair(0.24 + 3 * off)) == [False] * 2


def test_faces_of_a_wall_may_start_and_end_one_after_the_other():
    lines = np.array([[0.0, 0, 9, 0], [3, 0.24, 12, 0.24]])
    found = choose_faces(lines)
    assert found is not None
    assert found.all()
    assert choose_faces(np.add(lines, [[0, 0, 0, 0], [3, 0, 3, 0]])) is None  # beside each other for a third


def test_a_short_wall_between_two_doors_is_a_wall_where_walls_have_faces():
    pier = [[4.0, 4, 5, 4], [4.0, 4.24, 5, 4.24]]
    doors = [(3.95, 4.12, 0.9, np.pi / 2, np.pi / 2), (5.05, 4.12, 0.9, 0.0, np.pi / 2)]
    assert take(WALLS, pier, arcs=doors)[0] == [True, True]
    assert take(WALLS, pier)[0] == [True, False]


def test_a_short_wall_between_two_closed_leaves_is_a_wall():
    pier = [[14.0, 4, 14.7, 4], [14.7, 4, 14.7, 4.4], [14.7, 4.4, 14, 4.4], [14, 4.4, 14, 4]]
    beside = [[far, y, near, y] for far, near in ((10.5, 13.1), (18.2, 15.6)) for y in (4.0, 4.4)]
    jambs = [[x, 4.0, x, 4.4] for x in (13.1, 15.6)]
    leaves = [(west, 4.18, west + 0.9, 4.22) for west in (13.1, 14.7)]
    assert take(WALLS, beside, jambs, pier, rings=leaves)[0] == [True] * 4
    assert take(WALLS, beside, jambs, pier)[0] == [True] * 3 + [False]


SINGLE = np.array([[0.0, 0, 10, 0], [10, 0, 10, 8], [10, 8, 0, 8], [0, 8, 0, 0]])
TREADS = [[2.0, 2 + 0.28 * row, 3.2, 2 + 0.28 * row] for row in range(8)]
STOOL = [[6.0, 4, 6.4, 4], [6.4, 4, 6.4, 4.4], [6.4, 4.4, 6, 4.4], [6, 4.4, 6, 4]]
LEAF = [[4.0, 0.0, 4.0, 0.9]]


def take(walls, *others, role=Role.MIXED, leaves=(), arcs=(), filled=(), rings=()):
    """Return which lines and arcs of a layer are walls: of those of the walls, of each other group, and the arcs.

    The lines of ``rings`` follow those of the groups, and are left out.
    """
    groups = [np.reshape(group, (-1, 4)) for group in (walls, *others)]
    builder = DrawingBuilder()
    for index, group in enumerate(groups):
        for line in group:
            builder.add_line(builder.add_entity(f"{index}", "LINE", "0"), line.reshape(2, 2))
    for ring in rings:
        draw_ring(builder, *ring)
    for arc in arcs:
        builder.add_arc(builder.add_entity("arc", "ARC", "0"), *arc)
    plan = Plan.of(builder.build(), 1.0)
    roles = Roles(np.full(len(plan.drawing.entities), int(role)), {})
    step = Step("walls")
    edges = np.reshape(filled, (-1, 4)) - np.tile(plan.origin, 2)
    hung = np.isin(np.arange(len(plan.segments)), leaves)
    straight, curved = choose_walls(plan, roles, hung, edges, step)
    kept = np.isin(np.arange(len(plan.segments)), straight)
    ends = np.cumsum([len(group) for group in groups])
    found = [part.tolist() for part in np.split(kept[: ends[-1]], ends[:-1])]
    return [part[0] if len(set(part)) == 1 else part for part in found], curved.tolist(), step.notes


@pytest.mark.parametrize("walls", [SINGLE, WALLS], ids=["lines", "faces"])
def test_walls_are_taken_and_treads_stools_and_leaves_are_left(walls):
    swing, bow = (4.0, 0.0, 0.9, 0.0, np.pi / 2), (5.0, 8.0, 3.0, 0.0, np.pi)
    found, arcs, notes = take(walls, TREADS, STOOL, LEAF, arcs=[swing, bow])
    assert (found, arcs) == ([True, False, False, False], [1])
    assert notes == ["walls are drawn by their faces: 0 other lines left out"] * (walls is WALLS)


def test_a_tread_beside_an_open_leaf_is_no_wall():
    treads = [[3.0, 0.28 * row, 4.0, 0.28 * row] for row in range(1, 9)]
    strings = [[x + side, -1, x + side, 6] for x in (2.76, 4.0) for side in (0.0, 0.24)]
    door = (4.0, 0.6, 1.0, np.pi / 2, np.pi / 2)  # its leaf stands along the second tread
    assert take(WALLS, strings, treads, arcs=[door])[0][2] is False
    taken = len(WALLS) + len(strings) + 2  # the third tread is held for the leaf
    assert take(WALLS, strings, treads, arcs=[door], leaves=[taken])[0][2] is False
    first = len(WALLS) + len(strings) + len(treads)
    hung = [taken, *range(first, first + 4)]
    leaf = (3.0, 0.86, 4.0, 0.9)
    assert take(WALLS, strings, treads, arcs=[door], leaves=hung, rings=[leaf])[0][2] is False


def test_what_other_layers_hold_is_not_looked_at():
    assert take(SINGLE, role=Role.FURNITURE, arcs=[(5.0, 8.0, 3.0, 0.0, np.pi)]) == ([False], [], [])


def test_leaves_without_a_swing_are_no_walls():
    far = [[0.0, 12, 8, 12]]
    assert take(SINGLE, far, leaves=[len(SINGLE)])[0] == [True, False]
    assert take(SINGLE, far)[0] == [True, True]


@pytest.mark.parametrize(("side", "is_wall"), [(1.4, False), (1.7, True)])
def test_connected_lines_are_walls_where_they_reach_far(side, is_wall):
    assert take(SINGLE, [[20.0, 0, 20 + side, 0], [20 + side, 0.1, 20 + side, side]])[0] == [True, is_wall]
    assert take(SINGLE, [[20.0, 0, 20 + side, 0], [20 + side, 0.2, 20 + side, side]])[0] == [True, False]


def test_lines_that_go_on_from_filled_walls_are_walls():
    stub = [[20.0, 0, 21, 0]]
    assert take(SINGLE, stub)[0] == [True, False]
    assert take(SINGLE, stub, filled=[[21.0, 0, 25, 0]])[0] == [True, True]


@pytest.mark.parametrize(("east", "is_wall"), [(0.0, True), (9.0, False)])
def test_the_other_faces_of_walls_are_walls_however_small_the_room(east, is_wall):
    """A toilet between rooms, whose faces end at its door, and which no line joins to other walls."""
    around = [[22.76, 20.9, 22.76, 19.76], [22.76, 19.76, 24.74, 19.76], [24.74, 19.76, 24.74, 20.9]]
    toilet = [[23.0, 20.9, 23, 20], [23, 20, 24.5, 20], [24.5, 20, 24.5, 20.9]]
    moved = [[x + east, y, to_x + east, to_y] for x, y, to_x, to_y in toilet]
    assert take(WALLS, moved, *([around] if is_wall else []))[0][:2] == [True, is_wall]


def piece(until, *spans):
    """Return a line from x = 20, and pieces (from, to) beside it as far as walls are thick."""
    return [[20.0, 0, until, 0], *([20 + west, 0.24, 20 + east, 0.24] for west, east in spans)]


@pytest.mark.parametrize(
    ("lines", "is_face"),
    [
        (piece(24.0, (0, 2.0)), True),  # half of it
        (piece(24.0, (0, 1.9)), False),
        (piece(22.0, (0, 0.6), (1, 1.6)), True),
        (piece(22.0, (0, 0.5), (1, 1.5)), True),  # a quarter of it each
        (piece(22.0, (0, 0.4), (0.6, 1.0), (1.2, 1.6)), False),  # pieces as short as chairs
        (piece(20.9, (0, 0.2), (0.25, 0.45), (0.5, 0.7)), True),  # but a short line is beside faces
        (piece(21.0, (0, 0.2), (0.25, 0.45), (0.5, 0.7)), False),
        (piece(21.2, (0, 0.25), (0.3, 0.55), (0.6, 0.85)), False),
        (piece(20.75, (0, 0.375)), True),
    ],
)
def test_how_much_of_a_face_has_another_beside_it(lines, is_face):
    assert choose(*lines) == [is_face] + [True] * (len(lines) - 1)


def test_a_wall_may_be_thicker_where_its_other_face_is_further_off():
    assert choose([20.0, 0, 30, 0], [20.0, 0.24, 23, 0.24], [23.0, 0.48, 30, 0.48]) == [True] * 3


@pytest.mark.parametrize(
    ("singles", "has_faces"),
    [
        ([[0.0, 3, 8, 3]], True),  # as long as both faces together
        ([[0.0, 3, 8.1, 3]], False),
        ([[0.0, 3.0 * row, 1, 3.0 * row] for row in range(1, 9)], True),
        ([[0.0, 3.0 * row, 1, 3.0 * row] for row in range(1, 10)], False),
        ([[0.0, 3.0 * row, 0.9, 3.0 * row] for row in range(1, 30)], True),  # only long lines count
    ],
)
def test_walls_are_drawn_by_their_faces_where_half_of_the_long_lines_are_such(singles, has_faces):
    assert (choose_faces(np.array([[0.0, 0, 4, 0], [0.0, 0.25, 4, 0.25], *singles])) is not None) == has_faces


def test_a_frame_at_a_wall_is_no_wall():
    builder = DrawingBuilder()
    draw_ring(builder, 0, 0, 10, 8)
    draw_ring(builder, 0.05, 0.05, 1.55, 0.45)
    builder.texts.append(Text("1.01", (0.8, 0.25), (0.8, 0.25), 0.2, 0.7, 0.0, 0))
    plan = Plan.of(builder.build(), 1.0)
    roles = Roles(np.full(2, int(Role.MIXED)), {})
    straight, _ = choose_walls(plan, roles, np.zeros(8, dtype=bool), np.empty((0, 4)), Step("walls"))
    assert plan.segment_entities[straight].tolist() == [0] * 4


def test_an_arc_as_wide_as_the_widest_door_is_no_wall():
    arcs = [(5.0, 8.0, radius, 0.0, np.pi) for radius in (1.45, 1.5)]
    assert take(SINGLE, arcs=arcs)[1] == [1]


@pytest.mark.parametrize(("height", "is_frame"), [(0.75, True), (0.76, False)])
def test_a_frame_is_at_most_nine_times_as_large_as_its_text(height, is_frame):
    builder = DrawingBuilder()
    draw_ring(builder, 0, 0, 1.5, height)
    builder.texts.append(Text("1.01", (0.75, 0.25), (0.75, 0.25), 0.25, 0.5, 0.0, 0))
    plan = Plan.of(builder.build(), 1.0)
    assert find_small_rings(plan, Roles(np.full(1, int(Role.MIXED)), {})).tolist() == [0] * is_frame


def test_an_outline_turns_at_an_oblique_corner():
    corner = np.array([[0.0, 0, 5, 0], [5, 0, 5.2, 0.1], [5.2, 0.1, 5.6, 0.9], [5.6, 0.9, 5.6, 6]])
    faces = np.array([True, False, False, True])
    for order in ([0, 1, 2, 3], [2, 0, 3, 1]):  # as they are drawn, or in any order
        for columns in ([0, 1, 2, 3], [2, 3, 0, 1]):
            found = find_corners(corner[order][:, columns], faces[order])
            assert found.tolist() == [not faces[index] for index in order]
    assert not find_corners(corner, faces & [True, True, True, False]).any()
    for gap, is_found in ((0.03, True), (0.09, True), (0.11, False)):
        apart = corner + np.array([[0, 0, 0, 0], [0, 0, 0, 0], [0, gap, 0, 0], [0, 0, 0, 0]])
        assert find_corners(apart, faces)[1:3].tolist() == [is_found] * 2
    branch = np.concatenate([corner, [[5.2, 0.1, 5.2, 3]]])  # something else stands at the corner
    assert find_corners(branch, np.append(faces, False)).tolist() == [False, True, True, False, False]
    assert not find_corners(branch * 3, np.append(faces, False)).any()
    assert not find_corners(corner[:0], faces[:0]).any()


def test_the_lines_of_a_corner_may_be_drawn_again_in_part():
    corner = np.array(
        [[0.0, 0, 5, 0], [5, 0, 5, 2], [5, 2, 9, 2], [5.0, 0.003, 5, 1], [0.0, 0.003, 5, 0.003]]
    )
    faces = np.array([True, False, True, False, False])
    assert find_corners(corner, faces).tolist() == [False, True, False, False, False]


def test_a_bathroom_in_the_depth_of_a_wall_is_enclosed_by_its_lines():
    room = np.array([[0.0, 0, 0, 0.4], [0, 0, 3, 0], [3, 0, 3, 2], [3, 2, 0, 2], [0, 2, 0, 1.3]])
    assert find_corners(room, np.array([True, False, False, False, True])).tolist() == [
        False,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("away", "is_corner"), [(0.12, True), (0.14, False)])
def test_ends_that_meet_are_as_near_as_careless_ones(away, is_corner):
    lines = np.array([[0.0, 0, 5, 0], [5 + away, 0, 7, 0], [7, 0, 7, 3]])
    assert find_corners(lines, np.array([True, False, True]))[1] == is_corner


@pytest.mark.parametrize(("away", "is_corner"), [(0.01, True), (0.05, False)])
def test_a_table_near_the_end_of_a_wall_is_no_corner(away, is_corner):
    """The jamb is nearly as near to the end of the face as the table."""
    lines = np.array(
        [[0.0, 0, 5, 0], [5.05, 0, 5.05, -0.2], [5 - away, 0, 5, 0.8], [5.0, 0.8, 5.8, 0.8], [5.8, 0.8, 9, 3]]
    )
    found = find_corners(lines, np.array([True, True, False, False, True]))
    assert found.tolist() == [False, False, is_corner, is_corner, False]


STUB = np.array(
    [[0.0, 0, 5, 0], [5.07, 0.02, 5.06, 0.12], [5.0, 0.15, 4.7, 0.15], [4.66, 0.17, 4.67, 0.3],
     [4.7, 0.36, 5.2, 0.36], [5.25, 0.38, 5.25, 5]]
)  # fmt: skip


def test_the_stub_of_a_wall_turns_by_careless_lines():
    faces = np.array([True, False, False, False, False, True])
    assert find_corners(STUB, faces).tolist() == (~faces).tolist()
    assert not find_corners(STUB, faces & np.arange(6) > 0).any(), "it leads nowhere"
    assert not find_corners(np.delete(STUB, 3, axis=0), np.delete(faces, 3)).any(), "it is open"
    assert not find_corners(STUB * 3, faces).any()


def test_a_door_that_hangs_on_a_stub_is_not_part_of_it():
    faces = np.array([True, False, False, False, False, True])
    panel = [[4.6, 0.2, 3.9, 0.2], [3.9, 0.24, 4.6, 0.24], [4.6, 0.24, 4.6, 0.2]]
    found = find_corners(np.concatenate([STUB, panel]), np.append(faces, [False] * 3))
    assert found.tolist() == [*(~faces), False, False, False]


def test_a_cupboard_at_a_wall_is_no_corner():
    face = np.array([[0.0, 0, 5, 0], [0, 5, 5, 5]])
    box = np.array([[1.0, 0, 1, 0.4], [1, 0.4, 1.5, 0.4], [1.5, 0.4, 1.5, 0]])
    assert not find_corners(np.concatenate([face, box]), np.array([True, True, False, False, False])).any()


def test_an_outline_turns_by_careless_lines_that_come_apart():
    walls = [[2.0, y + side, 6, y + side] for y in (3.0, 4.0) for side in (0, 0.24)]
    jog, turn = [6.04, 3.26, 6.11, 3.28], [6.16, 3.3, 6.1, 3.95]
    assert choose(*walls, jog, turn) == [True] * 6
    assert choose(*walls, turn) == [True] * 4 + [False]


def test_a_closed_leaf_within_a_thick_wall_is_no_wall():
    """It joins the jambs, which an outline that turns would do with short lines alone."""
    walls = [[2.0 + west, y, 4.5 + west, y] for west in (0, 3.4) for y in (3.0, 3.4)]
    jambs = [[4.5, 3.0, 4.5, 3.4], [5.4, 3.0, 5.4, 3.4]]
    leaf = [[4.5, 3.18, 5.4, 3.18], [5.4, 3.18, 5.4, 3.22], [5.4, 3.22, 4.5, 3.22], [4.5, 3.22, 4.5, 3.18]]
    assert choose(*walls, *jambs, *leaf) == [True] * 6 + [False] * 4
