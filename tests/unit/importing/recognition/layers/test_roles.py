"""What layers hold whose names say nothing: walls run side by side, and what holds most holds everything."""

from __future__ import annotations

import math

import numpy as np
import pytest

from interactive_maps.importing.drawing import Header
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import Role, assign_roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.rules.layer_rules import LayerRules


def pair(length, pieces=1, y=0.0):
    """Return the two faces of a wall, each so long, in pieces."""
    step = length / pieces
    return [
        (step * index, face, step * (index + 1), face) for face in (y, y + 0.2) for index in range(pieces)
    ]


def lone(length):
    """Return lines of so many metres together that are beside no others."""
    lines = []
    for number, share in enumerate((0.2, 0.3, 0.5)):
        angle, x = math.radians(20 + 50 * number), 1000.0 * (number + 1)
        step = length * share
        lines.append((x, x, x + step * math.cos(angle), x + step * math.sin(angle)))
    return lines


def judge(*layers, kinds=None):
    """Return the roles of layers, each (name, lines) or (name, lines, door swings); ``wall`` is a name that tells."""
    builder = DrawingBuilder()
    for name, lines, *swings in layers:
        builder.layer(name)
        for line in lines:
            builder.add_line(builder.add_entity("1", "LINE", name), np.array(line, dtype=float).reshape(2, 2))
        for index in range(swings[0] if swings else 0):
            entity = builder.add_entity("2", "ARC", name)
            builder.add_arc(entity, 5000.0 + 10 * index, 0.0, 0.9, 0.0, math.pi / 2)
    said = LayerRules(kinds) if kinds else None
    roles = assign_roles(
        Plan.of(builder.build(), 1.0), lambda name: name if name in KNOWN else "other", Step("layers"), said
    )
    return {name: found.role for name, found in roles.layers.items()}


KNOWN = {"wall", "window", "door", "floor", "note"}


@pytest.mark.parametrize(
    ("lines", "rest", "expected"),
    [
        ([*pair(10.2), *lone(4.9)], 50, Role.WALL),  # 81 % beside each other, a third of all
        ([*pair(9.8), *lone(5.2)], 50, Role.UNKNOWN),
        ([*pair(10.2), *lone(4.9)], 65, Role.UNKNOWN),  # 28 % of all
        (pair(10), 140, Role.WALL),  # all beside each other, an eighth of all
        (pair(10), 155, Role.UNKNOWN),
        ([*pair(10), *lone(1.4)], 140, Role.WALL),  # 93.5 %
        ([*pair(10), *lone(1.6)], 140, Role.UNKNOWN),  # 92.6 %
        (pair(10, pieces=24), 140, Role.WALL),
        (pair(10, pieces=26), 140, Role.UNKNOWN),  # of pieces shorter than 40 cm
    ],
)
def test_what_runs_side_by_side_and_is_much_of_a_drawing_is_walls(lines, rest, expected):
    assert judge(("a", lines), ("b", lone(rest)))["a"] is expected


def test_what_has_door_swings_is_no_layer_of_walls_alone():
    assert judge(("a", pair(10), 2), ("b", lone(50)))["a"] is Role.WALL
    assert judge(("a", pair(10), 3), ("b", lone(50)))["a"] is Role.DOOR


@pytest.mark.parametrize(("share", "expected"), [(0.69, Role.WALL), (0.71, Role.MIXED)])
def test_what_holds_most_of_a_drawing_holds_more_than_walls(share, expected):
    assert judge(("a", pair(50 * share)), ("b", lone(100 * (1 - share))))["a"] is expected


@pytest.mark.parametrize(("share", "expected"), [(0.36, Role.MIXED), (0.34, Role.UNKNOWN)])
def test_where_no_layer_is_of_walls_one_that_holds_much_holds_everything(share, expected):
    roles = judge(("a", lone(100 * share)), ("b", lone(100 * (1 - share))))
    assert roles == {"a": expected, "b": Role.MIXED}


def test_where_no_layer_holds_much_all_that_hold_some_do():
    roles = judge(
        *[(name, lone(100 * share)) for name, share in zip("abcde", (0.3, 0.3, 0.2, 0.11, 0.09), strict=True)]
    )
    assert roles == {**dict.fromkeys("abcd", Role.MIXED), "e": Role.UNKNOWN}
    roles = judge(("floor", lone(30)), ("b", lone(30)), ("note", lone(300)), ("c", lone(30)))
    assert roles == {"floor": Role.MIXED, "b": Role.MIXED, "note": Role.ANNOTATION, "c": Role.MIXED}


