"""All evidence is weighed together; what fits two units alike, or none, is for a person to say."""

import pytest

from interactive_maps.importing.drawing import Header
from interactive_maps.importing.recognition.scale import Evidence, infer_scale

_METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "in": 0.0254, "ft": 0.3048}


def _show(unit: str, **more: object) -> Evidence:
    metres = _METRES[unit]
    lengths = {"swing": 0.9, "letter": 0.2, "tread": 0.28, "wall": 0.15, "extent": 50.0}
    return Evidence(**{name: length / metres for name, length in lengths.items()}, swings=20, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", _METRES)
def test_a_usual_plan_in_every_unit(unit):
    scale = infer_scale(_show(unit))
    assert (scale.best.unit, scale.certain) == (unit, True)


def test_a_header_that_lies_is_outvoted():
    scale = infer_scale(_show("in", header=Header(insunits=4, measurement=1)))
    assert (scale.best.unit, scale.certain) == ("in", True)


def test_rooms_of_a_dolls_house_are_not_believed():
    # 26 rooms, 4 m from corner to corner by the header: nothing else speaks for millimetres.
    scale = infer_scale(Evidence(extent=4000.0, letter=20.0, header=Header(insunits=4)))
    assert not (scale.best.unit == "mm" and scale.certain)


def test_nothing_to_measure_is_said():
    scale = infer_scale(Evidence(header=Header(insunits=6)))
    assert not scale.certain
    assert "nothing" in scale.reason


def test_a_scale_that_the_sheet_states_is_taken():
    scale = infer_scale(Evidence(header=Header(metres_per_unit=0.0352)))
    assert scale.certain
    assert scale.best.metres_per_unit == pytest.approx(0.0352)


def test_written_dimensions_settle_what_else_is_open():
    scale = infer_scale(Evidence(extent=3000.0, dimension=0.0254))
    assert (scale.best.unit, scale.certain) == ("in", True)
