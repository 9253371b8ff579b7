"""Level marks stand as high as they say in elevations and sections, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.recognition.views.level_marks import read_mark, rise_as_they_say


def write(*marks: tuple[str, float, float]) -> list[Text]:
    return [Text(said, (x, y), (x, y), 0.2, 0.5, 0.0, 0) for said, x, y in marks]


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("+3.50", 3.5),
        ("±0,00", 0.0),
        ("-0,15", -0.15),
        ("OK FFB +2,97", 2.97),
        ("+3500", 3.5),
        ("112'-0\"", 34.1376),
        ("+12'-6 1/2\"", 3.8227),
        ("12.50", 12.5),
        ("3.5", None),
        ("+3", None),
        ("+120", 0.12),
        ("-3500", -3.5),
        ("+1234567", None),
        ("3500", None),
        ("-12'-6\"", -3.81),
        ("−0.15", -0.15),
        ("1'6 1/0\"", 0.4826),
        ("12'", 3.6576),
        ("1:50", None),
        ("1.234.567", None),
        ("A note on which the level +3.00 is mentioned among many other things", None),
    ],
)
def test_what_a_mark_says(text, metres):
    assert read_mark(text) == (None if metres is None else pytest.approx(metres, abs=1e-4))


def test_marks_of_a_section_rise_as_they_say():
    assert rise_as_they_say(write(("±0.00", 30, 7.1), ("+3.20", 30, 10.3), ("+6.40", 29, 13.5)))


def test_marks_of_a_plan_stand_anywhere():
    assert not rise_as_they_say(write(("±0.00", 3, 4), ("+3.20", 10, 2), ("-0.15", 5, 9), ("+6.40", 8, 8)))


def test_areas_of_rooms_are_no_heights():
    assert not rise_as_they_say(write(("12.50", 3, 4), ("18.20", 10, 4), ("9.75", 5, 4)))


@given(st.lists(st.tuples(st.text(max_size=12), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), max_size=8))
def test_any_texts(marks):
    assert rise_as_they_say(write(*marks)) in {True, False}


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((0, 1, 2), True),
        ((0, 1, 1.9), False),  # less than two metres from the lowest to the highest
        ((0, 3), False),
        ((0, 3, 3), False),  # two heights
        ((0, 3, 3, 6), True),
    ],
)
def test_three_heights_tell_from_a_storey_on(marks, expected):
    assert rise_as_they_say(write(*[(f"+{mark:.2f}", 3, 7 + mark) for mark in marks])) == expected


@pytest.mark.parametrize(("off", "expected"), [(0.28, True), (0.32, False), (-0.28, True), (-0.32, False)])
def test_a_mark_stands_almost_at_its_height(off, expected):
    assert rise_as_they_say(write(("+0.00", 0, 0), ("+3.00", 0, 3), ("+6.00", 0, 6 + off))) == expected


def test_most_marks_stand_at_their_heights():
    rising = [(f"+{3 * step}.00", 0, 3.0 * step) for step in range(7)]
    stray = [(f"+{step}.50", 0, 90.0 + step * step) for step in range(4)]
    assert rise_as_they_say(write(*rising, *stray[:3]))
    assert not rise_as_they_say(write(*rising, *stray))


def test_marks_that_stand_at_their_heights_are_of_several():
    nearly = [(f"+3.00{step}", 0, 3.0) for step in range(4)]
    assert not rise_as_they_say(write(*nearly, ("+6.00", 0, 6)))  # millimetres apart is one height
    assert not rise_as_they_say(write(("+100.00", 0, 0), ("+100.50", 0, 0.5), ("+101.00", 0, 1)))
    same = [("+3.00", x, 3.0) for x in range(8)]
    assert not rise_as_they_say(write(*same, ("+9.00", 0, 1), ("+15.00", 0, 2)))
    low = [(f"+{step / 10:.2f}", 0, step / 10) for step in range(8)]
    assert not rise_as_they_say(write(*low, ("+9.00", 0, 1), ("+15.00", 0, 2)))


def test_a_mark_is_short():
    assert read_mark("+3.00" + " " * 35) == 3
    assert read_mark("+3.00" + " " * 36) is None


def test_a_mark_may_stand_a_foot_off():
    assert rise_as_they_say(write(("+0.00", 0, 0.3), ("+3.00", 0, 3), ("+6.00", 0, 6))) is True
    assert rise_as_they_say([]) is rise_as_they_say(write(("Hall", 0, 0))) is False
