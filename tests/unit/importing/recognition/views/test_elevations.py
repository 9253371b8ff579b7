"""Elevations told from plans by their ground line, marks or title, and plans that look a little like them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from interactive_maps.importing.drawing import Drawing, Text
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import assign_roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.views import ViewKind, list_views
from interactive_maps.importing.recognition.views.elevations import (
    count_swings,
    find_elevation,
    stands_on_ground,
)
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.recognition.plans import plan, write


def draw(*, ground: bool = True, marks: bool = False, title: str = "", swings: int = 0) -> Drawing:
    """Return a facade of three storeys with rows of windows."""
    builder = DrawingBuilder()

    def line(*points: tuple[float, float], closed: bool = False) -> None:
        builder.add_line(builder.add_entity("L", "LINE", "0"), np.array(points, dtype=float), closed=closed)

    def write(said: str, x: float, y: float, height: float) -> None:
        entity = builder.add_entity("T", "TEXT", "0")
        builder.texts.append(Text(said, (x, y), (x, y), height, height, 0.0, entity))

    line((0, 0), (20, 0), (20, 9), (0, 9), closed=True)
    for storey in range(3):
        for window in range(6):
            x, y = 1.5 + 3 * window, 1 + 3 * storey
            line((x, y), (x + 1.2, y), (x + 1.2, y + 1.4), (x, y + 1.4), closed=True)
        if marks:
            write(f"+{3 * storey}.00", 21, 3 * storey, 0.2)
    if ground:
        line((-3, 0), (24, 0))
    if title:
        write(title, 10, -2, 0.5)
    for swing in range(swings):
        builder.add_arc(builder.add_entity("A", "ARC", "0"), 3.0 + 3 * swing, 4.0, 0.9, 0.0, np.pi / 2)
    return builder.build()


def look(drawing: Drawing) -> ViewKind:
    plan = Plan.of(drawing, 1.0)
    (view,) = list_views(plan, assign_roles(plan, load_rules().kind_of, Step("layers")))
    return view.kind


def test_a_ground_line_that_runs_on_makes_an_elevation():
    assert look(draw()) is ViewKind.ELEVATION
    assert look(draw(ground=False)) is ViewKind.PLAN


def test_marks_that_rise_make_an_elevation():
    assert look(draw(ground=False, marks=True)) is ViewKind.ELEVATION


@pytest.mark.parametrize(
    ("title", "shows"),
    [
        ("SOUTH ELEVATION", ViewKind.ELEVATION),
        ("Schnitt A-A", ViewKind.SECTION),
        ("立面图", ViewKind.ELEVATION),
        ("Level 2", ViewKind.PLAN),
        ("Grundriss", ViewKind.PLAN),
    ],
)
def test_a_title_says_it(title, shows):
    assert look(draw(ground=False, title=title)) is shows


def test_a_title_that_names_a_level_outweighs_lines_and_marks():
    assert look(draw(title="Level 2", marks=True)) is ViewKind.PLAN
    assert look(draw(title="Grundriss", marks=True)) is ViewKind.ELEVATION


def test_swings_of_doors_make_a_plan_whatever_else_there_is():
    assert look(draw(title="SECTION A", marks=True, swings=3)) is ViewKind.PLAN


BOUNDS = (0.0, 0.0, 20.0, 9.0)
GROUND = (-3.0, 0.0, 24.0, 0.0)
FACADE = [(x, 1.0, x, 8.0) for x in (0, 3, 6, 9, 11, 14, 17, 20)] + [(0, 9, 20, 9), (0, 5, 20, 5)]


def make(lines=(), texts=(), arcs=()):
    """Return a plan, and where BOUNDS lie in it."""
    made = plan(lines, texts, arcs)
    return tuple(np.subtract(BOUNDS, made.origin * 2).tolist()), made


def stands(*ground, lines=FACADE, bounds=BOUNDS):
    segments = np.array([*lines, *ground], dtype=float)
    found = {
        stands_on_ground(segments + place * 2, tuple(np.add(bounds, place * 2).tolist()))
        for place in ((0, 0), (100, 50), (-70, -30))
    }
    (answer,) = found  # wherever it lies
    assert isinstance(answer, bool)
    return answer


@pytest.mark.parametrize(
    ("ground", "expected"),
    [
        (GROUND, True),
        ((24, 0, -3, 0), True),
        ((-0.31, 0, 20.31, 0), True),
        ((-0.29, 0, 24, 0), False),  # it ends where the building does
        ((-3, 0, 20.29, 0), False),
        ((-3, -2.9, 24, -2.9), True),
        ((-3, -3, 24, -3), True),
        ((-3, -3.1, 24, -3.1), False),  # too far below
        ((-5, -3, 25, 0), True),  # a tenth
        ((-3, -2.6, 24, 0), True),
        ((24, 0, -3, -2.6), True),
        ((24, -2.6, -3, 0), True),
        ((-3, -2.9, 24, 0), False),  # too steep
    ],
)
def test_a_ground_line_is_level_below_all_else_and_longer(ground, expected):
    assert stands(ground) == expected


@pytest.mark.parametrize("turned", [False, True])
def test_what_stands_on_sloping_ground_ends_at_it(turned):
    plinth = [(x, -0.08 * x, x, -0.08 * x + 0.5) for x in range(1, 20)]
    lines, ground = [*FACADE, *plinth], (-3, 0.24, 24, -1.92)
    if turned:
        lines, ground = [(20 - x, y, 20 - z, w) for x, y, z, w in lines], (-4, -1.92, 23, 0.24)
    assert stands(ground, lines=lines, bounds=(0.0, -1.6, 20.0, 9.0))
    deep = [(x, y - 0.6, z, w - 0.6) if w < 1 else (x, y, z, w) for x, y, z, w in lines]
    assert not stands(ground, lines=deep, bounds=(0.0, -1.6, 20.0, 9.0))


def test_ground_is_hatched_a_little():
    deep = (0.0, -3.0, 20.0, 9.0)
    assert stands(GROUND, (5, -3, 5, 0), (6, -1, 6, 0), bounds=deep)  # 4 of 100 metres
    assert not stands(GROUND, (5, -3, 5, 0), (6, -3, 6, 0), bounds=deep)
    assert stands(GROUND, (5, -1, 5, 0.98))  # its middle is at the line


def test_lines_just_below_the_ground_are_on_it_and_one_in_twenty_may_be_below():
    assert stands(GROUND, (5, -0.02, 15, -0.02))
    assert not stands(GROUND, (5, -0.025, 15, -0.025))
    assert not stands(GROUND, (5, -0.8, 15, -0.8), bounds=(0.0, -1.0, 20.0, 9.0))
    deep, lines = (0.0, -3.0, 20.0, 9.0), [*FACADE[:-1], (0, 5, 19, 5)]  # 95 metres
    assert stands(GROUND, (5, -3, 5, 0), (6, -2, 6, 0), bounds=deep, lines=lines)
    assert not stands(GROUND, (5, -3, 5, 0), (6, -2.1, 6, 0), bounds=deep, lines=lines)
    assert not stands(GROUND, lines=[(x, -1, x, -1) for x in range(12)])  # nothing but dots


@pytest.mark.parametrize(("shift", "ground"), [(0, (-0.3, 21)), (-20, (-21, 0.3))])
def test_ground_extends_by_a_foot(shift, ground):
    def stand(west, east):
        lines = [(x + shift, y, z + shift, w) for x, y, z, w in FACADE]
        return stands_on_ground(np.array([*lines, (west, 0, east, 0)]), (shift, 0.0, shift + 20.0, 9.0))

    assert stand(*ground) is True
    assert stand(ground[0] + 0.01, ground[1] - 0.01) is False


def test_ground_spans_most_of_a_drawing():
    assert stands((-3, 0, 24, 0), bounds=(0.0, 0.0, 30.0, 9.0))
    assert stands((-3, 0, 24.1, 0), bounds=(0.0, 0.0, 30.0, 9.0))
    assert not stands((-3, 0, 23.9, 0), bounds=(0.0, 0.0, 30.0, 9.0))


def test_facades_are_longer_than_high_and_hold_lines():
    assert stands(GROUND, bounds=(0.0, 0.0, 20.0, 12.0))
    assert not stands(GROUND, bounds=(0.0, 0.0, 20.0, 12.1))
    assert not stands(GROUND, lines=FACADE[1:])
    assert not stands(GROUND, lines=[])
    assert not stands(GROUND, lines=[(x, -1, x + 1, -1) for x in range(12)])
    beside = [(x + 100, y, z + 100, w) for x, y, z, w in FACADE]
    assert not stands(GROUND, lines=beside)


@pytest.mark.parametrize(
    ("x", "y", "radius", "degrees", "count"),
    [
        (5, 5, 0.9, 90, 1),
        (5, 5, 0.46, 90, 1),
        (5, 5, 0.44, 90, 0),
        (5, 5, 1.39, 90, 1),
        (5, 5, 1.41, 90, 0),
        (5, 5, 0.9, 71, 1),
        (5, 5, 0.9, 69, 0),
        (5, 5, 0.9, 99, 1),
        (5, 5, 0.9, 101, 0),
        (-0.4, 9.4, 0.9, 90, 1),
        (20.6, 5, 0.9, 90, 0),
        (5, -0.6, 0.9, 90, 0),
        (5, 5, 0.45, 70, 1),
        (5, 5, 1.4, 100, 1),
        (-0.5, 9.5, 0.9, 90, 1),
        (20.5, -0.5, 0.9, 90, 1),
    ],
)
def test_swings_are_as_wide_as_doors(x, y, radius, degrees, count):
    swing = (x + 0.0, y + 0.0, radius, 0.0, math.radians(degrees))
    assert count_swings(*make(arcs=[swing])) == count


@pytest.mark.parametrize(("x", "is_beside"), [(26.9, True), (27.1, False), (-6.9, True), (-7.1, False)])
def test_marks_stand_in_or_beside_what_they_measure(x, is_beside):
    marks = [write(f"+{height}.00", x, height) for height in (0, 3, 6)]
    found = find_elevation(*make(FACADE, marks))
    assert (found is not None) == is_beside


@pytest.mark.parametrize(("lowest", "is_beside"), [(-3.1, True), (-3.2, False), (6.1, True), (6.2, False)])
def test_marks_stand_not_far_above_or_below(lowest, is_beside):
    marks = [write(f"+{height}.00", 5, lowest + height) for height in (0, 3, 6)]
    found = find_elevation(*make(FACADE, marks))
    assert (found is not None) == is_beside


@pytest.mark.parametrize(
    ("x", "lowest", "is_beside"),
    [
        (27, -3.5, True),  # a third of 20 by 10 metres away
        (-7, 7.5, True),
        (27.01, 0, False),
        (-7.01, 0, False),
        (5, -3.51, False),
        (5, 7.51, False),
    ],
)
def test_marks_stand_within_about_a_third_of_the_width_and_height(x, lowest, is_beside):
    marks = tuple(write(f"+{height}.00", x, lowest + height) for height in (0, 3, 6))
    found = find_elevation((0.0, 0.0, 20.0, 10.0), replace(plan([]), texts=marks))
    assert (found is not None) == is_beside


@pytest.mark.parametrize(("x", "lowest", "is_beside"), [(9, -3, True), (9.1, 0, False), (3, -3.1, False)])
def test_marks_of_a_small_view_stand_up_to_three_metres_away(x, lowest, is_beside):
    marks = tuple(write(f"+{height}.00", x, lowest + height) for height in (0, 2, 3))
    found = find_elevation((0.0, 0.0, 6.0, 6.0), replace(plan([]), texts=marks))
    assert (found is not None) == is_beside
