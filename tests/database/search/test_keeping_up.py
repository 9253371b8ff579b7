"""What is found is what is in the tables, whoever writes them; and both sides fold alike."""

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interactive_maps.mapdata.provisioning import provision_tables
from interactive_maps.mapdata.search.folding import list_deletions, list_lexemes, make_key
from interactive_maps.mapdata.search.queries import search_map
from interactive_maps.mapdata.search.search_request import SearchRequest

POINT = "ST_SetSRID(ST_MakePoint(13.7, 51), 4326)"
LETTERS = st.characters(max_codepoint=0x052F, exclude_characters="\0")


def search(q, **more):
    _, results = search_map(SearchRequest(q, **more), ())
    return [(one["kind"], one["id"]) for one in results]


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(text=st.text(LETTERS, max_size=50) | st.text(st.sampled_from("aB1.0 -/éßİıñЖ読"), max_size=20))
def test_postgresql_makes_the_same_keys(map_tables, text):
    map_tables.execute(
        "SELECT search_key(%s), search_lexemes(ARRAY['n:' || search_key(%s)]), search_deletions(%s)",
        [text, text, "bücher"],
    )
    key, lexemes, deletions = map_tables.fetchone()
    assert key == make_key(text)
    assert set(lexemes) == list_lexemes(key)
    assert set(deletions) == set(list_deletions("bücher"))


def test_every_way_of_writing_rooms_is_followed(map_tables):
    map_tables.execute(f"INSERT INTO room_points (text, wkb_geometry) VALUES ('Aula', {POINT}), (NULL, NULL)")
    assert search("aula") == [("room", 1)]
    map_tables.execute("UPDATE room_points SET text = 'Mensa' WHERE ogc_fid = 1")
    assert search("aula") == []
    assert search("mensa") == [("room", 1)]
    map_tables.execute("UPDATE room_points SET ogc_fid = 7 WHERE ogc_fid = 1")
    assert search("mensa") == [("room", 7)]
    map_tables.execute("UPDATE room_points SET text = NULL")
    assert search("mensa") == []
    map_tables.execute("UPDATE room_points SET text = 'Mensa'")
    map_tables.execute("DELETE FROM room_points WHERE ogc_fid = 7")
    assert search("mensa") == [("room", 2)]
    map_tables.execute("TRUNCATE room_points")
    assert search("mensa") == []


def test_things_in_a_space_move_with_it(map_tables):
    map_tables.execute(
        'INSERT INTO buildings (names) VALUES (\'{"en": "Rice Hall"}\'), (\'{"en": "Olsson Hall"}\');'
        "INSERT INTO spaces (names, category, building_id) VALUES ('{}', 'room', 1);"
        'INSERT INTO occupants (names, space_id) VALUES (\'{"en": "Bakery"}\', 1);'
        'INSERT INTO points_of_interest (names, space_ids) VALUES (\'{"en": "Kiosk"}\', ARRAY[1])'
    )
    assert search("bakery rice") == [("occupant", 1)]
    map_tables.execute("UPDATE spaces SET building_id = 2")
    assert search("bakery olsson") == [("occupant", 1)]
    assert search("kiosk olsson") == [("point", 1)]
    assert search("bakery", building=1) == []


def test_one_place_is_one_result(map_tables):
    map_tables.execute(
        f"""
        INSERT INTO spaces (names, ref, category, display_point) VALUES
          ('{{"en": "Office"}}', '1.01', 'office', {POINT}), ('{{"en": "Book Nook"}}', 'U2', 'retail', {POINT}),
          ('{{"en": "Suite 4"}}', NULL, 'office', {POINT}), (NULL, 'U5', 'retail', {POINT});
        INSERT INTO room_points (text, space_id, wkb_geometry) VALUES
          ('1.01 Office', 1, {POINT}), ('U2 Book Nook', 2, {POINT}), ('Lost 77', 99, {POINT});
        INSERT INTO occupants (names, category, space_id) VALUES
          ('{{"en": "Book nook", "de": "Leseecke"}}', 'books', 2), ('{{"en": "Alpha"}}', 'office', 3),
          ('{{"en": "Beta"}}', 'office', 3), ('{{"en": "Corner Bakery"}}', 'bakery', 4)
        """
    )
    found = frozenset({"room", "space", "occupant"})
    assert search("1.01 office", kinds=found)[:1] == search("1.01", kinds=found) == [("space", 1)]
    assert ("room", 1) not in search("office", kinds=found)
    # A unit is who gives it its name, by whatever it is found.
    for q in ("book nook", "u2", "u2 book nook", "leseecke"):
        assert search(q, kinds=found) == [("occupant", 1)], q
    assert search("book nook", kinds=frozenset({"space"})) == [("space", 2)]
    assert search("book nook", kinds=frozenset({"room"})) == [("room", 2)]
    # Several in one suite are as many places, and the suite is another only where it is meant.
    assert set(search("office", kinds=found)) == {("space", 1), ("occupant", 2), ("occupant", 3)}
    assert search("suite 4", kinds=found) == [("space", 3)]
    assert search("bakery", kinds=found) == [("occupant", 4)]
    assert search("77", kinds=found) == [("room", 3)], "a space that is not there is none"


