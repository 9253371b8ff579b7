"""What the view answers, and refuses."""

import json

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interactive_maps.mapdata.http.search_views import SearchAPIView
from interactive_maps.mapdata.reading import queries
from interactive_maps.mapdata.reading.layer_query import LayerQuery, Page
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.mapdata.search.queries import search_map
from interactive_maps.mapdata.search.search_request import SearchRequest

# What people, and those who are up to something, may type.
ODD = st.text(st.sampled_from("aé1 %_\\'\"|&!:*()<->^$[]{}.?+;-/"), min_size=1, max_size=40)
ANY = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=200)


def get(address, **headers):
    return SearchAPIView.as_view()(RequestFactory().get(address, headers=headers))


def read(address, **headers):
    response = get(address, **headers)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


@pytest.fixture
def house(map_tables):
    """A building with two levels, a space that is a room, too, a plain room, and things of a kind."""
    map_tables.execute(
        """
        INSERT INTO buildings (names) VALUES ('{"de": "Andreas-Pfitzmann-Bau", "en": "Pfitzmann Building"}');
        INSERT INTO levels (names, short_names, level, building_ids) VALUES
          ('{"de": "Erdgeschoss"}', '{"": "EG"}', 0, ARRAY[1]),
          ('{"de": "Obergeschoss"}', '{"": "1. OG"}', 1, ARRAY[1]);
        INSERT INTO spaces (names, ref, aliases, category, level, level_id, building_id, display_point, wkb_geometry)
        VALUES ('{"de": "Großer Hörsaal", "en": "Great Hall"}', 'E023', '{Audimax}', 'auditorium', 0, 1, 1,
            'SRID=4326;POINT(13.7 51)', 'SRID=4326;POLYGON((13.6 50.9, 13.8 50.9, 13.8 51.1, 13.6 50.9))'),
          ('{"de": "Toilette"}', NULL, NULL, 'restroom', 0, 1, 1, NULL,
            'SRID=4326;POLYGON((13 50, 13.2 50, 13.2 50.2, 13 50.2, 13 50))'),
          ('{"de": "Toilette"}', NULL, NULL, 'restroom', 1, NULL, 1, NULL,
            'SRID=4326;POLYGON((14 52, 14.2 52, 14.2 52.2, 14 52.2, 14 52))');
        INSERT INTO room_points (text, level, building_id, space_id, wkb_geometry) VALUES
          ('E023 Großer Hörsaal', 0, 1, 1, 'SRID=4326;POINT(13.7 51)'),
          ('1.221', 1, 1, NULL, 'SRID=4326;POINT(13.71 51)');
        INSERT INTO points_of_interest (names, category, level, wkb_geometry) VALUES
          ('{"en": "Defibrillator"}', 'defibrillator', 0, 'SRID=4326;POINT(13.7 51)')
        """
    )
    return map_tables


def test_levels_are_called_what_their_building_calls_them(house):
    house.execute(
        """
        INSERT INTO buildings (names) VALUES ('{"en": "Annex"}');
        INSERT INTO levels (names, level, building_ids) VALUES ('{"en": "First"}', 0, ARRAY[2]),
          ('{"": "1. OG"}', 1, ARRAY[2]);
        INSERT INTO points_of_interest (names, category, level, level_id, building_id, wkb_geometry) VALUES
          ('{"en": "Cashpoint"}', 'atm', 0, 3, 2, 'SRID=4326;POINT(13.7 51)'),
          ('{"en": "Cashpoint"}', 'atm', 0, NULL, 2, 'SRID=4326;POINT(13.7 51)'),
          ('{"en": "Fountain"}', 'drinkingfountain', 0, NULL, NULL, 'SRID=4326;POINT(13.7 51)'),
          ('{"en": "Fountain"}', 'drinkingfountain', 1, NULL, NULL, 'SRID=4326;POINT(13.7 51)')
        """
    )
    cash, fountains = (
        read(f"/api/search/?q={word}&lang=en")["results"] for word in ("cashpoint", "fountain")
    )
    assert [(one["level_name"], one["building"]) for one in cash] == [("First", "Annex")] * 2
    names = {one["level"]: (one["level_name"], one["building"]) for one in fountains}
    assert names == {0.0: (None, None), 1.0: ("1. OG", None)}


def test_a_space_is_given_once_with_all_that_is_known_of_it(house):
    answer = read("/api/search/?q=e+23&lang=en")
    assert answer["query"] == "e 23"
    (only,) = answer["results"]
    assert only == {
        "kind": "space",
        "id": 1,
        "name": "Great Hall",
        "ref": "E023",
        "category": "auditorium",
        "level": 0.0,
        "level_name": "EG",
        "levels": None,
        "building_id": 1,
        "building": "Pfitzmann Building",
        "location": [13.7, 51],
        "score": only["score"],
        "why": "number e 23",
    }
    assert 0 < only["score"] <= 1


