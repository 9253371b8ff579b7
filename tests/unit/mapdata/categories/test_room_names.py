"""What names of rooms mean: a list of real ones, and words that are parts of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.mapdata.categories.room_names import find_category, find_unit_category, is_private
from interactive_maps.mapdata.categories.table import list_wholes, load_table

# From plans, IMDF archives and OpenStreetMap: name, and the category that a person gave it ("-": none).
NAMES = [
    line.split("\t")
    for line in Path(__file__).with_name("room_names.tsv").read_text("utf-8").splitlines()[1:]
]


def test_real_names_mean_what_people_say():
    assert len(NAMES) > 400
    wrong = {name: (category, find_category(name)) for name, category in NAMES}
    assert {name: both for name, both in wrong.items() if both[0] != (both[1] or "-")} == {}


@pytest.mark.parametrize(
    ("suffix", "prefix"), [(" 12", ""), ("", "2.104 "), (" 3a", "B1.007 "), (" - 1.OG 4", "")]
)
def test_numbers_do_not_count(prefix, suffix):
    assert find_category(f"{prefix}WC Women{suffix}") == "restroom.female"
    assert find_category(f"{prefix}Büro{suffix}") == "office"


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("WC h", "restroom.male"),
        ("5 WC h", "restroom.male"),
        ("WC 5 h", "restroom"),
        ("WC 5h", "restroom"),
        ("5 h WC", "restroom"),
        ("WC h 5", "restroom.male"),
        ("WC d 5 h", "restroom.female"),
        ("WC 5 Herren", "restroom.male"),
    ],
)
def test_one_letter_behind_a_number_is_a_part_of_it(name, category):
    assert find_category(name) == category


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("Treppenlift", "elevator"),
        ("Treppenbereich", "stairs"),
        ("Treppen", "stairs"),
        ("Lobbyist", None),
        ("Büros", "office"),
        ("Bürotoilette", "restroom"),
        ("Büromöbel", None),
        ("Abstellr.", "storage"),
        ("Officer", None),
        ("Küchenlager", "storage"),
        ("Konferenzsaal", "conferenceroom"),
        ("Konferenzteilnehmer", None),
        ("Wachtkamers", "waitingroom"),
        ("Parkhausdusche", "shower"),
    ],
)
def test_the_last_part_of_a_compound_says_what_it_is(name, category):
    assert find_category(name) == category


@pytest.mark.parametrize("subject", ["Engineering", "sciences", "Technology", "Management"])
@pytest.mark.parametrize("word", ["Mechanical", "Information", "Library", "Laboratory", "Auditorium"])
def test_a_subject_is_no_room(word, subject):
    assert find_category(word) is not None
    assert find_category(f"{word} {subject}") is None
    assert find_category(f"{word} {subject} Office") == "office"


@pytest.mark.parametrize("name", ["مصعد", "المصعد", "المصعد ٢"])
def test_an_arabic_article_does_not_count(name):
    assert find_category(name) == "elevator"


@pytest.mark.parametrize(
    ("spaced", "close"),
    [("廊　下", "廊下"), ("事 務 室", "事務室"), ("회 의 실", "회의실"), ("1 階 段", "階段")],
)
def test_names_spaced_out_mean_the_same(spaced, close):
    assert find_category(spaced) == find_category(close) is not None


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("WC", ""),
        ("WC, accessible", ".wheelchair"),
        ("Women's toilets", ".female"),
        ("WC D", ".female"),
        ("WC D + H", ""),
        ("WC H/D", ""),
    ],
)
def test_toilets_are_for_somebody(name, category):
    assert find_category(name) == f"restroom{category}"


@pytest.mark.parametrize(
    "name", ["Staff WC", "PATIENT BATH", "Personaltoilette", "Mitarbeiter-WC", "MSTR. BATH"]
)
def test_some_are_not_for_everybody(name):
    assert is_private(name)


@pytest.mark.parametrize("name", ["WC", "Public Toilets", "WC Women", "Besuchertoilette", "Guest WC"])
def test_others_are(name):
    assert not is_private(name)


def test_spaces_have_categories_of_imdf():
    from interactive_maps.importing.formats.imdf.archive.schemas import UNIT_CATEGORIES

    found = {find_unit_category(name) for name, _ in NAMES} - {None}
    assert found <= set(UNIT_CATEGORIES)


def test_each_category_is_of_one_kind_or_none():
    kinds = [category for kind in load_table().kinds for category in kind.categories]
    assert all(kind.categories and kind.words for kind in load_table().kinds)
    assert {"restroom", "restroom.male", "elevator", "pharmacy", "medicalroom"} <= set(kinds)
    assert list(list_wholes("restroom.male.wheelchair")) == [
        "restroom.male.wheelchair",
        "restroom.male",
        "restroom",
    ]


@given(st.text(max_size=60))
def test_no_name_breaks_it(name):
    assert find_category(name) is None or isinstance(find_category(name), str)
    assert find_category(name) == find_category(name.upper().lower()) or not name.isascii()
