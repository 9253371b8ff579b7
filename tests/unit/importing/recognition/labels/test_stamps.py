"""A number and a name that stand as in all other rooms are of one room, even across a wall."""

import pytest

from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.labels.families import Families
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.labels.stamps import join_stamps
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind
from tests.unit.importing.recognition.buildings import make_reader
from tests.unit.importing.recognition.plans import draw, frame, plan, write

FAMILY = (0, "", "0.2")
DOWN = 0.5  # metres from each number to its name
NAMES = "Office", "Hall", "Kitchen", "Laboratory"
ROOMS = [
    text for n, name in enumerate(NAMES) for text in ((f"10{n}", 5.0 * n, 0, n), (name, 5.0 * n, -DOWN, n))
]


def join(*texts, aligned=0.0, degrees=0.0):
    """Return the regions of the last texts, after four rooms; texts are (said, x, y, region or None)."""
    written, readings, regions = [], [], {}
    for index, (said, x, y, region) in enumerate([*ROOMS, *texts]):
        text = write(said, x, y)
        written.append(write(said, x - aligned * text.width, y))
        is_number = said[0].isdigit()
        label = Label(LabelKind.NUMBER, number=said) if is_number else Label(LabelKind.NAME, name=said)
        readings.append(Reading(index, label, FAMILY))
        if region is not None:
            regions[index] = region
    families = Families(frozenset({FAMILY}), frozenset({FAMILY}))
    joined = join_stamps(plan((), written), readings, families, regions)
    return [joined.get(index) for index in range(len(ROOMS), len(written))]


NUMBER = "201", 2, 9, 8


@pytest.mark.parametrize("aligned", [0.0, -0.5, 0.5], ids=["centred", "left", "right"])
@pytest.mark.parametrize("region", [9, None], ids=["a void", "a wall"])
def test_a_name_behind_the_wall_is_with_its_number(aligned, region):
    assert join(NUMBER, ("Storeroom", 2, 9 - DOWN, region), aligned=aligned) == [8, 8]


def test_all_lines_of_a_name_behind_the_wall_are_with_its_number():
    lines = ("Store", 2, 9 - DOWN, 9), ("Room", 2, 9 - DOWN - 0.3, 9), ("Hall", 7, 9, 9)
    assert join(NUMBER, *lines) == [8, 8, 8, 9]


def test_a_number_in_no_room_is_with_its_name():
    assert join(("201", 2, 9, None), ("Store", 2, 9 - DOWN, 9)) == [9, 9]
    assert join(("201", 2, 9, None), ("Store", 2, 9 - DOWN, 9), ("202", 3, 9, 9)) == [None, 9, 9]


@pytest.mark.parametrize("place", [(2, 8.2), (2.4, 8.5), (2, 9.5)])
def test_a_name_elsewhere_stays(place):
    assert join(NUMBER, ("Store", *place, 9)) == [8, 9]


def test_a_number_with_a_name_in_its_room_takes_no_other():
    assert join(NUMBER, ("Store", 2, 9 - DOWN, 9), ("Hall", 3, 9, 8)) == [8, 9, 8]


def test_a_name_with_a_number_in_its_room_stays():
    assert join(NUMBER, ("Store", 2, 9 - DOWN, 9), ("202", 4, 9, 9)) == [8, 9, 9]


def test_a_number_in_a_room_of_another_takes_the_name_behind_the_wall():
    hall = ("202", 7, 9, 8), ("Hall", 7, 9 - DOWN, 8)
    assert join(NUMBER, ("Store", 2, 9 - DOWN, 9), *hall) == [8, 8, 8, 8]


def test_where_names_stand_anywhere_they_stay():
    scattered = [
        text
        for n in range(3)
        for text in ((f"30{n}", 30 + 5 * n, 0, 20 + n), ("Hall", 31 + 5 * n, n, 20 + n))
    ]
    assert join(*scattered, NUMBER, ("Store", 2, 9 - DOWN, 9))[-2:] == [8, 9]


def test_a_stamp_that_stands_across_a_wall_labels_one_room():
    walls = [*frame(20, 0, 24, 0.9), *frame(20, -3, 24, 0)]
    texts = [write("105", 22, 0.2), write("Store", 22, 0.2 - DOWN)]
    for n, name in enumerate(NAMES):
        walls += frame(5 * n, -3, 5 * n + 5, 2)
        texts += [write(f"10{n}", 5 * n + 2, 0), write(name, 5 * n + 2, -DOWN)]
    floor = recognise_floor(draw(walls, texts).build(), 1.0, make_reader())
    labels = {(room.number, room.name) for room in floor.rooms}
    assert ("105", "Store") in labels
    assert ("", "Store") not in labels
