"""A figure that says how large its room is, is its area; every other figure may be its number."""

from dataclasses import replace

import pytest

from interactive_maps.importing.recognition.labels.area_figures import mark_area_figures
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind


def read(*figures: str, height: str = "0.2") -> list[Reading]:
    label = [Label(LabelKind.NUMBER, number=figure) for figure in figures]
    return [Reading(index, one, (0, "", height)) for index, one in enumerate(label)]


def mark(figures: list[str], homes: dict[int, int], areas: list[float]) -> list[float | None]:
    """Return the areas that figures state; a number is None."""
    return [
        one.area if one.label.kind is LabelKind.AREA else None
        for one in mark_area_figures(read(*figures), homes, areas)
    ]


def say(readings: list[Reading], areas: list[float]) -> list[str]:
    homes = {one.index: one.index for one in readings}
    return [one.label.number for one in mark_area_figures(readings, homes, areas)]


def test_a_decimal_as_large_as_its_room_is_an_area():
    assert say(read("1.01", "12,50", "1.03"), [12.0, 12.0, 30.0]) == ["1.01", "", "1.03"]


def test_square_feet_count_as_well():
    assert say(read("134.5", "1.02"), [12.5, 12.5]) == ["", "1.02"]


def test_whole_numbers_are_areas_only_where_most_of_them_fit():
    assert say(read("12", "20", "31", "40"), [12.0, 20.5, 30.0, 41.0]) == ["", "", "", ""]
    assert say(read("12", "13", "14", "15"), [12.0, 60.0, 30.0, 5.0]) == ["12", "13", "14", "15"]


def test_an_area_keeps_its_value():
    marked = mark_area_figures(read("12.4"), {0: 0}, [12.0])
    assert marked[0].area == 12.4
    assert marked[0].label.kind is LabelKind.AREA


def test_an_area_is_no_doubtful_number_and_stays_as_trusted_as_it_was():
    (one,) = read("12.4")
    for trusted in (False, True):
        doubtful = replace(one, doubtful=True, label=replace(one.label, trusted=trusted))
        (marked,) = mark_area_figures([doubtful], {0: 0}, [12.0])
        assert (marked.doubtful, marked.label.trusted) == (False, trusted)
        assert mark_area_figures([doubtful], {0: 0}, [20.0]) == [doubtful]
        assert mark_area_figures([doubtful], {}, [12.0]) == [doubtful]


@pytest.mark.parametrize(
    ("figure", "is_area"), [("11.1", True), ("11.15", True), ("8.79", False), ("8.81", True), ("11.3", False)]
)
def test_an_area_is_written_as_it_is_measured_but_for_an_eighth(figure, is_area):
    assert (say(read(figure), [10.0]) == [""]) == is_area


@pytest.mark.parametrize(
    ("areas", "are_areas"),
    [
        ([10, 20, 30, 90, 90], True),  # three of five
        ([10, 20, 30, 90, 90, 90], False),
        ([10, 20], False),
        ([10, 20, 30], True),
    ],
)
def test_three_figures_of_a_kind_and_most_of_them_fit(areas, are_areas):
    figures = [str(10 * (index + 1)) for index in range(len(areas))]
    assert say(read(*figures), areas) == ([""] * len(areas) if are_areas else figures)


@pytest.mark.parametrize(
    ("first", "areas"),
    [
        (201, [18.7] * 24),  # in square feet
        (201, [18.7, 18.9, 18.5, 18.7, 19.0, 18.6, 18.7, 18.8]),
        (18, [19.0, 19.0, 19.0]),
        (17, [19.0, 19.1, 18.9, 19.0, 19.1]),
        (18, [19.0, 19.0, 19.0, 60.0, 5.0]),
    ],
)
def test_whole_numbers_that_count_rooms_of_one_size_are_no_areas(first, areas):
    figures = [str(first + index) for index in range(len(areas))]
    assert say(read(*figures), areas) == figures


def test_room_numbers_may_be_left_out_and_stand_among_areas():
    numbers = ["201", "202", "203", "205", "206", "207", "208"]
    assert say(read(*numbers), [18.7] * 7) == numbers
    assert say(read(*numbers, *["18.70"] * 7), [18.7] * 14) == numbers + [""] * 7


@pytest.mark.parametrize(
    ("figures", "areas"),
    [
        (["18", "19", "20", "21"], [18.3, 19.1, 19.7, 21.4]),  # they follow their rooms
        (["201", "202", "203", "204"], [18.67, 18.77, 18.86, 18.95]),
        (["19", "19", "20", "19", "20"], [19.4, 19.5, 19.6, 19.4, 19.5]),  # they recur
        (["191", "197", "201", "208"], [18.7, 18.6, 18.8, 18.7]),  # they count nothing
    ],
)
def test_areas_of_rooms_of_about_one_size_stay_areas(figures, areas):
    assert say(read(*figures), areas) == [""] * len(figures)


def test_a_region_without_area_matches_nothing():
    assert say(read("0", "1", "2", "3"), [0.0, 1.0, 2.0, 3.0]) == [""] * 4
    assert say(read("0", "0", "0"), [0.0] * 3) == ["0"] * 3


def test_texts_with_a_name_or_of_another_form_are_no_areas():
    (one,) = read("12.4")
    named = replace(one, label=replace(one.label, name="Office"))
    assert mark_area_figures([named], {0: 0}, [12.0]) == [named]
    code = replace(one, label=replace(one.label, number="12.4a"))
    assert mark_area_figures([code], {0: 0}, [12.0]) == [code]


def test_areas_in_open_plan_add_up_to_their_region():
    assert mark(["27.66", "12.96"], {0: 0, 1: 0}, [41.0]) == [27.66, 12.96]
    assert mark(["27.66", "12.96"], {0: 0, 1: 0}, [50.0]) == [None, None]
    assert mark(["1.01", "1.02"], {0: 0, 1: 0}, [41.0]) == [None, None]


def test_decimals_like_those_that_fit_are_areas_whatever_became_of_their_rooms():
    figures = ["27.66", "12.96", "3.16", "15.59"]
    assert say(read(*figures), [27.7, 13.0, 40.0, 40.0]) == ["", "", "", ""]
    numbers = ["1.01", "1.02", "1.03", "12.5", "1.05"]
    assert say(read(*numbers), [20.0, 20.0, 20.0, 12.5, 20.0]) == ["1.01", "1.02", "1.03", "", "1.05"]


def test_decimals_that_count_nothing_are_areas():
    assert say(read("27.66", "12.96", "3.16", "15.59"), [60.0] * 4) == [""] * 4
    floors = ["1.01", "1.02", "2.01", "2.02", "3.01"]
    assert say(read(*floors), [60.0] * 5) == floors
    assert say(read("27.66", "12.96", "3.16"), [60.0] * 3) == ["27.66", "12.96", "3.16"]
