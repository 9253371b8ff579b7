"""What a source says replaces what it said before, and nothing else, with the fewest changes."""

import pytest
import shapely

from interactive_maps.mapdata.edits import publish
from interactive_maps.mapdata.edits.rows import Changes, LineRow, RoomRow, SourceRows
from interactive_maps.ops.errors import NotWritable


def make_rooms(*numbers, level=0.0):
    return [RoomRow(f"R{n}", f"Room {n}", level, 13.0 + n * 1e-4, 51.0) for n in numbers]


def make_lines(*numbers):
    return [
        LineRow(
            f"2F/{n:X}",
            "A-WALL",
            0.0,
            shapely.LineString([(13, 51), (13 + n * 1e-5, 51.001)]),
            linetype="X",
        )
        for n in numbers
    ]


def make_source(name, rooms=(), lines=()):
    return SourceRows(name, {"rooms": list(rooms), "base-floor": list(lines)})


def fetch(cursor, query):
    cursor.execute(query)
    return cursor.fetchall()


@pytest.fixture
def published(map_tables):
    publish([make_source("plan.dxf", make_rooms(1, 2, 3), make_lines(1, 2))])
    return map_tables


def test_rows_are_there_as_ogr2ogr_would_name_them(published):
    assert fetch(published, "SELECT text, level, ST_X(wkb_geometry) FROM room_points ORDER BY ogc_fid") == [
        ("Room 1", 0.0, 13.0001),
        ("Room 2", 0.0, 13.0002),
        ("Room 3", 0.0, 13.0003),
    ]
    assert fetch(
        published, "SELECT layer, paperspace, linetype, entityhandle, ST_SRID(wkb_geometry) FROM base_floor"
    ) == [
        ("A-WALL", False, "X", "1", 4326),
        ("A-WALL", False, "X", "2", 4326),
    ]


def test_the_same_again_changes_nothing_not_even_a_version(published):
    before = fetch(published, "SELECT version FROM layer_version")
    changes = publish([make_source("plan.dxf", make_rooms(1, 2, 3), make_lines(1, 2))])
    assert changes == Changes(unchanged=5)
    assert fetch(published, "SELECT version FROM layer_version") == before


def test_one_changed_room_is_one_changed_row_that_keeps_its_id(published):
    before = dict(fetch(published, "SELECT origin_key, ogc_fid FROM room_points"))
    rooms = [*make_rooms(1, 3), RoomRow("R2", "Library", 0.0, 13.0002, 51.0), *make_rooms(4)]
    assert publish([make_source("plan.dxf", rooms, make_lines(1))]) == Changes(1, 1, 1, 3)
    after = dict(fetch(published, "SELECT origin_key, ogc_fid FROM room_points"))
    assert {key: after[key] for key in before} == before
    assert fetch(published, "SELECT text FROM room_points WHERE origin_key = 'R2'") == [("Library",)]


def test_other_sources_and_the_owners_own_rows_stay(published):
    published.execute("INSERT INTO room_points (text) VALUES ('drawn by hand')")
    publish([make_source("other.dxf", make_rooms(1, 2))])
    publish([make_source("plan.dxf")])
    assert fetch(published, "SELECT origin, count(*) FROM room_points GROUP BY 1 ORDER BY 1") == [
        ("other.dxf", 2),
        (None, 1),
    ]


def test_several_sources_are_one_transaction(published):
    versions = dict(fetch(published, "SELECT layer, version FROM layer_version"))
    doubled = make_source("b.dxf", [*make_rooms(1), *make_rooms(1)])
    with pytest.raises(NotWritable, match="left as it was"):
        publish([make_source("plan.dxf"), make_source("a.dxf", make_rooms(9)), doubled])
    assert dict(fetch(published, "SELECT layer, version FROM layer_version")) == versions
    publish([make_source("a.dxf", make_rooms(9)), make_source("b.dxf", make_rooms(1))])
    assert fetch(published, "SELECT count(*) FROM room_points") == [(5,)]
    assert dict(fetch(published, "SELECT layer, version FROM layer_version"))["rooms"] > versions["rooms"]


@pytest.fixture
def alter_rooms(map_tables):
    def alter(kind):
        map_tables.execute(f"ALTER TABLE room_points ALTER wkb_geometry TYPE {kind} USING NULL")

    yield alter
    map_tables.execute("TRUNCATE room_points")
    alter("geometry(Point, 4326)")


@pytest.mark.parametrize(
    ("kind", "srid"),
    [
        ("geometry(Point, 3857)", 3857),
        ("geometry(PointZ, 25833)", 25833),
        ("geometry", 0),
        ("geometry(Point, 4326)", 4326),
    ],
)
def test_an_adopted_table_is_written_in_its_own_system(map_tables, alter_rooms, kind, srid):
    alter_rooms(kind)
    publish([make_source("plan.dxf", make_rooms(1))])
    meant = "wkb_geometry" if srid else "ST_SetSRID(wkb_geometry, 4326)"
    ((found, longitude),) = fetch(
        map_tables, f"SELECT ST_SRID(wkb_geometry), ST_X(ST_Transform({meant}, 4326)) FROM room_points"
    )
    assert found == srid
    assert longitude == pytest.approx(13.0001, abs=1e-9)
    assert publish([make_source("plan.dxf", make_rooms(1))]) == Changes(unchanged=1)


def test_a_table_that_takes_no_such_geometry_says_so(map_tables, alter_rooms):
    alter_rooms("geometry(Polygon, 4326)")
    with pytest.raises(NotWritable, match="Polygon"):
        publish([make_source("plan.dxf", make_rooms(1))])
