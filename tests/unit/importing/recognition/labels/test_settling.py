"""A mark or a word that stands alone in a room, among numbers, is the room's number."""

import pytest

from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.labels.settling import (
    read_lone_marks,
    read_lone_words,
    settle_readings,
)
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind
from tests.unit.importing.recognition.plans import plan, write

FAMILY, OTHER = (0, "", "0.2"), (1, "", "0.2")


def read(*marks: str, numbers: int = 10, rooms=None, family=FAMILY) -> list[str]:
    """Return the numbers of marks, each in a room of its own after the numbered ones unless ``rooms`` says where."""
    values = [str(101 + index) for index in range(numbers)]
    made = plan([], [write(said, 5 * index, 0) for index, said in enumerate([*values, *marks])])
    readings = [
        Reading(index, Label(LabelKind.NUMBER, number=said), FAMILY) for index, said in enumerate(values)
    ]
    readings += [Reading(numbers + index, Label(LabelKind.CODE), family) for index in range(len(marks))]
    places = rooms or range(numbers, numbers + len(marks))
    regions = {**{index: index for index in range(numbers)}, **{numbers + i: r for i, r in enumerate(places)}}
    found = read_lone_marks(made, readings, regions)
    assert settle_readings(made, readings, regions, [12.0] * (numbers + len(marks))) == found
    assert found[:numbers] == readings[:numbers]
    return [one.label.number for one in found[numbers:]]


@pytest.mark.parametrize("mark", ["F09", "TR1", "K 1", "F9"])
def test_a_mark_alone_in_a_room_numbers_it(mark):
    assert read(mark) == [mark if " " not in mark else ""]


def test_a_mark_in_a_room_with_a_number_does_not():
    assert read("F09", rooms=[3]) == [""]


def test_a_mark_outside_all_rooms_does_not():
    assert read("F09", rooms=[None]) == [""]


def test_two_marks_in_one_room_or_in_two_places_do_not():
    assert read("F09", "F10", numbers=30, rooms=[40, 40]) == ["", ""]
    assert read("F30", "F30", numbers=30) == ["", ""]
    assert read("F09", "F10", numbers=30) == ["F09", "F10"]


def test_marks_as_frequent_as_doors_are_those_of_doors():
    assert read("T01", "T02", numbers=19) == ["", ""]
    assert read("T01", "T02", numbers=20) == ["T01", "T02"]


def test_few_numbers_or_those_of_other_texts_say_nothing():
    assert read("F09", numbers=9) == [""]
    assert read("F09", family=OTHER) == [""]


def test_a_code_that_is_no_mark_does_not():
    assert read("ABC12") == [""]
    assert read("F123") == [""]


def name_rooms(*lines: str) -> list[str]:
    """Return the names in a room whose label has these lines."""
    made = plan([], [write(said, 5.0, -0.3 * row) for row, said in enumerate(lines)])
    kinds = [LabelKind.AREA if "m²" in said else LabelKind.NAME for said in lines]
    readings = [
        Reading(row, Label(kind, name=said if kind is LabelKind.NAME else ""), FAMILY)
        for row, (kind, said) in enumerate(zip(kinds, lines, strict=True))
    ]
    found = settle_readings(made, readings, dict.fromkeys(range(len(lines)), 0), [12.0])
    return [one.label.name for one in found if one.label.is_room]


def test_words_below_the_area_of_a_named_room_tell_its_floor():
    assert name_rooms("Office", "12.5 m²", "carpet") == ["Office"]
    assert name_rooms("12.5 m²", "Office") == ["Office"]
    assert name_rooms("Office", "12.5 m²", "Store", "3.5 m²") == ["Office", "Store"]
    assert name_rooms("Sala", "de reuniones", "12.5 m²") == ["Sala", "de reuniones"]


def read_words(*words: str, numbers: int = 10, names=(OTHER,), room: int = 99) -> list[tuple[str, str]]:
    """Return numbers and names of words among numbers, all in one room with names of some families."""
    readings = [
        Reading(index, Label(LabelKind.NUMBER, number=str(101 + index)), FAMILY) for index in range(numbers)
    ]
    regions = {index: index for index in range(numbers)}
    for family, said in [*((FAMILY, word) for word in words), *((family, "Office") for family in names)]:
        regions[len(readings)] = room
        readings.append(Reading(len(readings), Label(LabelKind.NAME, name=said), family))
    found = read_lone_words(readings, regions)[numbers:]
    return [(one.label.number, one.label.name) for one in found]


def test_a_word_where_other_rooms_have_numbers_stands_for_the_number():
    assert read_words("Balcony") == [("Balcony", ""), ("", "Office")]


@pytest.mark.parametrize(
    "more",
    [{"numbers": 9}, {"names": ()}, {"names": (FAMILY,)}, {"room": 3}],
    ids=["few numbers", "no name", "a name of its own family", "a number"],
)
def test_a_word_is_a_name_unless_others_number_and_it_has_another_name(more):
    assert read_words("Balcony", **more)[0] == ("", "Balcony")


def test_two_words_or_one_of_many_are_names():
    assert read_words("Small", "Hall", numbers=40)[:2] == [("", "Small"), ("", "Hall")]


def abbreviate(*texts: str, rooms=None, names: int = 5) -> list[str]:
    """Return the names of texts, each in a room of its own beside named ones unless ``rooms`` says where."""
    made = plan([], [write(said, 5 * index, 0) for index, said in enumerate([*["Office"] * names, *texts])])
    readings = [
        Reading(index, Label(LabelKind.NAME, name="Office", known=True), FAMILY) for index in range(names)
    ]
    readings += [
        Reading(names + index, Label(LabelKind.CODE), (*FAMILY[:2], "0.1")) for index in range(len(texts))
    ]
    places = rooms or range(names, names + len(texts))
    regions = {**{index: index for index in range(names)}, **{names + i: r for i, r in enumerate(places)}}
    found = settle_readings(made, readings, regions, [12.0] * (names + len(texts)))
    return [one.label.name for one in found[names:]]


def test_letters_alone_in_a_room_are_its_name_where_others_are_named():
    assert abbreviate("GT") == ["GT"]
    assert abbreviate("GT", names=4) == [""]
    assert abbreviate("GT", rooms=[0]) == [""]
    assert abbreviate("GT", "CF", rooms=[5, 5]) == ["", ""]
    assert abbreviate("UP", "G1", "G") == [""] * 3
