"""A hut of one room: what leads outdoors, and what only looks like it."""

import math

import numpy as np
import pytest
import shapely
from shapely import box

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.doors.threshold import Evidence
from interactive_maps.importing.recognition.geometry.segments import explode
from tests.unit.importing.recognition.buildings import make_reader

INSIDE = box(0, 0, 4, 3)
SOUTH, NORTH = box(1.5, -0.2, 2.4, 0), box(1.5, 3, 2.4, 3.2)


def recognise(*openings, inner=(), lines=(), arcs=()):
    """Return the floor of a hut with openings in its walls; inner walls, lines and arcs have a layer each."""
    walls = shapely.difference(box(-0.2, -0.2, 4.2, 3.2), shapely.union_all([INSIDE, *openings]))
    builder = DrawingBuilder()
    drawn = explode(np.array([shapely.boundary(shapely.union_all([walls, *inner]))]))
    for layer, segments in (("A-WALL", drawn), *lines):
        for segment in segments:
            builder.add_line(builder.add_entity(str(segment), "LINE", layer), np.reshape(segment, (2, 2)))
    for arc in arcs:
        builder.add_arc(builder.add_entity(str(arc), "ARC", "A-DOOR"), *arc)
    floor = recognise_floor(builder.build(), 1.0, make_reader())
    return floor, sorted((door.rooms, door.evidence, round(door.width, 2)) for door in floor.doors)


SWING = {"lines": [("A-DOOR", [(1.5, 0.0, 1.5, 0.9)])], "arcs": [(1.5, 0.0, 0.9, 0.0, math.pi / 2)]}


def test_the_only_opening_is_the_entrance():
    floor, doors = recognise(SOUTH)
    assert [room.area.area for room in floor.rooms] == [pytest.approx(12, abs=0.2)]
    assert doors == [((0,), Evidence.GAP, 0.9)]


def test_where_a_door_leads_outdoors_gaps_may_be_windows():
    assert recognise(SOUTH, NORTH, **SWING)[1] == [((0,), Evidence.SWING, 0.9)]
    assert recognise(SOUTH, NORTH)[1] == [((0,), Evidence.GAP, 0.9)] * 2


def test_a_window_is_no_door():
    glass = ("A-GLAZ", [(1.5, 3.1, 2.4, 3.1)])
    assert recognise(SOUTH, NORTH, lines=[glass])[1] == [((0,), Evidence.GAP, 0.9)]
    assert recognise(NORTH, lines=[glass])[1] == []


def test_an_inner_door_joins_two_rooms():
    partition = shapely.difference(box(1.9, -0.1, 2.1, 3.1), box(1.9, 1, 2.1, 1.9))
    floor, doors = recognise(inner=[partition])
    assert [round(room.area.area, 1) for room in floor.rooms] == [5.7, 5.7]
    assert doors == [((0, 1), Evidence.GAP, 0.9)]
