"""A lift that no door leads into opens to the corridor beside it."""

import numpy as np
import pytest
from shapely import box

from interactive_maps.importing.recognition.doors.lifts import guess_lift_doors
from interactive_maps.importing.recognition.doors.threshold import Evidence
from interactive_maps.importing.recognition.floor import Door, Room

LIFT = Room("lift", box(0, 0, 2, 2), kind="elevator")
OFFICE = Room("office", box(2.2, 0, 9, 2), kind="office")
CORRIDOR = Room("corridor", box(0, 2.2, 9, 4.2), kind="walkway")
STAIRS = Room("stairs", box(-4, 0, -0.2, 2), kind="stairs")


def lines(*walls):
    return np.array(walls, dtype=float).reshape(-1, 4)


def guess(*rooms, doors=()):
    return [(lift, beside, one.width) for one, lift, beside in guess_lift_doors(rooms, doors, lines())]


def test_it_opens_to_the_corridor_and_not_to_an_office():
    assert guess(LIFT, OFFICE, CORRIDOR) == [(0, 2, pytest.approx(0.9))]


def test_it_opens_to_a_hall_where_no_corridor_is_but_never_to_stairs():
    assert guess(LIFT, OFFICE)[0][:2] == (0, 1)
    assert guess(LIFT, STAIRS) == []


def test_a_lift_with_a_door_keeps_it():
    door = Door("d", (0.5, 2.1), (1.5, 2.1), (0, 1), 1.0, Evidence.SWING)
    assert guess(LIFT, CORRIDOR, doors=(door,)) == []


def test_a_lift_that_touches_a_corner_only_has_no_door_there():
    assert guess(LIFT, Room("corridor", box(2.1, 2.1, 9, 4), kind="walkway")) == []


def place(beside, kind="walkway", lift=LIFT, walls=()):
    """Return the middle and the width of the guessed door of a lift, or None."""
    found = list(guess_lift_doors([lift, Room("beside", box(*beside), kind=kind)], [], lines(*walls)))
    return [(tuple(round(number, 2) for number in one.middle), round(one.width, 2)) for one, *_ in found]


@pytest.mark.parametrize(
    ("beside", "middle"),
    [
        ((-3, 2.2, 9, 4.2), (1, 2)),
        ((-3, -3, 9, -0.3), (1, 0)),
        ((2.2, -3, 4, 9), (2, 1)),
        ((-3, -3, -0.1, 9), (0, 1)),
    ],
)
def test_the_door_is_in_the_middle_of_the_side_that_faces_the_corridor(beside, middle):
    assert place(beside) == [(middle, 0.9)]


@pytest.mark.parametrize(("apart", "count"), [(0.05, 1), (0.65, 1), (0.75, 0)])
def test_no_wall_of_a_shaft_is_thicker_than_some_decimetres(apart, count):
    assert len(place((-3, 2 + apart, 9, 5))) == count


@pytest.mark.parametrize(("side", "width"), [(0.75, None), (0.8, 0.8), (0.85, 0.85), (1.1, 0.9)])
def test_a_door_is_as_wide_as_the_side_at_most(side, width):
    lift = Room("lift", box(0, 0, side, 2), kind="elevator")
    assert place((-3, 2.2, 9, 4.2), lift=lift) == (
        [((pytest.approx(side / 2, abs=0.01), 2), width)] if width else []
    )


@pytest.mark.parametrize("kind", ["elevator", "stairs", "restroom", "nonpublic", "storage", "opentobelow"])
def test_no_lift_opens_to_what_is_no_way(kind):
    assert place((-3, 2.2, 9, 4.2), kind) == []


@pytest.mark.parametrize("kind", ["walkway", "lobby", "room", "office"])
def test_of_two_alike_it_opens_to_that_with_the_longer_side(kind):
    short, long = Room("s", box(0.8, 2.2, 9, 4), kind=kind), Room("l", box(2.2, -3, 4, 9), kind=kind)
    assert guess(LIFT, short, long)[0][:2] == (0, 2)
    assert guess(long, LIFT, short)[0][:2] == (1, 0)


def test_a_lobby_comes_before_an_office_with_a_longer_side():
    lobby = Room("lobby", box(0.8, 2.2, 9, 4), kind="lobby")
    assert guess(LIFT, OFFICE, lobby)[0][:2] == (0, 2)
    assert guess(LIFT, lobby, OFFICE)[0][:2] == (0, 1)


