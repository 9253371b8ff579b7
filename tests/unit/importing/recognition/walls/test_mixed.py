"""Walls among everything else on one layer: dimensions, furniture, axes and tiles are told apart from them."""

import numpy as np
import pytest

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.walls.dimension_lines import find_dimension_lines, read_lengths
from interactive_maps.importing.recognition.walls.pairing import choose_faces, end_at_doors, find_jambs
from interactive_maps.importing.recognition.walls.small_rings import find_small_rings

WALLS = np.array(
    [
        [0.0, 0, 10, 0], [0.24, 0.24, 9.76, 0.24], [10, 0, 10, 8], [9.76, 0.24, 9.76, 7.76],
        [10, 8, 0, 8], [9.76, 7.76, 0.24, 7.76], [0, 8, 0, 0], [0.24, 7.76, 0.24, 0.24],
    ]
)  # fmt: skip


def choose(*others: list[float]) -> list[bool]:
    found = choose_faces(np.concatenate([WALLS, np.array(others).reshape(-1, 4)]))
    assert found is not None
    assert found[: len(WALLS)].all()
    return found[len(WALLS) :].tolist()


def test_a_table_with_chairs_is_no_wall():
    table = [[3.0, 3, 5.4, 3], [5.4, 3, 5.4, 4.1], [5.4, 4.1, 3, 4.1], [3, 4.1, 3, 3]]
    assert choose(*table) == [False] * 4


def test_an_axis_crosses_walls_and_a_thin_partition_does_not():
    assert choose([5.0, -2, 5, 10], [5.0, 0.24, 5, 7.76]) == [False, True]


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
