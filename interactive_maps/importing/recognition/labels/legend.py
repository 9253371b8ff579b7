"""Legends: lists beside a plan that name the rooms which the plan only numbers.

A row is a key and a name, in one text ("3. Kitchen") or in two on one line. Rows are a legend if they stand below one
another closer than rooms do, name rooms, and most of their keys stand alone on the plan as well.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.recognition.labels.area_texts import read_area
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.labels.reading import LabelReader, Reading
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind, read_label
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.texts.cleaning import clean_text

_ROW = re.compile(r"\(?([^\W_](?:[^\W_]|[-./](?=[^\W_])){0,9})\s*(?:[.):=]|\s[-–—])?\s+(\S.*)")
_KEY = re.compile(r"\(?([^\W_](?:[^\W_]|[-./](?=[^\W_])){0,9})[.):]?")
_LETTER = re.compile(r"[^\W\d_]")
_LEAST_ROWS = 3
_KNOWN = 1 / 3  # share of rows whose name has a word for rooms
_REPEATED = 0.5  # share of rows whose key stands alone on the plan
_BESIDE = 15.0  # heights from a key to its name
_LEVEL = 0.4  # heights by which texts of one line may differ
_BELOW = 4.0  # heights from a row to the next
_FLUSH = 1.5  # heights by which the left ends of a column may differ


@dataclass(frozen=True, slots=True)
class LegendRow:
    """The ``name`` of the room with a ``key``, and its written area in square metres; ``texts`` are indices."""

    key: str
    name: str
    place: tuple[float, float]
    texts: tuple[int, ...]
    known: bool
    area: float | None = None


@dataclass(frozen=True, slots=True)
class Legend:
    """All rows of the legends of a plan, by key."""

    rows: Mapping[str, Sequence[LegendRow]]

    @property
    def texts(self) -> set[int]:
        """Return the indices of the texts that belong to legends, and label no room where they stand."""
        return {index for rows in self.rows.values() for row in rows for index in row.texts}

    def name(self, label: RoomLabel) -> RoomLabel:
        """Return a label with the name that the nearest legend has for its number, unless it has one."""
        rows = self.rows.get(_fold(label.number), ())
        if label.name or not rows:
            return label
        row = min(rows, key=lambda one: math.dist(one.place, label.place))
        return replace(label, name=row.name, known=label.known or row.known, area=label.area or row.area)

    def read_keys(self, plan: Plan, readings: Sequence[Reading]) -> list[Reading]:
        """Return the readings outside the legends; a letter that is a key there is a room's number."""
        gone = self.texts
        kept = []
        for one in readings:
            if one.index in gone:
                continue
            key = _read_key(plan.texts[one.index].text)
            if key and _LETTER.fullmatch(key) and _fold(key) in self.rows:
                one = replace(one, label=Label(LabelKind.NUMBER, number=key, trusted=True))  # noqa: PLW2901
            kept.append(one)
        return kept


def find_legend(plan: Plan, reader: LabelReader) -> Legend:
    """Return the legends of a plan."""
    alone = Counter(filter(None, (_fold(_read_key(text.text)) for text in plan.texts)))
    rows: dict[str, list[LegendRow]] = {}
    for column in _find_columns(plan.texts, list(_list_rows(plan.texts, reader))):
        within = Counter(_fold(_read_key(plan.texts[index].text)) for row in column for index in row.texts)
        repeated = sum(alone[_fold(row.key)] > within[_fold(row.key)] for row in column)
        known = sum(row.known for row in column)
        if repeated >= max(_LEAST_ROWS, _REPEATED * len(column)) and known >= _KNOWN * len(column):
            for row in column:
                rows.setdefault(_fold(row.key), []).append(row)
    return Legend(rows)


def _fold(key: str) -> str:
    return key.casefold()


def _read_key(text: str) -> str:
    """Return the key that a whole text is: a number, or one letter; empty for another text."""
    match = _KEY.fullmatch(text.strip())
    return match[1] if match and _may_be_key(match[1]) else ""


def _may_be_key(key: str) -> bool:
    return any(sign.isdigit() for sign in key) or _LETTER.fullmatch(key) is not None


