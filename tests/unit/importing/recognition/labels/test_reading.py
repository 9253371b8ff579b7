"""Texts are read one by one, by what they say and by the layer or attribute that holds them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interactive_maps.importing.recognition.labels.area_texts import read_area
from interactive_maps.importing.recognition.labels.reading import (
    LabelReader,
    names_room,
    read_texts,
)
from interactive_maps.importing.recognition.labels.texts import LabelKind
from interactive_maps.importing.recognition.limits import Limits, TooMuch
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.recognition.plans import plan, write


def read(*texts, kind="other", limits=None):
    """Return the readings of texts, on a layer that is of a kind by its name."""
    reader = LabelReader(load_rules().labels, lambda name: kind)
    return read_texts(plan((), texts), reader, limits or Limits())


def say(*texts, **more):
    return [(one.label.kind, one.label.number or one.label.name) for one in read(*texts, **more)]


NUMBER, NAME = LabelKind.NUMBER, LabelKind.NAME


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("NGF: 12,50 m²", 12.5),
        ("7 qm", 7),
        ("20.5 sqm", 20.5),
        ("20 sq. m.", 20),
        ("9 кв. м", 9),
        ("8㎡", 8),
        ("134 SF", 134 * 0.09290304),
        ("134 s.f.", 134 * 0.09290304),
        ("134 sq ft", 134 * 0.09290304),
        ("134 sqft", 134 * 0.09290304),
        ("134 ft²", 134 * 0.09290304),
        ("mq 11.70", 11.7),
        ("Opp. 12,3", 12.3),
        ("S.U. 12.30 m2", 12.3),
        ("12,4 kvm", 12.4),
        ("洋室6.0帖", 6 * 1.62),
        ("10坪", 4000 / 121),
        ("1.234,5 m²", 1234.5),
        ("1,234.50 m²", 1234.5),
        ("1’234 m²", 1234),
        ("1'234.5 m²", 1234.5),
        ("0,5 m²", 0.5),
        ("101 250 m²", 250),
        ("S 1.05", None),
        ("134", None),
        ("1" * 7 + " m²", None),
        ("1" * 20_000, None),
        ("Office", None),
    ],
)
def test_areas_are_read_in_square_metres(text, metres):
    assert read_area(text) == (None if metres is None else pytest.approx(metres))
    (one,) = read(write(text, 0, 0)) or [None]
    assert one is None or one.area == read_area(text)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ROOM_NUMBER", True),
        ("Raum-Nr", True),
        ("R NAME", True),
        ("SPACE", True),
        ("DOOR", False),
        ("", False),
    ],
)
def test_attributes_tell_by_their_names_that_they_hold_a_room(tag, expected):
    assert names_room(tag) == expected


def test_codes_number_where_most_texts_of_their_kind_do_whatever_their_size():
    numbers = [write(f"10{n}", n, 0) for n in range(30, 33)]
    codes = [write(f"MECH-A{n}", n, 5, height=0.3) for n in range(3)]
    assert say(*numbers, *codes[:2]) == [
        *((NUMBER, f"10{n}") for n in range(30, 33)),
        (NUMBER, "MECH-A0"),
        (NUMBER, "MECH-A1"),
    ]
    assert [kind for kind, _ in say(*numbers, *codes)] == [NUMBER] * 3 + [NAME] * 3
    other = [replace(one, tag="ROOM") for one in codes[:1]]
    assert say(*numbers, *other)[-1] == (NAME, "MECH-A0")


STACK = (("Kitchen", 0), ("A103", -0.4), ("Foyer", 5), ("A101", 4.6))


def write_stack(*lines):
    return [write(said, 2, y) for said, y in lines]


@pytest.mark.parametrize(
    ("second", "third", "is_name"),
    [
        (("1", 9.6), ("A104", 9.2), True),
        (("1", 9), ("A104", 7), False),
        (("B102", 9.6), ("A104", 9.2), False),
    ],
    ids=["in a column", "far below", "of the numbers' shape"],
)
def test_a_figure_between_a_name_and_its_number_continues_the_name(second, third, is_name):
    said = say(*write_stack(*STACK, ("Bathroom", 10), second, third))
    assert said[5] == (NAME if is_name else NUMBER, second[0])
    assert said[6] == (NUMBER, "A104")


@pytest.mark.parametrize(("figure", "is_name"), [("1", True), ("12", True), ("120", False), ("3.16", False)])
def test_a_small_figure_below_a_name_below_its_number_continues_the_name(figure, is_name):
    stamps = [("A103", 0.4), ("Kitchen", 0), ("A101", 5.4), ("Foyer", 5), ("A102", 7.4), ("Hall", 7)]
    said = say(*write_stack(*stamps, ("A104", 10.4), ("Bathroom", 10), (figure, 9.6)))
    assert said[-3:] == [(NUMBER, "A104"), (NAME, "Bathroom"), (NAME if is_name else NUMBER, figure)]


def test_figures_in_most_labels_continue_no_name():
    rows = [(f"A10{n}", "Office", f"{n}") for n in range(3)]
    stamps = [(said, 5.0 * n - 0.4 * row) for n, label in enumerate(rows) for row, said in enumerate(label)]
    assert [one for one in say(*write_stack(*stamps)) if one[0] is NUMBER] == [
        (NUMBER, said) for number, _, figure in rows for said in (number, figure)
    ]


def test_a_figure_below_a_name_alone_is_a_number():
    assert say(*write_stack(*STACK, ("Bathroom", 10), ("1", 9.6)))[5] == (NUMBER, "1")
    assert say(*write_stack(("1", 9.6), ("A104", 9.2), *STACK))[0] == (NUMBER, "1")


@pytest.mark.parametrize(
    ("first", "below", "is_name"),
    [("244,", 9.6, True), ("244,", 8, False), ("2,44,", 9.6, False), ("...,", 9.6, False)],
)
def test_a_name_goes_on_after_a_number_and_a_comma(first, below, is_name):
    said = say(*write_stack((first, 10), ("Museum", below)))
    assert said == [(NAME, first), (NAME, "Museum")] if is_name else said[0][0] is not NAME


def test_words_stay_names_among_numbers():
    numbers = [write(f"10{n}", n, 0) for n in range(30, 36)]
    assert say(*numbers, write("Office", 3, 3))[-1] == (NAME, "Office")


@pytest.mark.parametrize("kind", ["dimension", "ignore", "structure"])
def test_texts_of_layers_that_label_no_rooms_are_left_out_unless_their_attribute_names_one(kind):
    text = write("1037", 0, 0)
    assert read(text, kind=kind) == []
    (one,) = read(replace(text, tag="ROOM"), kind=kind)
    assert one.label.trusted
    assert not read(text)[0].label.trusted
    assert read(text, kind="room_label")[0].label.trusted


@pytest.mark.parametrize(
    ("said", "doubtful"),
    [
        ("1.05", True),
        ("0.1", True),
        ("11,25", True),
        ("2-204", True),
        ("02.015", True),
        ("1.02.03", True),
        ("2/105", True),
        ("101-1", True),
        ("1037", False),
        ("А-12б", False),
    ],
)
def test_what_may_be_a_length_is_doubtful_unless_its_layer_says_that_it_numbers(said, doubtful):
    (one,) = read(write(said, 0, 0))
    assert (one.label.kind, one.label.number, one.doubtful) == (NUMBER, said, doubtful)
    assert not read(write(said, 0, 0), kind="room_label")[0].doubtful


@pytest.mark.parametrize("said", ["10-6", "120/210", "17/28", "1-2", "2021-12345"])
def test_sizes_with_signs_are_no_numbers(said):
    (one,) = read(write(said, 0, 0))
    assert (one.label.kind, one.label.number) == (LabelKind.CODE, "")


def test_a_family_is_of_a_layer_an_attribute_and_a_size():
    one, other, third = read(
        write("1", 0, 0), write("2", 0, 1, height=0.4), replace(write("3", 0, 2), tag="ROOM")
    )
    assert len({one.family, other.family, third.family}) == 3
    assert [reading.index for reading in (one, other, third)] == [0, 1, 2]


def test_so_many_texts_are_read_and_no_more():
    texts = [write(str(n), n, 0) for n in range(3)]
    assert len(read(*texts, limits=Limits(texts=3))) == 3
    with pytest.raises(TooMuch):
        read(*texts, limits=Limits(texts=2))


@pytest.mark.parametrize(("said", "kind"), [("Stair", NUMBER), ("Bookcase", LabelKind.CODE)])
def test_a_mark_below_a_name_of_a_room_is_its_number_where_others_are_numbered(said, kind):
    rooms = [(f"10{n}", 5.0 * n) for n in range(3)]
    numbered = [text for said, x in rooms for text in (write("Office", x, 0.3), write(said, x, 0))]
    assert say(*numbered, write(said, 20, 0.3), write("S1", 20, 0))[-1][0] is kind
    assert say(*numbered[:4], write(said, 20, 0.3), write("S1", 20, 0))[-1][0] is LabelKind.CODE
    assert say(*numbered, write(said, 20, 3.0), write("S1", 20, 0))[-1][0] is LabelKind.CODE