def test_a_room_that_is_no_space(house):
    (only,) = read("/api/search/?q=apb+01.221")["results"]
    assert (only["kind"], only["id"], only["name"], only["level_name"]) == ("room", 2, "1.221", "1. OG")
    assert only["why"] == "number 01.221; in building apb"


def test_a_building_is_found_by_its_name(house):
    first = read("/api/search/?q=pfitzmann&lang=en")["results"][0]
    assert (first["kind"], first["id"], first["name"]) == ("building", 1, "Pfitzmann Building")
    assert read("/api/search/?q=pfitzmann&kinds=room")["results"] == []
    house.execute(
        "UPDATE buildings SET wkb_geometry = ST_GeomFromText('POLYGON((13 50, 14 50, 14 51, 13 51, 13 50))', 4326)"
    )
    (only,) = read("/api/search/?q=andreas&kinds=building")["results"]
    assert only["location"] == [13.5, 50.5]


def test_a_room_of_a_drawing_is_found_by_its_category(house):
    house.execute(
        "INSERT INTO room_points (text, category, level, wkb_geometry) VALUES"
        " ('0.12', 'restroom.male', 0, 'SRID=4326;POINT(13.7 51)')"
    )
    results = read("/api/search/?q=wc&kinds=room")["results"]
    assert [(one["kind"], one["name"], one["category"]) for one in results] == [
        ("room", "0.12", "restroom.male")
    ]


def test_an_occupant_and_its_space_are_one_answer(house):
    house.execute(
        "INSERT INTO occupants (names, category, space_id, level) VALUES ('{\"\": \"Audimax\"}', 'school', 1, 0)"
    )
    assert [one["kind"] for one in read("/api/search/?q=audimax")["results"]] == ["occupant"]
    assert [one["kind"] for one in read("/api/search/?q=e023")["results"]] == ["space"]


def test_kinds_level_near_building_and_limit(house):
    def find(parameters):
        return [(one["kind"], one["id"]) for one in read(f"/api/search/?q=toilet&{parameters}")["results"]]

    assert find("level=1") == [("category", None), ("space", 3), ("space", 2)]
    assert find("near=13,50") == [("category", None), ("space", 2), ("space", 3)]
    assert find("near=14,52") == [("category", None), ("space", 3), ("space", 2)]
    assert find("kinds=space") == [("space", 2), ("space", 3)]
    assert find("kinds=room,point") == []
    assert find("limit=1") == [("category", None)]
    assert find("building=1&kinds=space") == [("space", 2), ("space", 3)]
    assert find("building=2&kinds=space") == []


def test_a_kind_of_thing_is_named_in_the_readers_language(house):
    first = read("/api/search/?q=wc", **{"Accept-Language": "fr-CH, de;q=0.8"})["results"][0]
    assert (first["kind"], first["name"], first["category"]) == ("category", "Toilettes", "restroom")
    first = read("/api/search/?q=wc&lang=de")["results"][0]
    assert first["name"] == "Toiletten"


def test_an_answer_is_as_old_as_the_newest_change(house):
    response = get("/api/search/?q=apb")
    tag = response.headers["ETag"]
    assert get("/api/search/?q=apb", **{"If-None-Match": tag}).status_code == 304
    assert "Accept-Language" in response.headers["Vary"]
    house.execute("UPDATE points_of_interest SET level = 1")
    again = get("/api/search/?q=apb", **{"If-None-Match": tag})
    assert again.status_code == 200
    assert json.loads(again.content)["version"] > json.loads(response.content)["version"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        *[("", "q"), ("q=", "q"), ("q=+", "q"), ("q=%00", "q"), (f"q={'x' * 201}", "q"), ("q=a&q=b", "q")],
        *[("q=a&limit=0", "limit"), ("q=a&limit=51", "limit"), ("q=a&near=1", "near")],
        *[("q=a&near=200,0", "near"), ("q=a&near=nan,1", "near"), ("q=a&kinds=door", "kinds")],
        *[("q=a&kinds=", "kinds"), ("q=a&level=x", "level"), ("q=a&building=-1", "building")],
        *[("q=a&page=2", "page"), ("q=a&lang=!", "lang")],
    ],
)
def test_bad_questions_are_refused(house, query, parameter):
    response = get(f"/api/search/?{query}")
    assert response.status_code == 400
    assert response.data["parameter"] == parameter


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(q=ODD | ANY)
def test_nothing_that_is_typed_is_taken_for_a_language(house, q):
    version, results = search_map(SearchRequest(q), ())
    assert (version, results) == search_map(SearchRequest(q), ())
    queries.fetch_page(LayerQuery(LAYERS["spaces"], q=q), Page(10), ())
    if not any(letter.isalnum() for letter in q) and q.isascii():
        assert results == []


