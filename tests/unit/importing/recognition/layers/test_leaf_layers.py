"""Layers whose names say nothing: open leaves of doors, in walls on other layers."""

import math

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import Role, assign_roles
from interactive_maps.importing.recognition.layers.leaf_layers import find_leaf_layers
from interactive_maps.importing.recognition.plan import Plan


def draw(count=4, degrees=90.0, length=0.9, thick=0.04, table=0.0, walls=True) -> Plan:
    """Return walls with openings 0.9 m wide, and leaves at their ends; a table has so many metres of edges."""
    builder = DrawingBuilder()
    turn = math.radians(degrees)
    along, across = np.array([math.cos(turn), math.sin(turn)]), np.array([-math.sin(turn), math.cos(turn)])
    for number in range(count):
        x = 4.0 * number
        for face in (0.0, 0.2) if walls else ():
            line = np.array([[x + 0.9, face], [x + 4.0, face]])
            builder.add_line(builder.add_entity("1", "LINE", "A"), line)
        hinge = np.array([x, 0.1])
        ring = [
            hinge,
            hinge + length * along,
            hinge + length * along + thick * across,
            hinge + thick * across,
        ]
        builder.add_line(builder.add_entity("2", "LWPOLYLINE", "B"), np.array(ring), closed=True)
    if table:
        ring = np.array([[0.0, 5], [table / 4, 5], [table / 4, 5 + table / 4], [0, 5 + table / 4]])
        builder.add_line(builder.add_entity("3", "LWPOLYLINE", "B"), ring, closed=True)
    return Plan.of(builder.build(), 1.0)


@pytest.mark.parametrize("degrees", [35, 90, 120])
def test_open_leaves_are_doors(degrees):
    plan = draw(degrees=degrees)
    assert find_leaf_layers(plan, {"A", "B"}) == {"B": 4}
    assert assign_roles(plan, lambda _: "other", Step("layers")).layers["B"].role is Role.DOOR


def test_a_layer_with_a_name_is_what_that_says():
    assert find_leaf_layers(draw(), {"A"}) == {}


@pytest.mark.parametrize(
    "other",
    [
        {"degrees": 0},  # panes touch the walls at both ends
        {"count": 2},
        {"length": 1.5},  # shelves
        {"length": 0.4},
        {"thick": 0.1},
        {"walls": False},
        {"table": 8.0},  # with as much of something else
    ],
)
def test_what_is_no_layer_of_leaves(other):
    assert find_leaf_layers(draw(**other), {"A", "B"}) == {}


def test_little_else_may_be_on_a_layer_of_leaves():
    assert find_leaf_layers(draw(table=4.0), {"A", "B"}) == {"B": 4}
