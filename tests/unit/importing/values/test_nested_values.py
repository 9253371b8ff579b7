"""Properties within properties, as programs write them: objects, JSON in a text, hstore, counted lists."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.values.nested_values import MOST_PROPERTIES, fold_properties, list_values


@pytest.mark.parametrize("nest", ["properties", "attributes", "other_tags", "all_tags", "tags", "Tags"])
@pytest.mark.parametrize(
    "written",
    [
        {"Indoor": "room", "level": "1"},
        '{"Indoor": "room", "level": "1"}',
        '  "Indoor"=>"room","level"=>"1"  ',
        '"Indoor" => "room" , "level" => "1","gone"=>NULL',
    ],
)
def test_nested_properties_are_read_however_they_are_written(nest, written):
    folded = fold_properties({"Name": "A1", "level": "0", nest: written})
    assert (folded["name"], folded["indoor"], folded["level"]) == ("A1", "room", "1")
    assert folded[nest.casefold()] == written
    assert "gone" not in folded


def test_of_two_names_that_differ_in_case_the_first_counts():
    assert fold_properties({"Name": "A", "NAME": "B"}) == {"name": "A"}
    assert (
        fold_properties({"level": "0", "properties": {"level": "1"}, "tags": {"level": "2"}})["level"] == "2"
    )


@pytest.mark.parametrize(
    "written", [None, 7, [], "", "plain", "{broken", "[1]", '{"a": "\ud800"', "{" + "x" * 100_000]
)
def test_what_is_no_object_adds_nothing(written):
    assert fold_properties({"tags": written}) == {"tags": written}


def test_so_many_nested_properties_are_read_and_no_more():
    folded = fold_properties({"tags": {str(number): number for number in range(MOST_PROPERTIES + 1)}})
    assert len(folded) == MOST_PROPERTIES + 1
    assert str(MOST_PROPERTIES - 1) in folded
    assert MOST_PROPERTIES == 500


@pytest.mark.parametrize(("length", "is_read"), [(100_000, True), (100_001, False)])
def test_texts_are_read_up_to_a_length(length, is_read):
    written = '{"a": 1}'.ljust(length)
    assert ("a" in fold_properties({"tags": written})) == is_read


texts = st.text(st.characters(codec="utf-8"), max_size=8)


@given(st.dictionaries(texts, texts, max_size=4))
def test_pairs_of_hstore_are_read_as_they_were_written(values):
    def quote(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    written = ",".join(f"{quote(name)}=>{quote(value)}" for name, value in values.items())
    folded = fold_properties({"tags": written})
    expected = {name.casefold(): value for name, value in values.items()}
    assert {name: value for name, value in folded.items() if name != "tags"} == {
        name: value for name, value in expected.items() if name != "tags"
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, []),
        ("", [""]),
        (0, [0]),
        ([1, 2], [1, 2]),
        ("(2:0,1)", ["0", "1"]),
        (" (1:a) ", ["a"]),
        ("(x:a)", ["(x:a)"]),
        ("[0, 1]", [0, 1]),
        ('["a", null]', ["a", None]),
        ("[broken", ["[broken"]),
        ("a,b", ["a,b"]),
    ],
)
def test_lists_are_read_as_lists_and_others_as_one_value(value, expected):
    assert list_values(value) == expected


@given(st.lists(st.integers(-(2**53), 2**53) | texts))
def test_a_list_written_as_json_is_the_list(values):
    assert list_values(json.dumps(values)) == values
