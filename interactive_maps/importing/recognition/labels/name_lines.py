"""Lines of names: the texts that make up one name, in reading order."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.plan import Plan

_LINE_SPACING = 2.4  # heights from one line of a name to the next
_ASIDE = 2.5  # heights that their middles may differ along the line, beside half their widths
_SAME_ROW = 0.3  # heights between the middles of words on one line
_SAME_ANGLE = 0.05
_NARROW, _WIDE = 0.3, 0.15  # shares of a word's estimated width by which it may be narrower or wider
_IDEOGRAPHS = ("\u3400", "\u9fff")
# Rooms that men and women have apart: "WC" over "H".
FACILITY = re.compile(
    r"w\.?\s?c|toil|san|lav|dusch|douche|ducha|shower|umkl|vest|locker|bagn|aseo|bañ|banh", re.IGNORECASE
)
# Words that stand alone only on a line of their own between two lines of a name: "Sala", "de", "reuniones".
PARTICLES = frozenset(
    [
        *(
            "&",
            "a",
            "and",
            "at",
            "au",
            "aux",
            "da",
            "das",
            "de",
            "del",
            "den",
            "der",
            "des",
            "di",
            "do",
            "dos",
            "du",
        ),
        *(
            "e",
            "el",
            "en",
            "et",
            "for",
            "för",
            "für",
            "i",
            "im",
            "in",
            "la",
            "las",
            "le",
            "les",
            "los",
            "och",
            "of",
        ),
        *(
            "og",
            "the",
            "to",
            "u",
            "und",
            "van",
            "von",
            "y",
            "zu",
            "zum",
            "zur",
            "à",
            "для",
            "и",
            "на",
            "по",
            "с",
        ),
    ]
)


@dataclass(slots=True)
class _Line:
    """The words of one line, and the box around them as a text."""

    words: list[Reading]
    box: Text


def join_lines(plan: Plan, named: Sequence[Reading]) -> list[list[Reading]]:
    """Return names as groups of texts, each in reading order: words beside each other, and lines below each other."""
    groups: list[list[_Line]] = []
    for line in _join_words(plan, named):
        for group in groups:
            if _belong_together(group[-1], line) and _follows(group[-1].box, line.box):
                group.append(line)
                break
        else:
            groups.append([line])
    texts = [[word for line in group for word in line.words] for group in groups]
    return [group for group in map(_strip_particles, texts) if group]


def _join_words(plan: Plan, named: Sequence[Reading]) -> list[_Line]:
    """Return lines, from top to bottom; some programs write every word as a text of its own."""
    lines: list[_Line] = []
    for one in _sort_rows(plan, named):
        text = plan.texts[one.index]
        for line in lines:
            if line.words[-1].family == one.family and _is_next_word(line.box, text):
                line.words.append(one)
                line.box = _extend(line.box, text)
                break
        else:
            lines.append(_Line([one], text))
    return lines


def _sort_rows(plan: Plan, named: Sequence[Reading]) -> list[Reading]:
    """Return texts row by row, and from left to right."""
    placed = sorted((*_find_place(plan.texts[one.index]), one.index, one) for one in named)
    rows: list[list[tuple[float, int, Reading]]] = []
    last = -math.inf
    for row, along, index, one in placed:
        if row - last > _SAME_ROW * plan.texts[one.index].height:
            rows.append([])
        rows[-1].append((along, index, one))
        last = row
    return [one for row in rows for *_, one in sorted(row, key=lambda each: each[:2])]


def _find_place(text: Text) -> tuple[float, float]:
    """Return how far down a text is, and how far along its direction."""
    cosine, sine = math.cos(text.angle), math.sin(text.angle)
    x, y = text.centre
    return x * sine - y * cosine, x * cosine + y * sine


def _belong_together(last: _Line, line: _Line) -> bool:
    """Return whether two lines are of one family, or attributes of one block reference: NAME1 and NAME2."""
    one, other = last.words[-1], line.words[0]
    is_attribute = bool(one.family[1] and other.family[1] and last.box.block)
    return one.family == other.family or (is_attribute and last.box.block == line.box.block)


def _is_next_word(line: Text, word: Text) -> bool:
    """Return whether a word stands right behind a line; the widths of both are estimates."""
    if abs(math.remainder(line.angle - word.angle, math.tau)) > _SAME_ANGLE:
        return False
    height = max(line.height, word.height)
    along, down = _measure_step(line, word)
    gap = along - (line.width + word.width) / 2
    return abs(down) <= _SAME_ROW * height and -_NARROW * line.width <= gap <= height + _WIDE * word.width


def _extend(line: Text, word: Text) -> Text:
    along, _ = _measure_step(line, word)
    width = along + (line.width + word.width) / 2
    shift = (width - line.width) / 2
    x, y = line.centre
    return replace(
        line, width=width, centre=(x + shift * math.cos(line.angle), y + shift * math.sin(line.angle))
    )


def _strip_particles(group: list[Reading]) -> list[Reading]:
    """Return a name without particles at its ends, and without letters, unless they say whose toilets these are.

    A figure is read as a name only where the lines around it say so: it stays behind "Bath".
    """
    kept = [one for at, one in enumerate(group) if _is_word(one.label.name) or _is_said(group, at)]
    said = [at for at, one in enumerate(kept) if one.label.name.casefold() not in PARTICLES]
    return kept[said[0] : said[-1] + 1] if said else []


def _is_word(name: str) -> bool:
    """Return whether a name is more than a letter; an ideograph is a word: 卫, a bathroom."""
    return len(name) > 1 or _IDEOGRAPHS[0] <= name <= _IDEOGRAPHS[1]


def _is_said(group: Sequence[Reading], at: int) -> bool:
    one = group[at].label
    is_particle = one.trusted or one.name.casefold() in PARTICLES
    return is_particle or (at > 0 and (one.name.isdigit() or _is_facility(group[at - 1])))


def _is_facility(one: Reading) -> bool:
    return FACILITY.match(one.label.name) is not None


def _measure_step(first: Text, second: Text) -> tuple[float, float]:
    """Return how far the middle of the second text is along the first, and how far below it."""
    dx, dy = second.centre[0] - first.centre[0], second.centre[1] - first.centre[1]
    cosine, sine = math.cos(first.angle), math.sin(first.angle)
    return dx * cosine + dy * sine, dx * sine - dy * cosine


def _follows(first: Text, second: Text) -> bool:
    """Return whether a text is the next line below another, or continues it in the same block reference."""
    return (first.block != "" and first.block == second.block) or is_below(first, second)


def is_below(first: Text, second: Text) -> bool:
    """Return whether a text is the next line below another."""
    if abs(math.remainder(first.angle - second.angle, math.tau)) > 0.1:
        return False
    height = max(first.height, second.height, 1e-9)
    along, down = _measure_step(first, second)
    beside = abs(along) <= abs(first.width - second.width) / 2 + _ASIDE * height
    return beside and 0.5 * height < down <= _LINE_SPACING * height
