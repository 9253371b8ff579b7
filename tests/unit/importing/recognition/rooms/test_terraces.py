"""Porches, balconies and decks are areas of their own, bounded by any lines and by the house."""

import numpy as np
import pytest
from shapely import box

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition import recognise_floor
from tests.unit.importing.recognition.buildings import make_reader

WALLS = [(0, 0, 8, 0.2), (0, 5.8, 8, 6), (0, 0.2, 0.2, 5.8), (7.8, 0.2, 8, 5.8)]


def draw(name: str = "Balcony", *, door: bool = True, edge: bool = True):
    """Return the floor of one room, with a balcony along its north side."""
    builder = DrawingBuilder()
    wall = builder.add_entity("1", "LINE", "A-WALL")
    walls = [box(*bounds) for bounds in WALLS]
    opening = box(3, 5.7, 4, 6.1)
    for piece in [one.difference(opening) for one in walls]:
        for part in getattr(piece, "geoms", [piece]):
            builder.add_line(wall, np.array(part.exterior.coords)[:-1], closed=True)
    if door:
        leaf = builder.add_entity("2", "ARC", "A-DOOR")
        builder.add_arc(leaf, 3.0, 6.0, 1.0, 0.0, np.pi / 2)
        builder.add_line(leaf, np.array([[3.0, 6.0], [3.0, 7.0]]))
    if edge:
        rail = builder.add_entity("3", "LWPOLYLINE", "Gelaender")
        builder.add_line(rail, np.array([[1.0, 6.0], [1.0, 7.5], [7.0, 7.5], [7.0, 6.0]]))
    note = builder.add_entity("4", "TEXT", "A-ROOM-NAME")
    for text, x, y in (("Bedroom", 4, 3), (name, 5.5, 6.8)):
        builder.texts.append(Text(text, (x, y), (x, y), 0.2, 0.8, 0.0, note))
    return recognise_floor(builder.build(), 1.0, make_reader())


def test_a_balcony_is_a_room_outdoors_with_a_door_to_it():
    floor = draw()
    rooms = {room.name: (index, room) for index, room in enumerate(floor.rooms)}
    balcony = rooms["Balcony"][1]
    assert balcony.kind == "terrace"
    assert balcony.area.area == pytest.approx(9, abs=0.3)
    assert [sorted(door.rooms) for door in floor.doors] == [sorted(index for index, _ in rooms.values())]


def test_the_widest_opening_leads_to_a_balcony_without_a_door():
    assert [len(door.rooms) for door in draw(door=False).doors] == [2]


@pytest.mark.parametrize("more", [{"name": "Street"}, {"edge": False}])
def test_what_has_no_such_name_or_no_edge_is_no_terrace(more):
    assert [room.name for room in draw(**more).rooms] == ["Bedroom"]