@pytest.mark.parametrize(("length", "is_believed"), [(5, True), (3, False)])
def test_named_walls_are_enough_unless_they_are_a_few_stray_lines(length, is_believed):
    roles = judge(("wall", lone(length)), ("a", pair(20)), ("b", lone(100 - length - 40)))
    assert (roles["a"] is Role.UNKNOWN) == is_believed
    assert (roles["b"] is Role.UNKNOWN) == is_believed


def test_where_only_windows_are_named_some_other_layer_has_the_walls():
    roles = judge(("window", pair(10)), ("a", pair(20)), ("b", lone(30)))
    assert roles == {"window": Role.GLASS, "a": Role.WALL, "b": Role.UNKNOWN}
    assert (
        judge(("wall", pair(10)), ("window", pair(10)), ("a", pair(20)), ("b", lone(30)))["a"] is Role.UNKNOWN
    )


@pytest.mark.parametrize(
    ("swings", "lines", "expected"), [(3, 100, Role.DOOR), (2, 10, Role.UNKNOWN), (3, 130, Role.UNKNOWN)]
)
def test_a_layer_of_swings_is_of_doors_unless_they_are_few_among_many_lines(swings, lines, expected):
    other = [(x, 0, x + 0.5 + 0.01 * x, 0.1 * x) for x in range(lines)]
    assert judge(("wall", pair(400)), ("a", other, swings))["a"] is expected


def straight(length, y=1000.0):
    """Return a line of so many metres that is beside no other."""
    return [(0.0, y, length, y)]


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ((straight(35), straight(65, 0.0)), Role.MIXED),  # 35 % of all
        ((pair(35), straight(30)), Role.MIXED),  # 70 % are more than walls
        (([*pair(12), *straight(6)], straight(70, 2000.0)), Role.WALL),  # 80 % side by side, 30 % of all
        ((pair(6), straight(88)), Role.WALL),  # all side by side, 12 % of all
        (([*pair(46.5), *straight(7)], straight(400, 2000.0)), Role.WALL),  # 93 % side by side
        ((straight(10), straight(30, 0.0), straight(30, 50.0), straight(30, 90.0)), Role.MIXED),  # a tenth
    ],
)
def test_the_least_share_of_walls_and_of_what_holds_everything(layers, expected):
    assert judge(*zip("abcd", layers, strict=False))["a"] is expected


def test_the_least_share_of_named_walls_and_of_patterns_and_the_least_swings():
    assert judge(("wall", straight(4)), ("a", pair(20)), ("b", straight(56, 0.0)))["a"] is Role.UNKNOWN
    assert judge(("wall", pair(50)), ("a", [*rule(12), *straight(16)]))["a"] is Role.ANNOTATION
    assert judge(("wall", pair(15)), ("a", rule(35)))["a"] is Role.UNKNOWN  # 70 % may be all there is
    assert judge(("wall", pair(15.25)), ("a", rule(35)))["a"] is Role.ANNOTATION
    for lines, expected in ((117, Role.DOOR), (118, Role.UNKNOWN)):  # a swing in forty pieces
        other = [(x, 0, x + 0.5 + 0.01 * x, 0.1 * x) for x in range(lines)]
        assert judge(("wall", pair(400)), ("a", other, 3))["a"] is expected


def test_blocks_without_a_telling_name_are_what_they_look_like_where_a_layer_holds_everything():
    builder = DrawingBuilder()
    for layer in ("a", "wall"):
        for number, line in enumerate([(0.0, 0, 0.4, 0), (0.4, 0, 0.4, 0.4), (0.4, 0.4, 0, 0.4)]):
            entity = builder.add_entity(f"{layer}/{number}", "LINE", layer, ("X1",))
            builder.add_line(entity, np.reshape(line, (2, 2)))
    builder.add_line(builder.add_entity("2", "LINE", "a"), np.array([(0.0, 5), (90, 5)]))
    plan, step = Plan.of(builder.build(), 1.0), Step("layers")
    roles = assign_roles(plan, lambda name: name if name in KNOWN else "other", step)
    assert roles.entities.tolist() == [*[Role.COLUMN] * 3, *[Role.WALL] * 3, Role.MIXED]
    assert step.counts["blocks_by_shape"] == 3


def test_what_a_person_says_of_a_layer_stands():
    kinds = {"a": "floor", "b": "other"}
    roles = judge(("a", pair(10)), ("b", lone(10)), ("c", lone(10)), kinds=kinds)
    assert roles == {"a": Role.FLOOR, "b": Role.UNKNOWN, "c": Role.MIXED}


