"""Rooms that flights fill are stairs."""

import numpy as np
import pytest
import shapely
from shapely import box

from interactive_maps.importing.recognition.flights import mark_stairwells
from interactive_maps.importing.recognition.flights.treads import Flight
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.rooms.region import Region

UP, DOWN = box(0.1, 1.2, 1.3, 3.7), box(1.5, 1.2, 2.7, 3.7)


def is_stairs(room, *flights, label=None, named=False):
    told = (RoomLabel(*label, shapely.get_coordinates(room.centroid)[0], ()),) if label else ()
    rows = [Flight(np.empty((0, 4)), flight, named) for flight in flights]
    (found,) = mark_stairwells(rows, [Region(room, told)])
    return found.stairs


@pytest.mark.parametrize("label", [None, ("12", "")])
def test_two_flights_in_a_room_without_a_name_make_it_stairs(label):
    assert is_stairs(box(0, 0, 2.8, 5), UP, DOWN, label=label)


def test_lines_like_treads_in_a_room_with_a_name_make_no_stairs():
    archive = ("12", "Archive")
    assert not is_stairs(box(0, 0, 2.8, 5), UP, DOWN, label=archive)
    assert is_stairs(box(0, 0, 2.8, 5), UP, DOWN, label=archive, named=True)


def test_a_step_in_a_living_room_makes_no_stairs():
    assert not is_stairs(box(0, 0, 6, 5), UP, named=True)
    assert is_stairs(box(0, 0.8, 1.5, 4), UP, named=True)


def test_boards_from_wall_to_wall_are_no_treads():
    assert not is_stairs(box(0, 1.2, 1.4, 3.7), UP)
    assert is_stairs(box(0, 1.2, 1.4, 3.7), UP, named=True)