def test_a_room_is_its_space_where_search_reads_the_rows(map_tables):
    map_tables.execute(
        f"""
        INSERT INTO spaces (names, category, display_point) VALUES ('{{"en": "Aula"}}', 'auditorium', {POINT});
        INSERT INTO room_points (text, space_id, wkb_geometry) VALUES ('7.1 Aula', 1, {POINT}), ('Mensa', 9, {POINT})
        """
    )
    map_tables.execute("ALTER TABLE room_points DISABLE TRIGGER interactive_maps_search_insert")
    try:
        assert search("aula") == [("space", 1)]
        assert search("aula", kinds=frozenset({"room"})) == [("room", 1)]
        assert search("mensa", kinds=frozenset({"room", "space"})) == [("room", 2)]
    finally:
        map_tables.execute("ALTER TABLE room_points ENABLE TRIGGER interactive_maps_search_insert")


def test_a_new_name_of_a_building_counts_at_once(map_tables):
    map_tables.execute(
        'INSERT INTO buildings (names) VALUES (\'{"de": "Altbau"}\');'
        "INSERT INTO room_points (text, building_id) VALUES ('130', 1), ('130', NULL)"
    )
    assert search("altbau 130") == [("room", 1)]
    map_tables.execute('UPDATE buildings SET names = \'{"de": "Zeuner-Haus"}\'')
    assert search("zeuner 130") == [("room", 1)]


def test_without_a_trigger_search_reads_the_rows(map_tables):
    map_tables.execute(
        f"INSERT INTO room_points (text, wkb_geometry) VALUES ('Großer 100% Saal', {POINT}), ('Flur', {POINT});"
        "ALTER TABLE room_points DISABLE TRIGGER interactive_maps_search_insert;"
        f"INSERT INTO room_points (text, wkb_geometry) VALUES ('Saal 3', {POINT})"
    )
    try:
        assert search("saal") == [("room", 3), ("room", 1)]
        assert search("100%") == [("room", 1)]
        assert search("%") == []
    finally:
        map_tables.execute(
            "TRUNCATE room_points; ALTER TABLE room_points ENABLE TRIGGER interactive_maps_search_insert"
        )


def test_a_map_of_rooms_alone_is_searched(map_tables):
    map_tables.execute(f"INSERT INTO room_points (text, level, wkb_geometry) VALUES ('Saal', 0, {POINT})")
    others = ["search_entries", "buildings", "levels", "spaces", "occupants", "points_of_interest"]
    map_tables.execute("".join(f"ALTER TABLE {name} RENAME TO hidden_{name};" for name in others))
    try:
        assert search("saal") == [("room", 1)]
        assert search("wc") == []
    finally:
        map_tables.execute("".join(f"ALTER TABLE hidden_{name} RENAME TO {name};" for name in others))


def test_migrate_mends_what_is_missing(map_tables):
    map_tables.execute(
        "DROP TABLE search_words; DROP TRIGGER interactive_maps_search_insert ON room_points;"
        f"INSERT INTO room_points (text, wkb_geometry) VALUES ('Bibliothek', {POINT})"
    )
    with transaction.atomic():
        assert provision_tables(map_tables) == []
    assert search("biblithoek") == [("room", 1)]
    map_tables.execute("COMMENT ON TABLE search_entries IS 'of another release'")
    with transaction.atomic():
        assert provision_tables(map_tables) == []
    assert search("biblithoek") == [("room", 1)]


def test_the_biggest_insert_is_followed_in_one_go(map_tables):
    map_tables.execute(
        f"INSERT INTO room_points (text, wkb_geometry) SELECT 'Raum ' || i, {POINT} FROM generate_series(1, 2000) i;"
        "UPDATE room_points SET level = 1"
    )
    map_tables.execute("SELECT count(*), count(DISTINCT feature_id) FROM search_entries WHERE level = 1")
    assert map_tables.fetchone() == (2000, 2000)
    assert search("raum 1999") == [("room", 1999)]
