"""What nothing leads into is no room, where rooms have doors."""

from shapely import Point, Polygon, box

from benchmarks.drafting import NOISES, Building, Room, draw_building
from benchmarks.recognising.scores import score_floor
from interactive_maps.importing.recognition import recognise_floor
from tests.unit.importing.recognition.buildings import STYLE, make_floor, make_reader


def test_a_court_in_the_middle_is_left_out():
    floor = make_floor()
    around = Polygon(box(-2, -12, 26, 0).exterior, [box(0, -10, 24, -2).exterior])
    corridor = Room("1.20", "Gallery", around, "walkway")
    doors = [(Point(door.place), door.width) for door in floor.doors]
    building = Building.of("court", [*floor.rooms, corridor], [*doors, (Point(4.0, 0.0), 0.9)])
    drawing, truth = draw_building(building, STYLE["plain"], NOISES[0])
    found = recognise_floor(drawing, truth.metres_per_unit or 1.0, make_reader())
    scores = score_floor(found, truth)
    assert scores.rooms_right == 12, scores.missed
    assert scores.regions_false == 0
