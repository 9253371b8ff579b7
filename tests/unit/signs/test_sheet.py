"""Sheets of signs: pages, cards, codes and texts."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pypdf
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from interactive_maps.signs.printing import drawing
from interactive_maps.signs.printing.sheet import (
    CARD_HEIGHT,
    CARD_WIDTH,
    CODE_SIDE,
    HEIGHT,
    TEXT_WIDTH,
    WIDTH,
    Card,
    lay_out,
    wrap,
)

LINK = "https://map.example.org/a/B7K2MQ"
CARD = Card("B7K2MQ", LINK, "1.204 Seminar room", ("Door", "First floor", "B7K2MQ"))


@pytest.fixture(autouse=True)
def font():
    drawing.load_font(None)


def measure(text: str, size: float) -> float:
    return len(text) * size * 0.2


def test_cards_fill_pages_and_do_not_overlap():
    pages = lay_out([CARD] * 17, measure)
    assert [len(page) for page in pages] == [8, 8, 1]
    corners = {(card.x, card.y) for card in pages[0]}
    assert len(corners) == 8
    assert all(x + CARD_WIDTH <= WIDTH and y + CARD_HEIGHT <= HEIGHT for x, y in corners)


def test_cards_lie_row_by_row_within_the_margin_of_a4():
    (page,) = lay_out([CARD] * 8, measure)
    rows = (12.0, 80.25, 148.5, 216.75)
    assert [(card.x, card.y) for card in page] == [(x, y) for y in rows for x in (12.0, 105.0)]


def test_texts_stand_beside_the_code_and_the_link_below_it():
    """A line is 1.25 times as high as its font; 1.5 mm lie between texts."""
    ((card,),) = lay_out([CARD], measure)
    *texts, link = card.texts
    assert [(text.x, text.size, text.text) for text in texts] == [
        (63.0, 15.0, "1.204"),
        (63.0, 15.0, "Seminar room"),
        (63.0, 10.0, "Door"),
        (63.0, 10.0, "First floor"),
        (63.0, 10.0, "B7K2MQ"),
    ]
    assert [text.y for text in texts] == pytest.approx([23.0, 29.6146, 37.7292, 43.6389, 49.5486], abs=1e-4)
    assert (link.x, link.y, link.size, link.text) == (17.0, 75.25, 8.0, LINK)


def test_a_long_link_ends_at_the_foot_of_the_card():
    """As wide as the card without its padding, 83 mm."""
    long = replace(CARD, link="https://map.example.org/" + "a" * 60)
    ((card,),) = lay_out([long], lambda text, size: len(text) * size / 8)
    upper, lower = sorted((text for text in card.texts if text.size == 8.0), key=lambda text: text.y)
    assert (upper.text, lower.text) == (long.link[:83], long.link[83:])
    assert (upper.y, lower.y) == pytest.approx((71.7222, 75.25), abs=1e-4)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("a" * 37 + " b", TEXT_WIDTH, ["a" * 37, "b"]),
        ("a" * 38, TEXT_WIDTH, ["a" * 37, "a"]),
        ("abcde", 2.0, ["ab", "cd", "e"]),
        ("abcde", 1.0, ["a", "b", "c", "d …"]),
        ("ab", 0.5, ["a", "b"]),  # not even a letter fits
        ("ab cd", 5.0, ["ab cd"]),
        ("ab cd", 4.0, ["ab", "cd"]),
        ("a b c d", 1.0, ["a", "b", "c", "d"]),
        ("a b c d e", 1.0, ["a", "b", "c", "d …"]),
        ("", 1.0, []),
    ],
)
def test_lines_are_as_long_as_fits(text, width, lines):
    assert wrap(text, 15.0, lambda text, size: float(len(text)), width) == lines


def test_the_code_is_the_links_with_its_quiet_zone():
    card = lay_out([CARD], measure)[0][0]
    matrix = segno.make(LINK, error="q", micro=False).matrix
    module = CODE_SIDE / (len(matrix) + 8)
    assert card.bars[0] == pytest.approx((17 + 4 * module, 17 + 4 * module, 7 * module, module))
    assert {round(height / module, 6) for *_, height in card.bars} == {1}
    dark = {
        (round((y - card.y - 5) / module) - 4, round((x - card.x - 5) / module) - 4 + index)
        for x, y, width, _ in card.bars
        for index in range(round(width / module))
    }
    assert dark == {
        (row, column) for row, bits in enumerate(matrix) for column, bit in enumerate(bits) if bit
    }


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=80))
@settings(max_examples=60)
def test_no_line_is_wider_than_the_card(text):
    lines = wrap(text, 15.0, measure)
    assert len(lines) <= 4
    assert all(measure(line.removesuffix(" …"), 15.0) <= TEXT_WIDTH for line in lines)
    if len(lines) < 4:
        assert "".join(lines).replace(" ", "") == "".join(text.split())


def test_pdf_and_svg_say_the_same(tmp_path):
    pages = lay_out([CARD] * 9, drawing.measure_text)
    path = tmp_path / "signs.pdf"
    path.write_bytes(drawing.draw_pdf(pages))
    read = pypdf.PdfReader(path)
    assert len(read.pages) == 2
    words = read.pages[1].extract_text()
    texts = [one.text for one in ElementTree.fromstring(drawing.draw_svg(pages[1])).iter() if one.text]
    for text in ("1.204", "Door", "First floor", "B7K2MQ"):
        assert text in words
        assert any(text in one for one in texts)
    assert LINK in words.replace("\n", "")


def test_letters_that_the_font_lacks_are_found():
    assert drawing.find_missing(["Café Größe", "入口"]) == "入口"


def test_a_file_that_is_no_font_is_refused(tmp_path):
    path = tmp_path / "font.ttf"
    path.write_bytes(b"no font")
    for bad in (path, tmp_path / "none.ttf"):
        with pytest.raises(drawing.UnusableFont):
            drawing.load_font(bad)
