"""Slopes as mappers write them."""

import pytest

from interactive_maps.importing.values.slopes import parse_slope


@pytest.mark.parametrize(
    ("said", "rise"),
    [
        ("8%", 0.08),
        ("-8%", 0.08),
        ("+8 %", 0.08),
        (" 12.5%", 0.125),
        ("45°", 1.0),
        ("-5°", 0.0875),
        ("900%", 9.0),
        ("1000%", None),
        ("90°", None),
        ("0%", None),
        ("8", None),
        ("up", None),
        ("%", None),
        ("", None),
        (None, None),
        ("8%%", None),
    ],
)
def test_a_slope_is_rise_over_run(said, rise):
    assert parse_slope(said) == rise