def test_geometry_that_cannot_be_shown_costs_only_itself(house):
    house.execute(
        "ALTER TABLE room_points ALTER wkb_geometry TYPE geometry USING wkb_geometry;"
        "INSERT INTO room_points (text, wkb_geometry) VALUES"
        " ('Nirgends', ST_SetSRID(ST_MakePoint('Infinity', 1e300), 31468))"
    )
    try:
        (only,) = read("/api/search/?q=nirgends")["results"]
        assert (only["name"], only["location"]) == ("Nirgends", None)
    finally:
        house.execute(
            "TRUNCATE room_points; ALTER TABLE room_points ALTER wkb_geometry TYPE geometry(Point, 4326)"
        )


@pytest.mark.parametrize(
    ("layer", "q", "ids"),
    [
        ("spaces", "horsaal", [1]),
        ("spaces", "audimax", [1]),
        ("spaces", "toil", [2, 3]),
        ("spaces", "e 23", [1]),
        ("spaces", "great hal", [1]),
        ("spaces", "aduimax", [1]),
        ("spaces", "nichts dergleichen", []),
        ("rooms", "01.221", [2]),
        ("rooms", "pfitzmann 1.22", [2]),
        ("rooms", "%", []),
        ("rooms", ".", [2]),
    ],
)
def test_q_says_which_items_are_in_a_page(house, layer, q, ids):
    _, page = queries.fetch_page(LayerQuery(LAYERS[layer], q=q), Page(10), ())
    assert [item["id"] for item in json.loads(b"[" + page.items + b"]")] == ids


SHAFTS = """
INSERT INTO levels (names, level, building_ids) SELECT jsonb_build_object('en', 'Level ' || i), i, '{1}'
  FROM generate_series(2, 4) i;
INSERT INTO spaces (ogc_fid, names, category, level, building_id, display_point, wkb_geometry)
SELECT 100 * shaft + level, '{"en": "Lift"}', 'elevator', level, 1,
  ST_SetSRID(ST_MakePoint(13.7 + shaft * 1e-3, 51), 4326),
  ST_SetSRID(ST_MakeEnvelope(13.7 + shaft * 1e-3 - 1e-5, 51 - 1e-5, 13.7 + shaft * 1e-3 + 1e-5, 51 + 1e-5), 4326)
FROM generate_series(1, 3) shaft, generate_series(0, 4) level;
-- The first says which spaces are its own; the second, of plans, lies where its lowest space is, and ends at level 3;
-- of the third nobody has said that it is one.
INSERT INTO connectors (kind, levels, space_ids, wkb_geometry)
SELECT 'elevator', '{4,0,1,2,3}'::float[], '{100,101,102,103,104}'::int[], NULL UNION ALL
SELECT 'elevator', '{0,1,2,3}', '{200}', wkb_geometry FROM spaces WHERE ogc_fid = 200"""


def test_a_lift_is_one_result_with_its_levels(house):
    house.execute(SHAFTS)
    found = read("/?q=lift&level=2&limit=50&kinds=space")["results"]
    by_shaft = {number: [one for one in found if one["id"] // 100 == number] for number in (1, 2, 3)}
    assert [(one["level"], one["levels"]) for one in by_shaft[1]] == [(2, [0, 1, 2, 3, 4])], (
        "the floor in view"
    )
    assert [(one["level"], one["levels"]) for one in by_shaft[2]] == [(2, [0, 1, 2, 3]), (4, None)]
    assert len(by_shaft[3]) == 5
    assert [one["levels"] for one in read("/?q=toilet")["results"]] == [None, None, None]
    few = read("/?q=lift&level=2&limit=2&kinds=space")["results"]
    assert [one["id"] // 100 for one in few] == [1, 2], "what is merged leaves room for others"


def test_where_postgis_rejects_a_geometry_results_are_not_merged(house):
    house.execute(SHAFTS)
    crossed = "GEOMETRYCOLLECTION(POLYGON((13 50, 14 52, 13 52, 14 50, 13 50)))"
    house.execute(f"UPDATE connectors SET wkb_geometry = 'SRID=4326;{crossed}'")
    found = read("/?q=lift&limit=50&kinds=space")["results"]
    assert len(found) == 15
    assert {one["levels"] for one in found} == {None}
