"""Texts become rooms: which are believed, and which belong together."""

from __future__ import annotations

import math

import pytest

from tests.unit.importing.formats.dxf.drawings import names, new_drawing, read_drawing, reasons, write_text


def test_number_and_name_are_one_room(tmp_path):
    drawing = new_drawing()
    for x, number in enumerate(("101", "102", "103")):
        write_text(drawing, number, 10 * x, 0.5, "A-AREA-IDEN")
        write_text(drawing, "OFFICE", 10 * x, 0.0, "A-AREA-IDEN")
    assert names(read_drawing(drawing, tmp_path)) == ["101 OFFICE", "102 OFFICE", "103 OFFICE"]


def test_number_beside_its_name(tmp_path):
    drawing = new_drawing()
    write_text(drawing, "2.014", 0, 0, "Raum")
    write_text(drawing, "Teeküche", 1.2, 0, "Raum")
    assert names(read_drawing(drawing, tmp_path)) == ["2.014 Teeküche"]


def test_two_lines_of_one_name_are_one_room_with_a_stable_key(tmp_path):
    drawing = new_drawing()
    upper = write_text(drawing, "MEETING", 0, 0.4)
    write_text(drawing, "ROOM", 0.2, 0.0)
    draft = read_drawing(drawing, tmp_path)
    assert [(room.key, room.name) for room in draft.rooms] == [(upper, "MEETING ROOM")]
    assert "joined" in reasons(draft, "repaired")[upper]


def test_turned_labels_join_in_their_own_direction(tmp_path):
    drawing = new_drawing()
    for text, x in (("DINING", 0.0), ("ROOM", 0.4)):
        attributes = {"insert": (x, 0), "rotation": 90}
        drawing.modelspace().add_text(text, height=0.25, dxfattribs=attributes)
    assert names(read_drawing(drawing, tmp_path)) == ["DINING ROOM"]


def test_a_wall_between_two_texts_keeps_two_rooms(tmp_path):
    drawing = new_drawing()
    write_text(drawing, "STORAGE", 0, 0.4, "A-AREA-IDEN")
    write_text(drawing, "ROOM", 0, 0.0, "A-AREA-IDEN")
    assert names(read_drawing(drawing, tmp_path)) == ["STORAGE ROOM"]
    drawing.modelspace().add_line((-5, 0.3), (5, 0.3), dxfattribs={"layer": "A-WALL"})
    assert names(read_drawing(drawing, tmp_path)) == ["ROOM", "STORAGE"]


def test_two_full_names_apart_are_two_rooms(tmp_path):
    drawing = new_drawing()
    write_text(drawing, "KITCHEN", 0, 0.5)
    write_text(drawing, "PANTRY", 0, 0.0)
    assert names(read_drawing(drawing, tmp_path)) == ["KITCHEN", "PANTRY"]


def test_an_area_beside_a_number_is_no_second_room(tmp_path):
    drawing = new_drawing()
    write_text(drawing, "101", 0, 0.9, "A-AREA-IDEN")
    write_text(drawing, "OFFICE", 0, 0.5, "A-AREA-IDEN")
    write_text(drawing, "25.31", 0, 0.0, "A-AREA-IDEN")
    draft = read_drawing(drawing, tmp_path)
    assert names(draft) == ["101 OFFICE"]
    assert "a second number" in reasons(draft)["layer A-AREA-IDEN"]


def test_a_layer_that_names_rooms_silences_the_others(tmp_path):
    drawing = new_drawing()
    write_text(drawing, "Smith", 0, 0, "A-AREA-IDEN")
    write_text(drawing, "KITCHEN CABINET", 20, 0, "A-FURN-TEXT")
    draft = read_drawing(drawing, tmp_path)
    assert names(draft) == ["Smith"]
    assert "on other layers" in reasons(draft)["layer A-FURN-TEXT"]


def test_names_written_like_rooms_are_rooms(tmp_path):
    drawing = new_drawing()
    for x, text in enumerate(("KITCHEN", "HALL", "MALACHITE")):
        write_text(drawing, text, 20 * x, 0, "TEXT", height=0.3)
    write_text(drawing, "HEATILATOR", 0, 20, "TEXT", height=0.1)
    assert names(read_drawing(drawing, tmp_path)) == ["HALL", "KITCHEN", "MALACHITE"]


def test_door_sizes_are_no_numbers_of_rooms(tmp_path):
    drawing = new_drawing()
    write_text(drawing, "BATH", 0, 0)
    write_text(drawing, "2668", 0, 0.5)
    for x in (20, 40):
        write_text(drawing, "DECK", x, 0)
        write_text(drawing, "91", x, 0.5)
    assert names(read_drawing(drawing, tmp_path)) == ["BATH", "DECK", "DECK"]


def test_a_list_of_texts_is_a_legend(tmp_path):
    drawing = new_drawing()
    write_text(drawing, "HALL", 50, 0)
    for line, word in enumerate(("SHOWER", "ROOM", "GREAT", "ROOM", "LOWER", "ROOM")):
        write_text(drawing, word, 0, -0.4 * line)
    draft = read_drawing(drawing, tmp_path)
    assert names(draft) == ["HALL"]
    assert "a list of texts" in reasons(draft)["layer 0"]


def test_a_name_pasted_over_itself_is_one_room(tmp_path):
    drawing = new_drawing()
    first = write_text(drawing, "LOBBY", 0, 0)
    second = write_text(drawing, "LOBBY", 0, 0)
    draft = read_drawing(drawing, tmp_path)
    assert [room.key for room in draft.rooms] == [first]
    assert first in reasons(draft, "repaired")[second]


def test_without_any_known_word_names_are_taken_and_said(tmp_path):
    drawing = new_drawing()
    handle = write_text(drawing, "Zorblax", 0, 0)
    draft = read_drawing(drawing, tmp_path)
    assert names(draft) == ["Zorblax"]
    assert "although it contains no word for rooms" in reasons(draft, "guessed")[handle]


@pytest.mark.parametrize("layer", ["A-ANNO-DIMS", "Defpoints"])
def test_dimensions_and_ignored_layers_name_nothing(tmp_path, layer):
    drawing = new_drawing()
    write_text(drawing, "KITCHEN", 0, 0, layer)
    drawing.modelspace().add_line((0, 0), (1, 0))
    assert names(read_drawing(drawing, tmp_path)) == []


@pytest.mark.parametrize("rotation", [0, 37, 90, 180])
def test_a_rooms_point_is_the_middle_of_its_name(tmp_path, rotation):
    drawing = new_drawing()
    attributes = {"insert": (0, 0), "rotation": rotation}
    drawing.modelspace().add_text("KITCHEN", height=1.0, dxfattribs=attributes)
    (room,) = read_drawing(drawing, tmp_path).rooms
    angle = math.radians(rotation)
    x, y = 2.8 * math.cos(angle) - 0.5 * math.sin(angle), 2.8 * math.sin(angle) + 0.5 * math.cos(angle)
    assert room.longitude * 111_319.49 == pytest.approx(x, abs=0.01)
    assert room.latitude * 110_574.3 == pytest.approx(y, abs=0.01)
