"""A panel along a wall, from jamb to jamb of an empty opening, is a sliding door; with panes behind it, a window."""

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.doors.sliding import find_sliding
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

# A wall along y = 0 to 0.1 with an opening from x = 4 to 5, and a rail along both.
WALL = [
    (0, 0, 4, 0), (0, 0.1, 4, 0.1), (4, 0, 4, 0.1), (5, 0, 5, 0.1), (5, 0, 9, 0), (5, 0.1, 9, 0.1),
]  # fmt: skip
RAIL = (4, -0.01, 6, -0.01)


def find(panel, lines=(), role=Role.WALL):
    """Return what is left of the walls, and the thresholds, of a panel (west, south, east, north) and more lines."""
    builder = DrawingBuilder()
    for line in [*WALL, RAIL, *lines]:
        entity = builder.add_entity("1", "LINE", "0")
        builder.add_line(entity, np.array(line, dtype=float).reshape(2, 2))
    west, south, east, north = panel
    corners = np.array([(west, south), (east, south), (east, north), (west, north)], dtype=float)
    builder.add_line(builder.add_entity("2", "LWPOLYLINE", "0"), corners, closed=True)
    plan = Plan.of(builder.build(), 1.0)
    gone, thresholds = find_sliding(plan, Roles(np.full(len(plan.drawing.entities), int(role)), {}))
    return int((~gone).sum()), thresholds


@pytest.mark.parametrize("panel", [(3.97, -0.06, 5.03, -0.02), (4.0, 0.12, 5.0, 0.16)])
def test_a_panel_before_an_opening_is_a_door_and_no_wall(panel):
    left, (threshold,) = find(panel)
    assert threshold.width == pytest.approx(1.0)
    assert threshold.thickness == pytest.approx(0.1)
    assert len(threshold.lines) == 2
    assert left == len(WALL) + (panel[1] > 0)  # without the panel, and the rail that runs with it


@pytest.mark.parametrize(
    "panel",
    [
        (1.0, -0.06, 2.0, -0.02),  # before the wall
        (4.0, -0.2, 5.0, -0.02),  # a shelf
        (4.0, -0.06, 4.6, -0.02),  # from one jamb to nowhere
        (4.0, -0.36, 5.0, -0.32),  # far off
    ],
)
def test_other_closed_lines_are_no_doors(panel):
    assert find(panel) == (len(WALL) + 5, [])


def test_panes_in_the_opening_make_it_a_window():
    assert find((4.0, -0.06, 5.0, -0.02), [(4, 0.05, 5, 0.05)])[1] == []


def test_only_lines_of_walls_are_looked_at():
    assert find((4.0, -0.06, 5.0, -0.02), role=Role.FURNITURE)[1] == []


def test_the_ends_of_a_leaf_that_is_drawn_twice_are_no_jambs():
    leaf = [(6.0, 1.0), (7.0, 1.0), (7.0, 1.05), (6.0, 1.05)]
    twice = [
        (x + 0.01, y + 0.005, u + 0.01, v + 0.005)
        for (x, y), (u, v) in zip(leaf, [*leaf[1:], leaf[0]], strict=True)
    ]
    assert find((6.0, 1.0, 7.0, 1.05), twice)[1] == []
