"""What a block draws whose name says nothing: a door by its swings, a column by its shape, else furniture."""

import math

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.layers.block_shapes import judge_blocks
from interactive_maps.importing.recognition.layers.marks import find_marks
from interactive_maps.importing.recognition.layers.shapes import describe_layers
from interactive_maps.importing.recognition.plan import Plan
from tests.unit.importing.recognition.plans import frame


class Sheet:
    """A drawing of block references."""

    def __init__(self):
        self.builder = DrawingBuilder()
        self.count = 0

    def refer(self, block, lines=(), arcs=(), *, key=None):
        """Draw a reference of a block: lines (x, y, x, y) and arcs, each an entity of its own."""
        self.count += 1
        for number, line in enumerate(lines):
            entity = self.builder.add_entity(
                f"{self.count}/{number}" if key is None else key, "LINE", "0", block
            )
            self.builder.add_line(entity, np.array(line, dtype=float).reshape(2, 2))
        for arc in arcs:
            self.builder.add_arc(self.builder.add_entity(f"{self.count}/a", "ARC", "0", block), *arc)
        return self

    def judge(self):
        plan = Plan.of(self.builder.build(), 1.0)
        return judge_blocks(plan, np.arange(len(plan.drawing.entities)))


def judge(lines, arcs=()):
    """Return what the lines of one block are, or nothing."""
    found = Sheet().refer(("B",), lines, arcs).judge()
    assert len(found) in {0, len(lines) + len(arcs)}
    return found.get(0, "")


def swing(radius=0.9, degrees=90.0, x=0.0):
    return (x, 0.0, radius, 0.0, math.radians(degrees))


@pytest.mark.parametrize(
    ("radius", "degrees"),
    [(0.9, 90), (0.45, 90), (1.4, 90), (0.9, 8), (0.9, 182)],
)
def test_an_arc_as_wide_as_a_leaf_makes_a_door(radius, degrees):
    assert judge([(0, 0, radius, 0)], [swing(radius, degrees)]) == "door"


@pytest.mark.parametrize(
    ("radius", "degrees"), [(0.44, 90), (1.41, 90), (0.9, 7.8), (0.9, 182.2), (0.9, 360)]
)
def test_other_arcs_do_not(radius, degrees):
    assert judge([(0, 0, 3, 0)], [swing(radius, degrees)]) == "furniture"


def test_a_gate_of_several_leaves_is_a_door_and_a_building_part_is_nothing():
    assert judge([(0, 0, 6.5, 0)], [swing()]) == "door"
    assert judge([(0, 0, 6.6, 0)], [swing()]) == ""
    assert judge([(0, 0, 4, 0), (0, 0, 0, 1)]) == "furniture"
    assert judge([(0, 0, 4.1, 0), (0, 0, 0, 1)]) == ""


def test_what_is_small_and_as_long_as_wide_is_a_column():
    assert judge(frame(0, 0, 0.4, 0.4)) == "column"
    assert judge(frame(0, 0, 0.4, 0.3)) == "column"
    assert judge(frame(0, 0, 1, 0.6)) == "column"
    assert judge(frame(0, 0, 1, 0.59)) == "furniture"
    assert judge(frame(0, 0, 1.01, 1)) == "furniture"
    assert judge(frame(0, 0, 0.4, 0.1)) == "furniture"
    assert judge(frame(0, 0, 1.2, 1.2)) == "furniture"
    assert judge([*frame(0, 0, 0.4, 0.4), *frame(0.1, 0.1, 0.3, 0.3), *frame(0, 0, 0.2, 0.2)]) == "column"
    assert judge([*frame(0, 0, 0.4, 0.4) * 3, (0, 0, 0.4, 0.4)]) == "furniture"  # more than twelve lines
    assert judge([line for index in range(4) for line in frame(0, 0, 0.4, 0.4 - index / 100)]) == "furniture"


def slab(length, thick, degrees):
    """Return the four lines of a thin rectangle that is turned."""
    along = np.array([math.cos(math.radians(degrees)), math.sin(math.radians(degrees))])
    across = thick * np.array([-along[1], along[0]])
    corners = [0 * along, length * along, length * along + across, across]
    return [(*one, *other) for one, other in zip(corners, [*corners[1:], corners[0]], strict=True)]


@pytest.mark.parametrize("degrees", [0, 35, 45, 90, 145])
def test_a_leaf_by_itself_is_a_door_at_any_angle(degrees):
    assert judge(slab(0.9, 0.04, degrees)) == "door"
    assert judge(slab(0.51, 0.069, degrees)) == "door"
    for length, thick in ((1.4, 0.04), (0.45, 0.04), (0.9, 0.08), (0.9, 0.005)):
        assert judge(slab(length, thick, degrees)) != "door"


