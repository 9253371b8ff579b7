"""CAD text codes become plain text, whatever they are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.formats.dxf.entities.texts import (
    MOST_CHARACTERS,
    decode_mtext,
    decode_text,
)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("%%uKITCHEN", "KITCHEN"),
        ("45%%d", "45°"),
        (r"Caf\U+00E9", "Café"),
        (r"\M+5B7BF\M+5BCE4", "房间"),
        ("A\tB  C", "A B C"),
        ("caf\udcc3\udca9", "café"),
        ("Gr\udcfcn", "Grün"),
        (r"\U+D800", "?"),
        (r"\U+D83D\U+DE00 1", "😀 1"),
        ("OFFICE %%049%%050", "OFFICE 12"),
        ("B%%252RO %%d%%999", "BüRO °%%999"),
        ("100%%%", "100%"),
        ("A^ B", "A^B"),
        ("OFFICE ^ 7", "OFFICE ^ 7"),
        ("ROOM^7", "ROOM^7"),
        (r"LAB \U+00E", "LAB"),
        ("", ""),
    ],
)
def test_text(raw, plain):
    assert decode_text(raw) == plain


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        (r"\A1;16'-0" + '"', "16'-0\""),
        (r"101\POFFICE", "101\nOFFICE"),
        (r"{\fArial|b0|i0|c0|p34;BÜRO}", "BÜRO"),
        (r"{\pxqc;\Farchquik.shx|c0;45%%d}", "45°"),
        (r"\A1;6'-10{\H0.750000x;\S1/2;}" + '"', "6'-10 1/2\""),
        (r"12'-6{\S3#4;}" + '"', "12'-6 3/4\""),
        (r"{\H0.7x;\S1#2;}" + '"', '1/2"'),
        (r"Room {\S1/2;}", "Room 1/2"),
        (r"5\S1/2;" + '"', '5 1/2"'),
        (r"19,1 m{\H0.7x;\S2^;}", "19,1 m2"),
        (r"H{\S^2;}O", "H2O"),
        (r"\C1;RED\~ROOM", "RED ROOM"),
        (r"Raum\P\P 12", "Raum\n12"),
        ("asasas^I", "asasas"),
        (r"\: HALL 12", ": HALL 12"),
        (r"\-HALL\= 12", "-HALL= 12"),
        (r"KITCHEN \\ PANTRY", "KITCHEN \\ PANTRY"),
        (r"LAB \M+18B", "LAB"),
        (r"%%049\P{\fArial;OFFICE}", "1\nOFFICE"),
    ],
)
def test_mtext(raw, plain):
    assert decode_mtext(raw) == plain


@pytest.mark.parametrize(
    ("codepage", "letter"), [("cp1251", "И"), ("cp1252", "È"), ("cp932", "ﾈ"), ("gb18030", "È")]
)
def test_numbers_are_those_of_the_code_page(codepage, letter):
    assert decode_text("%%200", codepage) == letter


codes = st.sampled_from(
    ["\\", "{", "}", "\\P", "\\f", ";", "%%", "\\S1/", "^", "\\U+", "\\M+1", "\\H1.5x", "\udc80"]
)


@given(st.lists(codes | st.text(max_size=5), max_size=40).map("".join))
def test_no_text_breaks_the_reader(raw):
    for decode in (decode_text, decode_mtext):
        plain = decode(raw)
        assert len(plain) <= MOST_CHARACTERS
        plain.encode("utf-8")
        assert not any(unicodedata.category(letter) == "Cc" for letter in plain.replace("\n", ""))
