"""Legends: lists beside a plan that name the rooms which the plan only numbers."""

import math

import pytest

from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.labels import LabelReader, RoomLabel, find_legend
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.recognition.plans import draw, frame, plan, write

RULES = load_rules()
READER = LabelReader(RULES.labels, RULES.kind_of)
NAMES = ["Kitchen", "Bathroom", "Bedroom", "Salon Bleu"]
KEYS = [write(str(n + 1), 2 + 4 * n, 2) for n in range(4)]


def left(said, x, y, height=0.2):
    """Return a text whose left end is at x."""
    return write(said, x + 0.35 * height * len(said), y, height)


def name_all(texts):
    legend = find_legend(plan([], texts), READER)
    return {key: [row.name for row in rows] for key, rows in legend.rows.items()}


WANTED = {str(n + 1): [name] for n, name in enumerate(NAMES)}


@pytest.mark.parametrize("row", ["{} {}", "{}. {}", "{}) {}", "{} - {}", "({}) {}", "{}: {}", "{} = {}"])
def test_rows_of_one_text(row):
    assert (
        name_all([*KEYS, *(left(row.format(n + 1, name), 30, 9 - 0.4 * n) for n, name in enumerate(NAMES))])
        == WANTED
    )


def test_rows_of_a_key_and_a_name_and_an_area():
    texts = [*KEYS]
    for n, name in enumerate(NAMES):
        texts += [
            left(f"{n + 1}.", 30, 9 - 0.4 * n),
            left(name, 31, 9.02 - 0.4 * n),
            left("12.5 m2", 34, 9 - 0.4 * n),
        ]
    assert name_all(texts) == WANTED
    legend = find_legend(plan([], texts), READER)
    assert [rows[0].area for rows in legend.rows.values()] == [12.5] * 4
    assert len(legend.texts) == 12


def test_a_legend_in_one_text():
    said = "\n".join(f"{n + 1} {name}" for n, name in enumerate(NAMES))
    assert name_all([*KEYS, write(said, 30, 9)]) == WANTED


@pytest.mark.parametrize("degrees", [0, 37, 90, -90])
def test_a_sheet_may_be_turned(degrees):
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def turn(text):
        x, y = text.centre
        return write(text.text, x * cosine - y * sine, x * sine + y * cosine, text.height, degrees)

    rows = [left(f"{n + 1}", 30, 9 - 0.4 * n) for n in range(4)] + [
        left(name, 31, 9 - 0.4 * n) for n, name in enumerate(NAMES)
    ]
    assert name_all([turn(text) for text in [*KEYS, *rows]]) == WANTED


def test_what_no_room_is_numbered_by_is_no_legend():
    rows = [left(f"{n + 1} {name}", 30, 9 - 0.4 * n) for n, name in enumerate(NAMES)]
    assert name_all(rows) == {}
    assert name_all([*KEYS[:2], *rows]) == {}
    assert len(name_all([*KEYS[:3], *rows])) == 4  # one has been left out of the plan
    assert name_all([*KEYS[:3], *rows[:2]]) == {}  # two rows are no list


def test_other_lists_are_no_legends_of_rooms():
    doors = ["Timber leaf", "Steel leaf", "Glazed leaf", "Folding leaf"]
    assert (
        name_all([*KEYS, *(left(f"{n + 1} {said}", 30, 9 - 0.4 * n) for n, said in enumerate(doors))]) == {}
    )


def test_labels_in_rooms_are_no_legend_though_doors_repeat_their_numbers():
    assert name_all([*KEYS, *(left(f"{n + 1} {name}", 30, 9 - 3 * n) for n, name in enumerate(NAMES))]) == {}


def test_each_storey_has_the_nearest_legend():
    texts = [*KEYS, *(left(f"{n + 1} {name}", 18, 9 - 0.4 * n) for n, name in enumerate(NAMES))]
    texts += [
        left(f"{n + 1} {name}", 60, 9 - 0.4 * n)
        for n, name in enumerate(["Office", "Toilet", "Bedroom", "Hall"])
    ]
    legend = find_legend(plan([], texts), READER)
    shift = plan([], texts).origin
    assert legend.name(RoomLabel("1", "", (10 - shift[0], 2), ())).name == "Kitchen"
    assert legend.name(RoomLabel("1", "", (50 - shift[0], 2), ())).name == "Office"
    assert legend.name(RoomLabel("1", "Pantry", (50, 2), ())).name == "Pantry"
    assert legend.name(RoomLabel("9", "", (50, 2), ())).name == ""


@pytest.mark.parametrize("keys", ["1234", "ABCD"])
def test_the_rooms_of_a_plan_get_their_names(keys):
    lines = [line for n in range(4) for line in frame(4 * n, 0, 4 * n + 4, 5)]
    table = [line for n in range(4) for line in frame(30, 8.8 - 0.4 * n, 36, 9.2 - 0.4 * n)]
    texts = [write(key, 2 + 4 * n, 2) for n, key in enumerate(keys)]
    texts += [left(key, 30.1, 9 - 0.4 * n) for n, key in enumerate(keys)]
    texts += [left(name, 31, 9 - 0.4 * n) for n, name in enumerate(NAMES)]
    floor = recognise_floor(draw([*lines, *table], texts).build(), 1.0, READER)
    found = sorted((room.number, room.name) for room in floor.rooms if room.number or room.name)
    assert found == list(zip(keys, NAMES, strict=True))
