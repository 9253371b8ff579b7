"""A swing is an arc with its leaf; the leaf closes against the end of the arc that it does not touch."""

import math

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.swings import find_leaves, find_swings, mark_swings
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

NO_WALLS = np.empty((0, 4))


def swing(arcs, lines=(), role=Role.UNKNOWN, walls=NO_WALLS):
    """Return the swings among arcs (x, y, radius, start and sweep in degrees) and lines, all of one role."""
    builder = DrawingBuilder()
    for x, y, radius, start, sweep in arcs:
        entity = builder.add_entity("A", "ARC", "0")
        builder.add_arc(entity, x, y, radius, math.radians(start), math.radians(sweep))
    for line in lines:
        builder.add_line(builder.add_entity("L", "LINE", "0"), np.array(line, dtype=float).reshape(2, 2))
    plan = Plan.of(builder.build(), 1.0)
    roles = Roles(np.full(len(plan.drawing.entities), int(role)), {})
    shift = np.array(plan.origin)
    step = Step("doors")
    found = find_swings(plan, roles, np.asarray(walls, dtype=float) - np.tile(shift, 2), step)
    assert step.counts["doors"] == len(found.thresholds) <= step.counts["swings"] <= len(arcs)
    places = [
        tuple(np.round([*(one.start + shift), *(one.end + shift)], 3).tolist()) for one in found.thresholds
    ]
    leaves = found.leaves.tolist()
    assert sorted(set(leaves)) == np.flatnonzero(find_leaves(plan, roles)).tolist()
    return places, leaves, found.thresholds


QUARTER = (0, 0, 0.9, 0, 90)  # from (0.9, 0) to (0, 0.9)
LEAF_UP, LEAF_RIGHT = (0, 0, 0, 0.9), (0.9, 0, 0, 0)


def test_the_leaf_stands_open_and_closes_against_the_other_end():
    places, leaves, (door,) = swing([QUARTER], [LEAF_UP])
    assert places == [(0, 0, 0.9, 0)]
    assert leaves == [0]
    assert (door.leaves, door.entity) == (1, 0)
    assert door.lines[0, 2] - door.lines[0, 0] == pytest.approx(0.9 + 2 * 0.06)
    assert swing([QUARTER], [LEAF_RIGHT])[0] == [(0, 0, 0, 0.9)]


@pytest.mark.parametrize(
    ("leaf", "is_one"),
    [
        ((0.1, 0, 0.1, 0.9), True),
        ((0.13, 0, 0, 0.9), False),
        ((0, 0, 0.13, 0.9), False),
        ((0, 0.1, 0, 0.9), True),
        ((0, 0.115, 0, 0.785), False),  # shorter than a leaf, at both ends
        ((0, -0.1, 0, 0.9), True),
        ((0, -0.1, 0, 1.0), False),  # a line that goes on at both ends
    ],
)
def test_a_leaf_may_start_and_end_a_little_beside_the_arcs_centre_and_end(leaf, is_one):
    for line in (leaf, (*leaf[2:], *leaf[:2])):
        places, leaves, _ = swing([QUARTER], [line])
        assert (places, leaves) == (([(0, 0, 0.9, 0)], [0]) if is_one else ([], []))


@pytest.mark.parametrize("degrees", [0, 30, 90, 145, 270])
@pytest.mark.parametrize("hinge", [(0.0, 0.0), (40.0, -25.0)])
def test_a_door_may_be_drawn_anywhere_and_turned(degrees, hinge):
    def place(x, y):
        turn = math.radians(degrees)
        return (
            hinge[0] + x * math.cos(turn) - y * math.sin(turn),
            hinge[1] + x * math.sin(turn) + y * math.cos(turn),
        )

    arcs = [(*hinge, 0.9, degrees, 90), (*place(1.8, 0), 0.9, 90 + degrees, 90)]
    for leaf in ((*hinge, *place(0, 0.9)), (*place(0, 0.9), *hinge)):
        (found,), _, (door,) = swing(arcs[:1], [leaf])
        assert found == pytest.approx([*hinge, *place(0.9, 0)], abs=2e-3)
        step = door.lines[0, 2:] - door.lines[0, :2]
        assert np.hypot(*step) == pytest.approx(0.9 + 2 * 0.06)
        assert step @ door.direction == pytest.approx(0.9 + 2 * 0.06)
        assert (door.lines[0, 2:] + door.lines[0, :2]) / 2 == pytest.approx(np.array(door.middle))
        (found,), *_ = swing(arcs, [leaf, (*place(1.8, 0), *place(1.8, 0.9))])
        assert found == pytest.approx([*hinge, *place(1.8, 0)], abs=2e-3)


@pytest.mark.parametrize("radius", [0.45, 0.46, 1.39, 1.4])
def test_doors_are_as_wide_as_people(radius):
    assert len(swing([(0, 0, radius, 0, 90)], [(0, 0, 0, radius)])[0]) == 1


