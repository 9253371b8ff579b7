"""Glyphs become texts along their baselines: turned, set wide, drawn twice, or running to the left."""

import math

import numpy as np
import pytest

from interactive_maps.importing.formats.pdf.words import join_glyphs
from interactive_maps.importing.pdfium.content import PageContent

SIZE = 10.0
LABELS = [(f"E2.{i:02d}", "Bedroom") for i in range(8)]


def _page(*texts):
    """Return a page of (text, x, y, angle, step between letters, object) as single glyphs."""
    glyphs, letters, owners = [], [], []
    for text, x, y, angle, step, owner in texts:
        for index, letter in enumerate(text):
            along = index * step
            glyphs.append((x + along * math.cos(angle), y + along * math.sin(angle), angle, SIZE, 5.5))
            letters.append(ord(letter))
            owners.append(owner)
    none = np.empty(0, dtype=np.int64)
    return PageContent(
        box=(0.0, 0.0, 800.0, 600.0),
        rotation=0,
        pens=[],
        layers=[""],
        points=np.empty((0, 2)),
        codes=none,
        closed=np.empty(0, dtype=bool),
        starts=none,
        path_pens=none,
        path_clips=none,
        clips=[],
        glyphs=np.array(glyphs),
        letters=np.array(letters),
        glyph_layers=np.zeros(len(letters), dtype=np.int64),
        glyph_owners=np.array(owners),
    )


def _read(*texts):
    lines, _ = join_glyphs(_page(*texts))
    return sorted(line.text for line in lines)


@pytest.mark.parametrize("angle", [0.0, 0.35, math.pi / 2, -2.5])
def test_a_text_is_one_however_it_is_turned(angle):
    (line,), _ = join_glyphs(_page(("MEETING ROOM", 100, 100, angle, 5.5, 1)))
    assert line.text == "MEETING ROOM"
    assert math.remainder(line.angle - angle, math.tau) == pytest.approx(0, abs=0.01)
    along = (line.centre[0] - 100) * math.cos(angle) + (line.centre[1] - 100) * math.sin(angle)
    assert along == pytest.approx(33, abs=0.5)
    assert line.height == pytest.approx(7.0)


def test_glyph_by_glyph_in_any_order():
    word = [(letter, 100 + 5.5 * index, 50, 0.0, 5.5, index) for index, letter in enumerate("OFFICE")]
    assert _read(*word[::-1]) == ["OFFICE"]


def test_a_blank_that_is_not_written_is_seen():
    assert _read(("LIVING", 100, 50, 0.0, 5.5, 1), ("ROOM", 136.5, 50, 0.0, 5.5, 2)) == ["LIVING ROOM"]


def test_texts_beside_each_other_stay_apart():
    assert _read(("101", 100, 50, 0.0, 5.5, 1), ("102", 125, 50, 0.0, 5.5, 2)) == ["101", "102"]


def test_lines_below_each_other_stay_apart():
    assert _read(("MAIN", 100, 62, 0.0, 5.5, 1), ("HALL", 100, 50, 0.0, 5.5, 1)) == ["HALL", "MAIN"]


def test_letters_set_wide_are_a_word():
    assert _read(("FARMHOUSE", 100, 50, 0.0, 10.0, 1)) == ["FARMHOUSE"]


def test_what_is_drawn_twice_to_look_bold_counts_once():
    assert _read(("HALL", 100, 50, 0.0, 5.5, 1), ("HALL", 100.4, 50, 0.0, 5.5, 2)) == ["HALL"]


def test_scripts_that_run_to_the_left_are_in_reading_order():
    assert _read(("12 רדח", 100, 50, 0.0, 5.5, 1)) == ["חדר 12"]


def test_signs_without_a_letter_are_counted_and_left_out():
    lines, unreadable = join_glyphs(_page(("A\ue001\ue002", 100, 50, 0.0, 5.5, 1)))
    assert [line.text for line in lines] == ["A"]
    assert unreadable == 2


def test_labels_beside_each_other_each_a_little_higher_keep_their_lines():
    rows = [(number, name, 100 + 70 * i, 100 + 3 * i) for i, (number, name) in enumerate(LABELS)]
    texts = [(number, x + 12, y + 14, 0.0, 5.5, y) for number, _, x, y in rows]
    texts += [(name, x, y, 0.0, 5.5, 1000 + y) for _, name, x, y in rows]
    assert _read(*texts) == sorted(word for row in LABELS for word in row)
