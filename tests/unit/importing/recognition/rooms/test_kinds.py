"""A room is what its label says, else what is drawn in it, else what its shape and its doors say."""

from collections import Counter

import numpy as np
import pytest
from shapely import box

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms.kinds import find_kinds
from interactive_maps.importing.recognition.rooms.region import Region


def find(area, lines=(), role=Role.STAIR, doors=0, label=None) -> str:
    builder = DrawingBuilder()
    builder.add_line(builder.add_entity("frame", "LINE", "0"), np.array([[-9.0, -9], [-9, -9.4]]))
    for index, line in enumerate(lines):
        builder.add_line(
            builder.add_entity(str(index), "LINE", "0"), np.array(line, dtype=float).reshape(2, 2)
        )
    plan = Plan.of(builder.build(), 1.0)
    x, y = plan.origin
    west, south, east, north = area
    labels = (RoomLabel(*label, (0, 0), ()),) if label else ()
    region = Region(box(west - x, south - y, east - x, north - y), labels)
    roles = Roles(np.array([0] + [int(role)] * len(lines)), {})
    (kind,) = find_kinds(plan, roles, [region], Counter({0: doors}))
    return kind


def treads(count, width=1.2):
    return [(0.5, 0.5 + 0.28 * row, 0.5 + width, 0.5 + 0.28 * row) for row in range(count)]


def test_a_label_says_it_by_its_name_or_by_the_letters_of_its_number():
    assert find((0, 0, 4, 4), label=("1.01", "Office")) == "office"
    assert find((0, 0, 4, 4), label=("STR-6", "")) == "stairs"
    assert find((0, 0, 4, 4), label=("1.01", "Kitchen"), lines=treads(6)) == "kitchen"
    assert find((0, 0, 4, 4), label=("1.01", "")) == "room"


@pytest.mark.parametrize(("count", "kind"), [(4, "room"), (5, "stairs")])
def test_treads_make_stairs(count, kind):
    assert find((0, 0, 4, 4), treads(count)) == kind


def test_treads_are_those_in_the_room():
    flight = [(x + 20, y + 5, z + 20, w + 5) for x, y, z, w in treads(6)]
    assert find((20, 5, 24, 9), flight) == "stairs"
    assert find((5, 20, 9, 24), flight) == "room"


def test_no_stairs_are_as_large_as_a_hall_and_no_tread_is_wider_than_four_metres():
    assert find((0, 0, 7.5, 8), treads(6)) == "stairs"
    assert find((0, 0, 7.8, 8), treads(6)) == "room"
    assert find((0, 0, 7, 4), treads(6, 4.0)) == "stairs"
    assert find((0, 0, 7, 4), treads(6, 4.2)) == "room"
    assert find((0, 0, 7, 4), treads(6, 0.4)) == "room"
    assert find((0, 0, 7, 4), treads(6, 0.5)) == "stairs"
    assert find((0, 0, 4, 4), treads(6), Role.FLOOR) == "room"


CROSS = [(0.2, 0.2, 1.8, 1.8), (0.2, 1.8, 1.8, 0.2)]


def test_a_cross_or_two_lines_of_a_lift_make_a_lift():
    assert find((0, 0, 2, 2), CROSS, Role.UNKNOWN) == "elevator"
    assert find((0, 0, 2, 2), CROSS[:1], Role.UNKNOWN) == "room"
    assert find((0, 0, 2, 2), CROSS, Role.FURNITURE) == "room"
    assert find((0, 0, 2, 2), [(0.5, 0.5, 1.5, 0.5), (0.5, 1, 1.5, 1)], Role.LIFT) == "elevator"
    assert find((0, 0, 2, 2), [(0.5, 0.5, 1.5, 0.5)], Role.LIFT) == "room"


def test_a_lift_may_be_small():
    small = [(0.1, 0.1, 1.1, 1.1), (0.1, 1.1, 1.1, 0.1)]
    assert find((0, 0, 1.2, 1.2), small, Role.UNKNOWN) == "elevator"


def test_a_cross_of_a_table_or_a_hall_is_no_lift():
    small = [(0.2, 0.2, 0.9, 0.9), (0.2, 0.9, 0.9, 0.2)]
    assert find((0, 0, 2, 2), small, Role.UNKNOWN) == "room"
    assert find((0, 0, 3, 3), CROSS, Role.UNKNOWN) == "elevator"
    assert find((0, 0, 3.1, 3), CROSS, Role.UNKNOWN) == "room"
    for half, kind in ((3.0, "room"), (2.95, "elevator")):
        lines = [(1.5 - half, 1.5, 1.5 + half, 1.5), (1.5, 1.5 - half, 1.5, 1.5 + half)]
        assert find((0, 0, 3, 3), lines, Role.UNKNOWN) == kind
    wide = [(0.2, 0.2, 6.2, 2.8), (0.2, 2.8, 6.2, 0.2)]
    assert find((0, 0, 7, 3), wide, Role.UNKNOWN) == "room"


def test_a_long_room_with_many_doors_is_a_corridor_unless_it_has_a_name():
    assert find((0, 0, 12, 2), doors=3) == "walkway"
    assert find((0, 0, 12, 2), doors=2) == "room"
    assert find((0, 0, 6, 4), doors=5) == "room"
    assert find((0, 0, 12, 2), doors=3, label=("1.00", "")) == "walkway"
    assert find((0, 0, 12, 2), doors=3, label=("1.00", "Bellevue")) == "room"
