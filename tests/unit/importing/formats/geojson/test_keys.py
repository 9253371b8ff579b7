"""Keys of features are unique, whatever ids their file gives to features on whatever levels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.formats.geojson.keys import Keys
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.values.level_values import format_ordinal

IDS = st.sampled_from([None, "a", "b", "a@0", "a#2", "feature-1"])
LEVELS = st.none() | st.lists(st.sampled_from([0.0, 1.0, 0.5]), min_size=1, max_size=3, unique=True).map(
    tuple
)


def choose(features):
    keys = Keys(features, IssueCollector())
    return [keys.choose(identity, levels, number) for number, (identity, levels) in enumerate(features)]


def list_rows(key, levels):
    """Return the keys of a feature's rows: one for each of its levels."""
    if levels is None or len(levels) == 1:
        return [key]
    return [f"{key}@{format_ordinal(level)}" for level in levels]


def test_one_id_on_a_level_and_on_several():
    assert choose([("a", (0.0,)), ("a", (0.0, 1.0)), ("a", (1.0,))]) == ["a@0", "a#2", "a@1"]


def test_repeated_ids_are_numbered():
    assert choose([("a", (0.0,)), ("a", (0.0,)), ("a", (0.0,))]) == ["a", "a#2", "a#3"]


@given(st.lists(st.tuples(IDS, LEVELS), max_size=12))
def test_no_two_rows_have_one_key(features):
    rows = [
        row
        for key, (_, levels) in zip(choose(features), features, strict=True)
        for row in list_rows(key, levels)
    ]
    assert len(rows) == len(set(rows))
