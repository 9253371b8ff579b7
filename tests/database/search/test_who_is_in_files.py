"""Who is in a space, as files tell it: one answer of search, with all that is kept; buildings are found, too."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.test import RequestFactory

from interactive_maps.mapdata.http.search_views import SearchAPIView
from interactive_maps.mapdata.reading import queries
from interactive_maps.mapdata.reading.layer_query import LayerQuery, Page
from interactive_maps.mapdata.schema.layers import LAYERS
from tests.unit.importing.formats.imdf.archives import building, feature, pack, point
from tests.unit.importing.formats.osm.files import OsmFile

CONTACTS = {"phone": "+49 351 463 0", "email": "info@kamps.example", "website": "https://kamps.example/"}
HOURS = "Mo-Fr 08:00-18:00"


def write_osm(folder):
    file = OsmFile()
    file.square(0, 0, 8, building="yes", name="House Kamp")
    file.square(1, 1, indoor="room", shop="bakery", name="Kamps", level="0", opening_hours=HOURS, **CONTACTS)
    path = folder / "house.osm"
    path.write_text(file.text(), "utf-8")
    return path


def write_overpass(folder):
    """Write what Overpass answers: contact:* is the other spelling of OpenStreetMap."""
    shape = [{"lat": 50 + y, "lon": 10 + x} for x, y in ((0, 0), (1e-4, 0), (1e-4, 1e-4), (0, 1e-4), (0, 0))]
    tags = {"indoor": "room", "shop": "bakery", "name": "Kamps", "level": "0", "opening_hours": HOURS}
    tags |= {f"contact:{kind}": value for kind, value in CONTACTS.items()}
    house = {"building": "retail", "name": "House Kamp"}
    elements = [
        {"type": "way", "id": number, "nodes": [1, 2, 3, 4, 1], "geometry": shape, "tags": one}
        for number, one in ((1, tags), (2, house))
    ]
    path = folder / "house.json"
    path.write_text(json.dumps({"version": 0.6, "generator": "Overpass API", "elements": elements}), "utf-8")
    return path


def write_geojson(folder):
    def draw(side, **properties):
        corners = [[10, 50], [10 + side, 50], [10 + side, 50 + side], [10, 50 + side], [10, 50]]
        geometry = {"type": "Polygon", "coordinates": [corners]}
        return {"type": "Feature", "geometry": geometry, "properties": properties}

    room = {"indoor": "room", "level": 0, "name": "Kamps", "shop": "bakery", "opening_hours": HOURS}
    features = [draw(8e-4, building="yes", name="House Kamp"), draw(1e-4, **room, **CONTACTS)]
    path = folder / "house.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def write_imdf(folder):
    collections = building() | {
        "anchor": [feature("a", point(3, 1), unit_id="B")],
        "occupant": [
            feature("x", name={"en": "Kamps"}, category="bakedgoods", anchor_id="a", hours=HOURS, **CONTACTS)
        ],
    }
    collections["building"][0]["properties"]["name"] = {"en": "House Kamp"}
    return pack(collections, folder / "house.zip")


def search(query):
    response = SearchAPIView.as_view()(RequestFactory().get("/api/search/", {"q": query}))
    return [(one["kind"], one["name"]) for one in json.loads(response.content)["results"]]


@pytest.mark.parametrize("write", [write_osm, write_overpass, write_geojson, write_imdf])
def test_who_is_in_a_space_is_one_answer_with_all_that_is_told(map_tables, tmp_path, write):
    call_command("import_map", str(write(tmp_path)), stdout=io.StringIO())
    assert [one for one in search("kamps") if one[1] == "Kamps"] == [("occupant", "Kamps")]
    assert ("building", "House Kamp") in search("house kamp")
    _, page = queries.fetch_page(LayerQuery(LAYERS["occupants"]), Page(10), ())
    (occupant,) = json.loads(b"[" + page.items + b"]")
    assert {kind: occupant[kind] for kind in CONTACTS} == CONTACTS
    assert (occupant["opening_hours"], occupant["category"]) == (HOURS, "bakedgoods")
