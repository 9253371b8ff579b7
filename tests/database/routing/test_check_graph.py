"""check_graph has an answer for every map, however odd: nothing to walk on is something that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from interactive_maps.routing.live.snapshot_service import service

CASES = Path(__file__).resolve().parents[4] / "shared" / "data" / "cases"
NO_EDGE = "networks without an edge: there is nothing to walk on"
_WALL = "INSERT INTO base_floor (layer, level, wkb_geometry) VALUES ('A-WALL', {}, {})"
_EDGE = "INSERT INTO nav_edges_final (level, kind, wkb_geometry) VALUES ({}, 'walk', {})"
_LINE = "ST_GeomFromText('LINESTRING(13 51,13.001 51)', 4326)"
_ACROSS = "ST_GeomFromText('LINESTRING(13.0005 50.9995,13.0005 51.0005)', 4326)"
_SPACE = (
    "INSERT INTO spaces (level, wkb_geometry, display_point) VALUES"
    " ({}, ST_SetSRID(ST_MakeEnvelope(13.0002, 50.9998, 13.0004, 51.0002), 4326),"
    " 'SRID=4326;POINT(13.0003 51)')"
)
ODD_MAPS = {
    "nothing at all": [],
    "a wall": [_WALL.format(0, _LINE)],
    "a wall on another level than the edge": [_WALL.format(5, _LINE), _EDGE.format(0, _LINE)],
    "a wall on no level, an edge on one": [_WALL.format("NULL", _LINE), _EDGE.format(0, _LINE)],
    "a wall on a level, an edge on none": [_WALL.format(0, _LINE), _EDGE.format("NULL", _LINE)],
    "a wall on an endless level": [_WALL.format("'Infinity'", _LINE), _EDGE.format("'NaN'", _LINE)],
    "a wall across": [_WALL.format(0, _ACROSS), _EDGE.format(0, _LINE)],
    "walls that are no lines": [
        _WALL.format(0, f"ST_GeomFromText('{shape}', 4326)")
        for shape in (
            "POINT(13.0005 51)",
            "POLYGON((13 51,13.001 51.001,13.001 51,13 51))",
            "GEOMETRYCOLLECTION(POINT(13 51), LINESTRING EMPTY)",
            "LINESTRING EMPTY",
            "LINESTRING(13 51,13 51)",
        )
    ]
    + [_EDGE.format(0, _LINE)],
    "rooms and no network": [_SPACE.format(0), _SPACE.format("NULL")],
    "an edge through a room": [_SPACE.format(0), _EDGE.format(0, _LINE)],
    "an edge of no length": [_EDGE.format(0, "ST_GeomFromText('LINESTRING(13 51,13 51)', 4326)")],
    "edges and nothing to reach": [_EDGE.format(0, _LINE)],
    "lifts and no floors": [_EDGE.format(0, _LINE).replace("walk", "lift")] * 2,
    "edges that cannot be read": [_EDGE.format(0, "NULL")] * 2,
}

# What lies on endless levels lies on none that is known, all together.
CROSSED = {"a wall across", "an edge through a room", "a wall on an endless level", "walls that are no lines"}


@pytest.fixture
def check_graph(map_tables, capsys):
    """Give a function that returns exit code and report of the command, for people to read as well."""

    def check():
        found = []
        for options in (["--json"], []):
            service.forget()
            try:
                call_command("check_graph", *options)
                code = 0
            except SystemExit as ending:
                code = ending.code
            found.append((code, capsys.readouterr().out))
        assert found[0][0] == found[1][0]
        assert ("No problems found." in found[1][1]) == (found[0][0] == 0)
        return found[0][0], json.loads(found[0][1])

    yield check
    service.forget()


def test_every_map_has_a_report(map_tables, check_graph):
    for name, statements in ODD_MAPS.items():
        for statement in statements:
            map_tables.execute(statement)
        code, report = check_graph()
        found = {one["what"]: one["count"] for one in report["findings"]}
        assert code == (1 if found else 0), name
        assert (NO_EDGE in found) == (report["facts"]["edges"] == 0), name
        assert ("edges that cross a wall" in found) == (name in CROSSED), name
        map_tables.execute("DELETE FROM base_floor; DELETE FROM nav_edges_final; DELETE FROM spaces")


@pytest.mark.skipif(not CASES.is_dir(), reason="shared/data/cases is not here")
def test_a_drawing_of_one_wall_has_no_network(check_graph, capsys):
    call_command("import_map", str(CASES / "tiny.geojson"))
    capsys.readouterr()
    code, report = check_graph()
    assert code == 1
    assert [one["what"] for one in report["findings"]] == [NO_EDGE]


@pytest.mark.skipif(not CASES.is_dir(), reason="shared/data/cases is not here")
def test_a_summary_tells_how_much_can_be_reached_from_an_entrance(map_tables, capsys):
    service.forget()
    call_command("import_map", str(CASES / "01-josm-deleted" / "house.osm"))
    told = "Named spaces that can be reached from an entrance: 1 of 1 (100 %)."
    assert told in capsys.readouterr().out
    call_command("check_graph", "--summary")
    assert capsys.readouterr().out.strip() == told
    map_tables.execute("UPDATE nav_edges_final SET cost = -1, one_way = true WHERE kind = 'door'")
    service.forget()
    call_command("check_graph", "--summary", "--json")
    assert json.loads(capsys.readouterr().out)["named"] == 1
    service.forget()


def test_a_door_between_rooms_is_no_entrance_whatever_its_row_tells(map_tables, capsys, tmp_path):
    def give(kind, coordinates, **properties):
        geometry = {"type": kind, "coordinates": coordinates}
        return {"type": "Feature", "geometry": geometry, "properties": {"level": "0", **properties}}

    def draw(x):
        corners = [[13 + x, 51], [13.0001 + x, 51], [13.0001 + x, 51.0001], [13 + x, 51.0001], [13 + x, 51]]
        return give("Polygon", [corners], indoor="room", ref=f"{x}")

    doors = [give("Point", [x, 51.00005], door="yes") for x in (13, 13.0001)]
    house = tmp_path / "house.geojson"
    house.write_text(
        json.dumps({"type": "FeatureCollection", "features": [draw(0), draw(0.0001), *doors]}), "utf-8"
    )
    service.forget()
    call_command("import_map", str(house))
    assert "from an entrance: 2 of 2 (100 %)." in capsys.readouterr().out
    for told in ("space_ids", "space_ids[1:1]", "NULL"):
        map_tables.execute(f"UPDATE openings SET space_ids = {told}")
        service.forget()
        call_command("check_graph", "--summary", "--json")
        assert json.loads(capsys.readouterr().out)["entrances"] == 1, told
    service.forget()
