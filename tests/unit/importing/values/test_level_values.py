"""Level values as mappers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.values.level_values import format_ordinal, parse_levels

whole = st.integers(-99, 99)
fractions = st.sampled_from([0, 0.25, 0.5, 0.75, 0.08])
levels = st.builds(lambda number, part: number + part, whole, fractions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", (0,)),
        ("-1", (-1,)),
        ("+2", (2,)),
        ("-1;0", (-1, 0)),
        ("-1; 0", (-1, 0)),
        ("-1;-2", (-2, -1)),
        ("2;0", (0, 2)),
        ("0:-1", (-1, 0)),
        ("0;0;-0", (0,)),
        ("0;", (0,)),
        ("0;" * 127 + "1", (0, 1)),  # as long as OpenStreetMap allows
        ("-1-3", (-1, 0, 1, 2, 3)),
        ("0-3", (0, 1, 2, 3)),
        ("3-0", (0, 1, 2, 3)),
        ("-1-1", (-1, 0, 1)),
        ("-3--1", (-3, -2, -1)),
        ("0 - 2", (0, 1, 2)),
        ("0–2", (0, 1, 2)),
        ("−1;0", (-1, 0)),
        ("−2−−1", (-2, -1)),
        ("-1-0;3", (-1, 0, 3)),
        ("0.5", (0.5,)),
        ("0,5", (0.5,)),
        ("-0,5", (-0.5,)),
        ("0,5;1", (0.5, 1)),
        ("0.08", (0.08,)),
        ("-11;-1.5", (-11, -1.5)),
        ("0.5-2", (0.5, 1, 2)),
        ("0,5-2,5", (0.5, 1, 2, 2.5)),
        ("0,1,2", (0, 1, 2)),
        ("0,1", (0, 1)),
        ("-1,3;5", (-1, 3, 5)),
        ("9,10", (9, 10)),
        ("0,25", (0.25,)),
        ("0,08", (0.08,)),
        ("1,75;2", (1.75, 2)),
        ("0, 1", (0, 1)),
        ("-1,-2", (-2, -1)),
        ("1", (1,)),
        ("500", (500,)),
        ("-500", (-500,)),
        ("0,10", (0, 10)),  # ten floors are near
        ("0,11", (0.11,)),
        ("0-199", tuple(range(200))),
        ("0-150;151-199", tuple(range(200))),
    ],
)
def test_values_of_real_files(text, expected):
    assert parse_levels(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            ";",
            "-",
            "EG",
            "ground",
            "1a",
            "a;1",
            "1;?",
            "1..3",
            "1--",
            "--1",
            "½",
            "1e3",
            "nan",
            "inf",
        ),
        *(
            "0-1-2",
            "99999",
            "501",
            "-501",
            "0-501",
            "501-0",
            "0-200",
            "0-150;151-200",
            "0;" * 128,
            "0-250",
            "-150-150",
            "0.5.1",
            "1 2",
            "0x1",
            "9" * 300,
            "0,5,",
        ),
    ],
)
def test_what_cannot_be_read_is_never_taken_for_a_level(text):
    if text == "0,5,":
        assert parse_levels(text) == (0, 5)  # two commas: a list, its last place empty
    else:
        assert parse_levels(text) is None


@given(st.lists(levels, min_size=1, max_size=20), st.sampled_from([";", "; ", " ;", ":", "/", "|"]))
def test_a_list_comes_back_sorted_and_each_once(numbers, separator):
    text = separator.join(map(format_ordinal, numbers))
    assert parse_levels(text) == tuple(sorted(set(numbers)))


@given(whole, whole)
def test_a_range_holds_all_whole_levels_between_in_either_order(first, last):
    low, high = min(first, last), max(first, last)
    expected = tuple(map(float, range(low, high + 1)))
    assert parse_levels(f"{first}-{last}") == expected


@given(levels, levels)
def test_a_range_holds_its_ends_and_nothing_beyond(first, last):
    found = parse_levels(f"{format_ordinal(first)}-{format_ordinal(last)}")
    assert found is not None
    assert (found[0], found[-1]) == (min(first, last), max(first, last))
    assert all(level in {first, last} or level == int(level) for level in found)


@given(levels)
def test_a_decimal_comma_is_a_decimal_point(level):
    text = format_ordinal(level)
    assert parse_levels(text.replace(".", ",")) == parse_levels(text) == (level,)


@given(st.one_of(st.text(), st.text(alphabet="0123456789-,.;: +−–", max_size=40)))
def test_no_text_breaks_it_and_every_result_is_sorted_unique_and_bounded(text):
    found = parse_levels(text)
    if found is not None:
        assert found == tuple(sorted(set(found)))
        assert 0 < len(found) <= 200
        assert all(abs(level) <= 500 for level in found)