def rule(count, y=0.0):
    """Return tiles: equal lines in a row."""
    return [(100.0, y + 0.3 * row, 102.0, y + 0.3 * row) for row in range(count)]


def test_rows_of_equal_lines_are_patterns_unless_a_name_or_a_person_says_otherwise():
    layers = ("wall", pair(50)), ("a", rule(12)), ("floor", rule(12, 50.0))
    assert judge(*layers) == {"wall": Role.WALL, "a": Role.ANNOTATION, "floor": Role.FLOOR}
    kinds = {"a": "other"}
    assert judge(*layers, kinds=kinds) == {"wall": Role.WALL, "a": Role.UNKNOWN, "floor": Role.FLOOR}
    assert judge(("wall", pair(50)), ("a", rule(12), 1))["a"] is Role.UNKNOWN  # doors are no pattern
    assert judge(("wall", pair(50)), ("a", [*rule(12), *lone(20)]))["a"] is Role.UNKNOWN


def test_the_reason_for_each_layer_with_lines_is_told():
    builder = DrawingBuilder()
    for name, lines in (("wall", pair(10)), ("a", rule(12)), ("note", [(0, 90, 0.5, 90)]), ("empty", [])):
        builder.layer(name)
        for line in lines:
            builder.add_line(builder.add_entity("1", "LINE", name), np.reshape(line, (2, 2)))
    step = Step("layers")
    assign_roles(Plan.of(builder.build(), 1.0), lambda name: name if name in KNOWN else "other", step)
    assert [note.partition(", ")[0] for note in step.notes] == [
        *("layer wall: wall", "layer a: annotation", "layer note: annotation")
    ]


def test_layers_without_lines_are_nothing():
    assert judge(("a", []), ("b", pair(10))) == {"a": Role.UNKNOWN, "b": Role.MIXED}
    assert judge(("a", [])) == {"a": Role.UNKNOWN}
    assert judge() == {}


def test_blocks_are_what_their_innermost_telling_name_says_where_their_layer_is_vague():
    builder = DrawingBuilder()
    for layer, blocks in (
        ("wall", ("door",)),
        ("wall", ("door", "A1")),
        ("wall", ("window", "door")),
        ("wall", ("wall",)),
        ("wall", ()),
        ("floor", ("door",)),
        ("note", ("door",)),
    ):
        builder.add_line(builder.add_entity("1", "LINE", layer, blocks), np.array([(0.0, 0), (9, 0)]))
    plan = Plan.of(builder.build(), 1.0)
    roles = assign_roles(plan, lambda name: name if name in KNOWN else "other", Step("layers"))
    assert roles.entities.tolist() == [
        *(Role.DOOR, Role.DOOR, Role.DOOR, Role.WALL, Role.WALL, Role.DOOR, Role.ANNOTATION)
    ]
    assert roles.chosen(Role.WALL, Role.ANNOTATION).tolist() == [False, False, False, True, True, False, True]


@pytest.mark.parametrize("kind", ["ARC", "CIRCLE", "ELLIPSE", "SPLINE"])
def test_dashed_curves_stay_and_dashed_lines_are_annotation(kind):
    builder = DrawingBuilder()
    for name, linetype, shape in (("1", "", "LINE"), ("2", "DASHED", "LINE"), ("3", "DASHED", kind)):
        entity = builder.add_entity(name, shape, "wall", linetype=linetype)
        builder.add_line(entity, np.array([(0.0, float(name)), (9 if name == "1" else 2, float(name))]))
    step = Step("layers")
    roles = assign_roles(Plan.of(builder.build(), 1.0), lambda name: name, step)
    assert roles.entities.tolist() == [Role.WALL, Role.ANNOTATION, Role.WALL]
    assert step.counts["broken_lines"] == 1


@pytest.mark.parametrize(("paper_unit", "role"), [(0.001, Role.ANNOTATION), (None, Role.MIXED)])
def test_dashes_and_signs_of_a_sheet_are_no_part_of_the_building(paper_unit, role):
    builder = DrawingBuilder()
    for key, kind in (("1", "LINE"), ("2", "SIGN")):
        builder.add_line(builder.add_entity(key, kind, "a"), np.array([(0.0, float(key)), (9, float(key))]))
    plan = Plan.of(builder.build(Header(paper_unit=paper_unit)), 1.0)
    roles = assign_roles(plan, lambda name: "other", Step("layers"))
    assert roles.entities.tolist() == [Role.MIXED, role]
