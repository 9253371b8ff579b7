"""GeoJSON makes buildings: spaces that doors join, stairs and lifts, levels and buildings, whoever wrote the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.network import make_network
from interactive_maps.importing.network.components import find_components
from interactive_maps.importing.options import ReadOptions

from .test_reading import collection, feature, read, reasons

CASES = Path(__file__).resolve().parents[6] / "shared" / "data" / "cases"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="shared/data/cases is not here")
METRE = 1e-5


def box(x, y, width=4, height=4):
    """Return a rectangle, in steps of about a metre."""
    west, south, east, north = (
        10 + x * METRE,
        50 + y * METRE,
        10 + (x + width) * METRE,
        50 + (y + height) * METRE,
    )
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def point(x, y):
    return {"type": "Point", "coordinates": [10 + x * METRE, 50 + y * METRE]}


def line(*places):
    return {"type": "LineString", "coordinates": [[10 + x * METRE, 50 + y * METRE] for x, y in places]}


def count_parts(draft):
    return len(set(find_components((edge.source, edge.target) for edge in draft.edges).values()))


@needs_cases
def test_odd_geometries():
    draft = read_plan(CASES / "16-odd-geometries" / "odd.geojson", ReadOptions())
    assert {room.name for room in draft.rooms} == {
        f"Lab {key}" for key in ("Z1", "Z2", "Z3", "Z4", "C1", "M1")
    }
    skipped = reasons(draft, "skipped")
    assert all(f"{key}" in skipped for key in ("N1", "N2", "N3", "N4", "N5"))
    shapes = {space.key: space.geometry.geom_type for space in draft.spaces}
    assert shapes == {"Z2": "Polygon", "Z3": "Polygon", "C1": "Polygon", "M1": "MultiPolygon"}


@needs_cases
def test_other_names_of_rooms_that_are_points():
    draft = read_plan(CASES / "21-room-codes" / "codes.geojson", ReadOptions())
    assert len(draft.rooms) == 9
    assert {alias for point in draft.points for alias in point.names.values()} == set()


@pytest.mark.parametrize("doors", ["points", "lines", "areas in thick walls", "points in thick walls"])
def test_a_floor_of_areas_without_names_and_doors_is_a_network(tmp_path, doors):
    thick = 0.5 if "thick" in doors else 0.0
    features = [feature(box(0, 0, 60, 3), "corridor", level=1)]
    for number in range(12):
        x = 5 * number
        features.append(feature(box(x, 3 + thick, 5 - thick, 4), f"r{number}", level=1))
        middle = 3 + thick / 2
        shapes = {
            "points": point(x + 2, 3),
            "points in thick walls": point(x + 2, middle),
            "lines": line((x + 1.5, 3), (x + 2.5, 3)),
            "areas in thick walls": box(x + 1.5, 3, 1, thick or 1),
        }
        features.append(feature(shapes[doors], f"d{number}", level=1, door="yes", width="0.9"))
    draft = read(collection(*features), tmp_path)
    assert (len(draft.spaces), len(draft.openings), draft.rooms) == (13, 12, [])
    assert {opening.spaces for opening in draft.openings} == {
        tuple(one) for number in range(12) for one in [_order(draft, number)]
    }
    assert {opening.width for opening in draft.openings} == {0.9}
    make_network(draft)
    assert count_parts(draft) == 1
    assert {node.space for node in draft.nodes if node.space} == {space.key for space in draft.spaces}


def _order(draft, number):
    opening = next(one for one in draft.openings if one.key == f"d{number}")
    assert set(opening.spaces) == {"corridor", f"r{number}"}
    return opening.spaces


def test_the_words_of_openstreetmap(tmp_path):
    draft = read(
        collection(
            feature(box(-5, -5, 90, 30), "way/1", building="university", name="Physics"),
            feature(box(-5, -5, 90, 30), "way/2", indoor="level", level="1", name="First"),
            feature(box(0, 0), "way/3", indoor="room", room="office", ref="101", level="1", alt_name="Chair"),
            feature(box(4, 0, 20, 4), "way/4", indoor="corridor", level="0;1"),
            feature(box(0, 4), "way/5", indoor="room", room="stairs", level="0-1"),
            feature(box(4, 4), "way/6", tags={"highway": "elevator", "level": "0", "repeat_on": "1"}),
            feature(point(4, 2), "node/7", door="hinged", level="1"),
            feature(point(30, 2), "node/8", highway="elevator", level="0;1;2"),
            feature(line((50, 0), (54, 0)), "way/9", highway="steps", conveying="forward", level="0;1"),
            feature(point(20, 20), "node/10", amenity="toilets", level="1", wheelchair="yes"),
            feature(point(100, 20), "node/11", amenity="bench", name="Bench", level="0"),
        ),
        tmp_path,
    )
    assert [(one.key, one.names) for one in draft.buildings] == [("way/1", {"": "Physics"})]
    assert sorted((one.ordinal, one.names.get(""), one.buildings) for one in draft.levels) == [
        (0, None, ("way/1",)),
        (1, "First", ("way/1",)),
        (2, None, ("way/1",)),
    ]
    assert {one.key: one.category for one in draft.spaces} == {
        "way/3": "office",
        **dict.fromkeys(("way/4@0", "way/4@1"), "walkway"),
        **dict.fromkeys(("way/5@0", "way/5@1"), "stairs"),
        **dict.fromkeys(("way/6@0", "way/6@1"), "elevator"),
    }
    assert all(one.building == "way/1" and one.level for one in draft.spaces)
    assert draft.spaces[0].aliases == ("Chair",)
    assert {one.key: (one.kind, one.ordinals) for one in draft.connectors} == {
        "way/5": ("stairs", (0, 1)),
        "way/6": ("elevator", (0, 1)),
        "node/8": ("elevator", (0, 1, 2)),
        "way/9": ("escalator", (0, 1)),
    }
    (door,) = draft.openings
    assert (door.kind, set(door.spaces)) == ("swinging", {"way/3", "way/4@1"})
    (toilet,) = draft.points
    assert (toilet.category, toilet.building, toilet.level) == ("restroom", "way/1", "way/2")
    assert [room.name for room in draft.rooms] == ["101"]
    assert "a street, a square" in reasons(draft, "skipped")


def test_other_peoples_words(tmp_path):
    draft = read(
        collection(
            feature(box(0, 0), "a", Room="1.01", Floor=[1], Building="Haus A", floor_name="Mezzanine"),
            feature(
                box(4, 0), "b", type="Stairs", floor=1, building="Haus A", synonyms=["Main", "West;South"]
            ),
            feature(box(4, 0), "b", type="Stairs", floor=2, building="Haus A"),
            feature(box(0, 0), "c", room="2.01", floor="2", building="haus a", seats=12, elevator=False),
            feature(box(8, 0), "l", elevator=True, level=1, building="Haus B"),
            feature(box(8.1, 0), "l", elevator=True, level=2, building="Haus B"),
            feature(point(4, 2), "d", layer="A-DOOR", level=1),
            feature(point(4, 3), "e", feature_type="opening", level=2),
        ),
        tmp_path,
    )
    assert [(one.key, one.names[""]) for one in draft.buildings] == [
        ("building:haus a", "Haus A"),
        ("building:haus b", "Haus B"),
    ]
    spaces = {one.key: one for one in draft.spaces}
    assert set(spaces) == {"a", "b@1", "b@2", "c", "l@1", "l@2"}
    assert (spaces["c"].capacity, spaces["c"].building, spaces["c"].category) == (
        12,
        "building:haus a",
        "unspecified",
    )
    assert spaces["b@1"].aliases == ("Main", "West", "South")
    assert {one.kind: (one.ordinals, one.spaces) for one in draft.connectors} == {
        "stairs": ((1, 2), ("b@1", "b@2")),
        "elevator": ((1, 2), ("l@1", "l@2")),
    }
    assert [set(one.spaces) for one in draft.openings] == [{"a", "b@1"}, {"b@2", "c"}]
    names = {(one.ordinal, building): one.names.get("") for one in draft.levels for building in one.buildings}
    assert names[1, "building:haus a"] == "Mezzanine"
    assert "used more than once" not in reasons(draft, "guessed")


def test_collections_in_collections(tmp_path):
    inner = collection(feature(box(0, 0), "a", name="A"), collection(feature(box(5, 0), "b", name="B")))
    draft = read(collection(feature(point(9, 9), "c", name="C"), inner, {"type": "Nonsense"}), tmp_path)
    assert [room.name for room in draft.rooms] == ["C", "A", "B"]
    assert "not a GeoJSON feature" in reasons(draft, "skipped")


@pytest.mark.parametrize(
    "member",
    [
        "EPSG:3857",
        {"type": "name", "properties": {"name": "+proj=merc +a=6378137 +b=6378137 +units=m +no_defs"}},
        {"type": "EPSG", "properties": {"code": 3857}},
        {"type": "proj4", "properties": {"proj4": "+proj=webmerc +datum=WGS84"}},
    ],
)
def test_systems_by_code_and_by_projection(tmp_path, member):
    far = feature({"type": "Point", "coordinates": [945000, 6000000]}, "p", name="Lab")
    draft = read(json.dumps({"type": "FeatureCollection", "crs": member, "features": [far]}), tmp_path)
    assert draft.rooms[0].longitude == pytest.approx(8.489, abs=1e-3)


def test_walls_and_furniture_are_no_rooms_and_a_door_is_none_either(tmp_path):
    draft = read(
        collection(
            feature(box(0, 0), "w", layer="Walls", level=0),
            feature(box(2, 2, 1, 1), "f", layer="Furniture", name="Desk", level=0),
            feature(box(0, 0, 1, 1), "d", layer="Doors", level=0),
            feature(box(0, 0), "r", layer="Rooms", level=0),
            feature(box(0, 0, 90, 90), "s", place="square", name="Market", level=0),
        ),
        tmp_path,
    )
    assert [space.key for space in draft.spaces] == ["r"]
    assert [opening.key for opening in draft.openings] == ["d"]
    assert {row.key for row in draft.lines} == {"w", "f", "d", "r", "s"}
    assert draft.rooms == []


def test_openings_that_were_exported_are_openings_again(tmp_path):
    told = {"layer": "openings", "level": 0, "kind": "sliding", "category": "emergencyexit", "width": 1.2}
    told |= {"automatic": True, "step_free": True, "guessed": True, "space_ids": [1, 2]}
    rooms = [
        feature(box(x, 0), f"spaces/{x}", layer="spaces", level=0, ref=f"{x}", category="room")
        for x in (0, 4)
    ]
    odd = {**told, "kind": 7, "automatic": "often", "step_free": [], "guessed": "perhaps"}
    doors = [feature(point(4, 2), "openings/3", **told), feature(point(0, 2), "openings/4", **odd)]
    draft = read(collection(*rooms, *doors), tmp_path)
    one, other = sorted(draft.openings, key=lambda opening: opening.key)
    assert (one.kind, one.category, one.width) == ("sliding", "emergencyexit", 1.2)
    assert (one.automatic, one.step_free, one.guessed) == (True, True, True)
    assert set(one.spaces) == {"spaces/0", "spaces/4"}
    assert (other.kind, other.automatic, other.step_free, other.guessed) == (None, None, None, False)


@pytest.mark.parametrize(
    "nested",
    [
        {"tags": {"indoor": "room", "level": "1", "name": "Lab"}},
        {"tags": '{"indoor": "room", "level": "1", "name": "Lab"}'},
        {"other_tags": '"indoor"=>"room","level"=>"1","name"=>"Lab","note"=>NULL,"a\\"b"=>"c"'},
        {"properties": {"Level": 1, "Name": "Lab", "indoor": "room"}},
        {"attributes": {"LEVEL": 1.0, "NAME": "Lab"}, "indoor": "room"},
    ],
)
def test_properties_in_properties(tmp_path, nested):
    draft = read(collection(feature(box(0, 0), "a", **nested), feature(box(9, 0), "b", level=0)), tmp_path)
    assert (draft.spaces[0].names, draft.spaces[0].ordinal) == ({"": "Lab"}, 1.0)


@pytest.mark.parametrize(
    "text", ['"', '"a"', '"a"=>', '"a"=>"b', "{", '{"a":', "[1]", "{}" * 9, '"' * 99_999]
)
def test_nested_texts_that_are_broken_say_nothing(tmp_path, text):
    draft = read(collection(feature(box(0, 0), "a", tags=text, name="A", level=0)), tmp_path)
    assert draft.spaces[0].names == {"": "A"}


@pytest.mark.parametrize(
    ("level", "ordinals"),
    [
        (["0", "1"], [0, 1]),
        ([0, 1.0], [0, 1]),
        ("[0, 1]", [0, 1]),
        ('[ "0", "1" ]', [0, 1]),
        ("(2:0,1)", [0, 1]),
        ("0,1", [0, 1]),
        ("EG", [0]),
        (["-1", "0;1"], [-1, 0, 1]),
        ({"ordinal": 1}, [None]),
        ("[0", [None]),
    ],
)
def test_levels_in_lists(tmp_path, level, ordinals):
    draft = read(collection(feature(box(0, 0), "a", name="A", level=level)), tmp_path)
    assert [space.ordinal for space in draft.spaces] == ordinals
    assert ("cannot be read" in reasons(draft, "guessed")) == (ordinals == [None])


def test_what_tells_no_level_among_what_does_is_said(tmp_path):
    shown = [feature(box(0, 0), "a", name="A", level=0), feature(box(5, 0), "b", name="B")]
    shown.append(feature(box(-9, -9, 50, 50), "h", building="yes"))
    told = reasons(read(collection(*shown), tmp_path), "guessed")
    assert "b: feature: without a level, although others have one: on no level" in told
    assert "h: feature: without a level" not in told


def test_doors_that_are_one_feature_are_as_many_as_its_parts(tmp_path):
    rooms = [feature(box(5 * n, 3, 5, 4), f"r{n}", level=1) for n in range(4)]
    corridor = feature(box(0, 0, 20, 3), "c", level=1, indoor="corridor")
    points = {"type": "MultiPoint", "coordinates": [point(2, 3)["coordinates"], point(7, 3)["coordinates"]]}
    lines = [line((11, 3), (12, 3)), line((12, 3), (13, 3)), line((16, 3), (17, 3))]
    wide = {"type": "MultiLineString", "coordinates": [one["coordinates"] for one in lines]}
    doors = [feature(points, "d", level=1, door="yes"), feature(wide, "w", level=1, door="yes")]
    draft = read(collection(*rooms, corridor, *doors), tmp_path)
    assert [(one.key, set(one.spaces)) for one in draft.openings] == [
        ("d", {"c", "r0"}),
        ("d/1", {"c", "r1"}),
        ("w", {"c", "r2"}),
        ("w/1", {"c", "r3"}),
    ]


def test_who_is_in_a_space_and_how_to_reach_them(tmp_path):
    told = {
        "phone": "+49 30 1",
        "website": "kamps.de",
        "email": "a@kamps.de",
        "opening_hours": "Mo-Fr 08:00-18:00",
    }
    draft = read(
        collection(
            feature(box(0, 0), "a", name="Kamps", shop="bakery", level=0, **told),
            feature(box(5, 0), "b", name="Lab", level=0, **told),
            feature(box(9, 0), "c", shop="books", level=0),
            feature(point(20, 0), "p", name="Cash", amenity="atm", level=0, **told),
        ),
        tmp_path,
    )
    (kamps,) = draft.occupants
    assert (kamps.space, kamps.category, kamps.names, kamps.opening_hours) == (
        *("a", "bakedgoods", {"": "Kamps"}),
        told["opening_hours"],
    )
    for one in (kamps, draft.points[0]):
        assert (one.phone, one.website, one.email) == ("+49 30 1", "https://kamps.de", "a@kamps.de")
    assert draft.report.counts["occupant"] == 1