def test_a_round_column_is_measured_around_its_arc():
    assert judge([], [(0.0, 0.0, 0.4, 0.0, math.pi / 2)]) == "column"
    assert judge([], [(0.0, 0.0, 0.4, math.pi, math.pi / 2)]) == "column"
    assert judge([(0, 0, 0.4, 0.4)], [(0.0, 0.0, 0.4, 0.0, math.pi / 2)]) == "column"
    assert judge([(-0.2, 0, 0.2, 0), (0, -0.2, 0, 0.2)], [(0.0, 0.0, 0.2, 0.0, math.pi)]) == "column"


def test_all_references_of_a_block_are_what_most_are():
    sheet = Sheet().refer(("B",), frame(0, 0, 0.4, 0.4)).refer(("B",), frame(5, 0, 5.4, 0.4))
    sheet.refer(("B",), frame(9, 0, 10, 3)).refer(("C",), frame(20, 0, 21, 3))
    verdicts = sheet.judge()
    assert [verdicts[index] for index in (0, 4, 8, 12)] == ["column", "column", "column", "furniture"]


def test_the_innermost_block_counts_and_loose_lines_are_in_none():
    sheet = Sheet().refer(("HOUSE", "B"), frame(0, 0, 0.4, 0.4)).refer((), frame(5, 0, 5.4, 0.4))
    sheet.refer(("HOUSE", "C"), frame(9, 0, 10, 3)).refer(("B",), frame(30, 0, 30.4, 0.4), key="whole")
    assert sheet.judge() == {**dict.fromkeys(range(4), "column"), **dict.fromkeys(range(8, 12), "furniture")}
    assert Sheet().refer((), frame(0, 0, 1, 1)).judge() == {}


def test_references_in_one_block_are_measured_apart():
    sheet = Sheet()
    for number in (2, 3):
        sheet.refer(("HOUSE", "B"), frame(9 * number, 0, 9 * number + 0.4, 0.4), key=f"1/{number}/0")
    assert sheet.judge() == dict.fromkeys(range(8), "column")


def test_only_what_was_asked_for_is_told():
    sheet = Sheet().refer(("B",), frame(0, 0, 0.4, 0.4)).refer(("C",), frame(5, 0, 5.4, 0.4))
    plan = Plan.of(sheet.builder.build(), 1.0)
    assert set(judge_blocks(plan, np.arange(4))) == {0, 1, 2, 3}


def test_dashes_and_signs_are_no_part_of_what_is_built():
    builder = DrawingBuilder()
    builder.add_entity("1", "LINE", "0")
    builder.add_entity("2", "LINE", "0", (), "DASHED")
    builder.add_entity("3", "SIGN", "0")
    builder.add_entity("4", "SIGN", "SIGNS")
    plan = Plan.of(builder.build(), 1.0)
    assert find_marks(plan, set()).tolist() == [False, True, True, True]
    assert find_marks(plan, {"SIGNS"}).tolist() == [False, True, True, False]
    assert find_marks(plan, {"0"}).tolist() == [False, False, False, True]


def test_a_layers_shape_is_how_long_and_how_paired_its_lines_are():
    builder = DrawingBuilder()
    for layer, lines in (
        ("walls", [(0, 0, 10, 0), (0, 0.2, 10, 0.2), (0, 5, 4, 5)]),
        ("seats", [(0, 9, 1, 9), (0, 12, 3, 12)]),
    ):
        for line in lines:
            builder.add_line(
                builder.add_entity("1", "LINE", layer), np.array(line, dtype=float).reshape(2, 2)
            )
    for radius, degrees in ((0.9, 90), (0.9, 40), (0.9, 130), (0.3, 90), (1.5, 90), (1.2, 60)):
        builder.add_arc(builder.add_entity("2", "ARC", "doors"), 20, 0, radius, 0, math.radians(degrees))
    builder.layer("empty")
    shapes = describe_layers(Plan.of(builder.build(), 1.0), frozenset({"walls"}))
    walls = shapes["walls"]
    assert (walls.length, walls.median, walls.pieces, walls.swings) == (24, 10, 3, 0)
    assert walls.paired == pytest.approx(20 / 24)
    assert (shapes["seats"].length, shapes["seats"].median, shapes["seats"].paired) == (4, 2, 0)
    assert (shapes["doors"].swings, shapes["doors"].pieces, shapes["doors"].length) == (2, 6, 0)
    assert shapes["empty"].pieces == 0
