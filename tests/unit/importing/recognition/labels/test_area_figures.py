"""A figure that says how large its room is, is its area; every other figure may be its number."""

from interactive_maps.importing.recognition.labels.area_figures import mark_area_figures
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind


def read(*figures: str, height: str = "0.2") -> list[Reading]:
    label = [Label(LabelKind.NUMBER, number=figure) for figure in figures]
    return [Reading(index, one, (0, "", height)) for index, one in enumerate(label)]


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
