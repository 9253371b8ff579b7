"""Ids, labels, and features as they were."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.exporting.collections import as_number, draw
from interactive_maps.exporting.imdf.features import identify, make_label, restore
from interactive_maps.exporting.imdf.source_overlay import restore_venue
from interactive_maps.geo.geojson import to_geojson
from interactive_maps.importing.draft.source_record import RECORD_KEY
from interactive_maps.importing.formats.imdf.archive.source_records import record_text
from interactive_maps.mapdata.bulk.map_export import Reference, Row

AREA = shapely.box(8, 47, 9, 48)


def make_row(properties, geometry=AREA, **values):
    given = {"names": {}, "category": None, **values, "properties": properties}
    return Row("venues", 7, "map.zip", "A", None, None, given, {}, geometry)


def test_an_id_is_the_archives_own_or_made_of_source_and_key():
    row = make_row({})
    assert identify("venues", make_row({RECORD_KEY: {}})) == "A"
    made = identify("venues", row)
    assert uuid.UUID(made).version == 5
    assert made == identify("venues", Reference(99, "map.zip", "A"))
    others = [replace(row, origin="b"), replace(row, key="B"), replace(row, key=None)]
    assert len({made, identify("spaces", row), *(identify("venues", one) for one in others)}) == 5


@pytest.mark.parametrize(
    ("names", "label"),
    [
        (None, None),
        ({}, None),
        ({"de": "Haus"}, {"de": "Haus"}),
        ({"": "Haus", "en": "House"}, {"und": "Haus", "en": "House"}),
    ],
)
def test_labels(names, label):
    assert make_label(names) == label


def take(value):
    geometry = shapely.from_geojson(shapely.to_geojson(AREA)) if value["geometry"] else None
    return record_text(value, "venue", "A", geometry).keep(geometry, geometry, {})


# Which PostgreSQL has no NUL for.
_TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=5)


@given(st.dictionaries(_TEXTS, st.none() | st.integers(0, 9) | _TEXTS))
def test_a_feature_comes_back_as_it_was(properties):
    value = {
        "id": "A",
        "type": "Feature",
        "feature_type": "venue",
        "geometry": to_geojson(AREA),
        "properties": properties,
    }
    assert restore(make_row(take(value)), "venue") == value


def test_only_what_was_changed_is_written_anew():
    said = {"name": {"en": " Campus ", "de": None}, "category": "university", "x": 1.0}
    value = {
        "id": "A",
        "type": "Feature",
        "feature_type": "venue",
        "geometry": to_geojson(AREA),
        "properties": said,
    }
    stored = take(value)
    assert restore_venue(make_row(stored, names={"en": "Campus"}, category="university")) == value
    changed = restore_venue(make_row(stored, AREA.centroid, names={"en": "Campus"}, category="resort"))
    assert changed["properties"] == said | {"category": "resort"}
    assert changed["geometry"] == to_geojson(AREA.centroid)
    assert restore_venue(make_row(stored, names={}, category="university"))["properties"] == said | {
        "name": None
    }


def test_outlines_go_counter_clockwise_and_ordinals_are_whole():
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    assert shapely.LinearRing(draw(clockwise)["coordinates"][0]).is_ccw
    assert draw(shapely.Point()) is None
    assert [repr(as_number(number)) for number in (2.0, 0.5, None)] == ["2", "0.5", "None"]
