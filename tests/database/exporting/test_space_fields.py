"""A field of spaces goes from each format through the API to both exports, and comes back the same."""

from __future__ import annotations

import json

import pytest
import shapely
from django.test import Client

from interactive_maps.importing.rules.space_fields import SPACE_FIELDS
from interactive_maps.mapdata.edits.features import Space
from interactive_maps.mapdata.schema.layers import LAYERS
from tests.database.exporting.archives import export, import_plan, read_collections
from tests.unit.importing.formats.imdf.archives import building, pack
from tests.unit.importing.formats.osm.files import OsmFile


def write_osm(folder):
    file = OsmFile()
    file.square(0, 0, indoor="room", level="0", ref="1", capacity="40")
    path = folder / "plan.osm"
    path.write_text(file.text())
    return path


def write_geojson(folder):
    outline = json.loads(shapely.to_geojson(shapely.box(8.5, 47.3, 8.5001, 47.3001)))
    properties = {"name": "Hall", "level": 0, "Seats": "40"}
    path = folder / "plan.geojson"
    path.write_text(json.dumps({"type": "Feature", "geometry": outline, "properties": properties}))
    return path


def write_imdf(folder):
    collections = building()
    collections["unit"][0]["properties"]["capacity"] = 40
    return pack(collections, folder / "plan.zip")


@pytest.mark.parametrize("write", [write_osm, write_geojson, write_imdf])
def test_capacity_goes_through(map_tables, tmp_path, write):
    import_plan(write(tmp_path), "plan")
    items = json.loads(Client().get("/api/spaces/?limit=100").content)
    (item,) = [item for item in items if item["capacity"] is not None]
    assert item["capacity"] == 40

    export(tmp_path / "out.geojson", form="geojson")
    features = json.loads((tmp_path / "out.geojson").read_text())["features"]
    assert [said for one in features if (said := one["properties"].get("capacity"))] == [40]
    export(tmp_path / "out.zip")
    units = read_collections(tmp_path / "out.zip")["unit"].values()
    assert [said for one in units if (said := one["properties"].get("capacity"))] == [40]

    for path in (tmp_path / "out.geojson", tmp_path / "out.zip"):
        import_plan(path, "plan")
        map_tables.execute("SELECT capacity FROM spaces WHERE capacity IS NOT NULL")
        assert map_tables.fetchall() == [(40,)]


def test_a_capacity_that_is_changed_on_the_map_is_changed_in_the_archive(map_tables, tmp_path):
    import_plan(write_imdf(tmp_path), "plan")
    map_tables.execute("UPDATE spaces SET capacity = 50 WHERE capacity = 40")
    export(tmp_path / "out.zip")
    units = read_collections(tmp_path / "out.zip")["unit"].values()
    assert [one["properties"].get("capacity") for one in units if one["properties"].get("capacity")] == [50]


def test_fields_are_declared_alike():
    columns = LAYERS["spaces"].columns
    members = {member.name for member in LAYERS["spaces"].members}
    for field in SPACE_FIELDS:
        assert field.name in columns
        assert field.name in members
        assert field.name in Space.__dataclass_fields__
