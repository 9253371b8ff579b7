"""Rooms, doors and what lies in them, on small maps."""

from __future__ import annotations

import pytest

from tests.unit.importing.formats.osm.files import OsmFile, read_osm, reasons


def keys(things) -> list[str]:
    return [thing.key for thing in things]


def two_rooms(door_tags: dict[str, str], first: str = "0", second: str = "0") -> OsmFile:
    """Two rooms side by side, way/1 and way/2, with a door in the wall between them."""
    file = OsmFile()
    a, b, c, d, e, f = (file.node(x, y) for x, y in ((0, 0), (2, 0), (4, 0), (4, 2), (2, 2), (0, 2)))
    door = file.node(2, 1, **door_tags)
    file.way([a, b, door, e, f, a], indoor="room", level=first, ref="1")
    file.way([b, c, d, e, door, b], indoor="room", level=second, ref="2")
    return file


def test_a_room_is_a_space_a_row_and_a_line(tmp_path):
    file = OsmFile()
    file.square(
        0,
        0,
        indoor="room",
        level="1",
        ref="1.01",
        name="Labor",
        access="private",
        wheelchair="yes",
        opening_hours="24/7",
        capacity="30",
    )
    draft = read_osm(file, tmp_path)
    (space,) = draft.spaces
    assert (space.key, space.category, space.ordinal, space.ref) == ("way/1@1", "room", 1, "1.01")
    assert (space.access, space.step_free, space.opening_hours) == ("private", True, "24/7")
    assert space.capacity == 30
    assert [(room.key, room.name, room.level) for room in draft.rooms] == [("way/1@1", "1.01 Labor", 1)]
    assert [(line.key, line.layer, line.level) for line in draft.lines] == [("way/1@1", "indoor=room", 1)]
    assert draft.lines[0].geometry.equals(space.geometry.boundary)


def test_a_room_without_a_level_is_on_an_unknown_one(tmp_path):
    file = OsmFile()
    file.square(0, 0, indoor="room", ref="1")
    draft = read_osm(file, tmp_path)
    assert (draft.spaces[0].key, draft.spaces[0].ordinal, draft.spaces[0].level) == ("way/1", None, None)
    assert draft.levels == []


def test_a_level_that_cannot_be_read_is_reported_and_unknown(tmp_path):
    file = OsmFile()
    file.square(0, 0, indoor="room", level="EG")
    draft = read_osm(file, tmp_path)
    assert draft.spaces[0].ordinal is None
    assert reasons(draft)["way/1"] == "level='EG' cannot be read: the level is unknown"


def test_a_room_on_several_levels_is_a_space_on_each(tmp_path):
    file = OsmFile()
    file.square(0, 0, indoor="room", level="-1;0", repeat_on="4-5", ref="T")
    draft = read_osm(file, tmp_path)
    # "repeat_on" says where the lowest of its two levels comes to lie.
    assert keys(draft.spaces) == ["way/1@-1", "way/1@0", "way/1@4", "way/1@5", "way/1@6"]


def test_repeat_on_alone_is_where_a_thing_is(tmp_path):
    file = OsmFile()
    file.square(0, 0, indoor="room", repeat_on="1;2")
    assert keys(read_osm(file, tmp_path).spaces) == ["way/1@1", "way/1@2"]


def test_a_door_joins_the_rooms_whose_outlines_hold_it(tmp_path):
    draft = read_osm(
        two_rooms(
            {"door": "sliding", "level": "0", "width": "90 cm", "automatic_door": "yes", "wheelchair": "yes"}
        ),
        tmp_path,
    )
    (door,) = draft.openings
    assert (door.key, door.ordinal, door.spaces) == ("node/7@0", 0, ("way/1@0", "way/2@0"))
    assert (door.kind, door.width, door.automatic, door.step_free) == ("sliding", 0.9, True, True)
    assert door.category == "pedestrian"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("0", "0", {0: 2}),
        ("0-2", "1", {1: 2}),  # on the level where two rooms meet
        ("0;1", "0;1", {0: 2, 1: 2}),
        ("0-2", "5", {None: 4}),  # nobody can know
    ],
)
def test_a_door_without_a_level_has_that_of_its_rooms(tmp_path, first, second, expected):
    draft = read_osm(two_rooms({"door": "yes"}, first, second), tmp_path)
    assert {door.ordinal: len(door.spaces) for door in draft.openings} == expected
    assert ("node/7" in reasons(draft, "guessed")) == (None in expected)


def test_an_entrance_on_a_kept_buildings_outline_has_no_level_and_a_neighbours_is_left_out(tmp_path):
    file = OsmFile()
    ends = [file.node(x, y) for x, y in ((0, 0), (5, 0), (5, 5), (0, 5))]
    entrance = file.node(2, 0, entrance="main", door="hinged")
    file.way([ends[0], entrance, *ends[1:], ends[0]], building="yes", name="House")
    file.square(1, 1, indoor="room", level="0")
    away = file.node(20, 0, entrance="yes")
    file.way([file.node(19, 0), away, file.node(21, 0), file.node(20, 5), 10], building="yes")
    draft = read_osm(file, tmp_path)
    assert [(door.key, door.ordinal, door.category) for door in draft.openings] == [
        (f"node/{entrance}", None, "pedestrian.principal")
    ]
    assert keys(draft.buildings) == ["way/1"]
    assert "door that is not on the outline" in reasons(draft)[f"node/{away}"]


