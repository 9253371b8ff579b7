"""Doors that are drawn in the opening of a wall without a leaf and its swing, unlike windows."""

from itertools import pairwise

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.doors.panels import find_doors_in_gaps
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from tests.unit.importing.recognition.plans import frame

WALL = 0.36
LEAF = (0.0, -0.02, 0.9, 0.02)
HALVES = ((0.0, -0.02, 0.5, 0.02), (0.4, 0.02, 0.9, 0.06))
FOLDS = [(0.0, 0.18), (0.11, 0.45), (0.22, 0.18), (0.33, 0.45), (0.44, 0.18)]
SILLS = [(0.0, y, 0.9, y) for y in (-WALL / 2, WALL / 2)]


def find(
    *, rings=(), outlines=(), lines=(), arcs=(), gaps=((0.0, 0.9),), evidence=Evidence.GAP, role=Role.MIXED
):
    """Return the evidence of gaps in a wall along the x axis after a look at what is drawn in them."""
    builder = DrawingBuilder()
    opening = max((east for _, east in gaps), default=0.9)
    faces = [(west, y, west + 4, y) for west in (-4.0, opening) for y in (-WALL / 2, WALL / 2)]
    for line in (*faces, *lines):
        points = np.array(line, dtype=float).reshape(-1, 2)
        builder.add_line(builder.add_entity("L", "LINE", "0"), points)
    boxes = [np.array([side[:2] for side in frame(*ring)]) for ring in rings]
    for corners in (*boxes, *outlines):
        builder.add_line(builder.add_entity("R", "LWPOLYLINE", "0"), corners, closed=True)
    for arc in arcs:
        builder.add_arc(builder.add_entity("A", "ARC", "0"), *arc)
    plan = Plan.of(builder.build(), 1.0)
    x, y = plan.origin
    roles = Roles(np.full(len(plan.drawing.entities), int(role)), {})
    thresholds = [
        Threshold((west - x, -y), (east - x, -y), evidence, np.empty((0, 4)), WALL) for west, east in gaps
    ]
    return [one.evidence for one in find_doors_in_gaps(plan, roles, thresholds)]


def is_door(**drawn) -> bool:
    (found,) = find(**drawn)
    return found is Evidence.SYMBOL


@pytest.mark.parametrize("rings", [[LEAF], HALVES], ids=["closed", "sliding"])
def test_leaves_from_jamb_to_jamb_are_a_door(rings):
    assert is_door(rings=rings)
    assert is_door(rings=rings, evidence=Evidence.FILLED)
    assert not is_door(rings=rings[:1], lines=SILLS)
    assert not is_door(rings=rings, evidence=Evidence.GLAZED)
    assert not is_door(rings=rings, role=Role.GLASS)
    assert not is_door()


@pytest.mark.parametrize(
    "ring",
    [
        (0.0, -0.02, 0.7, 0.02),  # not as far as the other jamb
        (0.0, -0.18, 0.9, -0.14),  # along a face
        (0.0, -0.1, 0.9, 0.1),  # as thick as a box
    ],
)
def test_other_outlines_in_an_opening_are_no_door(ring):
    assert not is_door(rings=[ring])


def test_a_row_of_panes_between_posts_is_a_glass_front():
    rings = [(west, -0.02, west + 0.9, 0.02) for west in (0.0, 1.0, 2.0)]
    gaps = [(west, west + 0.9) for west in (0.0, 1.0, 2.0)]
    assert find(rings=rings, gaps=gaps) == [Evidence.GAP] * 3
    apart = [gaps[0], gaps[2]]
    assert find(rings=[rings[0], rings[2]], gaps=apart) == [Evidence.SYMBOL] * 2


@pytest.mark.parametrize("role", [Role.MIXED, Role.DOOR])
def test_a_folding_door_hangs_on_a_jamb(role):
    folds = [(*one, *other) for one, other in pairwise(FOLDS)]
    assert is_door(lines=folds, role=role)
    assert is_door(lines=[(0.9 - x, y, 0.9 - to_x, to_y) for x, y, to_x, to_y in folds])
    assert not is_door(lines=folds, role=Role.FURNITURE)
    assert not is_door(lines=[(x, y + 0.4, to_x, to_y + 0.4) for x, y, to_x, to_y in folds])


@pytest.mark.parametrize(
    ("arcs", "is_one"),
    [
        ([(0.0, 0.18, 0.9, 0.0, np.pi / 2)], True),
        ([(0.9, -0.18, 0.9, np.pi, np.pi / 2)], True),
        ([(0.0, 0.18, 0.45, 0.0, np.pi / 2), (0.9, 0.18, 0.45, np.pi / 2, np.pi / 2)], True),
        ([(0.0, 0.18, 0.7, 0.0, np.pi / 2)], False),  # ends before the other jamb
        ([(0.0, 0.18, 0.9, np.pi / 2, np.pi / 2)], False),  # closes the wall
        ([(0.45, 0.18, 0.9, 0.0, np.pi / 2)], False),
    ],
)
def test_an_arc_from_jamb_to_jamb_is_a_door_although_no_leaf_is_drawn(arcs, is_one):
    assert is_door(arcs=arcs) == is_one


@pytest.mark.parametrize(
    ("hinge", "width", "degrees", "is_one"),
    [
        ((0.0, 0.18), 0.9, 35, True),
        ((0.9, -0.18), 0.9, -90, True),
        ((0.0, 0.18), 0.7, 35, False),  # shorter than the opening
        ((0.0, 0.6), 0.9, 35, False),  # in the room
        ((0.0, 0.2), 0.9, 180, False),  # along the wall
    ],
)
def test_a_leaf_at_a_jamb_is_a_door_although_no_swing_is_drawn(hinge, width, degrees, is_one):
    along = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    depth = 0.04 * np.array([-along[1], along[0]])
    leaf = np.array([hinge, hinge + width * along, hinge + width * along + depth, hinge + depth])
    assert is_door(outlines=[leaf]) == is_one


def test_an_opening_wider_than_two_leaves_is_no_door():
    assert find(rings=[(0.0, -0.02, 1.4, 0.02), (1.4, -0.02, 2.8, 0.02)], gaps=[(0.0, 2.9)]) == [Evidence.GAP]
    assert find(gaps=[]) == []
