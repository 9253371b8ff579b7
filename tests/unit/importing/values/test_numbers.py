"""Numbers of strangers, wherever they stand in a file."""

from __future__ import annotations

import json
import math
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.network import make_network
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.values.numbers import parse_number, read_count, read_number
from tests.unit.importing.formats.imdf.archives import building, pack, read_archive, reasons

HUGE = 10**400


@given(st.one_of(st.floats(), st.integers(), st.booleans(), st.none(), st.text(), st.just(HUGE)))
def test_a_number_is_finite_and_within_bounds_or_none(value):
    number = read_number(value, 999.0)
    assert number is None or (type(number) is float and abs(number) <= 999.0)
    if isinstance(value, bool) or not isinstance(value, int | float):
        assert number is None


@given(st.one_of(st.floats(), st.integers(), st.booleans(), st.none(), st.text(), st.lists(st.none())))
def test_a_count_is_whole_and_within_bounds_or_none(value):
    count = read_count(value, 1000)
    assert count is None or (type(count) is int and 0 <= count <= 1000)


@pytest.mark.parametrize(
    ("value", "count"),
    [
        *[(0, 0), (40, 40), (40.0, 40), (" 40 ", 40), ("1000", 1000), (1001, None), (-1, None), (1.5, None)],
        *[("20;30", None), ("yes", None), ("", None), (True, None), (HUGE, None), (str(HUGE), None)],
    ],
)
def test_counts(value, count):
    assert read_count(value, 1000) == count


@given(st.text())
def test_a_text_is_a_number_or_none(text):
    number = parse_number(text, 999.0)
    assert number is None or math.isfinite(number)


@pytest.mark.parametrize("text", ["nan", "inf", "1e400", "1_0", "٣", "", "9" * 500, "0x10"])
def test_texts_that_are_no_numbers(text):
    assert parse_number(text, 999.0) is None


@pytest.mark.parametrize(
    "ordinal", [HUGE, -HUGE, math.nan, math.inf, True, "1e400", "nan", "9" * 500, [0], {}, 1000]
)
def test_a_level_needs_an_ordinal_that_is_a_number(ordinal, tmp_path):
    collections = building()
    collections["level"][0]["properties"]["ordinal"] = ordinal
    draft = read_archive(collections, tmp_path)
    assert [level.ordinal for level in draft.levels] == [1.0]
    assert "a level without a numeric ordinal" in reasons(draft, "skipped")


@pytest.mark.parametrize(("ordinal", "meant"), [(-2, -2.0), (0.5, 0.5), ("3", 3.0), (-0.0, 0.0)])
def test_ordinals_that_are_numbers(ordinal, meant, tmp_path):
    collections = building()
    collections["level"][0]["properties"]["ordinal"] = ordinal
    draft = read_archive(collections, tmp_path)
    assert str(draft.levels[0].ordinal) == str(meant)  # and no minus zero


@pytest.mark.parametrize("value", [HUGE, -HUGE, math.nan, math.inf, True, "x", None, [[]], {}])
def test_a_wrong_coordinate_costs_its_feature_only(value, tmp_path):
    collections = building()
    collections["unit"][0]["geometry"]["coordinates"][0][1][0] = value
    make_network(draft := read_archive(collections, tmp_path))
    assert {space.key for space in draft.spaces} == {"B", "S", "T"}


@pytest.mark.parametrize("value", [HUGE, math.nan, math.inf, True, "1e999", -1, 10**17])
def test_every_property_may_be_any_number(value, tmp_path):
    collections = building()
    for features in collections.values():
        for feature in features:
            feature["properties"] = dict.fromkeys(feature["properties"], value)
            feature["id"] = value
    path = pack(collections, tmp_path / "map.zip")
    with zipfile.ZipFile(path) as archive:
        features = json.loads(archive.read("unit.geojson"))
    (tmp_path / "map.geojson").write_text(json.dumps(features))
    for plan in (path, tmp_path / "map.geojson"):
        make_network(read_plan(plan, ReadOptions()))
