"""Texts that stand where a name should be, and names that look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.tags.placeholders import is_name, is_placeholder, list_placeholders


@pytest.mark.parametrize(
    "text",
    [
        *(
            "null",
            "NULL",
            "(null)",
            "<Null>",
            "none",
            "None",
            "undefined",
            "NaN",
            "nan",
            "N/A",
            "n.a.",
            "#N/A",
            "#NAME?",
        ),
        *("-", "--", "—", "?", "???", "...", "_", ".", "", "  ", "(?)", "***"),
        *(
            "input name here",
            "Enter name",
            "Insert the room name here",
            "your text here",
            "Please enter a name",
            "name here",
        ),
        *(
            "n.n.",
            "N. N.",
            "ID_PIECE",
            "ROOM NAME",
            "Room_Number",
            "NOM PIÈCE",
            "房间名称",
            "xxx",
            "TBD",
            "todo",
        ),
        *(
            "unnamed",
            "Unnamed room",
            "unnamed 12",
            "Untitled Polygon 3",
            "Unbenannt",
            "sans nom",
            "Без названия",
            "未命名",
        ),
        *("<name>", "{{ room.name }}", "${NAME}", "%NAME%", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"),
    ],
)
def test_placeholders_of_every_format(text):
    assert is_placeholder(text)
    assert not is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "101",
            "0",
            "E",
            "H.03",
            "R-101",
            "-1.12",
            "WC",
            "Office",
            "Corridor",
            "Kitchen",
            "Shopping",
            "Number 10",
            "Nullraum",
        ),
        *(
            "No. 5",
            "Name der Rose",
            "X",
            "Areal",
            "会議室",
            "Noname Bar",
            "None of Your Business",
            "🍕",
            "Room 12",
            "Yes!Sushi",
        ),
        *(
            "Entertainment",
            "Input/Output",
            "Type A",
            "Text Museum",
            "&Pizza",
            "7-Eleven",
            "a" * 3000,
            "Roomers",
            "Unknown Pleasures",
        ),
    ],
)
def test_names_that_look_like_them(text):
    assert not is_placeholder(text)
    assert is_name(text)


@pytest.mark.parametrize("text", ["yes", "no", "room", "Raum", "Salle", "комната", "true", "area"])
def test_values_of_tags_are_names_in_drawings_only(text):
    assert not is_name(text)
    assert not is_placeholder(text)


def test_what_the_own_tags_say_is_no_name():
    assert not is_name("fast_food", {"fast_food", "yes"})
    assert is_name("Fast food", {"fast_food", "yes"})


@given(st.text(max_size=200))
def test_any_text_is_judged(text):
    assert isinstance(is_name(text), bool)


def test_the_table_holds_only_placeholders():
    assert all(map(is_placeholder, list_placeholders()))
