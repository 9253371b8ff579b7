"""A lift that no door leads into opens to the corridor beside it."""

import pytest
from shapely import box

from interactive_maps.importing.recognition.doors.lifts import guess_lift_doors
from interactive_maps.importing.recognition.doors.threshold import Evidence
from interactive_maps.importing.recognition.floor import Door, Room

LIFT = Room("lift", box(0, 0, 2, 2), kind="elevator")
OFFICE = Room("office", box(2.2, 0, 9, 2), kind="office")
CORRIDOR = Room("corridor", box(0, 2.2, 9, 4.2), kind="walkway")
STAIRS = Room("stairs", box(-4, 0, -0.2, 2), kind="stairs")


def guess(*rooms, doors=()):
    return [(lift, beside, one.width) for one, lift, beside in guess_lift_doors(rooms, doors)]


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
