"""The measure itself: what counts as a door found, a label read, a wall crossed."""

from dataclasses import replace

import numpy as np
import pytest
from shapely import LineString, Point, box

from benchmarks.recognising.scores import score_floor
from benchmarks.recognising.truth import TrueRoom, Truth
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.doors.threshold import Evidence
from interactive_maps.importing.recognition.floor import Door, Floor, Room
from interactive_maps.importing.recognition.plan import Plan

AREAS = (box(0, 0, 5, 5), box(5.2, 0, 10, 5), box(0, 5.2, 10, 8))
DOORS = (Point(5.1, 2.5), Point(2.5, 5.1), Point(7.5, 5.1), Point(-0.1, 6.5))
TRUTH = Truth(tuple(TrueRoom(str(n), "", area.centroid, area) for n, area in enumerate(AREAS)), DOORS, 4, 1.0)


def make_floor(areas=AREAS, joined=((0, 1), (0, 2), (1, 2), (2,))) -> Floor:
    plan = replace(Plan.of(DrawingBuilder().build(), 1.0), origin=(0.0, 0.0))
    rooms = tuple(Room(str(n), area, str(n)) for n, area in enumerate(areas))
    doors = tuple(
        Door(
            str(n),
            (place.x - 0.4, place.y) if len(rooms) > 1 and n in {1, 2} else (place.x, place.y - 0.4),
            (place.x + 0.4, place.y) if len(rooms) > 1 and n in {1, 2} else (place.x, place.y + 0.4),
            rooms_of,
            0.8,
            Evidence.SWING,
        )
        for n, (place, rooms_of) in enumerate(zip(DOORS, joined, strict=True))
    )
    return Floor(plan, rooms, doors, box(0, 0, 10, 8))


def test_all_is_right():
    scores = score_floor(make_floor(), TRUTH, with_routes=True)
    assert (scores.rooms_right, scores.doors_right, scores.doors) == (3, 4, 4)
    assert (scores.labels_right, scores.labels, scores.reachable) == (3, 3, 3)
    assert scores.routes.detour_95 == pytest.approx(1.0, abs=0.02)
    assert scores.missed == []


def test_a_door_at_a_room_that_was_not_found_is_wrong():
    half = (box(0, 0, 2, 5), *AREAS[1:])
    scores = score_floor(make_floor(half), TRUTH)
    assert (scores.rooms_right, scores.doors_right, scores.doors) == (2, 2, 4)


def test_a_door_between_other_rooms_is_wrong_and_so_is_an_entrance_into_one():
    scores = score_floor(make_floor(joined=((0, 1), (1, 2), (1, 2), (2, 0))), TRUTH)
    assert scores.doors_right == 2


def test_a_door_of_no_known_room_is_not_judged():
    away = replace(TRUTH, doors=(*DOORS, Point(30.0, 30.0)))
    assert (score_floor(make_floor(), away).doors_right, score_floor(make_floor(), away).doors) == (4, 4)


def test_a_label_in_another_room_is_wrong_whether_or_not_the_outline_is_right():
    rooms = (box(0, 0, 10, 5), AREAS[2])
    floor = make_floor(rooms, joined=((0,), (0, 1), (0, 1), (1,)))
    scores = score_floor(floor, TRUTH)
    assert (scores.labels_right, scores.labels) == (1, 3)


def test_rooms_are_reached_from_those_that_the_true_building_connects():
    walls = LineString([(-0.1, 5.1), (10, 5.1)]).buffer(0.1)
    apart = replace(TRUTH, doors=DOORS[:1] + DOORS[3:], walls=walls)
    floor = make_floor(joined=((0, 1), (0,), (1,), (2,)))
    assert score_floor(floor, apart).reachable == 3
    assert score_floor(floor, replace(apart, walls=None)).reachable == 2  # not all walls are known
    assert score_floor(floor, replace(apart, doors=DOORS)).reachable == 2
    open_edge = replace(apart.rooms[2], area=box(0, 5, 10, 8))
    assert score_floor(floor, replace(apart, rooms=(*apart.rooms[:2], open_edge))).reachable == 2


@pytest.mark.parametrize("word", ["Balcony", "Lift1"])
def test_a_word_may_be_a_number_or_a_name(word):
    named = replace(TRUTH, rooms=(replace(TRUTH.rooms[0], number=word), *TRUTH.rooms[1:]))
    floor = make_floor()
    balcony = replace(floor.rooms[0], number="", name=word)
    assert score_floor(replace(floor, rooms=(balcony, *floor.rooms[1:])), named).labels_right == 3
    swapped = replace(floor, rooms=(replace(balcony, name="0"), *floor.rooms[1:]))
    assert score_floor(swapped, TRUTH).labels_right == 2


def test_a_route_through_a_wall_is_counted():
    wall = LineString([(5.1, 0.0), (5.1, 5.0)]).buffer(0.1)
    through = make_floor(joined=((0, 1), (0, 2), (1, 2), (2,)))
    shifted = replace(through.doors[0], start=(5.1, 4.5), end=(5.1, 4.9))
    floor = replace(through, doors=(shifted,))
    truth = replace(TRUTH, walls=wall)
    assert score_floor(through, truth, with_routes=True).routes.crossed == 0
    assert score_floor(floor, truth, with_routes=True).routes.crossed == 1
    lines = replace(TRUTH, walls=LineString(np.array([[5.1, 0.0], [5.1, 5.0]])))
    assert score_floor(floor, lines, with_routes=True).routes.crossed == 1


def test_a_wall_is_open_at_the_landing_door_of_a_lift_although_it_is_not_listed():
    truth = replace(TRUTH, doors=DOORS[1:], walls=LineString([(5.1, 0.0), (5.1, 5.0)]))
    assert score_floor(make_floor(), truth, with_routes=True).routes.crossed
    opened = replace(truth, landings=DOORS[:1])
    assert score_floor(make_floor(), opened, with_routes=True).routes.crossed == 0


@pytest.mark.parametrize(("layer", "crossed"), [("A-WALL", 0), ("Furniture", 2)])
def test_routes_keep_clear_of_walls_that_stand_in_a_room(layer, crossed):
    line = np.array([[1.0, 4.0], [4.0, 4.0]])
    builder = DrawingBuilder()
    builder.add_line(builder.add_entity("L", "LINE", layer), line)
    drawing = builder.build()
    drawn = replace(Plan.of(drawing, 1.0), origin=(0.0, 0.0), segments=drawing.segments)
    floor = replace(make_floor(), plan=drawn)
    truth = replace(TRUTH, walls=LineString(line))
    assert score_floor(floor, truth, with_routes=True).routes.crossed == crossed


def test_a_route_around_a_column_is_no_detour():
    column = box(3.6, 1.8, 4.2, 3.2)
    builder = DrawingBuilder()
    builder.add_line(
        builder.add_entity("C", "LINE", "A-COLS"), np.array(column.exterior.coords)[:-1], closed=True
    )
    drawing = builder.build()
    drawn = replace(Plan.of(drawing, 1.0), origin=(0.0, 0.0), segments=drawing.segments)
    floor = replace(make_floor(), plan=drawn)
    truth = replace(TRUTH, columns=(column,))
    around, through = (score_floor(floor, one, with_routes=True).routes.detour_95 for one in (truth, TRUTH))
    assert around == pytest.approx(1.0, abs=0.01)
    assert through > 1.05
