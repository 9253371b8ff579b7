"""Lengths as mappers write them: in metres, where they name no unit."""

from __future__ import annotations

import pytest

from interactive_maps.importing.values.lengths import parse_length


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("1.5", 1.5),
        ("2", 2),
        (" 1,5 m ", 1.5),
        ("1.2m.", 1.2),
        ("1 metre", 1),
        ("3 metres", 3),
        ("1 meter", 1),
        ("3 Meters", 3),
        ("90 cm", 0.9),
        ("900 mm", 0.9),
        ("3 ft", 0.9144),
        ("1 foot", 0.3048),
        ("2 feet", 0.6096),
        ("36 in", 0.9144),
        ("1 inch", 0.0254),
        ("10 inches", 0.254),
        ("3'6\"", 1.0668),
        ("3' 6\"", 1.0668),
        ("3′6″", 1.0668),
        ("3’6”", 1.0668),
        ("3'6''", 1.0668),
        ("3'", 0.9144),
        ('36"', 0.9144),
        ("0.00012", 0.0001),
        ("1000", 1000),
    ],
)
def test_a_length_is_in_metres(text, metres):
    assert parse_length(text, "m") == pytest.approx(metres, abs=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "0",
        "0 m",
        "-1",
        "1000.1",
        "1001 m",
        "wide",
        "1 yd",
        "1.5.2",
        "3 6",
        "1-2",
        "'",
        '"',
        "٣",
        "1" * 7,
    ],
)
def test_what_is_no_length_is_none(text):
    assert parse_length(text, "m") is None
