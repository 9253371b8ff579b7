"""Which texts name rooms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.recognition.labels.texts import (
    Label,
    LabelKind,
    is_door_size,
    join_parts,
    read_label,
)
from interactive_maps.importing.rules.rule_file import load_rules

LABELS = load_rules().labels


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("16'-0\"", LabelKind.DIMENSION),
        ("6'-10 1/2\"", LabelKind.DIMENSION),
        ('6"', LabelKind.DIMENSION),
        ("5' x 8'1", LabelKind.DIMENSION),
        ("21'2 x 20'10", LabelKind.DIMENSION),
        ("5.20 m", LabelKind.DIMENSION),
        ("Ø100", LabelKind.DIMENSION),
        ("⌀ 12,5", LabelKind.DIMENSION),
        ("3.40 x 4.20", LabelKind.DIMENSION),
        ("5.20", LabelKind.DIMENSION),
        ("+3.50", LabelKind.DIMENSION),
        ("OKFF +0.15", LabelKind.DIMENSION),
        ("60 m2", LabelKind.AREA),
        ("12,5 m²", LabelKind.AREA),
        ("240 SF", LabelKind.AREA),
        ("NGF: 25.31 qm", LabelKind.AREA),
        ("25 кв.м", LabelKind.AREA),
        ("mq 11.70", LabelKind.AREA),
        ("S.U. 12.30 m2", LabelKind.AREA),
        ("ca. 12 m²", LabelKind.AREA),
        ("NF 12,5", LabelKind.AREA),
        ("Pow. 12,5", LabelKind.AREA),
        ("BRA 12,4", LabelKind.AREA),
        ("6.0帖", LabelKind.AREA),
        ("5050 XO", LabelKind.DOOR_SIZE),
        ("6068 S.G.D.", LabelKind.DOOR_SIZE),
        ("16070 O.H. DOOR", LabelKind.DOOR_SIZE),
        ("1/100", LabelKind.SCALE),
        ("SCALE 1:50", LabelKind.SCALE),
        ("M 1:100", LabelKind.SCALE),
        ('1/4" = 1\'-0"', LabelKind.SCALE),
        ("FIRST FLOOR PLAN", LabelKind.TITLE),
        ("GRUNDRISS EG", LabelKind.TITLE),
        ("SCALE", LabelKind.TITLE),
        ("LEGEND", LabelKind.TITLE),
        ("ID_PIECE", LabelKind.PLACEHOLDER),
        ("SOLID", LabelKind.PLACEHOLDER),
        ("ROOM NAME", LabelKind.PLACEHOLDER),
        ("???", LabelKind.PLACEHOLDER),
        ("A6", LabelKind.CODE),
        ("D-D", LabelKind.CODE),
        ("E", LabelKind.CODE),
        ("AND WALL BETWEEN GARAGE AND", LabelKind.NOTE),
        ("HOUSE, ALSO ON BEARING WALLS", LabelKind.NOTE),
        ('18" MIN. RAISED', LabelKind.NOTE),
        ("GAS FAU IN ATTIC", LabelKind.NOTE),
        ("ATTIC ACCESS", LabelKind.NOTE),
        ("PANEL IN GARAGE", LabelKind.NOTE),
        ("PROVIDE 20 MIN. DOOR\nW/ SELF CLOSING HINGES", LabelKind.NOTE),
        ("BB: Linoleum", LabelKind.NOTE),
        ("VERIFY WITH THE OWNER", LabelKind.NOTE),
        ("PROJECT NO. 7", LabelKind.NOTE),
        ("ARCHITECTS LTD", LabelKind.NOTE),
        ('DUCT 12"', LabelKind.NOTE),
        ("KAT PLANI", LabelKind.TITLE),
        ("FB = PVC", LabelKind.NOTE),
        ("WC: Herren", LabelKind.NAME),
        ("   ", LabelKind.EMPTY),
    ],
)
def test_what_is_no_room(text, kind):
    assert read_label(text, LABELS, trusted=False).kind is kind


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("2 CAR GARAGE", "", "2 CAR GARAGE"),
        ("BEDROOM 2", "", "BEDROOM 2"),
        ("BED 2", "", "BED 2"),
        ("W.I.C.", "", "W.I.C."),
        ("WC", "", "WC"),
        ("MSTR. BATH", "", "MSTR. BATH"),
        ("101\nOFFICE", "101", "OFFICE"),
        ("OFFICE\n101\n25.3 m²", "101", "OFFICE"),
        ("Büro 12,5 m²", "", "Büro"),
        ("MEETING\nROOM", "", "MEETING ROOM"),
        ("会议室", "", "会议室"),
        ("厨房", "", "厨房"),
        ("Кабинет", "", "Кабинет"),
        ("Salle de réunion", "", "Salle de réunion"),
        ("1.01\nOffice", "1.01", "Office"),
        ("0.1\nLibrary", "0.1", "Library"),
        ("WALK IN CLOSET", "", "WALK IN CLOSET"),
        ("Check-in Hall", "", "Check-in Hall"),
        ("Built-in closet", "", "Built-in closet"),
        ("On-call room", "", "On-call room"),
        ("ACCESS CORRIDOR", "", "ACCESS CORRIDOR"),
        ("PANEL ROOM", "", "PANEL ROOM"),
        ("Drawing Room", "", "Drawing Room"),
        ("Office\n12.50", "", "Office"),
        ("2-204\nOffice", "2-204", "Office"),
        ("Locale per rifiuti", "", "Locale per rifiuti"),
        ("Rom for renhold", "", "Rom for renhold"),
        ("Salon de thé", "", "Salon de thé"),
        ("Ön Hol", "", "Ön Hol"),
        ("SIM LAB", "", "SIM LAB"),
        ("PROJECT LAB", "", "PROJECT LAB"),
        ("ARCHITECTURE STUDIO", "", "ARCHITECTURE STUDIO"),
        ("OPEN PLAN OFFICE", "", "OPEN PLAN OFFICE"),
        ('ממ"ד', "", 'ממ"ד'),
        ("Phòng ngủ", "", "Phòng ngủ"),
        ("ΑΠΟΘΗΚΗ", "", "ΑΠΟΘΗΚΗ"),
        ("اتاق خواب", "", "اتاق خواب"),
        ("Ruang Rapat", "", "Ruang Rapat"),
        ("드레스룸", "", "드레스룸"),
    ],
)
def test_what_is_a_room(text, number, name):
    assert read_label(text, LABELS, trusted=False) == Label(LabelKind.NAME, number, name, known=True)


@pytest.mark.parametrize(
    "text", ["Bibliothek", "SECRETARIA", "Costa Coffee", "Mötesrum", "Folyosó", "PASSAGE", "LT"]
)
def test_names_of_rooms_are_known_in_many_languages(text):
    assert read_label(text, LABELS, trusted=False) == Label(LabelKind.NAME, name=text, known=True)


def test_a_platform_in_a_house_is_not_a_room_that_is_known():
    assert not read_label("PLATFORM", LABELS, trusted=False).known


@pytest.mark.parametrize("text", ["2W-114", "2.R.02A", "B.1.012", "C-2-07", "EG.1.04b"])
def test_a_number_may_begin_with_its_building_storey_and_zone(text):
    assert read_label(text, LABELS, trusted=False) == Label(LabelKind.NUMBER, text)


@pytest.mark.parametrize("text", ["T30-RS", "WC-H", "F.R.", "Box-B"])
def test_what_does_not_end_in_figures_is_no_zoned_number(text):
    assert read_label(text, LABELS, trusted=True).number == ""


@pytest.mark.parametrize("text", ["101", "2.014", "A-203", "0.E.12", "12a", "E", "1.01"])
def test_where_the_layer_names_rooms_a_bare_number_is_one(text):
    label = read_label(text, LABELS, trusted=True)
    assert label.is_room
    assert label.number + label.name == text


@pytest.mark.parametrize(
    "text", ["LH = 3,00 m", "U = 18,36 m", "h=2.70", "NF 2.1", "NUF 3.4.1", "NF 2.1  16,99 m²"]
)
def test_the_lines_of_a_stamp_below_number_and_name_are_none(text):
    assert not read_label(text, LABELS, trusted=True).is_room
    stamp = read_label(f"0.108\nMikroskopie\n{text}", LABELS, trusted=True)
    assert (stamp.number, stamp.name) == ("0.108", "Mikroskopie")


@pytest.mark.parametrize("text", ["LRH 2,75", "OKFF -3.45", "RH=2,50 m", "HSP : 2.70", "CH 2.8"])
def test_no_layer_makes_a_height_a_room(text):
    assert read_label(text, LABELS, trusted=True).kind is LabelKind.DIMENSION


@pytest.mark.parametrize("text", ["RH 201", "CH-2.014", "Z-31/D"])
def test_letters_before_figures_may_begin_a_number(text):
    assert read_label(text, LABELS, trusted=True).number == text


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["更衣室", "（女）"], "更衣室（女）"),
        (["ＥＶ", "ホール"], "ＥＶホール"),
        (["处 置", "室"], "处 置室"),
        (["WC", "男"], "WC 男"),
        (["", "Meeting", "", "Room"], "Meeting Room"),
        ([], ""),
    ],
)
def test_lines_of_a_name_are_joined_as_its_writing_does(parts, name):
    assert join_parts(parts) == name


@pytest.mark.parametrize("text", ["16'-0\"", "60 m2", "ID_PIECE", "SCALE 1:50", "SOLID", "5050 XO"])
def test_no_layer_makes_a_measure_or_a_placeholder_a_room(text):
    assert not read_label(text, LABELS, trusted=True).is_room


@pytest.mark.parametrize(
    ("number", "door"), [("2668", True), ("3068", True), ("7068", True), ("2014", False)]
)
def test_feet_and_inches_of_a_door(number, door):
    assert is_door_size(number) is door


@given(st.text(max_size=300), st.booleans())
def test_any_text_is_something(text, trusted):
    label = read_label(text, LABELS, trusted=trusted)
    assert label.is_room == bool(label.number or label.name)
    assert "\n" not in label.name


@given(st.integers(1, 99), st.integers(0, 11))
def test_no_length_in_feet_and_inches_is_a_room(feet, inches):
    for text in (
        f"{feet}'-{inches}\"",
        f"{feet}' {inches}\"",
        f"{feet}'",
        f"{feet}'{inches} x {inches + 1}'{inches}",
    ):
        assert not read_label(text, LABELS, trusted=True).is_room


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("104\nOffice\n12.5 m²\noak parquet", "Office"),
        ("104\n12.5 m²\nOffice", "Office"),
        ("12.5 m²\nSala de\nreuniones", "Sala de reuniones"),
    ],
)
def test_words_below_the_area_of_a_name_tell_the_floor(text, name):
    assert read_label(text, load_rules().labels, trusted=True).name == name


def test_a_name_has_up_to_three_lines_or_six_words():
    for text, kind in (
        ("Foo\nBar\nBaz", LabelKind.NAME),
        ("Foo\nBar\nBaz\nQux", LabelKind.NOTE),
        ("Foo Bar Baz Qux Quux Corge", LabelKind.NAME),
        ("Foo Bar Baz Qux Quux Corge Grault", LabelKind.NOTE),
    ):
        assert read_label(text, LABELS, trusted=False).kind is kind
    for length, kind in ((120, LabelKind.NAME), (121, LabelKind.NOTE)):
        assert read_label("Foo".ljust(length, "o"), LABELS, trusted=True).kind is kind


def test_a_text_is_neither_known_nor_trusted_unless_something_says_so():
    label = Label(LabelKind.NAME, name="Foo")
    assert (label.known, label.trusted, label.number) == (False, False, "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("洋室6.0帖", "洋室"),
        ("LDK 18.0帖", "LDK"),
        ("WC 3,2 m²", "WC"),
        ("Bad 4,5 m²", "Bad"),
        ("Balcone mq 3,73", "Balcone"),
    ],
)
def test_an_area_behind_a_name_is_no_part_of_it(text, name):
    label = read_label(text, LABELS, trusted=False)
    assert (label.kind, label.name) == (LabelKind.NAME, name)