def test_a_space_knows_its_building_and_its_level(tmp_path):
    file = OsmFile()
    file.square(0, 0, 10, building="train_station", name="Central", name__de="Hauptbahnhof")
    file.square(1, 1, indoor="room", level="0", level__ref="EG")
    draft = read_osm(file, tmp_path)
    (building,), (level,), (space,) = draft.buildings, draft.levels, draft.spaces
    assert (building.names, building.category) == ({"": "Central", "de": "Hauptbahnhof"}, "transit.train")
    assert (level.names, level.buildings, level.ordinal) == ({"": "EG"}, ("way/1",), 0)
    assert (space.building, space.level) == (building.key, level.key)


def test_two_buildings_that_call_one_ordinal_differently_have_a_level_each(tmp_path):
    file = OsmFile()
    for x, name in ((0, "G"), (20, "L1")):
        file.square(x, 0, 10, building="yes")
        file.square(x + 1, 1, indoor="room", level="0", level__ref=name)
    file.square(40, 0, indoor="room", level="1")
    draft = read_osm(file, tmp_path)
    assert [(level.key, level.short_names) for level in draft.levels] == [
        ("level@0/G", {"": "G"}),
        ("level@0/L1", {"": "L1"}),
        ("level@1", {}),
    ]
    assert [space.level for space in draft.spaces] == ["level@0/G", "level@0/L1", "level@1"]


def test_a_drawn_level_is_that_of_the_spaces_inside_it(tmp_path):
    file = OsmFile()
    file.square(0, 0, 10, indoor="level", level="2", name="Gallery", level__ref="G")
    file.square(1, 1, indoor="room", level="2")
    file.square(20, 1, indoor="room", level="2")
    draft = read_osm(file, tmp_path)
    assert [(level.key, level.names) for level in draft.levels] == [
        ("way/1@2", {"": "Gallery"}),
        ("level@2", {}),
    ]
    assert [space.level for space in draft.spaces] == ["way/1@2", "level@2"]


def test_holes_of_a_multipolygon_are_holes_whatever_their_role_says(tmp_path):
    file = OsmFile()
    outer, _ = file.square(0, 0, 10)
    inner, _ = file.square(2, 2, 2)
    file.relation(
        [("way", outer, "outer"), ("way", inner, "outer")], type="multipolygon", indoor="area", level="0"
    )
    (space,) = read_osm(file, tmp_path).spaces
    assert (space.key, len(space.geometry.interiors)) == ("relation/1@0", 1)


def test_an_outline_of_several_ways_is_joined_end_to_end(tmp_path):
    file = OsmFile()
    a, b, c, d = (file.node(x, y) for x, y in ((0, 0), (4, 0), (4, 4), (0, 4)))
    parts = [file.way([a, b]), file.way([c, b]), file.way([c, d, a])]
    members = [("way", part, "outer") for part in reversed(parts)]
    file.relation(members, type="multipolygon", indoor="corridor", level="0")
    (space,) = read_osm(file, tmp_path).spaces
    assert len(space.geometry.exterior.coords) == 5


def test_points_of_interest_know_level_and_space(tmp_path):
    file = OsmFile()
    _, corners = file.square(0, 0, 4, indoor="area", level="1", name="Hall")
    file.node(1, 1, amenity="atm", level="1", operator="Bank")
    file.node(30, 30, amenity="bench")
    file.elements[corners[2] - 1] = file.elements[corners[2] - 1].replace(
        "></node>", '><tag k="shop" v="kiosk"/></node>'
    )
    draft = read_osm(file, tmp_path)
    assert [(one.key, one.category, one.ordinal, one.spaces) for one in draft.points] == [
        ("node/3@1", "unspecified", 1, ("way/1@1",)),  # its level is the hall's, on whose outline it lies
        ("node/5@1", "atm", 1, ("way/1@1",)),
    ]
    assert "outside of all imported buildings" in reasons(draft)["node/6"]


def test_a_shop_drawn_as_an_area_is_a_space_with_a_tenant(tmp_path):
    file = OsmFile()
    file.square(0, 0, shop="shoes", level="0", name="Sole", opening_hours="Mo-Fr 10:00-20:00")
    draft = read_osm(file, tmp_path)
    (tenant,) = draft.occupants
    assert (tenant.space, tenant.category, tenant.names) == ("way/1@0", "shoestore", {"": "Sole"})
    assert tenant.opening_hours == "Mo-Fr 10:00-20:00"


def test_only_the_level_asked_for_is_kept(tmp_path):
    file = two_rooms({"door": "yes", "level": "0-1"}, "0", "1")
    file.way([1, 2], highway="steps", level="0;1")
    draft = read_osm(file, tmp_path, level=1.0)
    assert (keys(draft.spaces), keys(draft.rooms), keys(draft.openings)) == (
        ["way/2@1"],
        ["way/2@1"],
        ["node/7@1"],
    )
    assert keys(draft.lines) == ["way/2@1", "way/3@1"]
    assert [connector.ordinals for connector in draft.connectors] == [(0, 1)]
    assert draft.report.counts["space"] == 1
    assert draft.report.level == 1
