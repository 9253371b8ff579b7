"""One item by its id, and the space that is at a place."""

import json

import pytest
from django.test import Client

from interactive_maps.mapdata.edits import publish
from tests.database.buildings import SOUTH, STEP, WEST, make_box, make_campus

LAYERS = (
    *("rooms", "venues", "buildings", "levels", "spaces", "openings", "connectors", "points", "occupants"),
)


@pytest.fixture
def campus(standing_campus):
    return standing_campus


def get(address, **headers):
    return Client().get(address, headers=headers)


def get_at(column, row=0.5, level=0, **headers):
    return get(
        f"/api/spaces/at/?lon={WEST + column * STEP:.7f}&lat={SOUTH + row * STEP:.7f}&level={level}",
        **headers,
    )


@pytest.mark.parametrize("layer", LAYERS)
def test_an_item_is_as_in_the_page(campus, layer):
    for item in json.loads(get(f"/api/{layer}/?limit=9").content):
        answer = get(f"/api/{layer}/{item['id']}/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        assert json.loads(answer.content) == item


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("number", ["0", "999999999", "99999999999", "9" * 30])
def test_what_is_not_there_is_not_found(campus, layer, number):
    for etag in ("", "*"):
        answer = get(f"/api/{layer}/{number}/", if_none_match=etag)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_item_that_the_client_has_is_not_sent_again(campus):
    address = f"/api/spaces/{json.loads(get('/api/spaces/?limit=1').content)[0]['id']}/"
    first = get(address, accept_language="de")
    assert first["Vary"] == "Accept-Language"
    assert get(address, accept_language="de", if_none_match=first["ETag"]).status_code == 304
    assert get(address, accept_language="de", if_none_match=f"W/{first['ETag']}").status_code == 304
    english = get(f"{address}?lang=en", if_none_match=first["ETag"])
    assert (english.status_code, json.loads(english.content)["name"]) == (200, "Room 101")
    campus.execute("UPDATE spaces SET ref = ref")
    assert get(address, accept_language="de", if_none_match=first["ETag"]).status_code == 200


@pytest.mark.parametrize("query", ["limit=1", "level=0", "lang=", "lang=de&lang=en"])
def test_an_item_takes_nothing_but_the_language(campus, query):
    assert get(f"/api/spaces/1/?{query}").status_code == 400
    assert get("/api/rooms/1/?lang=de").status_code == 400


# --- where am I ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "level", "ref"),
    [(0.5, 0, "101"), (1.5, 0, "102"), (0.5, 1, "201"), (5.5, 0, "B1")],
)
def test_a_place_is_in_its_space(campus, column, level, ref):
    answer = get_at(column, level=level)
    assert json.loads(answer.content)["ref"] == ref
    again = get_at(column, level=level, if_none_match=answer["ETag"])
    assert again.status_code == 304


@pytest.mark.parametrize(("column", "level"), [(0.5, 2), (1.5, 1), (1.5, 0.5), (3.5, 0), (-5e5, 0)])
def test_where_no_space_is_nothing_is_found(campus, column, level):
    answer = get_at(column, level=level)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_of_spaces_in_each_other_the_smallest_is_found(campus):
    shape = f"ST_GeomFromText('{make_box(-1, -1, 9, 9).wkt}', 4326)"
    campus.execute(f"INSERT INTO spaces (ref, level, wkb_geometry) VALUES ('hall', 0, {shape})")
    found = [json.loads(get_at(column).content)["ref"] for column in (0.5, 3.5)]
    campus.execute("DELETE FROM spaces WHERE ref = 'hall'")
    assert found == ["101", "hall"]


@pytest.mark.parametrize("srid", [4326, 25833])
def test_a_hostile_space_hides_no_other(campus, srid):
    campus.execute(
        f"ALTER TABLE spaces ALTER wkb_geometry TYPE geometry USING ST_Transform(wkb_geometry, {srid})"
    )
    around = f"ST_Transform(ST_GeomFromText('{make_box(-1, -1, 9, 9).wkt}', 4326), {srid})"
    campus.execute(f"ALTER TABLE spaces ALTER wkb_geometry TYPE geometry(Geometry, {srid})")
    # Its box is around all, and one of its corners is nowhere.
    hostile = f"ST_MakePolygon(ST_SetPoint(ST_ExteriorRing({around}), 2, ST_MakePoint(1e300, 1e300)))"
    campus.execute(
        f"INSERT INTO spaces (ref, level, wkb_geometry) VALUES ('bad', 0, ST_SetSRID({hostile}, {srid}))"
    )
    answer = get_at(1.5)
    campus.execute("ALTER TABLE spaces ALTER wkb_geometry TYPE geometry(Geometry, 4326) USING NULL")
    publish([make_campus()])
    campus.execute("DELETE FROM spaces WHERE ref = 'bad'")
    assert json.loads(answer.content)["ref"] == "102"


def test_a_place_is_looked_up_by_the_index(campus):
    from interactive_maps.mapdata.database.table_info import fetch_table_info
    from interactive_maps.mapdata.reading.item_select import ItemSelect
    from interactive_maps.mapdata.reading.layer_query import LayerQuery, LevelPosition
    from interactive_maps.mapdata.reading.space_lookup import SpaceQuery
    from interactive_maps.mapdata.schema.layers import LAYERS as DECLARED

    layer = DECLARED["spaces"]
    question = SpaceQuery(
        ItemSelect(LayerQuery(layer), fetch_table_info(campus, layer), 4326), LevelPosition(WEST, SOUTH, 0.0)
    )
    campus.execute("BEGIN; SET LOCAL enable_seqscan = off")
    campus.execute(b"EXPLAIN " + question.select().as_bytes(campus.connection.connection))
    plan = "\n".join(row[0] for row in campus.fetchall())
    campus.execute("ROLLBACK")
    assert "idx_spaces_geom" in plan


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("lon=1&lat=1", "level"),
        ("lon=1&level=1", "lat"),
        ("lat=1&level=1", "lon"),
        ("lon=181&lat=1&level=0", "lon"),
        ("lon=1&lat=-90.1&level=0", "lat"),
        ("lon=NaN&lat=1&level=0", "lon"),
        ("lon=1e1&lat=1&level=0", "lon"),
        ("lon=1&lat=1&level=x", "level"),
        ("lon=1&lat=1&level=0&lang=%20", "lang"),
        ("lon=1&lat=1&level=0&limit=1", "limit"),
        ("lon=1&lon=1&lat=1&level=0", "lon"),
    ],
)
def test_a_bad_place_is_told_what_is_accepted(campus, query, parameter):
    answer = get(f"/api/spaces/at/?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)
