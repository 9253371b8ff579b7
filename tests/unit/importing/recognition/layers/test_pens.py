"""What the widest pen draws side by side is cut, as walls are."""

import numpy as np

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.drawing.drawing import SOLID
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import Role, assign_roles
from interactive_maps.importing.recognition.plan import Plan


def _draw(*layers):
    """Return the roles of layers, each (name, pen, rectangles)."""
    builder = DrawingBuilder()
    for name, pen, boxes in layers:
        builder.layer(name, pen=pen)
        entity = builder.add_entity(name, "PATH", name)
        for x, y, width, height in boxes:
            corners = np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
            builder.add_line(entity, corners, closed=True)
    plan = Plan.of(builder.build(), 1.0)
    roles = assign_roles(plan, lambda name: "other", Step("layers"))
    return {name: found.role for name, found in roles.layers.items()}


WALLS = [(0, 0, 12, 0.2), (0, 8, 12, 0.2), (0, 0.2, 0.2, 7.8), (11.8, 0.2, 0.2, 7.8)]
PAVING = [(0.5 + 0.3 * index, -3, 0.15, 2.5) for index in range(60)]


def test_walls_are_told_from_paving_by_their_pen():
    roles = _draw(("thin", 0.13, PAVING), ("thick", 0.5, WALLS))
    assert roles["thick"] is Role.WALL
    assert roles["thin"] is not Role.WALL


def test_filled_walls_are_walls_beside_any_pen():
    roles = _draw(("thin", 0.13, PAVING), ("fill", SOLID, WALLS))
    assert roles["fill"] is Role.WALL


def test_pens_that_are_alike_tell_nothing():
    boxes = [(x, y, 2, 2) for x in range(0, 12, 4) for y in range(0, 12, 4)]
    roles = _draw(("one", 0.25, PAVING), ("other", 0.25, boxes))
    assert roles["other"] is not Role.WALL


def test_the_frame_of_a_sheet_is_no_wall():
    roles = _draw(("thin", 0.13, PAVING), ("thick", 0.5, WALLS), ("frame", 1.0, [(-20, -20, 60, 50)]))
    assert roles["frame"] is not Role.WALL
    assert roles["thick"] is Role.WALL


def test_filled_letters_are_no_walls():
    letters = [(0.3 * x, 0.5 * y, 0.2, 0.3) for x in range(30) for y in range(8)]
    roles = _draw(("thin", 0.13, PAVING), ("thick", 0.5, WALLS), ("fill", SOLID, letters))
    assert roles["fill"] is not Role.WALL
