"""What leads from level to level."""

from __future__ import annotations

import pytest

from interactive_maps.mapdata.edits.features import Connector
from tests.unit.importing.formats.osm.files import OsmFile, read_osm


def steps(folder, **tags: str) -> list[Connector]:
    """Return the connectors of a way that goes from one corridor to another."""
    file = OsmFile()
    _, lower = file.square(0, 0, 2, indoor="corridor", level="0")
    _, upper = file.square(5, 0, 2, indoor="corridor", level="1")
    file.way([lower[1], upper[0]], **tags)
    return read_osm(file, folder).connectors


@pytest.mark.parametrize(
    ("tags", "kind", "direction"),
    [
        ({"highway": "steps"}, "stairs", "both"),
        ({"highway": "steps", "conveying": "no"}, "stairs", "both"),
        ({"highway": "steps", "oneway": "yes"}, "stairs", "forward"),
        ({"highway": "steps", "conveying": "forward"}, "escalator", "forward"),
        ({"highway": "steps", "conveying": "backward"}, "escalator", "backward"),
        ({"highway": "steps", "conveying": "reversible"}, "escalator", "reversible"),
        ({"highway": "steps", "conveying": "yes"}, "escalator", "unknown"),
        ({"highway": "footway", "conveying": "forward"}, "movingwalkway", "forward"),
        ({"highway": "footway", "incline": "6%"}, "ramp", "both"),
    ],
)
def test_kinds_and_directions(tmp_path, tags, kind, direction):
    (connector,) = steps(tmp_path, level="0;1", **tags)
    assert (connector.kind, connector.direction, connector.ordinals) == (kind, direction, (0, 1))
    assert connector.spaces == ("way/1@0", "way/2@1")
    assert connector.incline == tags.get("incline")


def test_a_level_footway_connects_nothing(tmp_path):
    assert steps(tmp_path, highway="footway", level="0;1", incline="0%") == []
    assert steps(tmp_path, highway="footway", level="0", incline="6%") == []


def test_a_flight_that_is_repeated_is_one_flight_more_each_time(tmp_path):
    flights = steps(tmp_path, highway="steps", level="0-1", repeat_on="1;2")
    assert [(one.key, one.ordinals) for one in flights] == [
        ("way/3", (0, 1)),
        ("way/3@1", (1, 2)),
        ("way/3@2", (2, 3)),
    ]


def test_a_lift_is_a_point_or_a_room_and_step_free_unless_somebody_says_not(tmp_path):
    file = OsmFile()
    file.square(0, 0, 4, indoor="area", level="0")
    file.node(1, 1, highway="elevator", level="-1;0", name="East")
    file.square(8, 0, 1, indoor="room", room="elevator", level="0-2", ref="A1", wheelchair="no")
    point, room = read_osm(file, tmp_path).connectors
    assert (point.kind, point.ordinals, point.step_free, point.spaces) == (
        "elevator",
        (-1, 0),
        True,
        ("way/1@0",),
    )
    assert (room.ordinals, room.step_free, room.names) == ((0, 1, 2), False, {"": "A1"})
    assert room.spaces == ("way/2@0", "way/2@1", "way/2@2")


@pytest.mark.parametrize(
    ("tags", "step_free"),
    [
        ({}, False),
        ({"ramp:wheelchair": "yes"}, True),
        ({"wheelchair": "limited"}, None),
        ({"wheelchair": "yes"}, True),
    ],
)
def test_stairs_are_steps_unless_somebody_says_not(tmp_path, tags, step_free):
    (stairs,) = steps(tmp_path, highway="steps", level="0;1", **tags)
    assert stairs.step_free is step_free


def test_steps_of_a_park_stay_out_and_those_of_a_house_without_a_level_stay_unknown(tmp_path):
    file = OsmFile()
    file.square(0, 0, 10, building="yes")
    file.square(1, 1, indoor="room", level="0")
    file.way([file.node(4, 4), file.node(5, 5)], highway="steps")
    file.way([file.node(40, 4), file.node(50, 5)], highway="steps")
    assert [(one.key, one.ordinals) for one in read_osm(file, tmp_path).connectors] == [("way/3", ())]
