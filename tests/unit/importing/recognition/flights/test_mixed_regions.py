"""A stair that stands in a room, without a wall, is a room of its own: what its treads and landings cover."""

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.flights import divide_at_flights, find_flights
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.layers import assign_roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms.region import Region
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.recognition import plans
from tests.unit.importing.recognition.buildings import make_reader
from tests.unit.importing.recognition.flights.sheets import draw_on
from tests.unit.importing.recognition.plans import frame, write

ROOM = box(0, 0, 6, 8)
TREADS = [(0.05, y, 1.15, y) for y in np.arange(4.4, 7.21, 0.28)]  # 0.8 m before the wall in the north
HALL = ("101", "Hall", (4, 2))


def divide(lines, *labels, layer="A-FLOR-STRS", room=ROOM):
    """Return the parts of a room in which treads and labels (number, name, place) are drawn, by number or name."""
    plan = Plan.of(draw_on(layer, lines).build(), 1.0)
    shift = np.array(plan.origin)
    roles = assign_roles(plan, load_rules().kind_of, Account().begin("layers"))
    told = tuple(RoomLabel(number, name, tuple(np.array(at) - shift), ()) for number, name, at in labels)
    region = Region(shapely.transform(room, lambda points: points - shift), told)
    found = divide_at_flights(find_flights(plan, roles), [region], Account().begin("stairs"))
    assert sum(one.area.area for one in found) == pytest.approx(room.area, rel=0.01)
    return {
        one.labels[0].number or one.labels[0].name: shapely.transform(one.area, lambda points: points + shift)
        for one in found
    }


def measure_shared(one: Polygon, other: Polygon) -> float:
    return one.intersection(other).area / one.union(other).area


@pytest.mark.parametrize("layer", ["A-FLOR-STRS", "0", "Layer7"])
def test_a_number_on_the_treads_is_that_of_the_stair(layer):
    rooms = divide(TREADS, HALL, ("102", "Room", (0.6, 6)), layer=layer)
    assert measure_shared(rooms["102"], box(0, 4.4, 1.15, 8)) > 0.97  # from wall to wall, with the landing
    assert measure_shared(rooms["101"], ROOM.difference(box(0, 4.4, 1.15, 8))) > 0.97


def test_a_label_beside_the_treads_that_names_stairs_is_that_of_the_stair():
    rooms = divide(TREADS, HALL, ("", "Treppe", (1.9, 6)))
    assert measure_shared(rooms["Treppe"], box(0, 4.4, 1.15, 8)) > 0.97
    assert len(divide(TREADS, HALL, ("102", "Office", (1.9, 6)))) == 1


def test_a_label_with_another_use_does_not_name_the_stair():
    assert len(divide(TREADS, HALL, ("102", "Kitchen", (0.6, 6)))) == 1


def test_two_flights_and_the_landing_between_are_one_stair():
    """Turned by 30 degrees, with the line of walk and its arrow."""
    lower = [(2, y, 3.1, y) for y in np.arange(3, 5.81, 0.28)]
    upper = [(3.3, y, 4.4, y) for y in np.arange(3, 5.81, 0.28)]
    walk = [(2.55, 2.6, 2.55, 6.4), (2.55, 6.4, 3.85, 6.4), (3.85, 6.4, 3.85, 3), (3.85, 3, 3.75, 3.2)]
    turned = shapely.affinity.rotate(ROOM, 30, origin=(0, 0))
    lines = [
        shapely.get_coordinates(shapely.affinity.rotate(shapely.LineString([one[:2], one[2:]]), 30, (0, 0)))
        for one in map(tuple, [*lower, *upper, *walk])
    ]
    places = [(1, 1), (2.6, 3.5)]
    (hall, stair) = shapely.get_coordinates(shapely.affinity.rotate(shapely.LineString(places), 30, (0, 0)))
    room = shapely.difference(turned, shapely.affinity.rotate(box(1.5, 6.9, 5, 8), 30, (0, 0)))
    rooms = divide([one.ravel() for one in lines], ("1", "Diele", hall), ("2", "", stair), room=room)
    assert measure_shared(rooms["2"], shapely.affinity.rotate(box(2, 3, 4.4, 6.9), 30, (0, 0))) > 0.95