@pytest.mark.parametrize("radius", [0.44, 1.41])
def test_narrower_or_wider_arcs_are_none(radius):
    assert swing([(0, 0, radius, 0, 90)], [(0, 0, 0, radius)])[0] == []


@pytest.mark.parametrize(("sweep", "found"), [(6, 0), (9, 1), (45, 1), (120, 1), (180, 1), (190, 0)])
def test_with_a_leaf_a_door_may_stand_open_at_any_angle(sweep, found):
    tip = math.radians(sweep)
    leaf = (0, 0, 0.9 * math.cos(tip), 0.9 * math.sin(tip))
    places = swing([(0, 0, 0.9, 0, sweep)], [leaf])[0]
    assert len(places) == found


@pytest.mark.parametrize(("sweep", "count"), [(49, 0), (50, 1), (115, 1), (116, 0)])
def test_an_arc_alone_turns_by_as_much_as_a_door(sweep, count):
    assert len(swing([(0, 0, 0.9, 0, sweep)], role=Role.DOOR)[0]) == count


@pytest.mark.parametrize(("sweep", "count"), [(7.9, 0), (8, 1), (182, 1), (182.1, 0)])
def test_a_leaf_tells_a_door_that_is_hardly_or_wide_open(sweep, count):
    tip = math.radians(sweep)
    leaf = (0, 0, 0.9 * math.cos(tip), 0.9 * math.sin(tip))
    assert len(swing([(0, 0, 0.9, 0, sweep)], [leaf])[0]) == count


def test_an_arc_alone_is_a_door_where_its_layer_says_so():
    assert swing([QUARTER])[0] == []
    assert swing([QUARTER], role=Role.DOOR)[0] == [(0, 0, 0.9, 0)]
    assert swing([(0, 0, 0.9, 0, 45)], role=Role.DOOR)[0] == []
    assert swing([(0, 0, 0.9, 0, 120)], role=Role.DOOR)[0] == []


def test_it_closes_against_the_wall_where_no_leaf_tells():
    wall = [[-0.1, 0.95, 3, 0.95]]
    assert swing([QUARTER], role=Role.DOOR, walls=wall)[0] == [(0, 0, 0, 0.9)]
    beside = [[0.95, -1, 0.95, 0.1]]
    assert swing([QUARTER], role=Role.DOOR, walls=beside)[0] == [(0, 0, 0.9, 0)]
    assert swing([QUARTER], role=Role.DOOR, walls=[*wall, *beside])[0] == [(0, 0, 0.9, 0)]
    far = [[-0.1, 1.1, 3, 1.1]]
    assert swing([QUARTER], role=Role.DOOR, walls=far)[0] == [(0, 0, 0.9, 0)]


def test_with_two_leaves_drawn_the_wall_tells():
    assert swing([QUARTER], [LEAF_UP, LEAF_RIGHT], walls=[[-0.1, 0.95, 3, 0.95]])[0] == [(0, 0, 0, 0.9)]
    assert swing([QUARTER], [LEAF_UP, LEAF_RIGHT])[0] == [(0, 0, 0.9, 0)]


@pytest.mark.parametrize("role", [Role.FURNITURE, Role.ANNOTATION, Role.STAIR, Role.LABEL])
def test_chairs_dimensions_and_winding_stairs_are_no_doors(role):
    assert swing([QUARTER], [LEAF_UP], role)[0] == []


def test_the_leaves_of_a_double_door_are_one_opening():
    places, leaves, (door,) = swing([QUARTER, (1.8, 0, 0.9, 90, 90)], [LEAF_UP, (1.8, 0, 1.8, 0.9)])
    assert places == [(0, 0, 1.8, 0)]
    assert (door.leaves, len(door.lines), len(leaves)) == (2, 2, 2)


def test_leaves_that_meet_tell_the_opening_before_a_wall_beside_an_open_leaf():
    arcs = [(0, 0, 0.9, 0, 90), (1.8, 0, 0.9, 90, 90)]
    beside = [[1.9, 0, 1.9, 3]]
    assert swing(arcs, role=Role.DOOR, walls=beside)[0] == [(0, 0, 1.8, 0)]
    alone = [(0, 0, 0.9, 0, 90), (1.8, 0, 0.9, 90, 90 - 20)]
    assert (0, 0, 1.8, 0) not in swing(alone, role=Role.DOOR, walls=beside)[0]


def test_wide_leaves_that_nearly_meet_are_one_opening():
    arcs, leaves = [(0, 0, 1.4, 0, 90), (2.9, 0, 1.4, 90, 90)], [(0, 0, 0, 1.4), (2.9, 0, 2.9, 1.4)]
    assert swing(arcs, leaves)[0] == [(0, 0, 2.9, 0)]


def test_doors_that_meet_in_a_corner_are_two():
    arcs = [QUARTER, (0.9, 0.9, 0.9, 180, 90)]
    assert swing(arcs, [LEAF_UP, (0.9, 0.9, 0, 0.9)])[0] == [(0, 0, 0.9, 0), (0.9, 0.9, 0.9, 0)]


