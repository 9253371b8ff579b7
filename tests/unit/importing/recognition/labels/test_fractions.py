"""A number above an area, as on a fraction, numbers the room that the area measures."""

import pytest

from interactive_maps.importing.recognition.labels.fractions import mark_numerators
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind
from tests.unit.importing.recognition.plans import plan, write

FAMILY = (0, "", "0.2")


def is_above(number, area, *, kind=LabelKind.AREA):
    """Return whether a number at one place is taken to stand above an area at another."""
    made = plan([], [number, area])
    labels = [Label(LabelKind.NUMBER, number="3"), Label(kind)]
    readings = [Reading(index, label, FAMILY) for index, label in enumerate(labels)]
    return [one.above_area for one in mark_numerators(made, readings)] == [True, False]


@pytest.mark.parametrize(
    ("x", "y", "above"),
    [(0, 1.7, True), (0.2, 1.5, True), (0, 1.3, False), (0.3, 1.7, False), (0, 2.3, False), (0.4, 2, False)],
)
def test_the_area_is_the_line_below(x, y, above):
    assert is_above(write("3", 0, 2), write("17.5", x, y)) == above


def test_it_is_below_as_the_text_is_turned():
    assert is_above(write("3", 0, 0, degrees=90), write("17.5", 0.3, 0, degrees=90))
    assert not is_above(write("3", 0, 0, degrees=90), write("17.5", 0.3, 0))
    assert not is_above(write("3", 0, 0, degrees=90), write("17.5", 0, -0.3, degrees=90))


def test_only_areas_count():
    assert not is_above(write("3", 0, 2), write("Bath", 0, 1.7), kind=LabelKind.NAME)
