"""Untrusted texts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.texts.cleaning import (
    JOINERS,
    clean_text,
    has_hidden_signs,
    make_visible,
    shorten_text,
)

CONTROLS = "\u202a\u202e\u2066\u2069\u200b\ufeff\x00\x1b\ud800\ue000\n\t"
texts = st.text(st.characters() | st.sampled_from(CONTROLS + JOINERS + " "), max_size=200)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("OFF\u202eICE", "OFFICE"),
        ("A\x00B\x07C", "ABC"),
        (" a \u00a0\u2003 b ", "a b"),
        ("two  words", "two words"),
        ("e\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200d \u200c", ""),
        ("\u200da", "a"),
        ("x" * 999, "x" * 500),
    ],
)
def test_a_text_is_safe_to_show(raw, clean):
    assert clean_text(raw) == clean


@given(texts, st.integers(1, 40))
def test_no_text_is_longer_or_steers_anything(text, most):
    cleaned = clean_text(text, most)
    assert len(cleaned) <= most
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert not {unicodedata.category(one) for one in cleaned if one not in JOINERS} & {"Cc", "Cf", "Cs", "Co"}
    assert cleaned or not any(one.isalnum() for one in text[: 8 * most])


@given(texts)
def test_a_quoted_text_keeps_its_length_and_steers_nothing(text):
    shown = make_visible(text)
    assert len(shown) == len(text)
    assert all(one.isprintable() or one in JOINERS + "\n" for one in shown)


@pytest.mark.parametrize(
    ("text", "is_hidden"),
    [
        ("Room 1 é", False),
        ("OFF\u202eICE", True),
        ("a\u200bb", True),
        ("a\x00b", True),
        ("\ud800", True),
        ("\ue000", True),
        ("می\u200cخواهم", False),  # joiners shape letters
        ("a\tb\nc\u00a0\u2028d", False),  # all kinds of space become one
        ("", False),
        (" " * 3999 + "\u200b", True),
        ("\t" * 4000 + "\u200b", False),  # further, nobody looks
    ],
)
def test_what_would_be_taken_away_unseen_is_hidden(text, is_hidden):
    assert has_hidden_signs(text) == is_hidden


@given(texts)
def test_without_hidden_signs_nothing_visible_is_taken_away(text):
    if not has_hidden_signs(text) and unicodedata.is_normalized("NFC", text):
        assert clean_text(text) == " ".join(text.split()).strip(JOINERS + " ")


@pytest.mark.parametrize(("text", "short"), [("abc", "abc"), ("abcd", "ab…"), ("a bcd", "a…")])
def test_what_is_cut_says_so(text, short):
    assert shorten_text(text, 3) == short
