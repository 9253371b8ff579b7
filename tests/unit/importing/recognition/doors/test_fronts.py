"""A line from a door's jamb on to a wall is a glass front; one that ends in the room is none."""

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.doors.fronts import find_fronts
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.walls import Barrier, Barriers

WALLS = [(0, -3, 0, 3), (9, -3, 9, 3)]
FRONT = [(0, 0, 4, 0), (5, 0, 9, 0)]


def find(lines, role=Role.DOOR, evidence=Evidence.SWING, leaf=None, closed=False):
    """Return how many of ``lines`` are the front that a door from (4, 0) to (5, 0) hangs in, between two walls.

    A line may have several points; ``closed`` ones return to their first.
    """
    builder = DrawingBuilder()
    for line in lines:
        points = np.array(line, dtype=float).reshape(-1, 2)
        builder.add_line(builder.add_entity("L", "LINE", "0"), points, closed=closed)
    plan = Plan.of(builder.build(), 1.0)
    shift = np.tile(plan.origin, 2)
    roles = Roles(np.full(len(lines), int(role)), {})
    start, end = np.array([(4.0, 0.0), (5.0, 0.0)]) - plan.origin
    door = Threshold(tuple(start), tuple(end), evidence, np.array([(*start, *end)]))
    walls = Barriers(np.array(WALLS, dtype=float) - shift, np.full(2, int(Barrier.WALL)), np.full(2, -1))
    leaves = np.zeros(len(lines), dtype=bool)
    if leaf is not None:
        leaves[leaf] = True
    return len(find_fronts(plan, roles, [door], walls, leaves))


def test_lines_in_line_with_the_door_up_to_the_walls():
    assert find(FRONT) == 2
    assert find(FRONT, Role.UNKNOWN) == 2
    assert find(FRONT, Role.FURNITURE) == 0
    assert find(FRONT, evidence=Evidence.GAP) == 0
    assert find(FRONT, leaf=1) == 1


def test_panes_follow_each_other_round_a_bend():
    assert find([(4, 0, 2, 0), (2, 0, 1, 1), (1, 1, 0, 1)]) == 3
    assert find([(4, 0, 2, 0), (2, 0, 2, 2.5), (2, 2.5, 0, 2.5)]) == 0  # round a corner: a counter


@pytest.mark.parametrize(
    "line",
    [
        (4, 0, 1, 0),  # ends in the room
        (4, 0, 5, 0),  # the sill
        (4, 0, 4, 3),  # the open leaf
        (3.5, 0, 0, 0),  # begins beside the door
        (4, 0.3, 0, 0.3),  # runs beside its line
    ],
)
def test_other_lines_are_none(line):
    assert find([line]) == 0


def test_panes_may_be_closed_lines_and_outlines_of_rooms_are_none():
    pane = (4, 0, 0, 0, 0, 0.1, 4, 0.1)
    room = (4, 0, 0, 0, 0, 3, 4, 3)
    assert find([pane], closed=True) > 0
    assert find([room], closed=True) == 0
    assert find([room], closed=True, role=Role.UNKNOWN) == 0
    assert find([room[:6]], closed=True) == 0
