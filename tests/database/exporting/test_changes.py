"""A campus that was changed on the map."""

from __future__ import annotations

import pytest

from tests.database.exporting.archives import POLYTECH, export, import_plan, read_collections

pytestmark = pytest.mark.skipif(not POLYTECH.exists(), reason="the real archive is not beside the repository")


@pytest.fixture
def campus(map_tables):
    """A cursor on a campus that the test may change."""
    import_plan(POLYTECH, "campus")
    return map_tables


def test_what_was_changed_on_the_map_is_changed_in_the_archive(campus, tmp_path):
    before = read_collections(POLYTECH)
    room = "053908bd-c925-4d16-a3ef-7ac8d0e8a0c1"
    campus.execute("UPDATE room_points SET text = 'Library' WHERE origin_key = %s", [room])
    campus.execute("SELECT origin_key FROM spaces WHERE names = '{}' ORDER BY 1 LIMIT 1")
    unnamed = campus.fetchone()[0]
    campus.execute(
        "UPDATE spaces SET names = '{\"en\": \"Studio\"}', category = 'office', access = 'restricted' "
        "WHERE origin_key = %s",
        [unnamed],
    )
    opening, moved = list(before["opening"])[:2]
    campus.execute("UPDATE openings SET kind = 'sliding', step_free = true WHERE origin_key = %s", [opening])
    campus.execute(
        "UPDATE openings SET wkb_geometry = ST_Translate(wkb_geometry, 1e-6, 0) WHERE origin_key = %s",
        [moved],
    )
    occupant = next(iter(before["occupant"]))
    campus.execute(
        "UPDATE occupants SET space_id = (SELECT ogc_fid FROM spaces WHERE origin_key = %s) WHERE origin_key = %s",
        [unnamed, occupant],
    )
    building = next(iter(before["building"]))
    campus.execute(
        "UPDATE buildings SET wkb_geometry = ST_Envelope(wkb_geometry) WHERE origin_key = %s", [building]
    )
    campus.execute("DELETE FROM points_of_interest WHERE origin_key = %s", [next(iter(before["amenity"]))])

    exported = tmp_path / "campus.zip"
    export(exported)
    after = read_collections(exported)
    assert after["unit"][room]["properties"]["name"] == {"en": "Library", "ru": "Кабинет 104"}
    said = after["unit"][unnamed]["properties"]
    assert (said["name"], said["category"], said["restriction"]) == ({"en": "Studio"}, "office", "restricted")
    assert after["opening"][opening]["properties"] == before["opening"][opening]["properties"] | {
        "door": {"type": "sliding", "material": "metal", "automatic": False},
        "accessibility": ["wheelchair"],
    }
    shift = after["opening"][moved]["geometry"]["coordinates"][0][0]
    assert shift == pytest.approx(before["opening"][moved]["geometry"]["coordinates"][0][0] + 1e-6, abs=1e-12)
    anchor = after["anchor"][after["occupant"][occupant]["properties"]["anchor_id"]]
    assert anchor["properties"]["unit_id"] == unnamed
    grounds = [
        footprint
        for footprint in after["footprint"].values()
        if footprint["properties"]["building_ids"] == [building]
        and footprint["properties"]["category"] == "ground"
    ]
    assert [len(ground["geometry"]["coordinates"][0]) for ground in grounds] == [5]
    assert len(after["amenity"]) == len(before["amenity"]) - 1
    changed = {"unit": {room, unnamed}, "opening": {opening, moved}, "occupant": {occupant}}
    for name, keys in changed.items():
        assert {key for key in before[name] if after[name][key] != before[name][key]} == keys
    import_plan(exported, "campus")
    campus.execute("SELECT text FROM room_points WHERE origin_key = %s", [room])
    assert campus.fetchall() == [("Library",)]
