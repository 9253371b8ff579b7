"""Swings exploded to single lines: arcs again where everything is on one layer, and nothing else is."""

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.doors.exploded import join_swings
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

RIGHT_ANGLE = np.radians(90)


def draw(radius=0.9, sweep=RIGHT_ANGLE, count=8, role=Role.MIXED):
    """Return what is left of a leaf and a swing of single lines in millimetres, after a line on another layer."""
    builder = DrawingBuilder()
    angles = np.linspace(0, sweep, count + 1)
    points = 1000 * np.vstack([[0, 0], radius * np.column_stack([np.cos(angles), np.sin(angles)])])
    builder.add_line(builder.add_entity("A", "LINE", "AXES"), np.array([[-9, -9], [-9, 9]]) * 1000.0)
    for index in range(len(points) - 1):
        builder.add_line(builder.add_entity(str(index), "LINE", "0"), points[index : index + 2])
    roles = Roles(np.array([int(Role.ANNOTATION)] + [int(role)] * (len(points) - 1)), {})
    return join_swings(Plan.of(builder.build(), 0.001), roles)


def test_the_swing_of_a_door_is_an_arc_again():
    plan = draw()
    assert len(plan.segments) == 2, "the axis and the leaf"
    assert plan.segment_entities.tolist() == [0, 1]
    assert plan.arcs[:, 2] == pytest.approx(0.9)
    assert plan.arcs[:, 4] == pytest.approx(RIGHT_ANGLE)
    assert plan.arc_entities.tolist() == [2]


@pytest.mark.parametrize(
    "other",
    [
        {"radius": 0.3},
        {"radius": 1.6},
        {"sweep": np.radians(40)},
        {"sweep": np.radians(170), "count": 16},
        {"role": Role.WALL},
    ],
)
def test_other_bends_stay_as_they_are(other):
    plan = draw(**other)
    assert len(plan.segments) == 2 + other.get("count", 8)
    assert len(plan.segments) == len(plan.segment_entities)
    assert not len(plan.arcs)
