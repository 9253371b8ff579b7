"""Maps that were no archives: made IMDF as far as they go, and GeoJSON."""

from __future__ import annotations

import json
import zipfile

import ezdxf
import pyogrio
import pytest
import shapely
from django.core.management import CommandError

from interactive_maps.importing.formats import imdf
from interactive_maps.importing.options import ReadOptions
from tests.database.exporting.archives import DRESDEN, export, import_plan, manage, read_collections


@pytest.fixture
def dresden(map_tables):
    """A building of OpenStreetMap's."""
    if not DRESDEN.exists():
        pytest.skip("shared/data/osm is not here")
    import_plan(DRESDEN, "apb")
    return map_tables


def fetch(cursor, query):
    cursor.execute(query)
    return cursor.fetchall()


def test_openstreetmap_becomes_an_archive_and_geojson(dresden, tmp_path):
    exported = tmp_path / "apb.zip"
    said = export(exported)
    assert "IMDF requires one" in said
    draft = imdf.read(exported, ReadOptions())
    ((spaces, openings, connectors),) = fetch(
        dresden,
        "SELECT (SELECT count(*) FROM spaces), (SELECT count(*) FROM openings), (SELECT count(*) FROM connectors)",
    )
    assert (len(draft.spaces), len(draft.openings)) == (spaces, openings)
    assert connectors > 0
    assert draft.connectors
    collections = read_collections(exported)
    refs = {ref for (ref,) in fetch(dresden, "SELECT ref FROM spaces WHERE ref IS NOT NULL")}
    told = {
        text
        for unit in collections["unit"].values()
        for name in ("name", "alt_name")
        for text in (unit["properties"][name] or {}).values()
    }
    assert refs <= told
    assert all(one["geometry"]["type"] == "LineString" for one in collections["opening"].values()
               if one["properties"]["level_id"])  # fmt: skip
    (venue,) = collections["venue"].values()
    assert shapely.from_geojson(json.dumps(venue["geometry"])).is_valid
    assert {one["properties"]["level_id"] for one in collections["unit"].values()} - {None} <= set(
        collections["level"]
    )
    _check_geojson(dresden, tmp_path)


def _check_geojson(cursor, tmp_path):
    export(tmp_path / "layers.zip", form="geojson")
    with zipfile.ZipFile(tmp_path / "layers.zip") as archive:
        archive.extractall(tmp_path / "layers")
    for name, table in (("spaces", "spaces"), ("rooms", "room_points"), ("openings", "openings")):
        ((count, *bounds),) = fetch(
            cursor,
            f"SELECT count(*), min(ST_XMin(wkb_geometry)), min(ST_YMin(wkb_geometry)),"
            f" max(ST_XMax(wkb_geometry)), max(ST_YMax(wkb_geometry)) FROM {table}",
        )
        info = pyogrio.read_info(tmp_path / "layers" / f"{name}.geojson", force_total_bounds=True)
        assert info["features"] == count
        assert info["total_bounds"] == pytest.approx(bounds, abs=1e-9)
    single = tmp_path / "map.geojson"
    export(single, form="geojson")
    features = json.loads(single.read_text("utf-8"))["features"]
    areas = [one["geometry"] for one in features if one["properties"]["layer"] == "spaces"]
    assert all(_goes_round_counter_clockwise(area) for area in areas)
    ((tags,),) = fetch(
        cursor, "SELECT properties::text FROM spaces WHERE ref IS NOT NULL ORDER BY ogc_fid LIMIT 1"
    )
    assert json.loads(tags) in [one["properties"].get("source_properties") for one in features]
    import_plan(single, "again")
    assert fetch(cursor, "SELECT text FROM room_points WHERE origin = 'again' ORDER BY 1") == fetch(
        cursor, "SELECT text FROM room_points WHERE origin = 'apb' ORDER BY 1"
    )


def _goes_round_counter_clockwise(area):
    polygons = [area["coordinates"]] if area["type"] == "Polygon" else area["coordinates"]
    return all(shapely.LinearRing(rings[0]).is_ccw for rings in polygons)


def test_a_drawing_of_which_only_points_are_known(map_tables, tmp_path):
    drawing = ezdxf.new()
    drawing.modelspace().add_text("KITCHEN", height=0.2, dxfattribs={"insert": (1, 1)})
    drawing.modelspace().add_line((0, 0), (10, 0), dxfattribs={"layer": "A-WALL"})
    drawing.saveas(tmp_path / "level-02.dxf")
    options = ("--units", "m", "--anchor=8.5,47.4", "--building", "House")
    manage("import_map", tmp_path / "level-02.dxf", *options)
    map_tables.execute(
        "INSERT INTO room_points (text, level, wkb_geometry) VALUES ('Shed', 0, 'SRID=4326;POINT(8 47)')"
    )
    export(tmp_path / "house.zip", "--building", "house")
    collections = read_collections(tmp_path / "house.zip")
    (amenity,) = collections["amenity"].values()
    assert amenity["properties"]["name"] == {"und": "KITCHEN"}
    assert [level["properties"]["ordinal"] for level in collections["level"].values()] == [2]
    (detail,) = collections["detail"].values()
    assert detail["properties"]["level_id"] in collections["level"]
    export(tmp_path / "all.zip")
    amenities = read_collections(tmp_path / "all.zip")["amenity"].values()
    assert {one["properties"]["name"]["und"] for one in amenities} == {"KITCHEN", "Shed"}
    assert imdf.read(tmp_path / "all.zip", ReadOptions()).points


def test_a_file_is_replaced_only_by_force_and_an_empty_map_is_refused(map_tables, tmp_path):
    target = tmp_path / "map.geojson"
    with pytest.raises(CommandError, match="the map, or the selected part of it, is empty") as refusal:
        export(target, form="geojson")
    assert refusal.value.returncode == 2
    map_tables.execute(
        "INSERT INTO room_points (text, wkb_geometry) VALUES ('Shed', 'SRID=4326;POINT(8 47)')"
    )
    target.write_text("mine")
    with pytest.raises(CommandError, match="--force") as refusal:
        export(target, form="geojson")
    assert (refusal.value.returncode, target.read_text()) == (2, "mine")
    export(target, "--force", form="geojson")
    assert json.loads(target.read_text())["features"][0]["properties"]["name"] == "Shed"
    assert [path.name for path in tmp_path.iterdir()] == ["map.geojson"]
