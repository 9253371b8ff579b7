"""Glyphs joined into texts along their baselines, in any rotation."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from interactive_maps.importing.pdfium.content import Floats, Integers, Note, PageContent

CAPITAL = 0.7  # height of capitals, as a share of a font's size
_SAME_LINE = 0.35  # sizes between equal baselines
_SAME_SIZE = 1.25
_WORD = 0.22  # least gap in sizes that implies a blank
_WORD_WRITTEN = 0.4  # the same on a line that has blanks
_APART = 1.1  # least gap in sizes between two texts
_APART_OBJECTS = 0.6  # the same if the page shows glyphs one by one
_TWICE = 0.15  # largest distance in sizes of equal glyphs that print one in bold
_TURNS = 720  # half degrees
_TALL = 1.4  # height in widths, above which the text of a note runs upwards
_PRIVATE = ("Co", "Cn", "Cs", "Cc")


@dataclass(frozen=True, slots=True)
class Line:
    """A text on one baseline: its start, the middle of its box, the height of its capitals, its width."""

    text: str
    anchor: tuple[float, float]
    centre: tuple[float, float]
    height: float
    width: float
    angle: float
    layer: str


def join_glyphs(content: PageContent) -> tuple[list[Line], int]:
    """Return the texts of a page, and the number of glyphs without a known letter."""
    letters = np.array([_is_readable(letter) for letter in content.letters.tolist()], dtype=bool)
    unreadable = int((~letters).sum())
    index = np.flatnonzero(letters)
    if not len(index):
        return [], unreadable
    turns = np.round(content.glyphs[index, 2] * _TURNS / math.tau).astype(np.int64) % _TURNS
    lines: list[Line] = []
    for turn in np.unique(turns).tolist():
        angle = math.remainder(turn * math.tau / _TURNS, math.tau)
        for layer in np.unique(content.glyph_layers[index[turns == turn]]).tolist():
            fit = index[(turns == turn) & (content.glyph_layers[index] == layer)]
            lines += _join_turned(content, fit, angle, content.layers[layer])
    return lines, unreadable


def _is_readable(letter: int) -> bool:
    sign = chr(letter) if 0 < letter < 0x110000 else "\0"
    return sign.isspace() or (unicodedata.category(sign) not in _PRIVATE and letter != 0xFFFD)


def _join_turned(content: PageContent, index: Integers, angle: float, layer: str) -> Iterator[Line]:
    """Yield the texts made of glyphs of one direction and layer."""
    cosine, sine = math.cos(angle), math.sin(angle)
    x, y = content.glyphs[index, 0], content.glyphs[index, 1]
    along, up = x * cosine + y * sine, -x * sine + y * cosine
    sizes, advances = content.glyphs[index, 3], content.glyphs[index, 4]
    glyphs = _Glyphs(content.letters[index], along, sizes, advances, content.glyph_owners[index])
    for row in _divide_rows(along, up, sizes, advances):
        for run in glyphs.divide(row[np.argsort(along[row], kind="stable")]):
            text = _order_signs(glyphs.compose(run))
            start, end = float(along[run[0]]), float(along[run[-1]] + advances[run[-1]])
            base, size = float(np.median(up[run])), float(np.median(sizes[run]))
            middle, raised = (start + end) / 2, base + CAPITAL * size / 2
            yield Line(
                text=text,
                anchor=(start * cosine - base * sine, start * sine + base * cosine),
                centre=(middle * cosine - raised * sine, middle * sine + raised * cosine),
                height=CAPITAL * size,
                width=max(end - start, 0.0),
                angle=angle,
                layer=layer,
            )


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """Glyphs of one direction: code points, positions along it, sizes, advances, text objects."""

    letters: Integers
    along: Floats
    sizes: Floats
    advances: Floats
    owners: Integers

    def divide(self, ordered: Integers) -> Iterator[Integers]:
        """Yield the texts among glyphs on a baseline; duplicates count once."""
        run: list[int] = []
        end = 0.0
        for glyph in ordered.tolist():
            if self._is_twin(glyph, run):
                continue
            blank = self._is_blank(glyph)
            if run and self.along[glyph] - end > self._reach(run[-1], glyph) * self.sizes[glyph]:
                yield self._strip(run)
                run = []
            if blank and not run:
                continue
            run.append(glyph)
            if not blank:
                end = float(self.along[glyph] + max(self.advances[glyph], 0.1 * self.sizes[glyph]))
        if run:
            yield self._strip(run)

    def compose(self, run: Integers) -> str:
        """Return the text of a run, with blanks where they are written or gaps imply them."""
        signs = [" " if self._is_blank(glyph) else chr(int(self.letters[glyph])) for glyph in run.tolist()]
        gaps = (self.along[run[1:]] - self.along[run[:-1]] - self.advances[run[:-1]]) / self.sizes[run[1:]]
        # Widely spaced letters are one word: the other gaps tell what a blank is.
        usual = max(float(np.median(gaps)), 0.0) if len(gaps) > 3 else 0.0
        least = usual + (_WORD_WRITTEN if " " in signs else _WORD)
        parts = [signs[0]]
        for sign, gap in zip(signs[1:], gaps.tolist(), strict=True):
            parts += [" ", sign] if gap > least else [sign]
        return " ".join("".join(parts).split())

    def _reach(self, one: int, other: int) -> float:
        return _APART if self.owners[one] == self.owners[other] else _APART_OBJECTS

    def _is_blank(self, glyph: int) -> bool:
        return chr(int(self.letters[glyph])).isspace()

    def _is_twin(self, glyph: int, run: list[int]) -> bool:
        reach = _TWICE * self.sizes[glyph]
        return any(
            self.letters[glyph] == self.letters[other] and abs(self.along[glyph] - self.along[other]) < reach
            for other in run[-3:]
        )

    def _strip(self, run: list[int]) -> Integers:
        while self._is_blank(run[-1]):
            run.pop()
        return np.array(run, dtype=np.int64)


def _divide_rows(along: Floats, up: Floats, sizes: Floats, advances: Floats) -> Iterator[Integers]:
    """Yield the glyphs of each baseline, by index."""
    order = np.lexsort((np.arange(len(up)), up))
    step = np.diff(up[order])
    breaks = np.flatnonzero(step > _SAME_LINE * np.minimum(sizes[order][1:], sizes[order][:-1])) + 1
    for row in np.split(order, breaks):
        # Letters of different sizes on one baseline are different texts.
        by_size = row[np.argsort(sizes[row], kind="stable")]
        ratio = sizes[by_size][1:] / np.maximum(sizes[by_size][:-1], 1e-9)
        for same in np.split(by_size, np.flatnonzero(ratio > _SAME_SIZE) + 1):
            if np.ptp(up[same]) > _SAME_LINE * sizes[same].min():
                yield from _follow_baselines(same, along, up, sizes, advances)
            else:
                yield same


def _follow_baselines(
    row: Integers, along: Floats, up: Floats, sizes: Floats, advances: Floats
) -> Iterator[Integers]:
    """Yield the glyphs of each text where many texts, each a little above the next, reach from line to line."""
    heights: list[float] = []  # of the texts that may go on, ascending
    texts: list[list[int]] = []
    for glyph in row[np.argsort(along[row], kind="stable")].tolist():
        at = _find_baseline(heights, float(up[glyph]), _SAME_LINE * float(sizes[glyph]))
        if at is not None:
            last = texts[at][-1]
            if along[glyph] - along[last] - advances[last] <= _APART * sizes[glyph]:
                texts[at].append(glyph)
                continue
            yield np.array(texts.pop(at), dtype=np.int64)
            heights.pop(at)
        at = bisect_left(heights, float(up[glyph]))
        heights.insert(at, float(up[glyph]))
        texts.insert(at, [glyph])
    for text in texts:
        yield np.array(text, dtype=np.int64)


def _find_baseline(heights: list[float], level: float, reach: float) -> int | None:
    """Return the place of the nearest of ascending ``heights`` within reach of a level."""
    at = bisect_left(heights, level)
    near = [(abs(heights[i] - level), i) for i in (at - 1, at) if 0 <= i < len(heights)]
    return min((one for one in near if one[0] <= reach), default=(0.0, None))[1]


def _order_signs(text: str) -> str:
    """Return a text in reading order: right-to-left scripts are drawn from their end."""
    strong = [unicodedata.bidirectional(sign) for sign in text]
    leftward = sum(kind in {"R", "AL"} for kind in strong)
    if leftward <= sum(kind == "L" for kind in strong):
        return text
    return re.sub(r"[0-9A-Za-z][0-9A-Za-z.,/-]*", lambda match: match[0][::-1], text[::-1])


def read_notes(notes: list[Note]) -> list[Line]:
    """Return the texts of annotations on letters drawn as lines."""
    lines = []
    for note in notes:
        left, bottom, right, top = note.box
        wide, high = right - left, top - bottom
        upright = high > _TALL * wide and len(note.text) > 1
        width, height = (high, wide) if upright else (wide, high)
        centre = ((left + right) / 2, (bottom + top) / 2)
        anchor = (right, bottom) if upright else (left, bottom)
        angle = math.pi / 2 if upright else 0.0
        lines.append(Line(note.text, anchor, centre, height, width, angle, ""))
    return lines