def test_leaves_that_do_not_meet_are_two_doors():
    assert len(swing([QUARTER, (2, 0, 0.9, 90, 90)], [LEAF_UP, (2, 0, 2, 0.9)])[0]) == 2
    unlike = (2.2, 0, 1.3, 90, 90)
    assert (
        len(swing([(0, 0, 0.6, 0, 90), (1.9, 0, 1.3, 90, 90)], [(0, 0, 0, 0.6), (1.9, 0, 1.9, 1.3)])[0]) == 2
    )
    assert len(swing([QUARTER, unlike], [LEAF_UP, (2.2, 0, 2.2, 1.3)])[0]) == 1


def test_a_door_that_is_drawn_twice_is_one():
    for off, count in ((0.1, 1), (0.2, 1), (0.25, 2)):
        again = [(off, 0, 0.9, 0, 90)], [(off, 0, off, 0.9)]
        assert len(swing([QUARTER, *again[0]], [LEAF_UP, *again[1]])[0]) == count
    apart = [(0, 0, 1, 0, 90), (0.25, 0, 1, 0, 90)]  # by a quarter of the width
    assert len(swing(apart, [(0, 0, 0, 1), (0.25, 0, 0.25, 1)])[0]) == 2
    partner = (1.8, 0, 0.9, 90, 90)
    places = swing([QUARTER, QUARTER, partner, partner], [LEAF_UP, (1.8, 0, 1.8, 0.9)])[0]
    assert places == [(0, 0, 1.8, 0)]


def test_two_doors_from_one_post_are_two():
    assert swing([QUARTER, (0, 0, 0.9, 90, 90)], [LEAF_UP])[0] == [(0, 0, 0.9, 0), (0, 0, -0.9, 0)]


def test_a_leaf_open_along_a_wall_closes_where_there_is_none():
    """A line across the opening, and the open leaf beside another wall: both ends look alike."""
    side, jamb = (-1, -0.1, 3, -0.1), (0, 0.95, 0, 3)
    both = [LEAF_UP, LEAF_RIGHT]
    assert swing([QUARTER], both, walls=[side, jamb])[0] == [(0, 0, 0, 0.9)]
    turned = [(-0.1, -1, -0.1, 3), (0.95, 0, 3, 0)]
    assert swing([QUARTER], both, walls=turned)[0] == [(0, 0, 0.9, 0)]
    sill = (0, 0.1, 0, 0.8)  # on the layer of walls
    assert swing([QUARTER], both, walls=[side, sill])[0] == [(0, 0, 0.9, 0)]
    assert swing([QUARTER], both, walls=[side, jamb, sill])[0] == [(0, 0, 0, 0.9)]  # it goes on as a wall


@pytest.mark.parametrize(
    "walls",
    [
        [(-3, 0, 0, 0), (-3, -0.1, 0, -0.1), (0.9, 0, 3, 0)],
        [(-3, 0, 0, 0), (-3, -0.1, 0, -0.1)],
        [(0.9, 0, 1.0, 0)],
    ],
    ids=["on both sides", "behind the hinge", "a stub beyond"],
)
def test_in_a_narrow_room_it_closes_where_the_wall_goes_on_in_line(walls):
    """Open, the leaf reaches the wall opposite."""
    opposite = [(-3, 0.9, 3, 0.9)]
    both = [*walls, *opposite, (0.9, -0.1, 0.9, 0)]
    assert swing([QUARTER], role=Role.DOOR, walls=both)[0] == [(0, 0, 0.9, 0)]
    turned = [(-y, x, -v, u) for x, y, u, v in both]
    assert swing([(0, 0, 0.9, 90, 90)], role=Role.DOOR, walls=turned)[0] == [(0, 0, 0, 0.9)]
    mirrored = [(y, x, v, u) for x, y, u, v in both]
    assert swing([QUARTER], role=Role.DOOR, walls=mirrored)[0] == [(0, 0, 0, 0.9)]


@pytest.mark.parametrize("role", [Role.WALL, Role.GLASS, Role.FURNITURE])
def test_swings_on_layers_of_walls_and_windows_are_doors(role):
    builder = DrawingBuilder()
    hung, bare, chamfered = (builder.add_entity(name, "ARC", "0") for name in "123")
    for x, entity in ((0, hung), (5, bare), (10, chamfered)):
        builder.add_arc(entity, x, 0, 0.9, 0, math.pi / 2)
    lines = [(builder.add_entity("4", "LINE", "0"), 0.0), *[(chamfered, 10.0)] * 9]
    for entity, x in lines:  # the third is the round end of a wall that happens to have a line at its centre
        builder.add_line(entity, np.array([(x, 0.0), (x, 0.9)]))
    plan = Plan.of(builder.build(), 1.0)
    roles = Roles(np.full(len(plan.drawing.entities), int(role)), {})
    marked = mark_swings(plan, roles).entities
    expected = Role.DOOR if role in {Role.WALL, Role.GLASS} else role
    assert [marked[one] for one in (hung, bare, chamfered)] == [expected, role, role]
    assert (roles.entities == int(role)).all()
