"""A revolving door is a drum of two opposite arcs with wings; single arcs, and drums without wings, are none."""

import math

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.revolving import find_drums
from interactive_maps.importing.recognition.doors.swings import find_swings
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

DRUM = [(-45, 90), (135, 90)]
WINGS = [(45, 225), (135, 315)]


def draw(arcs, wings, radius=1.2, role=Role.DOOR):
    """Return a plan of a drum around (10, 5): arcs (start, sweep), wings from one angle to another, degrees."""
    builder = DrawingBuilder()
    centre = np.array([10.0, 5.0])
    for start, sweep in arcs:
        entity = builder.add_entity("A", "ARC", "0")
        builder.add_arc(entity, *centre, radius, math.radians(start), math.radians(sweep))
    for wing in wings:
        ends = [centre + 0.95 * radius * np.array([math.cos(a), math.sin(a)]) for a in np.radians(wing)]
        builder.add_line(builder.add_entity("L", "LINE", "0"), np.array(ends))
    plan = Plan.of(builder.build(), 1.0)
    return plan, Roles(np.full(len(plan.drawing.entities), int(role)), {})


@pytest.mark.parametrize("radius", [0.8, 1.2, 2.0])
def test_the_threshold_joins_both_walls_of_the_drum(radius):
    plan, roles = draw(DRUM, WINGS, radius)
    drums = find_drums(plan, roles)
    (door,) = drums.thresholds
    assert np.array(door.middle) + plan.origin == pytest.approx((10, 5))
    assert door.width == pytest.approx(2 * radius)
    assert abs(door.direction[0]) == pytest.approx(1)
    assert drums.arcs.all()
    assert drums.wings.tolist() == [0, 1]


def test_its_arcs_are_no_swings_and_its_wings_no_leaves():
    plan, roles = draw(DRUM, WINGS)
    swings = find_swings(plan, roles, np.empty((0, 4)), Step("swings"))
    assert [one.width for one in swings.thresholds] == [pytest.approx(2.4)]
    assert swings.leaves.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("arcs", "wings", "radius", "role"),
    [
        (DRUM[:1], WINGS, 1.2, Role.DOOR),
        (DRUM, WINGS[:1], 1.2, Role.DOOR),
        (DRUM, [], 1.2, Role.DOOR),
        ([(-45, 90), (45, 90)], WINGS, 1.2, Role.DOOR),
        (DRUM, WINGS, 3.0, Role.DOOR),
        (DRUM, WINGS, 1.2, Role.FURNITURE),
    ],
)
def test_what_is_none(arcs, wings, radius, role):
    drums = find_drums(*draw(arcs, wings, radius, role))
    assert not drums.thresholds
    assert not drums.arcs.any()


def test_arcs_that_coincide_by_the_hundred_are_no_drum():
    plan, roles = draw(DRUM * 200, WINGS)
    assert find_drums(plan, roles).thresholds == []
