"""Sheets of signs: which card lies where on which page, and what is on it. Pure; lengths are in millimetres.

Cards are drawn with the code on the left and the texts on the right, with lines to cut along between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import segno

WIDTH, HEIGHT = 210.0, 297.0  # A4
_MARGIN = 12.0
_COLUMNS, _ROWS = 2, 4
PAGE = _COLUMNS * _ROWS
CARD_WIDTH = (WIDTH - 2 * _MARGIN) / _COLUMNS
CARD_HEIGHT = (HEIGHT - 2 * _MARGIN) / _ROWS
PADDING = 5.0
CODE_SIDE = 44.0  # with its quiet zone: read from about half a metre
TEXT_WIDTH = CARD_WIDTH - CODE_SIDE - 2 * PADDING - 2.0
_QUIET = 4  # modules around a code, as ISO/IEC 18004 asks
_LINE = 1.25  # of the size of a font
_MOST_LINES = 4
POINT = 25.4 / 72  # of a font

Measure = Callable[[str, float], float]  # of a text in a size in points, in millimetres


@dataclass(frozen=True, slots=True)
class Card:
    """What a sign says; ``link`` is its short link."""

    code: str
    link: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text whose baseline begins at ``x``, ``y``, from the top left; ``size`` is in points."""

    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card at ``x``, ``y`` from the top left of its page: its dark modules as (x, y, width, height), its texts."""

    x: float
    y: float
    bars: tuple[tuple[float, float, float, float], ...]
    texts: tuple[Text, ...]


def lay_out(cards: Sequence[Card], measure: Measure) -> list[list[PlacedCard]]:
    """Return the cards of each page, row by row."""
    return [
        [
            _place(
                card,
                _MARGIN + number % _COLUMNS * CARD_WIDTH,
                _MARGIN + number // _COLUMNS * CARD_HEIGHT,
                measure,
            )
            for number, card in enumerate(page)
        ]
        for page in (cards[first : first + PAGE] for first in range(0, len(cards), PAGE))
    ]


def _place(card: Card, x: float, y: float, measure: Measure) -> PlacedCard:
    left = x + PADDING + CODE_SIDE + 2.0
    down = y + PADDING + 6.0
    texts = []
    for size, text in ((15.0, card.title), *((10.0, line) for line in card.lines)):
        for line in wrap(text, size, measure):
            texts.append(Text(left, down, size, line))
            down += size * POINT * _LINE
        down += 1.5
    bottom = y + CARD_HEIGHT - PADDING
    # The link as one line if it fits below the code: it can be typed, too.
    texts += [
        Text(x + PADDING, bottom - index * 8 * POINT * _LINE, 8.0, line)
        for index, line in enumerate(reversed(wrap(card.link, 8.0, measure, CARD_WIDTH - 2 * PADDING)))
    ]
    return PlacedCard(x, y, _draw_code(card.link, x + PADDING, y + PADDING), tuple(texts))


def _draw_code(link: str, x: float, y: float) -> tuple[tuple[float, float, float, float], ...]:
    """Return the dark runs of each row."""
    rows = [bytes(row) for row in segno.make(link, error="q", micro=False).matrix]
    module = CODE_SIDE / (len(rows) + 2 * _QUIET)
    bars = []
    for down, row in enumerate(rows):
        start = 0
        while (start := row.find(1, start)) != -1:
            end = row.find(0, start) if 0 in row[start:] else len(row)
            bars.append(
                (x + (start + _QUIET) * module, y + (down + _QUIET) * module, (end - start) * module, module)
            )
            start = end
    return tuple(bars)


def wrap(text: str, size: float, measure: Measure, width: float = TEXT_WIDTH) -> list[str]:
    """Return the lines of a text, at most four; words longer than a line are broken."""
    lines: list[str] = []
    for word in text.split():
        if lines and measure(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines += _break(word, size, measure, width)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …"]
    return lines


def _break(word: str, size: float, measure: Measure, width: float) -> list[str]:
    """Return the pieces of a word that each fit into a line."""
    pieces, rest = [], word
    while len(rest) > 1 and measure(rest, size) > width:
        fits = (count for count in range(len(rest), 1, -1) if measure(rest[:count], size) <= width)
        kept = next(fits, 1)
        pieces.append(rest[:kept])
        rest = rest[kept:]
    return [*pieces, rest]
