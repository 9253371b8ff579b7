"""How long a drawing unit is."""

from __future__ import annotations

import pytest

from interactive_maps.importing.formats.dxf.scale.unit_inference import (
    Evidence,
    check_scale,
    infer_scale,
)
from interactive_maps.importing.values.lengths import METRES_PER_UNIT

HEADERS = {"in": 1, "ft": 2, "mm": 4, "cm": 5, "m": 6}


@pytest.mark.parametrize("unit", list(METRES_PER_UNIT))
@pytest.mark.parametrize("header", list(HEADERS))
def test_doors_tell_the_unit_whatever_the_header_says(unit, header):
    one = METRES_PER_UNIT[unit]
    evidence = Evidence(HEADERS[header], swings=[0.75 / one, 0.9 / one, 1.0 / one], size=30 / one)
    assert infer_scale(evidence).unit == unit


@pytest.mark.parametrize("unit", list(METRES_PER_UNIT))
def test_written_dimensions_tell_more_than_anything(unit):
    one = METRES_PER_UNIT[unit]
    dimensions = [(4.8768 / one, "16'-0\""), (17.6784 / one, "58'-0\"")]
    assert infer_scale(Evidence(4, dimensions=dimensions, size=24 / one)).unit == unit


def test_without_evidence_a_plausible_header_is_believed():
    scale = infer_scale(Evidence(HEADERS["cm"], size=3000))
    assert scale.unit == "cm"
    assert "neither doors nor dimensions" in scale.doubt


def test_an_impossible_size_outvotes_the_header():
    assert infer_scale(Evidence(HEADERS["m"], size=45_000)).unit != "m"


def test_what_a_person_says_is_only_doubted_on_good_grounds():
    doors = Evidence(HEADERS["mm"], swings=[36.0, 30.0], size=900)
    assert "in" in check_scale(doors, 0.001)
    assert check_scale(doors, 0.0254) == ""
    assert check_scale(Evidence(HEADERS["mm"], size=900), 0.0254) == ""