def test_flights_around_corners_are_one_stair_with_its_quarter_landings():
    flights = [
        *((x, 4.1, x, 5.2) for x in np.arange(1.25, 2.6, 0.28)),
        *((0.1, y, 1.2, y) for y in np.arange(5.35, 6.7, 0.28)),
    ]
    rooms = divide(flights, HALL, ("102", "", (0.6, 6)))
    assert rooms["102"].contains(box(0.1, 4.2, 1.3, 5.4))
    assert len(rooms) == 2


def test_a_few_steps_are_no_stair_with_a_label():
    assert len(divide(TREADS[:4], HALL, ("102", "", (0.6, 5)), room=box(0, 0, 6, 10))) == 1


def test_a_way_past_the_end_of_a_flight_is_no_landing():
    """The hall goes on behind the last tread, one metre wide."""
    flight = [(2, y, 3.1, y) for y in np.arange(3, 7.01, 0.28)]
    room = shapely.difference(ROOM, shapely.union_all([box(0, 3, 1.9, 6.5), box(3.2, 3, 4.5, 6.5)]))
    rooms = divide(flight, HALL, ("102", "", (2.5, 6)), room=room)
    assert measure_shared(rooms["102"], box(1.9, 3, 3.2, 6.92)) > 0.95


def test_floor_that_only_the_stair_leads_to_is_its_landing():
    """A landing beside the last treads, wider than the flight."""
    flight = [(2, y, 3.1, y) for y in np.arange(3, 6.01, 0.28)]
    room = shapely.union_all([box(0, 0, 6, 3), box(1.9, 2, 3.2, 7), box(1.9, 5.9, 4.8, 7)])
    rooms = divide(flight, HALL, ("102", "", (2.5, 5)), room=room)
    assert measure_shared(rooms["102"], room.difference(box(0, 0, 6, 3))) > 0.95


@pytest.mark.parametrize(
    "lines",
    [
        [*TREADS, *((x, 4, x, 8) for x in np.arange(0.1, 1.2, 0.28))],  # tiles
        [(0.05, 7.3 - step, 1.15, 7.3 - step) for step in (0, 0.28, 1.1, 1.38, 2.2, 2.48)],  # shelves
        [(0.05, y, 1.15, y) for y in np.arange(0.1, 7.9, 0.28)],  # a deck
        [(0.05, y, 1 + (y - 4), y) for y in np.arange(4.4, 7.21, 0.28)],  # a hatched corner
    ],
)
def test_lines_side_by_side_that_nothing_calls_treads_are_no_stair(lines):
    assert len(divide(lines, HALL, ("102", "", (0.6, 6)), layer="0")) == 1


def test_a_whole_drawing_on_one_layer():
    """A straight flight at the wall of a hall beside three rooms, all on layer 0."""
    walls = [line for south in (0, 2.7, 5.4) for line in frame(6.2, south, 10, south + 2.6)]
    builder = plans.draw([*frame(0, 0, 6, 8), *walls, *frame(-0.2, -0.2, 10.2, 8.2), *TREADS])
    builder.texts += [write("101", 4, 2), write("102", 0.6, 6)]
    builder.texts += [write(str(number), 8, 2.7 * (number - 103) + 1) for number in (103, 104, 105)]
    floor = recognise_floor(builder.build(), 1.0, make_reader())
    rooms = {one.number: one for one in floor.rooms}
    assert set(rooms) == {"101", "102", "103", "104", "105"}
    assert rooms["102"].area.area == pytest.approx(1.15 * 3.6, abs=0.2)
    assert rooms["102"].kind == "stairs"
    assert any({floor.rooms[room].number for room in door.rooms} == {"101", "102"} for door in floor.doors)
