"""What an archive says is kept word for word, used or not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.draft.building_selection import keep_building
from interactive_maps.importing.draft.source_record import RECORD_KEY
from interactive_maps.importing.formats.imdf.archive.source_records import record_text
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.values.json_text import dump_json, parse_json
from tests.unit.importing.formats.imdf.archives import area, building, feature, line, point, read_archive

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
)


@given(_VALUES)
def test_all_that_json_can_say_is_text_that_postgresql_takes(value):
    text = dump_json(value)
    assert b"\\u0000" not in text.replace(b"\\\\", b"")
    json.loads(text, parse_constant=pytest.fail)


@given(st.dictionaries(st.text(max_size=9), _VALUES, max_size=4))
def test_properties_come_back(properties):
    clean = parse_json(dump_json(properties))
    writing = record_text({"id": "A", "properties": clean, "geometry": None}, "unit", "A", None)
    stored = dict(writing.keep(None, None, {}))
    mark = stored.pop(RECORD_KEY)
    assert mark.get("properties", stored) == clean


@pytest.mark.parametrize(
    ("value", "notes"),
    [
        ({"id": 5}, {"id": 5, "properties": None}),
        ({"properties": {}}, {"id": None}),
        ({"id": "5", "properties": [1]}, {"properties": [1]}),
        ({"id": "5", "properties": {RECORD_KEY: 1}}, {"properties": {RECORD_KEY: 1}}),
        ({"id": "5", "properties": {}, "feature_type": "unit"}, {}),
        (
            {"id": "5", "properties": {}, "feature_type": "room", "bbox": []},
            {"members": {"feature_type": "room", "bbox": []}},
        ),
    ],
)
def test_what_properties_alone_do_not_say_is_marked(value, notes):
    assert record_text(value, "unit", "5", None).notes == notes


def test_an_outline_that_the_map_shows_otherwise_is_kept(tmp_path):
    open_ring = area(2, 0)
    open_ring["coordinates"][0].pop()
    high = area(0, 0)
    high["coordinates"][0] = [[*position, 12] for position in high["coordinates"][0]]
    collections = building()
    collections["unit"][0]["geometry"], collections["unit"][1]["geometry"] = high, open_ring
    draft = read_archive(collections, tmp_path)
    first, second, third, _ = draft.spaces
    assert first.properties[RECORD_KEY]["geometry"] == high
    assert second.properties[RECORD_KEY]["geometry"] == open_ring
    assert "geometry" not in third.properties[RECORD_KEY]


def test_what_nobody_uses_is_kept(tmp_path):
    collections = building() | {
        "address": [feature("ad", address="Street 1", locality="Zürich", country="CH")],
        "anchor": [feature("a", point(3, 1), unit_id="B", address_id="ad"), feature("a", point(1, 1))],
        "detail": [feature("d", line((0, 0), (1, 1)), level_id="l1")],
        "geofence": [feature("g", area(0, 0), level_ids=["l0"])],
        "amenity": [feature("m", point(1, 1), unit_ids=["A"])],
        "kiosk": [feature("m", area(1, 1)), feature("k", area(1, 1), level_id="l1")],
        "relationship": [feature("r", category="stairs", origin={"id": "A"}, destination={"id": "B"})],
        "wayPoints": [feature("w", None, next="x"), {"type": "Feature", "geometry": 7}],
    }
    collections["level"].append(feature("lost", area(0, 0), name={"en": "Attic"}))
    collections["unit"].append(feature("flat", line((0, 0), (1, 1)), level_id="l0"))
    draft = read_archive(collections, tmp_path)
    unmapped = {extra.key: extra for extra in draft.unmapped}
    assert unmapped.keys() == {
        "manifest", "address/ad", "anchor/a", "anchor/a#1", "detail/d", "geofence/g", "kiosk/m",
        "relationship/r", "wayPoints/w", "wayPoints/wayPoints-2", "level/lost", "unit/flat#1", "footprint/f",
    }  # fmt: skip
    assert (unmapped["detail/d"].ordinal, unmapped["geofence/g"].ordinal) == (1, 0)
    assert unmapped["anchor/a#1"].properties[RECORD_KEY]["id"] == "a"
    assert unmapped["wayPoints/wayPoints-2"].properties[RECORD_KEY]["geometry"] == 7
    assert unmapped["manifest"].properties == {"version": "1.0.0", "language": "en"}
    assert [point.key for point in draft.points] == ["m", "k"]
    keep_building(draft, "b")
    kept = {extra.key for extra in draft.unmapped}
    assert kept >= {"manifest", "anchor/a", "address/ad", "detail/d", "footprint/f"}
    assert not kept & {"wayPoints/w", "level/lost"}


def test_one_level_keeps_what_is_on_it(tmp_path):
    collections = building() | {
        "detail": [feature(f"d{n}", line((0, 0), (1, 1)), level_id=f"l{n}") for n in (0, 1)]
    }
    draft = read_archive(collections, tmp_path, ReadOptions(level=1))
    assert {extra.key for extra in draft.unmapped} == {"manifest", "footprint/f", "detail/d1"}
