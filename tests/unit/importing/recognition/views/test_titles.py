"""Titles of drawings in many languages, and what is none."""

import pytest

from interactive_maps.importing.recognition.views.titles import ViewKind, read_title

PLAN, ELEVATION, SECTION = ViewKind


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("East Elevation", ELEVATION),
        ("Ansicht Süd", ELEVATION),
        ("NORDANSICHT", ELEVATION),
        ("Façade principale", ELEVATION),
        ("Alzado norte", ELEVATION),
        ("Prospetto sud", ELEVATION),
        ("Alçado principal", ELEVATION),
        ("Voorgevel", ELEVATION),
        ("Elewacja frontowa", ELEVATION),
        ("Pohled severní", ELEVATION),
        ("Фасад 1-9", ELEVATION),
        ("南立面图", ELEVATION),
        ("SECTION A-A", SECTION),
        ("Schnitt B-B", SECTION),
        ("Querschnitt", SECTION),
        ("Coupe AA'", SECTION),
        ("Sección longitudinal", SECTION),
        ("Corte A", SECTION),
        ("Sezione C-C", SECTION),
        ("Doorsnede", SECTION),
        ("Przekrój A-A", SECTION),
        ("Řez A", SECTION),
        ("Разрез 1-1", SECTION),
        ("1-1剖面图", SECTION),
        ("GROUND FLOOR PLAN", PLAN),
        ("Grundriss Erdgeschoss", PLAN),
        ("Rez-de-chaussée", PLAN),
        ("Planta baja", PLAN),
        ("二层平面图", PLAN),
        ("2. OG", PLAN),
    ],
)
def test_what_a_title_says(text, shows):
    title = read_title(text)
    assert title is not None
    assert title.kind is shows


@pytest.mark.parametrize("text", ["", "101", "1", "A", "Office", "12.50", "±0.00", "x" * 80, "\n"])
def test_numbers_axes_and_rooms_are_no_titles(text):
    assert read_title(text) is None


def test_the_floor_below_the_roof_has_no_number_of_its_own():
    title = read_title("Dachgeschoss")
    assert title is not None
    assert (title.level, title.topmost) == (None, True)


def test_a_title_is_no_sentence():
    assert read_title("Erdgeschoss" + " des Hauses" * 5).level == 0
    assert read_title("Erdgeschoss" + " des Hauses" * 6) is None
    assert read_title("Erdgeschoss" + " des Hauses" * 5 + " abc").level == 0  # 70 characters
    assert read_title("Erdgeschoss" + " des Hauses" * 5 + " abcd") is None
    assert read_title("  Erdgeschoss \n ").level == 0
