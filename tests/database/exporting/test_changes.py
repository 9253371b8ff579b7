"""A campus that was changed on the map."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.database.exporting.archives import POLYTECH, export, import_plan, read_collections

pytestmark = pytest.mark.skipif(not POLYTECH.exists(), reason="the real archive is not beside the repository")


@pytest.fixture
def campus(map_tables):
    """A cursor on a campus that the test may change."""
    import_plan(POLYTECH, "campus")
    return map_tables


class Changed(NamedTuple):
    """The ids of what was changed, in the words of IMDF."""

    room: str
    unnamed: str
    opening: str
    moved: str
    occupant: str
    building: str


def change(campus, before) -> Changed:
    """Change something of every kind on the map, and take one amenity away."""
    campus.execute("SELECT origin_key FROM spaces WHERE names = '{}' ORDER BY 1 LIMIT 1")
    keys = Changed(
        "053908bd-c925-4d16-a3ef-7ac8d0e8a0c1",
        campus.fetchone()[0],
        *list(before["opening"])[:2],
        next(iter(before["occupant"])),
        next(iter(before["building"])),
    )
    changes = {
        "UPDATE room_points SET text = 'Library' WHERE origin_key = %s": [keys.room],
        "UPDATE spaces SET names = '{\"en\": \"Studio\"}', category = 'office', access = 'restricted'"
        " WHERE origin_key = %s": [keys.unnamed],
        "UPDATE openings SET kind = 'sliding', step_free = true WHERE origin_key = %s": [keys.opening],
        "UPDATE openings SET wkb_geometry = ST_Translate(wkb_geometry, 1e-6, 0) WHERE origin_key = %s": [
            keys.moved
        ],
        "UPDATE occupants SET space_id = (SELECT ogc_fid FROM spaces WHERE origin_key = %s)"
        " WHERE origin_key = %s": [keys.unnamed, keys.occupant],
        "UPDATE buildings SET wkb_geometry = ST_Envelope(wkb_geometry) WHERE origin_key = %s": [
            keys.building
        ],
        "DELETE FROM points_of_interest WHERE origin_key = %s": [next(iter(before["amenity"]))],
    }
    for statement, values in changes.items():
        campus.execute(statement, values)
    return keys


def check_units(after, keys):
    assert after["unit"][keys.room]["properties"]["name"] == {"en": "Library", "ru": "Кабинет 104"}
    said = after["unit"][keys.unnamed]["properties"]
    assert (said["name"], said["category"], said["restriction"]) == ({"en": "Studio"}, "office", "restricted")
    anchor = after["anchor"][after["occupant"][keys.occupant]["properties"]["anchor_id"]]
    assert anchor["properties"]["unit_id"] == keys.unnamed


def check_openings(before, after, keys):
    assert after[keys.opening]["properties"] == before[keys.opening]["properties"] | {
        "door": {"type": "sliding", "material": "metal", "automatic": False},
        "accessibility": ["wheelchair"],
    }
    was, is_now = (side[keys.moved]["geometry"]["coordinates"][0][0] for side in (before, after))
    assert is_now == pytest.approx(was + 1e-6, abs=1e-12)


def list_ground_corners(after, building):
    """Return how many corners each footprint of a building has at ground level."""
    return [
        len(footprint["geometry"]["coordinates"][0])
        for footprint in after["footprint"].values()
        if footprint["properties"]["building_ids"] == [building]
        and footprint["properties"]["category"] == "ground"
    ]


def test_what_was_changed_on_the_map_is_changed_in_the_archive(campus, tmp_path):
    before = read_collections(POLYTECH)
    keys = change(campus, before)
    exported = tmp_path / "campus.zip"
    export(exported)
    after = read_collections(exported)
    check_units(after, keys)
    check_openings(before["opening"], after["opening"], keys)
    assert list_ground_corners(after, keys.building) == [5]
    assert len(after["amenity"]) == len(before["amenity"]) - 1
    changed = {
        "unit": {keys.room, keys.unnamed},
        "opening": {keys.opening, keys.moved},
        "occupant": {keys.occupant},
    }
    for name, expected in changed.items():
        assert {key for key in before[name] if after[name][key] != before[name][key]} == expected
    import_plan(exported, "campus")
    campus.execute("SELECT text FROM room_points WHERE origin_key = %s", [keys.room])
    assert campus.fetchall() == [("Library",)]
