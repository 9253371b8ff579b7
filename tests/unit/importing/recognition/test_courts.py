"""What nothing leads into is no room, where rooms have doors."""

from dataclasses import replace

from shapely import Point, Polygon, box

from benchmarks.drafting import NOISES, Building, Room, draw_building
from benchmarks.recognising.scores import score_floor
from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.courts import leave_out_closed
from interactive_maps.importing.recognition.doors.threshold import Evidence
from interactive_maps.importing.recognition.floor import Door
from interactive_maps.importing.recognition.floor import Room as FoundRoom
from interactive_maps.importing.recognition.judging import NO_LABEL
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


def test_what_holes_alone_lead_into_is_left_out():
    rooms = [
        FoundRoom(str(index), box(4 * index, 0, 4 * index + 4, 3), name="Office" if index < 5 else "")
        for index in range(9)
    ]
    rooms = [replace(room, issues=() if room.name else (NO_LABEL,)) for room in rooms]

    def open_between(*sides: int, evidence: Evidence = Evidence.SWING) -> Door:
        return Door(str(sides), (0.0, 0.0), (1.0, 0.0), sides, 1.0, evidence)

    doors = [open_between(index, index + 1) for index in range(4)]
    gaps = [
        open_between(4, 5, evidence=Evidence.GAP),  # an alcove
        open_between(6, evidence=Evidence.GAP),  # the first of two fields between dimension lines
        open_between(6, 7, evidence=Evidence.GAP),
        open_between(8),
    ]
    kept, left = leave_out_closed(rooms, [*doors, *gaps], Step("courts"))
    assert [room.key for room in kept] == ["0", "1", "2", "3", "4", "5", "8"]
    assert [door.rooms for door in left[4:]] == [(4, 5), (6,)]
