"""Which texts number rooms and which name them, and the labels that they are put together to."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.labels.door_tags import mark_door_tags
from interactive_maps.importing.recognition.labels.families import Families, choose_families
from interactive_maps.importing.recognition.labels.label_placement import place_labels
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind, read_label
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.recognition.plans import plan, write

SMALL, LARGE, TAGGED = (0, "", "0.2"), (0, "", "0.4"), (1, "ROOMNUMBER", "0.2")


def number(said, family=SMALL, *, trusted=False, doubtful=False):
    return Label(LabelKind.NUMBER, number=said, trusted=trusted), family, doubtful


def name(said, family=SMALL, *, known=False, trusted=False):
    return Label(LabelKind.NAME, name=said, known=known, trusted=trusted), family, False


def choose(*texts, regions=None):
    """Return the families of texts, each in a region of its own unless ``regions`` says otherwise."""
    readings = [
        Reading(index, label, family, doubtful=doubtful)
        for index, (label, family, doubtful) in enumerate(texts)
    ]
    where = dict(enumerate(range(len(texts)) if regions is None else regions))
    return choose_families(
        readings, {index: one for index, one in where.items() if one is not None}, Step("labels")
    )


def test_numbers_of_which_each_room_has_one_number_rooms():
    assert choose(*map(number, ("1", "2", "3"))).numbers == {SMALL}
    assert choose(*map(number, ("1", "2"))).numbers == set()
    assert choose(*map(number, ("1", "2", "3")), regions=[0, 1, None]).numbers == set()


def test_figures_of_which_rooms_hold_several_or_that_repeat_do_not():
    figures = [number(str(index)) for index in range(9)]
    assert choose(*figures, regions=[0, 1, 2, 3, 3, 4, 4, 5, 5]).numbers == set()
    assert choose(*figures, regions=[0, 1, 2, 3, 4, 5, 5, 6, 6]).numbers == {SMALL}
    assert choose(*map(number, "11223")).numbers == set()
    assert choose(*map(number, "12345566")).numbers == {SMALL}


def test_figures_that_repeat_above_areas_number_the_rooms_of_every_flat():
    flats = [number(said) for said in "123123"]
    assert choose(*flats).numbers == set()
    readings = [
        Reading(index, label, family, above_area=index > 1) for index, (label, family, _) in enumerate(flats)
    ]
    regions = {index: index for index in range(len(flats))}
    assert choose_families(readings, regions, Step("labels")).numbers == {SMALL}
    fewer = [replace(one, above_area=one.index > 2) for one in readings]
    assert choose_families(fewer, regions, Step("labels")).numbers == set()


def test_in_open_plan_a_region_has_a_number_for_each_name():
    """A kitchen and a living room without a wall between them, in each of two flats."""
    rooms = [number("101"), name("Kitchen", known=True), number("102"), name("Living", known=True)]
    flats = [*rooms, number("201"), rooms[1], number("202"), rooms[3], number("203")]
    assert choose(*flats, regions=[0, 0, 0, 0, 1, 1, 1, 1, 2]).numbers == {SMALL}
    assert choose(*flats, regions=[0, 0, 0, 3, 1, 1, 1, 4, 2]).numbers == set()
    unknown = [replace_known(text) for text in flats]
    assert choose(*unknown, regions=[0, 0, 0, 0, 1, 1, 1, 1, 2]).numbers == set()


def test_a_name_may_have_more_lines_than_its_room_has_numbers():
    lines = [name("Living", known=True), name("Room", known=True), number("102")]
    flat = [*lines, name("Kitchen", known=True), number("103")]
    texts = [*flat, number("104"), number("105")]
    assert choose(*texts, regions=[0] * 5 + [1, 2]).numbers == {SMALL}


def replace_known(text):
    label, family, doubtful = text
    return replace(label, known=False), family, doubtful


def test_what_may_be_a_length_must_differ_everywhere():
    doubtful = [number(said, doubtful=True) for said in ("1.01", "1.02", "1.03", "1.04", "1.04")]
    assert choose(*doubtful).numbers == set()
    assert choose(*doubtful[:4]).numbers == {SMALL}
    half = [number(said) for said in ("1", "2", "3", "4")] + doubtful[1:]
    assert choose(*half).numbers == set()
    mixed = [number(said) for said in ("1", "2", "3", "4")] + doubtful[3:]
    assert choose(*mixed).numbers == {SMALL}


def test_numbers_of_another_layer_go_on_where_rooms_have_none():
    labels = [number(said, TAGGED, trusted=True) for said in ("101", "102", "103a")]
    circles = [number(said) for said in ("104", "105", "106")]
    assert choose(*labels, *circles).numbers == {TAGGED, SMALL}
    assert choose(*labels, *circles[:2]).numbers == {TAGGED}
    assert choose(*labels, *map(number, ("1400", "1401", "1402"))).numbers == {TAGGED}
    assert choose(*labels, *circles, regions=[0, 1, 2, 0, 1, 3]).numbers == {TAGGED}
    assert choose(*labels, *circles, regions=[0, 1, 2, 3, 3, 4]).numbers == {TAGGED}


def test_a_table_of_rooms_numbers_none_of_them():
    table = [number(said, TAGGED, trusted=True) for said in "123"]
    regions = [None] * 3 + [0, 1, 2]
    assert choose(*table, *map(number, "123"), regions=regions).numbers == {TAGGED, SMALL}
    inside = [number("7", TAGGED, trusted=True), *table[1:]]
    assert choose(*inside, *map(number, "123"), regions=[3, None, None, 0, 1, 2]).numbers == {TAGGED}


def test_a_layer_of_room_numbers_may_hold_other_numbers():
    plates = [number(said, TAGGED, trusted=True) for said in ("301", "302", "303")]  # of flats
    assert choose(*plates, regions=[0, 0, 0]).numbers == set()
    assert choose(*plates, regions=[0, 0, 1]).numbers == {TAGGED}
    baths = [number("1418", TAGGED, trusted=True)] * 3
    assert choose(*baths).numbers == set()
    assert choose(*baths[:2]).numbers == {TAGGED}


def test_a_layer_or_an_attribute_that_says_so_is_enough():
    trusted = number("7", TAGGED, trusted=True)
    assert choose(trusted).numbers == {TAGGED}
    assert choose(trusted, *map(number, "123")).numbers == {TAGGED}
    assert choose(trusted, number("8", TAGGED)).numbers == {TAGGED}


def test_a_second_family_numbers_the_rooms_that_the_first_does_not():
    first = [number(str(index)) for index in range(10)]
    second = [number(f"9{index}", LARGE) for index in range(4)]
    assert choose(*first, *second).numbers == {SMALL, LARGE}
    assert choose(*first, *second, regions=[*range(10), 0, 1, 20, 21]).numbers == {SMALL}


def test_numbers_at_doors_number_rooms_only_where_no_others_do():
    def choose_with_tags(*texts, regions):
        readings = [
            Reading(index, label, family, at_door=family == LARGE)
            for index, (label, family, _) in enumerate(texts)
        ]
        return choose_families(readings, dict(enumerate(regions)), Step("labels")).numbers

    rooms = [number(str(index)) for index in range(5)]
    doors = [number(f"{index}A", LARGE) for index in range(8)]
    assert choose_with_tags(*rooms, *doors, regions=[*range(5), *range(8)]) == {SMALL}
    assert choose_with_tags(*doors, regions=range(8)) == {LARGE}
    assert choose(*rooms, *doors, regions=[*range(5), *range(8)]).numbers == {LARGE}


def test_numbers_of_axes_outside_of_rooms_take_none_from_them():
    rooms = [number(str(index)) for index in range(1, 7)]
    axes = [number(str(index)) for index in range(1, 7)] * 2
    readings = [Reading(index, label, family) for index, (label, family, _) in enumerate([*rooms, *axes])]
    assert choose_families(readings, {index: index for index in range(6)}, Step("labels")).numbers == {SMALL}


def test_a_number_is_at_a_door_within_its_swing():
    made = plan([], [write("106A", 2, 5.9), write("106", 2, 3), write("Lab", 3.2, 5.9)])
    opening = np.array([(1.5, 5, 2.5, 5)]) - np.tile(made.origin, 2)
    readings = [
        Reading(index, label, family)
        for index, (label, family, _) in enumerate([number("106A"), number("106"), name("Lab")])
    ]
    assert [one.at_door for one in mark_door_tags(made, readings, opening)] == [True, False, False]
    assert mark_door_tags(made, readings, np.empty((0, 4))) == readings


def test_a_number_in_one_column_with_a_name_is_that_of_a_small_room():
    made = plan(
        [], [write("2.12", 0.5, 0.5), write("Bath", 0.5, 0.2), write("T3", 1.0, 0.5), write("", 0, 0)]
    )
    readings = [
        Reading(index, label, family)
        for index, (label, family, _) in enumerate([number("2.12"), name("Bath"), number("T3", LARGE)])
    ]
    opening = np.array([(0.0, -0.2, 0.9, -0.2)])
    assert [one.at_door for one in mark_door_tags(made, readings, opening)] == [False, False, True]


def test_names_are_those_of_layers_that_say_so_or_of_known_words():
    assert choose(name("Office", known=True), name("Foo"), name("Bar")).names == {SMALL}
    assert choose(name("Office", known=True), name("Foo"), name("Bar"), name("Baz")).names == set()
    assert choose(name("Foo", trusted=True), name("Bar", LARGE)).names == {SMALL}
    both = Label(LabelKind.NAME, number="12", name="Office", known=True)
    assert choose((both, SMALL, False)).numbers == {SMALL}


def place(*texts, regions=None, areas=None):
    """Return number, name and place of the labels of each region; ``texts`` are (label, x, y) or written ones."""
    written = [text for *_, text in texts]
    made = plan([], [*written, write("", 0, 0)])
    readings = [
        Reading(index, label, family, area=(areas or {}).get(index))
        for index, ((label, family, _), _) in enumerate(texts)
    ]
    where = dict(enumerate([0] * len(texts) if regions is None else regions))
    found = place_labels(made, readings, Families(frozenset({SMALL}), frozenset({SMALL})), where)
    return {
        region: [
            (one.number, one.name, tuple(np.round(np.add(one.place, made.origin), 2)), one.area)
            for one in labels
        ]
        for region, labels in found.items()
    }


def at(label, x, y, said="Text", **more):
    return label, write(said, x, y, **more)


def test_a_number_takes_the_name_below_it():
    found = place(at(number("12"), 3, 5), at(name("Office"), 3, 4.7), areas={1: 20.0})
    assert found == {0: [("12", "Office", (3, 5), 20.0)]}


def test_each_number_takes_the_names_that_are_nearest_to_it():
    texts = at(number("12"), 0, 5), at(number("13"), 9, 5), at(name("Lab"), 8, 5), at(name("Office"), 1, 5)
    found = place(*texts, areas={0: 20.0})
    assert found == {0: [("12", "Office", (0, 5), 20.0), ("13", "Lab", (9, 5), None)]}


def test_a_name_belongs_to_the_number_of_its_block_wherever_that_is():
    texts = [
        (number("12"), replace(write("12", 0, 5), block="B")),
        at(number("13"), 9, 5),
        (name("Lab"), replace(write("Lab", 8, 5), block="B")),
    ]
    assert [one[:2] for one in place(*texts)[0]] == [("12", "Lab"), ("13", "")]


def test_the_name_in_the_tag_of_the_number_is_no_translation_beside_it():
    texts = [
        (number("12"), replace(write("12", 0, 5), block="B")),
        (name("PHARMCY"), replace(write("PHARMCY", 0, 5.3), block="B")),
        at(name("صيدلية", known=True), 0, 5.6),
    ]
    assert [one[:2] for one in place(*texts)[0]] == [("12", "PHARMCY")]
    assert [one[:2] for one in place(texts[0], texts[2])[0]] == [("12", "صيدلية")]


def test_a_label_knows_its_texts_and_whether_its_name_is_known():
    texts = [replace(write(said, 3, 5 - 0.3 * row), entity=7 + row) for row, said in enumerate("abc")]
    said = [number("12"), name("Office", known=True), name("West", known=True)]
    readings = [Reading(index, label, family) for index, (label, family, _) in enumerate(said)]
    families = Families(frozenset({SMALL}), frozenset({SMALL}))
    ((label,),) = place_labels(plan([], texts), readings, families, {0: 0, 1: 0, 2: 0}).values()
    assert (label.entities, label.known) == ((7, 8, 9), True)
    ((label,),) = place_labels(plan([], texts), readings[:1], families, {0: 0}).values()
    assert (label.entities, label.known) == ((7,), False)
    ((label,),) = place_labels(plan([], texts), readings[1:], families, {1: 0, 2: 0}).values()
    assert (label.entities, label.known) == ((8, 9), True)


def name_over(*words, text="12"):
    """Return the name of a room whose label has a word a line, above its number."""
    read = [read_label(word, load_rules().labels, trusted=False) for word in words]
    texts = [write(word, 3, 5 - 0.32 * row) for row, word in enumerate([*words, text])]
    labels = [*read, Label(LabelKind.NUMBER, number=text)]
    readings = [Reading(index, label, SMALL) for index, label in enumerate(labels)]
    families = Families(frozenset({SMALL}), frozenset({SMALL}))
    ((label,),) = place_labels(plan([], texts), readings, families, dict.fromkeys(range(9), 0)).values()
    return label.name


def test_words_that_only_connect_are_lines_of_a_name_but_no_names():
    assert name_over("Sala", "de", "reuniones") == "Sala de reuniones"
    assert name_over("Salle", "de", "la", "Loire") == "Salle de la Loire"
    assert name_over("MEN", "&", "WOMEN") == "MEN & WOMEN"
    assert name_over("Отдел", "по", "кадрам") == "Отдел по кадрам"
    assert name_over("Lab", "A") == name_over("A", "Lab") == "Lab"
    assert name_over("de") == ""


def read_words(*said, gap=0.1, degrees=0.0):
    """Return the names read from words side by side, each a text of its own."""
    along, x, texts = np.radians(degrees), 0.0, []
    for word in said:
        label = name(word, known=word == "Sala") if len(word) > 2 else (Label(LabelKind.CODE), SMALL, False)
        written = write(word, 0, 0, degrees=degrees)
        middle = (x + written.width / 2) * np.cos(along), (x + written.width / 2) * np.sin(along)
        texts.append((label, replace(written, centre=middle)))
        x += written.width + gap
    return [found[1] for found in place(*texts)[0]]


@pytest.mark.parametrize("degrees", [0, 15, 90, 200])
def test_words_beside_each_other_are_one_line_of_a_name(degrees):
    assert read_words("Sala", "de", "Aula", degrees=degrees) == ["Sala de Aula"]
    assert read_words("Sala", "Norte", gap=0.6, degrees=degrees) == ["Sala"]


def test_a_figure_that_continues_a_name_is_said_and_a_figure_before_it_is_not():
    bath, figure = name("Bathroom", known=True), name("1")
    number_below = at(number("A104"), 0, 4.4)
    assert place(at(bath, 0, 5), at(figure, 0, 4.7, "1"), number_below)[0][0][:2] == ("A104", "Bathroom 1")
    assert place(at(bath, 0, 4.7), at(figure, 0, 5, "1"), number_below)[0][0][:2] == ("A104", "Bathroom")


@pytest.mark.parametrize(("above", "expected"), [("WC", "WC H"), ("Office", "Office")])
def test_a_letter_below_toilets_says_whose_they_are(above, expected):
    letter = Label(LabelKind.CODE), SMALL, False
    assert [one[1] for one in place(at(name(above, known=True), 0, 5), at(letter, 0, 4.7, "H"))[0]] == [
        expected
    ]


def test_attributes_of_one_block_reference_are_lines_of_one_name():
    first, second = (0, "NAME1", "0.2"), (0, "NAME2", "0.2")
    labels = [
        *(name(said, first, known=True, trusted=True) for said in ("Stair", "Nurse", "Exam")),
        *(name(said, second, trusted=True) for said in ("Station", "Room")),
        number("1", second, trusted=True),
    ]
    families = choose(*labels)
    assert families == Families(frozenset(), frozenset({first, second}))
    texts = [
        replace(write("Stair", 0, 5), tag="NAME1", block="B"),
        replace(write("1", 0, 4.7), tag="NAME2", block="B"),
    ]
    readings = [Reading(index, labels[5 * index][0], family) for index, family in enumerate((first, second))]
    made = plan([], [*texts, write("", 0, 0)])
    assert place_labels(made, readings, families, {0: 0, 1: 0})[0][0].name == "Stair 1"


def test_a_number_written_twice_is_one():
    assert len(place(at(number("12"), 0, 5), at(number("12"), 9, 5))[0]) == 1


def test_regions_have_their_own():
    found = place(at(number("12"), 0, 5), at(number("13"), 9, 5), at(name("Lab"), 8, 5), regions=[3, 5, 3])
    assert found == {3: [("12", "Lab", (0, 5), None)], 5: [("13", "", (9, 5), None)]}


@pytest.mark.parametrize(("below", "is_one"), [(0.05, False), (0.2, True), (0.4, True), (0.6, False)])
def test_lines_below_each_other_are_one_name(below, is_one):
    texts = at(name("Meeting", known=True), 3, 5), at(name("Area", known=True), 3, 5 - below)
    names = [one[1] for one in place(*texts)[0]]
    assert names == (["Meeting Area"] if is_one else ["Meeting", "Area"])


def test_lines_of_a_turned_name_run_across():
    texts = (
        at(name("Meeting", known=True), 3, 5, degrees=90),
        at(name("Area", known=True), 3.3, 5, degrees=90),
    )
    assert place(*texts)[0][0][1] == "Meeting Area"
    texts = at(name("Meeting", known=True), 3, 5, degrees=90), at(name("Area", known=True), 3, 4.7)
    assert {one[1] for one in place(*texts)[0]} == {"Meeting", "Area"}


@pytest.mark.parametrize("degrees", [0, 30, 90, 160, 270])
@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("block", ["", "B"])
def test_a_name_is_read_from_line_to_line_or_along_its_line_however_it_is_turned(degrees, order, block):
    turn = np.radians(degrees)
    ahead, down = np.array([np.cos(turn), np.sin(turn)]), np.array([np.sin(turn), -np.cos(turn)])
    step = ahead if block else 0.3 * down  # attributes of a block may follow each other on one line
    texts = [
        (name(said, known=True), replace(write(said, *(row * step), degrees=degrees), block=block))
        for row, said in enumerate(("Large", "Meeting", "Room"))
    ]
    assert [one[1] for one in place(*(texts[index] for index in order))[0]] == ["Large Meeting Room"]


@pytest.mark.parametrize(("aside", "is_one"), [(1.3, True), (2.2, False)])
def test_lines_of_unlike_length_may_begin_at_the_same_margin(aside, is_one):
    # 3.2 metres and 0.6 metres long
    texts = (
        at(name("Meeting", known=True), 3, 5, said="x" * 23),
        at(name("Area", known=True), 3 - aside, 4.7, said="Area"),
    )
    assert len(place(*texts)[0]) == (1 if is_one else 2)


def test_lines_far_aside_are_names_of_their_own():
    texts = at(name("Meeting", known=True), 3, 5), at(name("Area", known=True), 3.6, 4.7)
    assert len(place(*texts)[0]) == 2
    assert len(place(at(name("Meeting", known=True), 3, 5), at(name("Area", known=True), 3.4, 4.7))[0]) == 1


def test_without_numbers_known_names_come_first_and_stand_in_their_middle():
    texts = at(name("Foo"), 0, 9), at(name("Office", known=True), 4, 5), at(name("West", known=True), 4, 4.6)
    assert place(*texts, areas={2: 9.0})[0] == [("", "Office West", (4, 4.8), 9.0)]
    assert place(at(name("Foo"), 0, 9), at(name("Bar"), 5, 2))[0] == [("", "Foo", (0, 9), None)]
    twice = at(name("WC", known=True), 0, 9), at(name("WC", known=True), 5, 2)
    assert len(place(*twice)[0]) == 1


def test_of_names_beside_a_number_the_known_ones_count():
    texts = at(number("12"), 0, 5), at(name("Foo"), 1, 5), at(name("Office", known=True), 2, 5)
    assert place(*texts)[0][0][1] == "Office"


def test_names_right_at_a_number_are_its_own_and_others_are_signs_in_the_room():
    shop = at(number("12"), 3, 5), at(name("Costa Coffee", known=True), 3, 4.6, "Costa Coffee")
    sign = at(name("Gate 21", known=True), 3, 9, "Gate 21")
    assert [found[1] for found in place(*shop, sign)[0]] == ["Costa Coffee"]
    assert [found[1] for found in place(shop[0], sign)[0]] == ["Gate 21"]


def test_a_small_name_is_taken_where_a_room_has_no_other():
    small = (0, "", "0.1")
    assert place(at(name("WC", small, known=True), 0, 9))[0][0][1] == "WC"
    assert place(at(name("Foo", small), 0, 9)) == {}
    assert place(at(name("WC", small, known=True), 0, 9), at(name("Office"), 5, 5))[0][0][1] == "Office"


def test_an_area_belongs_to_the_nearest_label_or_to_none():
    kitchen, living = at(name("Kitchen", known=True), 3, 5), at(name("Living", known=True), 9, 5)
    found = place(kitchen, at(number("0", LARGE), 3, 4.7), living, areas={1: 9.0})
    assert [one[3] for one in found[0]] == [9.0, None]
    assert place(at(number("0", LARGE), 3, 5), areas={0: 20.0}) == {}
    two = place(
        kitchen, at(number("0", LARGE), 3, 4.7), at(number("0", LARGE), 3, 5.3), areas={1: 9.0, 2: 8.0}
    )
    assert [one[3] for one in two[0]] == [None]


def test_a_height_in_every_label_numbers_no_room():
    height = (1, "HEIGHT", "0.2")
    rooms = [number(said, TAGGED, trusted=True) for said in ("101", "102", "103", "104")]
    heights = [number(said, height, trusted=True) for said in ("2.75", "2.75", "2.75", "3.20", "2.75")]
    assert choose(*rooms, *heights, regions=[0, 1, 2, 3, 0, 1, 2, 3, 4]).numbers == {TAGGED}
    assert choose(*heights).numbers == {height}


def test_smaller_letters_go_on_with_the_numbers_of_larger_ones():
    large = [number(said, LARGE) for said in ("A101", "A102", "A103", "A104")]
    small = [number(said, SMALL) for said in ("A105", "A106", "A107")]
    regions = [0, 1, 2, 3, 0, 1, 4]
    assert choose(*large, *small, regions=regions).numbers == {LARGE, SMALL}
    others = [number(said, SMALL) for said in ("A101", "A106", "A107")]
    assert choose(*large, *others, regions=regions).numbers == {LARGE}
    figures = [number(said, SMALL) for said in ("105", "106", "107")]
    assert choose(*large, *figures, regions=regions).numbers == {LARGE}


def test_a_few_smaller_letters_go_on_with_the_numbers_in_rooms_without_one():
    large = [number(said, LARGE) for said in ("1.01", "1.02", "1.03", "1.04")]
    small = [number("1.05"), name("Cleaner"), number("1.06"), name("Store")]
    assert choose(*large, *small, regions=[0, 1, 2, 3, 4, 4, 5, 5]).numbers == {LARGE, SMALL}
    assert choose(*large, *small, regions=[0, 1, 2, 3, 3, 3, 5, 5]).numbers == {LARGE}  # a room has a number
    assert choose(*large, *small, regions=[0, 1, 2, 3, 4, 5, 6, 6]).numbers == {LARGE}  # no name beside it
    assert choose(*large, *small, regions=[0, 1, 2, 3, None, None, 5, 5]).numbers == {LARGE}
    figures = [number("85"), name("Cleaner"), number("200"), name("Store")]
    assert choose(*large, *figures, regions=[0, 1, 2, 3, 4, 4, 5, 5]).numbers == {LARGE}
    lettered = [number(said, LARGE) for said in ("A101", "A102", "A103")]
    assert choose(*lettered, number("A104")).numbers == {LARGE, SMALL}


def test_smaller_letters_name_the_rooms_that_larger_ones_do_not():
    large = [name("Office", LARGE, known=True), name("Lab", LARGE, known=True)]
    small = [name("Expurgo"), name("PNE"), name("DML")]
    assert choose(*large, *small).names == {LARGE, SMALL}
    assert choose(*large, *small, regions=[0, 1, 2, 2, 3]).names == {LARGE, SMALL}  # two lines
    assert choose(*large, *small, regions=[0, 1, 1, 2, 3]).names == {LARGE}  # a note in a room with a name
    assert choose(*large, *small, regions=[0, 1, 2, 3, None]).names == {LARGE}
    assert choose(*large, *small, regions=[0, 1, 2, 2, 2]).names == {LARGE}
    assert choose(*large, name("Foo")).names == {LARGE}
    other = (7, "", "0.2")
    assert choose(*large, name("Foo", other), name("Bar", other)).names == {LARGE}


def test_an_ideograph_is_a_word():
    assert name_over("卫") == "卫"
    assert name_over("X") == ""
