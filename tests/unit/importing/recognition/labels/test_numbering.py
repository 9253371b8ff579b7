"""Numbers before names, and marks with a name each, number rooms where the whole plan does so."""

import pytest

from interactive_maps.importing.recognition.labels.numbering import number_marks, split_numbers
from interactive_maps.importing.recognition.labels.reading import LabelReader, read_texts
from interactive_maps.importing.recognition.limits import Limits
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.recognition.plans import plan, write


def say(rows):
    """Return (number, name) of the texts of rows, one row a room, line below line, with doors in small letters."""
    texts = [
        write(
            said, 10.0 * room, -0.3 * line, 0.15 if said.startswith("D") else 0.18 if said == "R04" else 0.2
        )
        for room, row in enumerate(rows)
        for line, said in enumerate(row)
    ]
    drawn = plan((), texts)
    readings = read_texts(drawn, LabelReader(load_rules().labels, lambda _: "other"), Limits())
    where = dict(enumerate(room for room, row in enumerate(rows) for _ in row))
    found = number_marks(drawn, split_numbers(readings, where), where)
    return [(one.label.number, one.label.name) for one in found if one.label.is_room]


@pytest.mark.parametrize("numbers", [("101", "102", "103"), ("L01", "L02", "L03"), ("1.01", "1.02", "1.03a")])
def test_numbers_before_names(numbers):
    assert say([[f"{number} Bureau"] for number in numbers]) == [(number, "Bureau") for number in numbers]


@pytest.mark.parametrize(
    "names",
    [
        ("101 Office", "102 Office", "Kitchen", "Hall", "Store"),
        ("2 Person Office", "2 Person Office", "2 Person Office"),
        ("101 Office", "102 Office"),
    ],
)
def test_names_that_only_hold_a_figure(names):
    assert say([[name] for name in names]) == [("", name) for name in names]


def test_a_number_before_a_name_looks_like_those_of_other_rooms():
    rows = [["2.01", "Office"], ["2.02", "Store"], ["2.03", "Kitchen"]]
    assert ("2.36", "Corridor") in say([*rows, ["2.36 Corridor"]])
    for said in ("2 Person Office", "36 Corridor", "2.03 Corridor"):
        assert ("", said) in say([*rows, [said]])
    assert ("", "2.36 Corridor") in say([*rows, ["2.36 Corridor"], ["2.36 Corridor"]])


def test_marks_with_a_name_each():
    rows = [["B1", "Gate B1"], ["B2", "Gate B2"], ["B10", "Kiosk"]]
    found = say(rows)
    assert [number for number, name in found if not name] == ["B1", "B2", "B10"]
    assert say(rows[:2]) == [("", "Gate B1"), ("", "Gate B2")]


def test_marks_of_doors_number_no_room():
    assert ("D1", "") not in say([["D1"], ["D2"], ["D3"]])
    assert ("D1", "") not in say([["D1", "Office"], ["D1", "Store"], ["D1", "Hall"]])
    assert ("D1", "") not in say([["101", "Office", "D1"], ["102", "Hall", "D2"], ["103", "Store", "D3"]])
    assert ("D1", "") not in say([["Office", "D1", "D2"], ["Hall", "D3", "D4"], ["Store", "D5", "D6"]])


def test_a_few_marks_in_other_letters_go_on_with_marks_that_number():
    rows = [["R01", "Bakery"], ["R02", "Newsagent"], ["R03", "Pharmacy"], ["R04", "Florist"]]
    assert [number for number, name in say(rows) if not name] == ["R01", "R02", "R03", "R04"]
    assert ("R04", "") not in say([*rows[:2], ["Pharmacy"], rows[3]])
    assert ("R04", "") not in say([*rows[:2], ["R03", "Pharmacy", "R04"]])
    assert ("R04", "") not in say([*rows[:3], ["R04"]])
