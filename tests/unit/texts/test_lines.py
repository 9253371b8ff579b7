"""Texts from strangers in one line, and in messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.texts.cleaning import clean_text, make_visible


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Room 1", "Room 1"),
        ("  Room \t 1\r\n", "Room 1"),
        ("Room\u00a0\u20071", "Room 1"),
        ("Bu\u0308ro", "Büro"),
        ("ab\x00c\x1b[31m", "abc[31m"),
        ("\u202eevil\u2066", "evil"),
        ("a\ud800b", "ab"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),  # a joiner that shapes letters
        ("\ue000\U000e0001x", "x"),
        ("\u2028a\u2029", "a"),
        ("", ""),
    ],
)
def test_a_line_is_without_what_nobody_sees(text, clean):
    assert clean_text(text) == clean


@pytest.mark.parametrize("letter", ["a", "ä"])
def test_a_line_has_at_most_500_characters(letter):
    assert clean_text(letter * 500) == letter * 500
    assert clean_text(letter * 501) == letter * 500


def test_invisible_signs_do_not_count():
    assert clean_text("\u200b" * 500 + "ä" * 500) == "ä" * 500
    assert clean_text("\u200b" * 4000 + "ä") == ""  # further, nobody looks


@given(st.text())
def test_a_clean_line_stays_as_it_is(text):
    line = clean_text(text)
    assert clean_text(line) == line
    line.encode()


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("Room 1 é", "Room 1 é"),
        ("a\tb\u2028c", "a b c"),
        ("a\x1b[31m\u202eb", "a\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}b"),
        ("a\ud800", "a\N{REPLACEMENT CHARACTER}"),
        ("two\nlines", "two\nlines"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
    ],
)
def test_a_message_shows_a_sign_for_what_nobody_sees(text, visible):
    assert make_visible(text) == visible
