"""A building that is published again changes as little as possible, and nothing of its neighbours."""

import dataclasses
import json

import pytest
from django.test import Client

from interactive_maps.mapdata.edits import publish
from interactive_maps.mapdata.edits.features import Space
from interactive_maps.mapdata.edits.rows import Changes, Mode
from tests.database.buildings import fetch_keys, list_features, list_spaces, make_box, make_campus, make_space

COUNTS = {name: len(rows) for name, rows in list_features().items()}


@pytest.fixture
def campus(map_tables):
    publish([make_campus()])
    return map_tables


def read(address):
    answer = Client().get(address)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def fetch_versions(cursor):
    cursor.execute("SELECT layer, version FROM layer_version")
    return dict(cursor.fetchall())


def test_the_same_again_changes_nothing_not_even_a_version(campus):
    before = fetch_versions(campus)
    assert publish([make_campus()]) == Changes(unchanged=sum(COUNTS.values()))
    assert fetch_versions(campus) == before


def test_one_changed_space_is_one_changed_row_and_one_bumped_version(campus):
    versions, keys = fetch_versions(campus), fetch_keys(campus)
    spaces = [make_space("101", 0, names={"en": "Library"}), *list_spaces()[1:]]
    changes = publish([make_campus(list_features(spaces))])
    assert changes == Changes(updated=1, unchanged=sum(COUNTS.values()) - 1)
    after = fetch_versions(campus)
    assert {name for name in after if after[name] != versions[name]} == {"spaces"}
    assert after["spaces"] > versions["spaces"]
    assert fetch_keys(campus) == keys


def test_every_change_of_a_space_is_noticed(campus):
    others = {
        "aliases": ("new",),
        "geometry": make_box(0, 4),
        "display_point": make_box(0, 4).centroid,
        "level": "L1",
        "building": "B",
        "names": {"fr": "Salle"},
        "step_free": False,
        "capacity": 7,
        "ordinal": 0.5,
        "properties": {"seats": 4},
    }
    first, *rest = list_spaces()
    places = {name: list_features()[name] for name in ("buildings", "levels")}
    source = make_campus(places | {"spaces": [first, *rest]})
    for field in dataclasses.fields(Space):
        if field.name == "key":
            continue  # another key is another space
        publish([source])
        changed = dataclasses.replace(first, **{field.name: others.get(field.name, "other")})
        features = places | {"spaces": [changed, *rest]}
        assert publish([dataclasses.replace(source, features=features)]).updated == 1, field.name


def test_what_a_source_no_longer_has_goes_and_comes_back_with_new_ids(campus):
    keys = fetch_keys(campus)
    changes = publish([make_campus(list_features(list_spaces()[:2]))])
    assert (changes.inserted, changes.deleted) == (0, 9)
    assert read("/api/spaces/?limit=9&lang=en")[1]["id"] == keys["spaces", "102"]
    # The door that led to the third space leads there no more.
    assert read("/api/openings/?limit=9")[1]["space_ids"] == [keys["spaces", "102"]]
    publish([make_campus()])
    again = fetch_keys(campus)
    assert again["spaces", "103"] > max(number for (name, _), number in keys.items() if name == "spaces")
    assert again["spaces", "101"] == keys["spaces", "101"]


def test_one_building_anew_leaves_the_others_alone(campus):
    keys = fetch_keys(campus)
    spaces = [make_space("101", 0), make_space("104", 3)]
    features = list_features(spaces) | {"openings": [], "occupants": [], "connectors": []}
    publish([make_campus(features, mode=Mode.PART, part="A")])
    after = fetch_keys(campus)
    assert {key for name, key in after if name == "spaces"} == {"101", "104", "B1"}
    assert {key for name, key in after if name == "rooms"} == {"101", "104", "B1"}
    assert {key for name, key in after if name == "base-floor"} == {"unit/101", "unit/104", "unit/B1"}
    assert {name: after["spaces", name] for name in ("101", "B1")} == {
        name: keys["spaces", name] for name in ("101", "B1")
    }
    assert ("buildings", "B") in after


def test_appending_takes_nothing_away(campus):
    keys = fetch_keys(campus)
    publish([make_campus({"spaces": [make_space("301", 0, 2.0, level=None)]}, mode=Mode.APPEND)])
    after = fetch_keys(campus)
    assert after.items() > keys.items()
    assert after.keys() - keys.keys() == {("spaces", "301")}


ODD = ["'null'", "'[1]'", "'3'", "'\"x\"'", "'{}'", "NULL", "'{\"a\": null}'"]


def test_names_of_another_shape_are_no_names(campus):
    for names in ODD:
        campus.execute(f"UPDATE spaces SET names = {names}")
        assert {item["name"] for item in read("/api/spaces/?limit=9&lang=de")} == {None}, names


EXPLICIT = "INSERT INTO spaces (ogc_fid, level, wkb_geometry) SELECT i, 0, {} FROM generate_series(1, 40) i"
POINT = "ST_SetSRID(ST_MakePoint(13.4, 52.5), 4326)"


@pytest.mark.parametrize(
    "sequence",
    [
        "ALTER SEQUENCE spaces_ogc_fid_seq RESTART",
        # As dumps make it that leave the owner of a sequence out.
        "ALTER SEQUENCE spaces_ogc_fid_seq RESTART; ALTER SEQUENCE spaces_ogc_fid_seq OWNED BY NONE",
    ],
)
def test_rows_with_keys_of_their_own_are_in_nobodys_way(map_tables, sequence):
    map_tables.execute(sequence)
    map_tables.execute(EXPLICIT.format(POINT))
    publish([make_campus()])
    map_tables.execute("SELECT min(ogc_fid) FROM spaces WHERE origin IS NOT NULL")
    assert map_tables.fetchone() == (41,)
    map_tables.execute("ALTER SEQUENCE spaces_ogc_fid_seq OWNED BY spaces.ogc_fid")


def test_a_key_at_the_end_of_all_numbers_uses_none_of_them_up(campus):
    campus.execute(f"INSERT INTO spaces (ogc_fid, level, wkb_geometry) VALUES (2147483647, 0, {POINT})")
    spaces = [*list_spaces(), make_space("new", 3)]
    assert publish([make_campus(list_features(spaces))]).inserted
