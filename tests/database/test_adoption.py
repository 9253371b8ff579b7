"""Tables are taken over as they are found, full of whatever their owner keeps in them."""

import json
import os
import re
import subprocess

import pytest

from interactive_maps.mapdata.schema.layers import LAYERS
from tests.database.archive.maps import adopt
from tests.databases import ROOT
from tests.e2e.servers import run_server

import httpx  # isort: skip

INDEXES = {"idx_room_points_text", "idx_room_points_geom", "idx_base_floor_geom", "idx_nav_edges_final_geom"}
HOUSE_PLAN = ROOT.parent / "shared/data/dxf/house-plan/floorplan.dxf"


def dump_schema(database):
    done = subprocess.run(
        ["pg_dump", "--schema-only", "--no-owner"],
        env=database.make_environment(),
        capture_output=True,
        check=True,
        text=True,
    )
    return re.sub(r"\\(un)?restrict .*", "", done.stdout)  # a word of its own in every dump


def read(server, address):
    answer = httpx.get(server.address + address, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_empty_database_gets_the_tables_of_the_guide_and_a_second_run_changes_nothing(empty_database):
    empty_database.manage("migrate")
    first = dump_schema(empty_database)
    names = {
        name
        for (name,) in empty_database.fetch("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")
    }
    assert names >= INDEXES
    counted = {name for (name,) in empty_database.fetch("SELECT layer FROM layer_version")}
    assert counted >= LAYERS.keys()
    tables = {
        name
        for (name,) in empty_database.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    }
    assert tables >= {layer.table for layer in LAYERS.values()}
    assert {f"idx_{layer.table}_{kind}" for layer in LAYERS.values() for kind in ("geom", "origin")} <= names
    versions = empty_database.fetch("TABLE layer_version")
    output = empty_database.manage("migrate")
    assert "No " not in output.replace("No migrations to apply", "")
    assert dump_schema(empty_database) == first
    assert empty_database.fetch("TABLE layer_version") == versions


# (declared type, expression that makes the point lon 11.5, lat 48.1 in it)
KINDS = [
    pytest.param(  # that of all other tests
        "geometry(Point, 4326)", "ST_SetSRID(ST_MakePoint(11.5, 48.1), 4326)", marks=pytest.mark.nightly
    ),
    pytest.param(
        "geometry(Point, 3857)",
        "ST_Transform(ST_SetSRID(ST_MakePoint(11.5, 48.1), 4326), 3857)",
        marks=pytest.mark.nightly,
    ),
    (
        "geometry(PointZ, 31468)",
        "ST_Force3D(ST_Transform(ST_SetSRID(ST_MakePoint(11.5, 48.1), 4326), 31468), 7)",
    ),
    pytest.param(
        "geometry(MultiPoint, 25832)",
        "ST_Multi(ST_Transform(ST_SetSRID(ST_MakePoint(11.5, 48.1), 4326), 25832))",
        marks=pytest.mark.nightly,
    ),
    ("geometry", "ST_SetSRID(ST_Transform(ST_SetSRID(ST_MakePoint(11.5, 48.1), 4326), 3857), 0)"),
    pytest.param(
        "geometry",
        "ST_Transform(ST_SetSRID(ST_MakePoint(11.5, 48.1), 4326), 25832)",
        marks=pytest.mark.nightly,
    ),
]


@pytest.mark.parametrize(("kind", "point"), KINDS)
def test_tables_of_any_reference_system_are_served_in_wgs84(empty_database, kind, point):
    empty_database.run(
        f"CREATE TABLE room_points (ogc_fid serial PRIMARY KEY, text varchar, owner_note text, wkb_geometry {kind});"
        f"INSERT INTO room_points (text, owner_note, wkb_geometry) SELECT 'R' || i, 'kept', {point}"
        " FROM generate_series(1, 700) i; INSERT INTO room_points (text) VALUES (NULL)"
    )
    before = empty_database.fetch(
        "SELECT ogc_fid, text, owner_note, wkb_geometry FROM room_points ORDER BY 1"
    )
    adopt(empty_database)
    assert (
        empty_database.fetch("SELECT ogc_fid, text, owner_note, wkb_geometry FROM room_points ORDER BY 1")
        == before
    )
    with run_server(empty_database, settings={"SRID_OF_ZERO": "3857"}) as server:
        (room,) = read(server, "/api/rooms/?limit=1&after=41")
        assert (room["id"], room["name"], room["level"]) == (42, "R42", None)
        assert room["location"]["coordinates"] == pytest.approx([11.5, 48.1], abs=2e-8)
        assert len(read(server, "/api/rooms/?limit=1000&bbox=11.49,48.09,11.51,48.11")) == 700
        assert len(read(server, "/api/rooms/?limit=1000&bbox=-180,-90,180,90")) == 700
        assert read(server, "/api/rooms/?limit=1000&bbox=11.51,48.09,11.52,48.11") == []
        assert read(server, "/api/rooms/?limit=5&after=700") == [
            {"id": 701, **dict.fromkeys(("name", "level", "location", "category", "building_id", "space_id"))}
        ]


def test_mixed_and_odd_geometry_is_served_as_geojson(empty_database):
    shapes = [
        "POINT Z (1 2 3)",
        "LINESTRING M (0 0 1, 1 1 2)",
        "POLYGON ((0 0, 1 0, 1 1, 0 0))",
        "GEOMETRYCOLLECTION (POINT (0 0), LINESTRING (0 0, 1 1))",
        "CIRCULARSTRING (0 0, 1 1, 2 0)",
        "CURVEPOLYGON (CIRCULARSTRING (0 0, 2 0, 2 1, 2 3, 0 0))",
        "TIN (((0 0 0, 0 0 1, 0 1 0, 0 0 0)))",
        "POLYHEDRALSURFACE (((0 0 0, 0 1 0, 1 1 0, 0 0 0)))",
        "LINESTRING EMPTY",
    ]
    values = [f"'{shape}'::geometry" for shape in shapes]
    values += ["ST_MakePoint('NaN', 'NaN')", "ST_MakePoint('Infinity', 0)"]
    empty_database.run(
        "CREATE TABLE base_floor (ogc_fid serial PRIMARY KEY, layer varchar, paperspace int, wkb_geometry geometry);"
        "INSERT INTO base_floor (layer, wkb_geometry) VALUES "
        + ", ".join(f"('A', {value})" for value in values)
        + "; UPDATE base_floor SET paperspace = ogc_fid % 2"
    )
    adopt(empty_database)
    with run_server(empty_database) as server:
        answer = httpx.get(f"{server.address}/api/base-floor/?limit=50")
        items = json.loads(answer.text, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    kinds = [item["geometry"] and item["geometry"]["type"] for item in items]
    assert kinds[:6] == ["Point", "LineString", "Polygon", "GeometryCollection", "LineString", "Polygon"]
    assert set(kinds[6:]) <= {"Polygon", "LineString", "Point", None}
    assert items[0]["geometry"]["coordinates"] == [1, 2]
    assert [item["paperspace"] for item in items[:2]] == [True, False]


@pytest.mark.nightly
def test_a_row_that_cannot_be_transformed_loses_its_geometry_and_nothing_else(empty_database):
    empty_database.run(
        "CREATE TABLE room_points (ogc_fid serial PRIMARY KEY, text varchar, wkb_geometry geometry(Point, 31468));"
        "INSERT INTO room_points (text, wkb_geometry) SELECT 'R' || i, ST_SetSRID(CASE WHEN i IN (3, 4, 998)"
        " THEN ST_MakePoint('Infinity', 1e300) ELSE ST_MakePoint(4468000 + i, 5333000) END, 31468)"
        " FROM generate_series(1, 1000) i"
    )
    adopt(empty_database)
    with run_server(empty_database) as server:
        items = read(server, "/api/rooms/?limit=1000")
        near = read(server, "/api/rooms/?limit=1000&bbox=11,48,12,49")
    assert [item["id"] for item in items] == list(range(1, 1001))
    assert [item["id"] for item in items if item["location"] is None] == [3, 4, 998]
    assert len(near) == 997


@pytest.mark.skipif(not HOUSE_PLAN.exists(), reason="shared/data is absent")
@pytest.mark.parametrize("srid", ["EPSG:4326", pytest.param(None, marks=pytest.mark.nightly)])
def test_what_ogr2ogr_makes_of_a_real_drawing_is_adopted(empty_database, srid):
    environment = empty_database.make_environment()
    command = [
        *("ogr2ogr", "-f", "PostgreSQL", f"PG:dbname={empty_database.name}", str(HOUSE_PLAN)),
        *("-nln", "base_floor", "-lco", "GEOMETRY_NAME=wkb_geometry", "-lco", "FID=ogc_fid"),
        *(["-a_srs", srid] if srid else []),
    ]
    subprocess.run(command, env=environment, check=True, timeout=120, capture_output=True)
    (rows,) = empty_database.fetch("SELECT count(*) FROM base_floor")[0]
    adopt(empty_database)
    with run_server(empty_database) as server:
        items = read(server, "/api/base-floor/?limit=1000")
        assert len(items) == min(rows, 1000)
        assert {item["layer"] for item in items} >= {"xref-Bishop-Overland-08$0$A-WALL"}
        assert any(item["text"] for item in items)
        old = httpx.get(f"{server.address}/api/base-floor/?limit=1").headers["etag"]
        # Done again with -overwrite, the table comes without triggers, until somebody runs migrate.
        subprocess.run(
            [*command, "-overwrite"], env=environment, check=True, timeout=120, capture_output=True
        )
        assert httpx.get(f"{server.address}/api/base-floor/?limit=1").headers["etag"] != old
        adopt(empty_database)
        assert len(read(server, "/api/base-floor/?limit=1000")) == min(rows, 1000)
        assert httpx.get(f"{server.address}/api/base-floor/?limit=1").headers["etag"] != old


def test_a_role_that_may_only_read_serves_the_map(empty_database):
    role = f"reader_{os.getpid()}"
    empty_database.run(
        "CREATE TABLE room_points (ogc_fid integer, text varchar, wkb_geometry geometry(Point, 4326));"
        "INSERT INTO room_points VALUES (1, 'Library', ST_SetSRID(ST_MakePoint(1, 2), 4326));"
        "CREATE TABLE base_floor (ogc_fid integer PRIMARY KEY, wkb_geometry geometry);"
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
        f"CREATE ROLE {role} LOGIN PASSWORD 'only-reads'; GRANT SELECT ON room_points TO {role}"
    )
    before = dump_schema(empty_database)
    empty_database.environment |= {"POSTGRES_USER": role, "POSTGRES_PASSWORD": "only-reads"}
    try:
        with pytest.raises(AssertionError, match="may not create tables"):
            empty_database.manage("migrate")
        with run_server(empty_database) as server:
            assert read(server, "/api/rooms/?limit=5") == [
                {
                    "id": 1,
                    "name": "Library",
                    "level": None,
                    "location": {"type": "Point", "coordinates": [1, 2]},
                    "category": None,
                    "building_id": None,
                    "space_id": None,
                }
            ]
            with httpx.stream("GET", f"{server.address}/api/rooms/") as response:
                assert b"event: complete" in response.read()
            for layer, reason in (("base-floor", "GRANT SELECT"),):
                refused = httpx.get(f"{server.address}/api/{layer}/")
                assert refused.status_code == 503
                assert reason in refused.json()["detail"]
    finally:
        empty_database.environment |= {
            name: os.environ.get(name, "") for name in ("POSTGRES_USER", "POSTGRES_PASSWORD")
        }
        assert dump_schema(empty_database) == before
        empty_database.run(f"DROP OWNED BY {role}; DROP ROLE {role}")


@pytest.mark.nightly
def test_a_role_that_owns_no_table_is_told_how_much_is_missing(empty_database):
    empty_database.manage("migrate")
    role = f"stranger_{os.getpid()}"
    empty_database.run(
        "DROP INDEX idx_room_points_geom; ALTER TABLE base_floor DROP COLUMN level;"
        f"CREATE ROLE {role} LOGIN PASSWORD 'only-reads'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"
    )
    empty_database.environment |= {"POSTGRES_USER": role, "POSTGRES_PASSWORD": "only-reads"}
    try:
        with pytest.raises(AssertionError, match="must be owner of table room_points") as failed:
            empty_database.manage("migrate", "--verbosity", "0")
        assert len(str(failed.value).splitlines()[0].split(". ")) <= 4
        with pytest.raises(AssertionError, match="idx_room_points_geom") as failed:
            empty_database.manage("migrate", "--verbosity", "2")
        assert "base_floor has no column level" in str(failed.value)
    finally:
        empty_database.environment |= {
            name: os.environ.get(name, "") for name in ("POSTGRES_USER", "POSTGRES_PASSWORD")
        }
        empty_database.run(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_tables_that_are_not_ours_to_read_are_named(empty_database):
    empty_database.run("CREATE TABLE room_points (id integer, geom geometry)")
    output = empty_database.manage("migrate")
    assert "Traceback" not in output
    with run_server(empty_database) as server:
        refused = httpx.get(f"{server.address}/api/rooms/")
        assert refused.status_code == 503
        assert "ogc_fid" in refused.json()["detail"]
        assert httpx.get(f"{server.address}/api/base-floor/?limit=1").json() == []


def test_a_database_that_nobody_prepared_answers_503_and_says_what_to_run(empty_database):
    empty_database.run("DROP EXTENSION postgis")
    with run_server(empty_database) as server:
        refused = httpx.get(f"{server.address}/api/rooms/")
        assert refused.status_code == 503
        assert "migrate" in refused.json()["detail"]
        assert httpx.get(f"{server.address}/api/health/ready/").status_code == 503
        empty_database.manage("migrate")
        assert read(server, "/api/rooms/?limit=1") == []
