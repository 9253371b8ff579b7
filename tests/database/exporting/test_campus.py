"""A real campus goes in, and comes out as it was."""

from __future__ import annotations

import json
import zipfile

import pytest
from django.core.management import CommandError
from django.db import connection

from interactive_maps.mapdata.database.connections import close_pool
from interactive_maps.mapdata.schema.layers import LAYERS
from tests.database.conftest import empty_tables
from tests.database.exporting.archives import POLYTECH, export, import_plan, read_collections

pytestmark = pytest.mark.skipif(not POLYTECH.exists(), reason="the real archive is not beside the repository")


@pytest.fixture(scope="module")
def imported_once(django_db_setup, django_db_blocker):
    """The campus, for all tests of the module that only read it."""
    with django_db_blocker.unblock():
        with empty_tables():
            import_plan(POLYTECH, "campus")
        yield
        with empty_tables():
            close_pool()


@pytest.fixture
def campus(transactional_db, imported_once):
    """A cursor on the campus, which the test leaves as it finds it."""
    with connection.cursor() as cursor:
        yield cursor


def test_what_goes_in_comes_out_equal(campus, tmp_path):
    exported = tmp_path / "campus.zip"
    said = export(exported)
    assert "unit 443" in said
    before, after = read_collections(POLYTECH), read_collections(exported)
    assert set(after) == set(before)
    manifests = before.pop("manifest"), after.pop("manifest")
    assert {name: manifests[1][name] for name in ("version", "language")} == {
        name: manifests[0][name] for name in ("version", "language")
    }
    for name, features in before.items():
        assert after[name].keys() == features.keys()
        different = [key for key, feature in features.items() if after[name][key] != feature]
        assert different == [], (name, features[different[0]], after[name][different[0]])
    again = import_plan(exported, "campus")
    assert (again.inserted, again.updated, again.deleted) == (0, 0, 0)
    assert again.unchanged > 7000


def test_one_building_as_geojson_has_its_closures(campus, tmp_path):
    campus.execute(
        "SELECT ogc_fid, building_id FROM spaces WHERE building_id IS NOT NULL ORDER BY ogc_fid LIMIT 1"
    )
    space, building = campus.fetchone()
    campus.execute("SELECT ogc_fid FROM spaces WHERE building_id <> %s ORDER BY ogc_fid LIMIT 1", [building])
    other = campus.fetchone()[0]
    campus.execute("SELECT origin_key FROM buildings WHERE ogc_fid = %s", [building])
    key = campus.fetchone()[0]
    closed = "INSERT INTO closures (kind, target_id) VALUES ('space', %s), ('space', %s)"
    campus.execute(closed, [space, other])
    try:
        export(tmp_path / "layers.zip", "--building", key, form="geojson")
    finally:
        campus.execute("TRUNCATE closures")
    with zipfile.ZipFile(tmp_path / "layers.zip") as archive:
        closures = json.loads(archive.read("closures.geojson"))["features"]
    assert [feature["properties"]["target_id"] for feature in closures] == [space]


def test_one_building(campus, tmp_path):
    before = read_collections(POLYTECH)
    level = next(iter(before["level"].values()))
    (key,) = level["properties"]["building_ids"]
    exported = tmp_path / "house.zip"
    export(exported, "--building", key)
    after = read_collections(exported)
    levels = {one for one, said in before["level"].items() if said["properties"]["building_ids"] == [key]}
    units = {one for one, said in before["unit"].items() if said["properties"]["level_id"] in levels}
    assert (set(after["building"]), set(after["level"]), set(after["unit"])) == ({key}, levels, units)
    assert {one["properties"]["level_id"] for one in after["opening"].values()} == levels
    assert {one["properties"]["unit_id"] for one in after["anchor"].values()} <= units
    assert {one["properties"]["anchor_id"] for one in after["occupant"].values()} <= set(after["anchor"])
    assert all(key in one["properties"]["building_ids"] for one in after["footprint"].values())
    addresses = {said["properties"].get("address_id") for name in ("venue", "building", "level", "anchor")
                 for said in after.get(name, {}).values()} - {None}  # fmt: skip
    assert set(after["address"]) == addresses & set(before["address"])
    for name in after.keys() - {"manifest"}:
        assert all(before[name][one] == said for one, said in after[name].items()), name


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--source", "nowhere"], "no source 'nowhere'. Existing sources: campus"),
        (["--building", "Nowhere"], "no building 'Nowhere'. Existing buildings: "),
    ],
)
def test_what_is_not_there_is_refused_and_no_file_is_left(campus, tmp_path, arguments, said):
    with pytest.raises(CommandError, match=said) as refusal:
        export(tmp_path / "x.zip", *arguments)
    assert refusal.value.returncode == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.nightly
def test_into_an_empty_map_it_is_the_same_map(campus, tmp_path):
    exported = tmp_path / "campus.zip"
    export(exported)
    before = _fetch_map(campus)
    campus.execute(f"TRUNCATE {', '.join(layer.table for layer in LAYERS.values())} RESTART IDENTITY")
    import_plan(exported, "campus")
    assert _fetch_map(campus) == before


def _fetch_map(cursor):
    rows = {}
    for layer in LAYERS.values():
        kept = [
            name
            for name in ("text", "names", "properties", "kind", "layer", "level")
            if name in layer.columns
        ]
        columns = ", ".join(
            ["origin_key", "origin_part", "wkb_geometry::text", *(f"{name}::text" for name in kept)]
        )
        cursor.execute(f"SELECT {columns} FROM {layer.table} ORDER BY origin_key")
        rows[layer.name] = cursor.fetchall()
    return rows
