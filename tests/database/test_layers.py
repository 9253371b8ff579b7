"""Buildings with all that is in them, as streams and pages tell of them."""

import json

import pytest
from django.test import AsyncClient, Client
from shapely.geometry import shape

from interactive_maps.mapdata.http import serializers
from tests.database.buildings import fetch_keys, list_features, make_box

COUNTS = {name: len(rows) for name, rows in list_features().items()}
DESCRIBED = {
    "rooms": serializers.RoomSerializer,
    "base-floor": serializers.BaseFloorSerializer,
    "venues": serializers.VenueSerializer,
    "buildings": serializers.BuildingSerializer,
    "levels": serializers.LevelSerializer,
    "spaces": serializers.SpaceSerializer,
    "openings": serializers.OpeningSerializer,
    "connectors": serializers.ConnectorSerializer,
    "points": serializers.PointSerializer,
    "occupants": serializers.OccupantSerializer,
}


@pytest.fixture
def campus(standing_campus):
    return standing_campus


def read(address, **headers):
    answer = Client().get(address, headers=headers)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def read_names(address, **headers):
    return [item["name"] for item in read(address, **headers)]


# --- reading ------------------------------------------------------------------------------------------


def test_a_space_says_all_that_its_source_told(campus):
    items = {item["ref"]: item for item in read("/api/spaces/?limit=10&lang=en")}
    keys = fetch_keys(campus)
    space = items["102"]
    assert shape(space.pop("geometry")).equals(make_box(1, 0))
    assert shape(space.pop("display_point")).equals_exact(make_box(1, 0).centroid, 1e-8)
    assert space == {
        "id": keys["spaces", "102"],
        "name": "Room 102",
        "names": {"de": "Zimmer 102", "en": "Room 102"},
        "ref": "102",
        "aliases": ["WC", "old 7"],
        "category": "restroom",
        "level": 0,
        "level_id": keys["levels", "L0"],
        "building_id": keys["buildings", "A"],
        "access": None,
        "step_free": True,
        "opening_hours": None,
        "capacity": 12,
    }
    assert (items["103"]["name"], items["103"]["access"]) == ("Store", "private")
    assert items["103"]["opening_hours"] == "Mo-Fr 08:00-18:00"


def test_what_refers_to_something_has_its_id(campus):
    keys = fetch_keys(campus)
    spaces = {key: keys["spaces", key] for key in ("101", "102", "103", "201")}
    (venue,) = read("/api/venues/?limit=9")
    assert [item["venue_id"] for item in read("/api/buildings/?limit=9")] == [venue["id"]] * 2
    ground, upper = read("/api/levels/?limit=9&lang=de")
    assert ground["building_ids"] == [keys["buildings", "A"], keys["buildings", "B"]]
    assert (ground["name"], ground["short_name"], ground["elevation"]) == ("Erdgeschoss", "EG", 110.5)
    assert (ground["geometry"], upper["short_name"], upper["level"]) == (None, None, 1)
    line, point = read("/api/openings/?limit=9")
    assert line["space_ids"] == [spaces["101"], spaces["102"]]
    assert (line["kind"], line["width"], line["automatic"], line["step_free"]) == ("hinged", 0.9, True, True)
    assert (point["space_ids"], point["category"]) == ([spaces["102"], spaces["103"]], "pedestrian")
    (stairs,) = read("/api/connectors/?limit=9")
    assert stairs["space_ids"] == [spaces["101"], spaces["201"]]
    assert (stairs["kind"], stairs["levels"], stairs["direction"]) == ("stairs", [0, 1], "both")
    (cash,) = read("/api/points/?limit=9")
    assert (cash["space_ids"], cash["level_id"]) == ([spaces["101"]], keys["levels", "L0"])
    assert cash["building_id"] == keys["buildings", "A"]
    (clinic,) = read("/api/occupants/?limit=9")
    assert (clinic["space_id"], clinic["level"], clinic["name"]) == (spaces["201"], 1, "Augenklinik")
    assert shape(clinic["location"]).equals_exact(make_box(0, 0).centroid, 1e-8)
    room = read("/api/rooms/?limit=9")[3]
    assert (room["space_id"], room["building_id"]) == (spaces["201"], keys["buildings", "A"])
    campus.execute("SELECT source, target, space_id, opening_id FROM nav_edges_final")
    nodes = keys["nav-nodes", "n101"], keys["nav-nodes", "n102"]
    assert campus.fetchone() == (*nodes, spaces["101"], keys["openings", "d1"])
    assert min(nodes) >= 1_000_000_000


