"""Vector tiles, as GDAL reads them: what is in them, where it is, and what is left out."""

import json
import subprocess

import pyogrio
import pytest
import shapely
from django.test import Client
from shapely.geometry import shape

from interactive_maps.mapdata.edits import publish
from interactive_maps.mapdata.http.openapi import TILE_LAYERS
from tests.database.buildings import SOUTH, WEST, make_box, make_campus

ZOOM, X, Y = 17, 70269, 43879  # the tile that holds the campus
TYPE = "application/vnd.mapbox-vector-tile"


@pytest.fixture
def campus(standing_campus):
    return standing_campus


def fetch(layer, *, zoom=ZOOM, x=X, y=Y, query="", **headers):
    answer = Client().get(f"/api/tiles/{layer}/{zoom}/{x}/{y}.mvt?{query}", headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (200, TYPE), answer.content
    return answer.content


def read(folder, layer, *, zoom=ZOOM, x=X, y=Y, query=""):
    """Return the features of a tile in WGS84, by their ids, as pairs of properties and geometry."""
    path = folder / "tile.mvt"
    path.write_bytes(fetch(layer, zoom=zoom, x=x, y=y, query=query))
    if not path.stat().st_size:
        return {}
    options = {"X": str(x), "Y": str(y), "Z": str(zoom), "CLIP": "NO"}
    assert pyogrio.list_layers(path)[:, 0].tolist() == [layer]
    meta, _, geometry, columns = pyogrio.raw.read(path, **options)
    to_degrees = shapely.transform(shapely.from_wkb(geometry), to_wgs84, interleaved=False)
    rows = zip(*columns, strict=True)
    features = [dict(zip(meta["fields"], row, strict=True)) for row in rows]
    return {int(feature["id"]): (feature, place) for feature, place in zip(features, to_degrees, strict=True)}


def to_wgs84(x, y):
    import pyproj

    return pyproj.Transformer.from_crs(3857, 4326, always_xy=True).transform(x, y)


@pytest.mark.parametrize("layer", TILE_LAYERS)
def test_gdal_finds_in_a_tile_what_a_page_has(campus, tmp_path, layer):
    page = json.loads(Client().get(f"/api/{layer}/?limit=1000").content)
    drawn = {item["id"]: item for item in page if item.get("geometry", item.get("location"))}
    found = read(tmp_path, layer)
    assert found.keys() == drawn.keys()
    for number, (feature, place) in found.items():
        item = drawn[number]
        expected = shape(item.get("geometry") or item["location"])
        # A unit of the tile is 7 cm here.
        assert place.hausdorff_distance(expected) < 1.5e-6
        shown = {name: value for name, value in item.items() if isinstance(value, str | int | float)}
        assert {name: feature[name] for name in shown} == shown
        assert not feature.keys() & {"names", "aliases", "space_ids", "geometry", "ogc_fid"}


def test_ogrinfo_reads_a_page_and_a_tile(campus, tmp_path):
    page, tile = tmp_path / "page.json", tmp_path / f"{Y}.mvt"
    items = json.loads(Client().get("/api/spaces/?limit=1000").content)
    features = [
        {"type": "Feature", "id": i["id"], "geometry": i["geometry"], "properties": {}} for i in items
    ]
    page.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    tile.write_bytes(fetch("spaces"))
    for path in (page, tile):
        done = subprocess.run(
            ["ogrinfo", "-ro", "-so", "-al", str(path)],
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
        assert "Feature Count: 5" in done.stdout
        assert "Polygon" in done.stdout


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("level=1", {"201"}),
        ("category=restroom", {"102"}),
        ("level=0&lang=de", {"101", "102", "103", "B1"}),
        ("building=987654", set()),
    ],
)
def test_filters_select(campus, tmp_path, query, refs):
    assert {feature["ref"] for feature, _ in read(tmp_path, "spaces", query=query).values()} == refs


def test_names_are_in_the_readers_language(campus, tmp_path):
    names = {feature["name"] for feature, _ in read(tmp_path, "spaces", query="lang=de").values()}
    assert names == {"Zimmer 101", "Zimmer 102", "Store", "Zimmer 201", "Zimmer B1"}