def test_every_lift_of_a_row_has_a_door_of_its_own():
    row = [Room(str(x), box(x, 0, x + 2, 2), kind="elevator") for x in (0.0, 2.2, 4.4)]
    door = Door("d", (2.7, 2.1), (3.7, 2.1), (1, 3), 1.0, Evidence.SWING)
    assert [found[:2] for found in guess(*row, CORRIDOR)] == [(0, 3), (1, 3), (2, 3)]
    assert [found[:2] for found in guess(*row, CORRIDOR, doors=(door,))] == [(0, 3), (2, 3)]


def test_of_a_side_with_a_niche_the_longest_straight_piece_holds_the_door():
    lift = Room("lift", box(0, 0, 3, 2).difference(box(0, 1.8, 1, 2)), kind="elevator")
    assert place((-3, 2.2, 9, 4.2), lift=lift) == [((2.0, 2.0), 0.9)]


@pytest.mark.parametrize("end", [1.0, 1.2, 2.0])
def test_the_door_lies_where_the_corridor_is_and_not_beyond_its_end(end):
    ((middle, width),) = place((-3, 2.2, end, 4.2))
    assert middle[0] + width / 2 <= end + 0.01


def test_a_corridor_that_ends_beside_the_first_decimetres_of_a_lift_has_no_door_to_it():
    assert place((-3, 2.2, 0.6, 4.2)) == []


def test_a_lift_opens_to_a_hall_around_it():
    hall = Room("hall", box(-4, -4, 8, 8).difference(box(-0.2, -0.2, 2.2, 2.2)), kind="lobby")
    assert guess(LIFT, hall) == [(0, 1, pytest.approx(0.9))]


WEST, EAST = [(-0.2, 2, 0.9, 2), (-0.2, 2.2, 0.9, 2.2)], [(1.8, 2, 2.2, 2), (1.8, 2.2, 2.2, 2.2)]
NORTH = (-3, 2.2, 9, 4.2)


def test_the_door_is_where_the_wall_is_open():
    (((x, y), width),) = place(NORTH, walls=[*WEST, *EAST])
    assert (x, y, width) == (pytest.approx(1.35, abs=0.03), 2, pytest.approx(0.85, abs=0.06))
    (((x, _), _),) = place(NORTH, walls=WEST)
    assert x == pytest.approx(1.45, abs=0.05)


def test_a_line_across_the_opening_is_its_sill():
    (((x, _), _),) = place(NORTH, walls=[WEST[0], EAST[0], (-0.2, 2.2, 2.2, 2.2)])
    assert x == pytest.approx(1.35, abs=0.03)


def test_a_shaft_with_closed_walls_has_no_door_there():
    assert place(NORTH, walls=[(-0.2, 2, 2.2, 2), (-0.2, 2.2, 2.2, 2.2)]) == []
    assert place(NORTH, walls=[(-0.2, 2.1, 2.2, 2.1)]) == []
    assert place(NORTH, walls=[WEST[0], (1.5, 2, 2.2, 2)]) == []


def test_what_stands_in_the_corridor_says_nothing():
    assert place(NORTH, walls=[(0, 2.3, 1, 2.3)]) == [((1, 2), 0.9)]


def test_a_slit_beside_a_post_is_no_door_and_the_sill_beside_it_is_one():
    """The front is drawn with two lines, the sill with one, and nothing is drawn in a slit at the end."""
    front = [(-3, 2.05, 0.5, 2.05), (-3, 2.15, 1.5, 2.15), (1.5, 2.05, 1.8, 2.05), (1.5, 2.15, 1.8, 2.15)]
    assert place((-3, 2.2, 9, 4.2), walls=front) == [((1.0, 2), pytest.approx(0.9, abs=0.1))]


def test_a_sill_along_the_outer_face_is_part_of_the_lift_and_its_door():
    """The shaft reaches through the wall as far as the sill, which both jambs end at."""
    lift = Room("lift", box(0, 0, 3, 2).union(box(1.3, 2, 2.4, 2.1)), kind="elevator")
    front = [(-0.2, 2.1, 3.2, 2.1), (0, 2, 1.3, 2), (2.4, 2, 3, 2), (1.3, 2, 1.3, 2.1), (2.4, 2, 2.4, 2.1)]
    (((x, y), width),) = place((-3, 2.1, 9, 4.2), lift=lift, walls=front)
    assert (x, y, width) == (pytest.approx(1.85, abs=0.03), pytest.approx(2.1), 0.9)


def test_a_niche_in_a_closed_front_is_no_door():
    lift = Room("lift", box(0, 0, 3, 2).difference(box(0, 1.8, 1, 2)), kind="elevator")
    front = [(0, 1.8, 1, 1.8), (1, 1.8, 1, 2), (1, 2, 3, 2), (-0.2, 2.1, 3.2, 2.1)]
    assert place((-3, 2.1, 9, 4.2), lift=lift, walls=front) == []
