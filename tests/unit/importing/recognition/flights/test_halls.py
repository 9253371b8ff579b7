"""A stair that stands in a hall is one region: its flights, what is under them, and its landings."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely import box

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.flights import find_flights, separate_flights
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.layers import assign_roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms.region import Region
from interactive_maps.importing.rules.layer_rules import LayerRules
from interactive_maps.importing.rules.rule_file import load_rules

HALL = box(0, 0, 20, 10)
LOWER = box(4, 6.2, 7, 7.4)  # a flight that begins in the hall
UPPER = box(4, 8, 8.5, 10)  # a flight behind a wall, and the landing that it ends at


def draw(*flights, layer="A-FLOR-STRS"):
    """Return a plan of flights from west to east with a tread every 30 cm, and its roles."""
    builder = DrawingBuilder()
    for index, (west, south, east, north) in enumerate(flight.bounds for flight in flights):
        for number, x in enumerate(np.arange(west, east + 0.01, 0.3)):
            builder.add_line(
                builder.add_entity(f"{index}-{number}", "LINE", layer), np.array([[x, south], [x, north]])
            )
    plan = Plan.of(builder.build(), 1.0)
    assert plan.metres_per_unit == 1
    roles = assign_roles(plan, load_rules().kind_of, Account().begin("layers"), LayerRules())
    return plan, roles


def separate(floor, *others, layer="A-FLOR-STRS"):
    plan, roles = draw(LOWER, box(4, 8.2, 7, 9.8), layer=layer)
    shift = np.array(plan.origin)

    def move(one, step):
        return replace(one, area=shapely.transform(one.area, lambda points: points + step))

    regions = [move(one, -shift) for one in (floor, *others)]
    found = separate_flights(find_flights(plan, roles), regions, Account().begin("flights"))
    return [move(one, shift) for one in found]


STAIRS = Region(UPPER, (RoomLabel("S1", "Stairs", (6, 9), ()),))
FLOOR = Region(HALL.difference(box(3.8, 7.6, 8.7, 10)))


def test_the_flight_in_the_hall_joins_that_behind_the_wall():
    hall, stairs = separate(FLOOR, STAIRS)
    assert stairs.labels == STAIRS.labels
    assert stairs.area.contains(UPPER.buffer(-0.01))
    assert stairs.area.contains(LOWER)
    assert hall.area.intersection(stairs.area).area < 0.01
    assert hall.area.area + stairs.area.area == pytest.approx(FLOOR.area.area + UPPER.area, abs=3)
    assert hall.cut
    assert stairs.cut


def test_rows_of_lines_that_no_stair_goes_on_from_stay_in_the_hall():
    room = Region(UPPER, (RoomLabel("1", "Office", (6, 9), ()),))
    assert [one.area.area for one in separate(FLOOR)] == [pytest.approx(FLOOR.area.area)]
    assert len(separate(FLOOR, STAIRS, layer="A-FLOR-PATT")) == 2
    assert separate(FLOOR, STAIRS, layer="A-FLOR-PATT")[0].area.equals(FLOOR.area)
    assert len(separate(FLOOR, room)) == 2


def test_a_stair_in_a_small_room_is_that_room():
    room = Region(box(3, 5, 9, 7.6))
    assert [one.area.area for one in separate(room, STAIRS)] == [pytest.approx(15.6), pytest.approx(9)]


def test_a_landing_that_only_the_stair_leads_to_belongs_to_it():
    """West of both flights, a wall closes the landing between them towards the hall."""
    landing = box(2.5, 6, 3.7, 7.6)
    floor = Region(
        shapely.difference(
            FLOOR.area,
            shapely.union_all([box(2.3, 5.8, 4, 5.99), box(2.3, 5.8, 2.49, 7.8), box(2.3, 7.6, 3.9, 7.8)]),
        )
    )
    _, stairs = separate(floor, STAIRS)
    assert stairs.area.intersection(landing).area > 0.9 * landing.area