def test_where_nothing_is_the_tile_is_empty(campus):
    assert fetch("spaces", x=X + 40) == b""
    assert fetch("rooms", zoom=24, x=0, y=2**24 - 1) == b""


def test_a_tile_that_the_client_has_is_not_made_again(campus):
    address = f"/api/tiles/spaces/{ZOOM}/{X}/{Y}.mvt"
    first = Client().get(address, headers={"Accept-Language": "de"})
    assert first["Cache-Control"] == "no-cache"
    assert "Accept-Language" in first["Vary"]
    same = {"Accept-Language": "de", "If-None-Match": first["ETag"]}
    assert Client().get(address, headers=same).status_code == 304
    assert Client().get(address, headers=same | {"Accept-Language": "en"}).status_code == 200
    campus.execute("UPDATE spaces SET ref = ref")
    assert Client().get(address, headers=same).status_code == 200


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("25/0/0", "z"),
        ("-1/0/0", "z"),
        ("1.5/0/0", "z"),
        ("3/8/0", "x"),
        ("3/-1/0", "x"),
        ("3/0/8", "y"),
        ("3/0/NaN", "y"),
        ("3/0/1.2", "y"),
        (f"3/{'9' * 50}/0", "x"),
    ],
)
def test_a_tile_that_is_not_is_told_what_is(campus, address, parameter):
    answer = Client().get(f"/api/tiles/rooms/{address}.mvt")
    assert (answer.status_code, answer.json().get("parameter")) == (400, parameter)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("level=x", "level"),
        ("lang=%00", "lang"),
        ("colour=a", "colour"),
        ("bbox=1,2,3,4", "bbox"),
        ("q=a", "q"),
    ],
)
def test_a_bad_query_is_told_what_is_accepted(campus, query, parameter):
    answer = Client().get(f"/api/tiles/rooms/0/0/0.mvt?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


@pytest.mark.parametrize("layer", ["nav-edges", "venues2", "room_points", "source-features"])
def test_other_layers_have_no_tiles(campus, layer):
    answer = Client().get(f"/api/tiles/{layer}/0/0/0.mvt")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


# --- what is left out -----------------------------------------------------------------------------------


def test_what_is_smaller_than_a_pixel_is_left_out(campus, tmp_path):
    # The venue is 60 m wide, a space 7 m; a pixel is 0.4 m at zoom 17, 49 m at zoom 10.
    shift = 2 ** (ZOOM - 10)
    assert len(read(tmp_path, "spaces", zoom=15, x=X // 4, y=Y // 4)) == 5
    assert read(tmp_path, "spaces", zoom=10, x=X // shift, y=Y // shift) == {}
    # Of the points that share a pixel, one of each level is drawn.
    rooms = read(tmp_path, "rooms", zoom=5, x=X // 2**12, y=Y // 2**12)
    assert sorted(feature["level"] for feature, _ in rooms.values()) == [0, 1]


def test_points_among_lines_are_drawn_when_a_metre_can_be_seen(campus, tmp_path):
    assert len(read(tmp_path, "openings")) == 2
    assert len(read(tmp_path, "openings", zoom=15, x=X // 4, y=Y // 4)) == 1


def test_a_tile_of_more_than_it_holds_has_the_largest(campus, tmp_path, monkeypatch):
    monkeypatch.setattr("interactive_maps.mapdata.reading.tile_select.MOST", 2)
    larger = "ST_Scale(wkb_geometry, ST_MakePoint(2, 2), ST_Centroid(wkb_geometry))"
    campus.execute(f"UPDATE spaces SET wkb_geometry = {larger} WHERE ref IN ('103', 'B1')")
    found = read(tmp_path, "spaces")
    publish([make_campus()])
    assert {feature["ref"] for feature, _ in found.values()} == {"103", "B1"}
    assert len(read(tmp_path, "rooms")) == 2


# --- hostile geometry -----------------------------------------------------------------------------------

NEAR = shapely.box(WEST - 0.01, SOUTH - 0.01, WEST + 0.01, SOUTH + 0.01)
HOSTILE = [
    "POLYGON((13 51, 13.0001 95, 13.0002 51, 13 51))",
    "POLYGON((13 51, 13.0001 1e300, 13.0002 51, 13 51))",
    "LINESTRING(13 51, 13.0001 -95)",
    "POLYGON((13 51, 13.0002 51.0002, 13.0002 51, 13 51.0002, 13 51))",
    "GEOMETRYCOLLECTION(POINT(13 51), LINESTRING(13 51, 13.0001 51.0001))",
    "POLYGON EMPTY",
    "CURVEPOLYGON(CIRCULARSTRING(13 51, 13.0002 51, 13.0002 51.0001, 13.0002 51.0003, 13 51))",
]
NOT_FINITE = [
    "ST_MakeLine(ARRAY[ST_MakePoint(13, 51), ST_MakePoint('NaN', 'NaN'), ST_MakePoint(13.0001, 51.0001)])",
    "ST_MakeLine(ARRAY[ST_MakePoint(13, 51), ST_MakePoint('Infinity', 51), ST_MakePoint(13.0001, 51.0001)])",
    "ST_MakePolygon('LINESTRING(13 51, NaN 51, 13 51.0001, 13 51)'::geometry)",
    "ST_MakePoint('NaN', 51)",
]


@pytest.mark.parametrize("layer", ["spaces", "base-floor", "openings"])
def test_one_hostile_geometry_does_not_break_a_tile(campus, tmp_path, layer):
    table = layer.replace("-", "_")
    expected = read(tmp_path, layer).keys()
    for hostile in [*(f"'{text}'::geometry" for text in HOSTILE), *NOT_FINITE]:
        campus.execute(f"INSERT INTO {table} (wkb_geometry) VALUES (ST_SetSRID({hostile}, 4326))")
        found = read(tmp_path, layer)
        campus.execute(f"DELETE FROM {table} WHERE origin IS NULL")
        assert found.keys() >= expected, hostile
        assert len(found) <= len(expected) + 1, hostile
        for _, place in found.values():
            assert NEAR.contains(place.envelope), hostile


def test_a_table_of_nothing_but_hostile_geometry_is_an_empty_tile(campus):
    shape = "ST_SetSRID('LINESTRING(13 51, 13.0001 -95)'::geometry, 4326)"
    campus.execute(f"UPDATE connectors SET wkb_geometry = {shape}")
    campus.execute(f"INSERT INTO connectors (wkb_geometry) SELECT {shape} FROM generate_series(1, 1000)")
    assert fetch("connectors") == b""
    campus.execute("DELETE FROM connectors")
    publish([make_campus()])


@pytest.fixture
def alter_spaces(campus):
    def alter(kind, meant):
        campus.execute(
            f"ALTER TABLE spaces ALTER wkb_geometry TYPE {kind} USING {meant.format('wkb_geometry')}"
        )

    yield alter
    alter("geometry(Geometry, 4326)", "NULL")
    publish([make_campus()])


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("geometry(Polygon, 3857)", "ST_Transform({}, 3857)"),
        ("geometry(PolygonZ, 25833)", "ST_Force3D(ST_Transform({}, 25833))"),
        ("geometry(MultiPolygon, 4258)", "ST_Multi(ST_Transform({}, 4258))"),
        ("geometry", "ST_SetSRID({}, 0)"),
        ("geometry", "ST_Transform({}, 31468)"),
    ],
)
def test_tables_of_any_system_are_drawn_and_found_in(campus, tmp_path, alter_spaces, kind, meant):
    alter_spaces(kind, meant)
    found = {feature["ref"]: place for feature, place in read(tmp_path, "spaces").values()}
    assert len(found) == 5
    assert found["102"].hausdorff_distance(make_box(1, 0)) < 2e-5  # the old systems agree to a metre
    middle = make_box(1, 0).centroid
    answer = Client().get(f"/api/spaces/at/?lon={middle.x}&lat={middle.y}&level=0")
    assert answer.json()["ref"] == "102"
