"""Networks as people have them: other reference systems, other columns, broken rows."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from interactive_maps.mapdata.bulk.network_reader import _fetch_versions, fetch_versions, open_network
from interactive_maps.mapdata.database.connections import list_hosts, open_connection
from interactive_maps.routing.network.edge_columns import read_columns
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NO_NUMBER, NOTHING


@pytest.fixture
def remade_edges(map_tables):
    """A cursor in whose transaction the table of edges may be anything; it is back afterwards."""
    map_tables.execute("ALTER TABLE nav_edges_final RENAME TO kept_edges")
    yield map_tables
    map_tables.execute(
        "DROP TABLE IF EXISTS nav_edges_final; ALTER TABLE kept_edges RENAME TO nav_edges_final"
    )


def read_edges():
    with open_network() as reader:
        return read_columns(reader.fetch("nav-edges").columns)


def test_full_rows_come_as_they_are(map_tables):
    map_tables.execute(
        "INSERT INTO nav_edges_final (ogc_fid, source, target, cost, level, target_level, kind, one_way, width,"
        " slope, name, space_id, opening_id, connector_id, wkb_geometry) VALUES"
        " (5, 1, 2, 7.5, 0, 1, 'stairs', true, 0.9, 0.05, 'Stair A', 3, 4, 6, 'SRID=4326;LINESTRING(13 51,13.1 51)'),"
        " (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
        "  'SRID=4326;LINESTRING(13 51,13.1 51,13.2 51)'),"
        " (9, 1, 2, 'NaN', 'Infinity', 0, 'LIFT', false, '-Infinity', -0.1, '', 1, 1, 1, NULL)"
    )
    table = read_edges()
    assert table.ids.tolist() == [2, 5]
    assert table.source.tolist() == [NO_NUMBER, 1]
    assert table.kind.tolist() == [Kind.WALK, Kind.STAIRS]
    assert table.backward.tolist() == [True, False]
    assert table.space.tolist() == [NOTHING, 3]
    assert table.name.tolist() == [None, "Stair A"]
    assert np.isnan(table.cost[0])
    assert (table.cost[1], table.width[1], table.slope[1]) == (7.5, 0.9, 0.05)
    assert table.offsets.tolist() == [0, 3, 5]
    assert [(one.what, one.edge) for one in table.problems] == [("no geometry", 9)]


def test_columns_of_the_guide_in_web_mercator(remade_edges):
    remade_edges.execute(
        "CREATE TABLE nav_edges_final (ogc_fid serial PRIMARY KEY, source integer, target integer, cost float8,"
        " wkb_geometry geometry(LineString, 3857));"
        " INSERT INTO nav_edges_final (source, target, cost, wkb_geometry)"
        " SELECT 1, 2, 100, ST_Transform('SRID=4326;LINESTRING(13 51,13.001 51)'::geometry, 3857)"
    )
    table = read_edges()
    assert table.coordinates == pytest.approx(np.array([[13, 51], [13.001, 51]]), abs=1e-9)
    assert np.isnan(table.level).all()
    assert table.forward.all()
    assert table.backward.all()


def test_columns_of_other_types(remade_edges):
    remade_edges.execute(
        "CREATE TABLE nav_edges_final (ogc_fid bigint, source text, target numeric, cost text, reverse_cost numeric,"
        " level varchar, one_way integer, name integer, wkb_geometry geometry);"
        " INSERT INTO nav_edges_final VALUES"
        " (3000000000, '17', 18.0, '12.5', -1, '2', 1, 7, 'LINESTRING(13 51,13.001 51)'),"
        " (3000000001, 'x', 18.5, 'dear', 1, 'ground', 0, NULL, 'SRID=3857;LINESTRING(0 0,1 1)'),"
        " (3000000002, '1', 2, NULL, NULL, '0', 0, NULL, 'SRID=4326;MULTILINESTRING((1 1,2 2))'),"
        " (3000000003, '1', 2, NULL, NULL, '0', 0, NULL, 'SRID=4326;LINESTRING Z (1 1 5,2 2 5)'),"
        " (3000000004, '1', 2, NULL, NULL, '0', 0, NULL, 'SRID=4326;POINT(1 1)'),"
        " (3000000005, '1', 2, NULL, NULL, '0', 0, NULL, 'SRID=990001;LINESTRING(1 1,2 2)'),"
        " (3000000006, '1', 2, NULL, NULL, '0', 0, NULL, 'SRID=4326;LINESTRING(1 1,500 2)')"
    )
    table = read_edges()
    assert table.ids.tolist() == [3_000_000_000 + index for index in range(4)]
    assert table.source.tolist() == [17, NO_NUMBER, 1, 1]
    assert table.target.tolist() == [18, NO_NUMBER, 2, 2]
    assert table.level[:1].tolist() == [2]
    assert np.isnan(table.level[1])
    assert table.backward.tolist() == [False, True, True, True]
    assert table.name.tolist() == ["7", None, None, None]
    assert {one.edge - 3_000_000_000 for one in table.problems} == {4, 5, 6}


def test_everything_is_read_over_chunks(map_tables, monkeypatch):
    monkeypatch.setattr("interactive_maps.mapdata.bulk.columnar_read.CHUNK", 7)
    map_tables.execute(
        "INSERT INTO nav_edges_final (ogc_fid, source, target, name, wkb_geometry) SELECT i * 3, i, i + 1, 'n' || i,"
        " ST_SetSRID(ST_MakeLine(ST_MakePoint(i, 0), ST_MakePoint(i + 1, 0)), 4326) FROM generate_series(1, 50) i"
    )
    table = read_edges()
    assert table.ids.tolist() == [3 * index for index in range(1, 51)]
    assert table.name.tolist() == [f"n{index}" for index in range(1, 51)]
    assert table.coordinates[table.offsets[:-1], 0].tolist() == list(range(1, 51))


def test_versions_change_with_their_layers_only(map_tables):
    before = fetch_versions()
    map_tables.execute("INSERT INTO closures (kind, target_id) VALUES ('edge', 1)")
    after = fetch_versions()
    assert {name for name in after if after[name] != before[name]} == {"closures"}
    assert before["closures"] < after["closures"]


def test_table_without_triggers_has_a_version_all_the_same(remade_edges):
    remade_edges.execute(
        "CREATE TABLE nav_edges_final (ogc_fid serial PRIMARY KEY, wkb_geometry geometry(LineString, 4326))"
    )
    assert fetch_versions()["nav-edges"] > 0
    assert read_edges().count == 0


def test_walls_are_found_by_their_layers_names(map_tables):
    line = "'SRID=4326;LINESTRING(1 1,2 2)'"
    layers = ["A-WALL", "A-WALL-EXTR", "Innenwand", "MUR", "wallpaper", "A-DOOR", "Text", "WÄNDE_TRAGEND"]
    map_tables.executemany(
        f"INSERT INTO base_floor (ogc_fid, layer, level, wkb_geometry) VALUES (%s, %s, %s, {line})",
        [*((key, name, 0) for key, name in enumerate(layers)), (100, "A-WALL", 1), (101, "A-WALL", None)],
    )
    with open_network() as reader:
        walls = reader.fetch_walls(besides=[1.0])
    assert set(walls["ogc_fid"].tolist()) == {0, 1, 2, 3, 7, 101}
    assert shapely.from_wkb(walls["wkb_geometry"][0]).length == pytest.approx(2**0.5)


def test_a_layer_whose_changes_nobody_counts_is_not_taken_for_unchanged(map_tables):
    counted = fetch_versions()
    for change in (
        "ALTER TABLE nav_edges_final DISABLE TRIGGER interactive_maps_count_update",
        "CREATE TEMPORARY TABLE nav_edges_final (ogc_fid serial PRIMARY KEY, wkb_geometry geometry)",
    ):
        with open_connection(list_hosts()[-1]) as connection:
            connection.execute(f"BEGIN; {change}")
            assert _fetch_versions(connection)["nav-edges"] != counted["nav-edges"]
            connection.execute("ROLLBACK")
            assert _fetch_versions(connection) == counted