@pytest.mark.parametrize("name", DESCRIBED)
async def test_a_stream_has_what_the_pages_have(campus, name):
    streamed = await AsyncClient().get(f"/api/{name}/")
    events = b"".join([part async for part in streamed.streaming_content]).decode()
    batch = json.loads(events.split("data: ", 1)[1].split("\n", 1)[0])
    assert batch["items"] == json.loads((await AsyncClient().get(f"/api/{name}/?limit=1000")).content)
    assert (len(batch["items"]), batch["more_pending"]) == (COUNTS[name], False)


@pytest.mark.parametrize("name", DESCRIBED)
def test_items_are_as_the_description_says(campus, name):
    described = DESCRIBED[name]
    for item in read(f"/api/{name}/?limit=1000"):
        assert list(item) == list(described().fields)
        checked = described(data=item)
        assert checked.is_valid(), checked.errors


# --- filters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("category=restroom", ["102"]),
        ("category=' OR true --", []),
        ("level=1", ["201"]),
        ("level=0&category=office", ["101", "103", "B1"]),
        ("bbox=13.00015,51.00005,13.00016,51.00006", ["102"]),
        ("bbox=13.0004,50,14,52", ["B1"]),
        ("building=999999", []),
    ],
)
def test_filters_select(campus, query, refs):
    assert [item["ref"] for item in read(f"/api/spaces/?limit=9&{query}")] == refs


def test_the_buildings_filter_selects(campus):
    first, second = (item["id"] for item in read("/api/buildings/?limit=9"))
    assert [item["ref"] for item in read(f"/api/spaces/?limit=9&building={second}")] == ["B1"]
    assert read_names(f"/api/rooms/?limit=9&building={second}") == ["Room B1"]
    assert [item["level"] for item in read(f"/api/levels/?limit=9&building={first}")] == [0, 1]
    assert [item["level"] for item in read(f"/api/levels/?limit=9&building={second}")] == [0]


@pytest.mark.parametrize(("level", "count"), [("0", 1), ("1", 1), ("2", 0)])
def test_a_connector_is_on_every_level_that_it_serves(campus, level, count):
    assert len(read(f"/api/connectors/?limit=9&level={level}")) == count


@pytest.mark.parametrize("query", ["building=1", "category=a", "q=a", "lang=de"])
def test_a_filter_that_a_layer_lacks_is_refused(campus, query):
    assert Client().get(f"/api/base-floor/?limit=1&{query}").status_code == 400


# --- languages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "accepted", "name"),
    [
        ("", "", "Room 101"),
        ("", "de", "Zimmer 101"),
        ("", "fr, de-AT;q=0.8, en;q=0.7", "Zimmer 101"),
        ("", "fr, *", "Room 101"),
        ("&lang=de", "en", "Zimmer 101"),
        ("&lang=de-CH", "en", "Zimmer 101"),
        ("&lang=ja", "de", "Room 101"),
    ],
)
def test_a_name_is_in_the_readers_language(campus, query, accepted, name):
    assert read_names(f"/api/spaces/?limit=1{query}", accept_language=accepted) == [name]


def test_the_only_name_is_better_than_none(campus):
    assert read_names("/api/buildings/?limit=9&lang=ja") == ["Haus A", "House B"]


def test_caches_keep_languages_apart(campus):
    german = Client().get("/api/spaces/?limit=1", headers={"Accept-Language": "de"})
    assert "Accept-Language" in german["Vary"]
    same = {"Accept-Language": "de", "If-None-Match": german["ETag"]}
    other = {"Accept-Language": "en", "If-None-Match": german["ETag"]}
    again = Client().get("/api/spaces/?limit=1", headers=same)
    assert (again.status_code, again["ETag"]) == (304, german["ETag"])
    assert "Accept-Language" in again["Vary"]
    assert Client().get("/api/spaces/?limit=1", headers=other).status_code == 200
    assert Client().get("/api/spaces/?limit=1", headers={"If-None-Match": german["ETag"]}).status_code == 200
    rooms = Client().get("/api/rooms/?limit=1", headers=same)
    assert (rooms.status_code, "Vary" in rooms) == (200, False)


async def test_streams_say_that_they_depend_on_the_language(campus):
    streamed = await AsyncClient().get("/api/levels/")
    assert {"Accept-Language", "Accept-Encoding"} <= set(streamed["Vary"].split(", "))
    assert b"".join([part async for part in streamed.streaming_content])
