"""Elevations told from plans by their ground line, marks or title, and plans that look a little like them."""

from __future__ import annotations

import numpy as np
import pytest

from interactive_maps.importing.drawing import Drawing, Text
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import assign_roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.views import ViewKind, list_views
from interactive_maps.importing.rules.rule_file import load_rules


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


def test_swings_of_doors_make_a_plan_whatever_else_there_is():
    assert look(draw(title="SECTION A", marks=True, swings=3)) is ViewKind.PLAN