def _list_rows(texts: Sequence[Text], reader: LabelReader) -> Iterator[LegendRow]:
    """Yield what may be rows: texts that are both key and name, lines of such, and keys with a name beside."""
    for index, text in enumerate(texts):
        lines = text.text.split("\n")
        for rank, line in enumerate(lines):
            match = _ROW.fullmatch(line.strip())
            if match and _may_be_key(match[1]):
                down = (rank - (len(lines) - 1) / 2) * 1.6 * text.height
                place = (
                    text.centre[0] + down * math.sin(text.angle),
                    text.centre[1] - down * math.cos(text.angle),
                )
                row = _make_row(match[1], match[2], place, (index,), reader)
                if row is not None:
                    yield row
    for key, others in _find_beside(texts):
        name, *more = (texts[index].text for index in others)
        row = _make_row(_read_key(texts[key].text), name, texts[others[0]].centre, (key, *others), reader)
        if row is not None:
            yield replace(row, area=next((area for text in more if (area := read_area(text))), row.area))


def _make_row(
    key: str, name: str, place: tuple[float, float], texts: tuple[int, ...], reader: LabelReader
) -> LegendRow | None:
    label = read_label(name, reader.rules, trusted=False)
    if label.kind is not LabelKind.NAME or label.number or not _LETTER.search(label.name):
        return None
    return LegendRow(key, clean_text(label.name), place, texts, label.known, read_area(name))


def _find_beside(texts: Sequence[Text]) -> Iterator[tuple[int, list[int]]]:
    """Yield each text that is a key, and the texts beside it on its line, from left to right."""
    found: dict[int, list[int]] = {}
    for phase in (0.0, 0.5):  # a line at the edge of one row of the grid is in the middle of one of the other
        rows: dict[tuple[int, int, int], list[int]] = {}
        for index, text in enumerate(texts):
            size = round(math.log(max(text.height, 1e-6)) / math.log(1.3))
            turn = round(math.degrees(text.angle))
            _, up = _turn(text.centre, text.angle)
            rows.setdefault((turn, size, math.floor(up / max(text.height, 1e-6) + phase)), []).append(index)
        for row in rows.values():
            row.sort(key=lambda index: _turn(texts[index].centre, texts[index].angle)[0])
            beside: list[int] = []
            for index, following in reversed([*pairwise(row), (row[-1], -1)]):
                beside = (
                    [following, *beside]
                    if following >= 0 and _is_beside(texts[index], texts[following])
                    else []
                )
                if beside and _read_key(texts[index].text) and len(beside) > len(found.get(index, ())):
                    found[index] = beside[:3]
    yield from sorted(found.items())


def _is_beside(one: Text, other: Text) -> bool:
    """Return whether the ``other`` text follows on the same line."""
    (start, up), (end, level) = _turn(one.centre, one.angle), _turn(other.centre, other.angle)
    gap = end - start - (one.width + other.width) / 2
    return abs(level - up) <= _LEVEL * one.height and -one.height <= gap <= _BESIDE * one.height


def _turn(place: tuple[float, float], angle: float) -> tuple[float, float]:
    """Return a place along and up from a text at an angle."""
    cosine, sine = math.cos(angle), math.sin(angle)
    return place[0] * cosine + place[1] * sine, place[1] * cosine - place[0] * sine


def _find_columns(texts: Sequence[Text], rows: Sequence[LegendRow]) -> Iterator[list[LegendRow]]:
    """Yield rows that stand below one another, at least three with different keys."""
    lined: dict[int, list[tuple[float, float, float, LegendRow]]] = {}
    for row in rows:
        text = texts[row.texts[-1] if len(row.texts) == 1 else row.texts[1]]
        along, up = _turn(row.place, text.angle)
        turn = round(math.degrees(text.angle))
        lined.setdefault(turn, []).append((along - text.width / 2, up, text.height, row))
    for found in lined.values():
        found.sort(key=lambda one: one[0])
        for column in _split(found, 0, _FLUSH):
            column.sort(key=lambda one: -one[1])
            for run in _split(column, 1, _BELOW):
                if len({_fold(row.key) for *_, row in run}) >= _LEAST_ROWS:
                    yield [row for *_, row in run]


def _split(
    found: list[tuple[float, float, float, LegendRow]], side: int, heights: float
) -> Iterator[list[tuple[float, float, float, LegendRow]]]:
    """Yield runs whose steps along one ``side`` are at most some ``heights`` of their letters."""
    run = found[:1]
    for before, one in pairwise(found):
        if abs(float(one[side]) - float(before[side])) > heights * min(before[2], one[2]):  # type: ignore[arg-type]
            yield run
            run = []
        run.append(one)
    if run:
        yield run
