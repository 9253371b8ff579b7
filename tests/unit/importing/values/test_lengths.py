"""Lengths as mappers and draughtsmen write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.values.lengths import METRES_PER_UNIT, parse_length


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("1,5 m", 1.5),
        ("5,20m", 5.2),
        ("90 cm", 0.9),
        ("900mm", 0.9),
        ("2 Metres", 2.0),
        ("36 in", 0.9144),
        ("3 ft", 0.9144),
        ("3'", 0.9144),
        ("3'6\"", 1.0668),
        ("3′6″", 1.0668),
        ("3'6''", 1.0668),
        ('36"', 0.9144),
        ("58'-0\"", 17.6784),
        ("6'-10 1/2\"", 2.0955),
        ("6'-101/2\"", 2.0955),  # a stacked fraction, once its codes are gone
        ('1/2"', 0.0127),
        ("1000 m", 1000.0),
        *((text, None) for text in ("", "wide", "A-A", "-1 m", "0 m", "1 mile", "1;2 m", "1.5.2 m")),
        *((text, None) for text in ("1001 m", "'\"", '1/0"', '5 1/0"', "5.20")),
    ],
)
def test_lengths_in_any_unit(text, metres):
    assert parse_length(text) == metres


@pytest.mark.parametrize(
    ("unit", "metres"), [(None, None), *((unit, METRES_PER_UNIT[unit]) for unit in METRES_PER_UNIT)]
)
def test_a_bare_number_is_in_the_unit_that_is_meant(unit, metres):
    assert parse_length("1", unit) == metres


@given(st.text(max_size=20) | st.from_regex(r"[0-9]{0,8}[.,']?[0-9 /]{0,6}[a-z\"]{0,2}", fullmatch=True))
def test_no_text_breaks_it(text):
    length = parse_length(text, "m")
    assert length is None or 0 <= length <= 1000
