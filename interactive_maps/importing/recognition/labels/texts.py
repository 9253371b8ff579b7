"""The meaning of a text on a plan: a room's name or number, or one of the many others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from interactive_maps.importing.recognition.labels.area_texts import AREA, is_area
from interactive_maps.importing.rules.rule_file import LabelRules
from interactive_maps.importing.tags.placeholders import is_placeholder
from interactive_maps.mapdata.categories.room_names import find_unit_category
from interactive_maps.mapdata.categories.words import split_words
from interactive_maps.texts.cleaning import clean_text


class LabelKind(StrEnum):
    """The meaning of a text; reports show the value."""

    NAME = "name"
    NUMBER = "number"
    EMPTY = "empty"
    DIMENSION = "a dimension"
    DOOR_SIZE = "a door or window size"
    AREA = "an area"
    SCALE = "a scale"
    TITLE = "a title"
    NOTE = "a note"
    PLACEHOLDER = "a placeholder"
    CODE = "a mark or code"
    REJECTED = "rejected by a rule"


@dataclass(frozen=True, slots=True)
class Label:
    """A parsed text: its kind, and for rooms the number and the name, each as written or empty.

    ``known`` is True where the name holds a word that rooms are known by, or a rule accepts it; ``trusted``
    where its layer or attribute says that it names a room.
    """

    kind: LabelKind
    number: str = ""
    name: str = ""
    known: bool = False
    trusted: bool = False

    @property
    def is_room(self) -> bool:
        """Whether the text may name a room."""
        return self.kind in {LabelKind.NAME, LabelKind.NUMBER}


_MOST_NOTE_WORDS = 6
_MOST_NAME_LINES = 3
_MOST_TRUSTED_CHARACTERS = 120

_LENGTH = r"\d+(?:[.,]\d+)?"
_INCHES = r"""\d*\s*\d+(?:/\d+)?\s*(?:["”″]|'')"""
_FEET = r"""\d+(?:\.\d+)?\s*['’′](?:\s*-?\s*\d+(?:\s+\d+/\d+)?\s*(?:["”″]|'')?)?"""
_SIZE = rf"(?:{_FEET}|{_INCHES}|{_LENGTH}\s*(?:mm|cm|m|in|ft)?\.?)"
_SIZES = rf"{_SIZE}\s*[x×*]\s*{_SIZE}(?:\s*[x×*]\s*{_SIZE})?"
_NO_ROOMS = frozenset({None, "platform"})  # a house's platform is a step
_LETTER = "[A-Za-zÀ-ɏА-яЁё]"


def _compile(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


# Heights on a plan, by their abbreviations.
_HEIGHT = "okff|okrf|ok|uk|lrh|rh|brh|bh|hsp|nvp|htr|ffl|ssl|afl|clg"

# The meaning of a line on any layer, by the first pattern that matches all of it.
_NEVER_ROOMS = (
    (
        LabelKind.SCALE,
        _compile(
            r"(?:scale|ma(?:ß|ss)stab|m\.?|[ée]chelle|escala|scala|schaal|масштаб|比例)?\s*[:=]?\s*"
            r"(?:1\s*[:/]\s*\d{1,5}|[\d/ ]+[\"”″]\s*=.*)"
        ),
    ),
    (
        LabelKind.DIMENSION,
        _compile(
            rf"[~∅⌀ø]?\s*(?:{_SIZES}|{_FEET}|{_INCHES}|{_LENGTH}\s*(?:mm|cm|m|ft)\.?|[±+]\s*{_LENGTH})"
            rf"|[∅⌀ø]\s*{_LENGTH}"
        ),
    ),
    (
        LabelKind.DOOR_SIZE,
        _compile(
            r"\(?\d{4,5}\)?(?:\s+(?:xo|ox|sh|dh|fx|fix|pic|awn|csmt|slider|s\.?g\.?d|o\.?h|door|bifold|b\.?f|"
            r"pocket|p\.?d|sl|hs|window)\.?)+"
        ),
    ),
    # A room number has no such word before decimals.
    (
        LabelKind.DIMENSION,
        _compile(
            rf"(?:{_HEIGHT}|okfb|okrfb|ukd|lh|hsfp|ch)\.?\s*[=:]?\s*[±+-]?\s*\d{{1,2}}[.,]\d{{1,2}}(?:\s*m)?\.?"
        ),
    ),
    # A room's stamp: "LH = 3,00 m", "U: 18,36 m", "NF 2.1" of DIN 277, and a usage with its area.
    (LabelKind.DIMENSION, _compile(rf"{_LETTER}{{1,4}}\.?\s*[=:]\s*[±+-]?\s*{_SIZE}\.?")),
    (LabelKind.CODE, _compile(r"(?:h?nn?f|nuf|vf|tf|ff|bf)\s*\d(?:\.\d{1,2}){0,2}")),
    (
        LabelKind.AREA,
        _compile(rf"(?:h?nn?f|nuf|vf|tf|ff|bf)\s*\d(?:\.\d{{1,2}}){{0,2}}\s+{AREA}"),
    ),
    (LabelKind.PLACEHOLDER, _compile(r"[a-z0-9]+(?:_[a-z0-9]+)+_?|[<\[{$%#].*|[?_.\-*#\s]+")),
)
# The meaning of a line if no layer says that it names a room.
_RARELY_ROOMS = (
    (LabelKind.DIMENSION, _compile(r"-?\d+[.,]\d{1,2}|-\s*\d+(?:[.,]\d+)?")),
    (
        LabelKind.DIMENSION,
        _compile(rf"(?:{_HEIGHT}|fb|ff)\.?\s*[=:]?\s*[±+-]?\s*\d+.*"),
    ),
)
_DOOR_SIZE = re.compile(r"(?:[1-9]|1[0-9])[0-9](?:[4-9][0-9]|10)")
_NUMBER = _compile(
    r"(?=.*\d)(?:[A-ZА-Я]{1,3}[-. ]?)?\d{1,5}(?:[-./ ]?[A-ZА-Я]{0,2}\d{1,4}){0,3}(?:[-./ ]?[A-ZА-Я])?"
)
# Building, storey, zone and room: "2W-114", "2.R.02A", "B.1.012". A fire rating such as "T30-RS" ends in letters.
_ZONED_NUMBER = _compile(
    r"(?=(?:.*\d){2})(?:[A-Z]{1,3}\d?|\d{1,3}[A-Z]{0,2})(?:[-./](?:[A-Z]{1,2}|\d{1,4}|[A-Z]{1,2}\d{1,4}))*"
    r"[-./][A-Z]{0,2}\d{1,4}[A-Z]?"
)
_DECIMAL_NUMBER = _compile(r"\d{1,2}[.,]\d{1,3}[A-Z]?")
# Building, storey and room in figures alone: "2-204", "1.02.03", "02.015". Three figures or three groups: "10-6" may
# be feet and inches, and "120/210" the size of a window.
_JOINED_NUMBER = _compile(r"\d{1,3}[-.]\d{3,4}|\d/\d{3}|\d{3}[-.]\d{1,2}|\d{1,3}(?:[-.]\d{1,4}){2,3}")
# Writing without blanks between words.
_UNSPACED = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uff00-\uffef]")
_MARK = _compile(rf"{_LETTER}{{1,2}}|{_LETTER}-{_LETTER}|{_LETTER}\d{{1,2}}|[\W\d_]+")
# What a room's stamp says beside its name: "BB: Linoleum", "FB = PVC".
_STAMP = _compile(rf"({_LETTER}{{1,4}})\.?\s*[=:]\s*\S.*")
# Writing without blanks has none before the measure either: "洋室6.0帖".
_TRAILING_MEASURE = _compile(
    rf"(?:(?<![\s,;:(/-])[\s,;:(/-]+(?:{AREA}|{_SIZES})|(?<=[\u3040-\u9fff])\(?{AREA})[\s).]*$"
)
_COMPOUND = _compile(r"\w+(?:-\w+)+")
# A quotation mark between two letters is no sign of inches, but of a Hebrew abbreviation.
_NOTE_SIGN = _compile(
    r"""[:;,=]\s*$|@|(?<![^\W\d_])["”″]|["”″](?![^\W\d_])|^\(?\d+\)\s|^[*•]|^(?:and|or|to|und|et|y)\s|\s(?:and|or|to|of|the)$"""
)


def read_label(text: str, rules: LabelRules, *, trusted: bool) -> Label:
    """Return the meaning of a text; ``trusted`` if its layer says that it names a room.

    Lines are judged one by one, which separates number, name and area in one MTEXT.
    """
    whole = clean_text(text)
    if not whole:
        return Label(LabelKind.EMPTY)
    if any(expression.fullmatch(whole) for expression in rules.reject):
        return Label(LabelKind.REJECTED)
    if any(expression.fullmatch(whole) for expression in rules.accept):
        return Label(LabelKind.NAME, name=whole, known=True)
    lines = [line for line in map(clean_text, text.split("\n")) if line]
    judged = [(_judge_line(line, rules, trusted), line) for line in lines]
    return _join_lines(_leave_out_finish(judged), rules, trusted)


def is_door_size(number: str) -> bool:
    """Return whether a bare number reads as feet and inches of a door: ``2668`` is 2'-6" by 6'-8"."""
    return _DOOR_SIZE.fullmatch(number) is not None


def is_joined(line: str) -> bool:
    """Return whether figures with signs between them may be storey and room: ``1.01``, a length too, or ``2-204``."""
    return _DECIMAL_NUMBER.fullmatch(line) is not None or _JOINED_NUMBER.fullmatch(line) is not None


def join_parts(parts: Iterable[str]) -> str:
    """Return the parts of a name as one line, with blanks between them unless the writing knows none."""
    name = ""
    for part in map(clean_text, parts):
        unspaced = name and part and _UNSPACED.match(name[-1]) and _UNSPACED.match(part[0])
        name += part if unspaced or not name else f" {part}"
    return clean_text(name)


def _judge_line(line: str, rules: LabelRules, trusted: bool) -> LabelKind:
    no_room = _judge_no_room(line, rules, trusted)
    if no_room is not None:
        return no_room
    known = rules.room_words.match(line)
    marked = _MARK.fullmatch(line) is not None
    if (_NUMBER.fullmatch(line) or _ZONED_NUMBER.fullmatch(line)) and not known:
        return LabelKind.NUMBER if trusted or not marked or line.isdigit() else LabelKind.CODE
    if (marked and not known and not trusted) or not any(letter.isalpha() for letter in line):
        return LabelKind.CODE
    return LabelKind.NAME


def _judge_no_room(line: str, rules: LabelRules, trusted: bool) -> LabelKind | None:
    """Return the meaning of a line that certainly is neither number nor name, else None."""
    if is_area(line):
        return LabelKind.AREA
    for kind, pattern in _NEVER_ROOMS if trusted else _NEVER_ROOMS + _RARELY_ROOMS:
        if pattern.fullmatch(line):
            return kind
    stamp = _STAMP.fullmatch(line)
    if stamp is not None and not rules.room_words.match(stamp[1]):
        return LabelKind.NOTE
    if rules.placeholders.match_whole(line) or is_placeholder(line):
        return LabelKind.PLACEHOLDER
    return None


def _leave_out_finish(lines: list[tuple[LabelKind, str]]) -> list[tuple[LabelKind, str]]:
    """Return lines without words below an area that a name stands above: they tell what the floor is made of."""
    kinds = [kind for kind, _ in lines]
    if LabelKind.AREA not in kinds or LabelKind.NAME not in kinds[: kinds.index(LabelKind.AREA)]:
        return lines
    area = kinds.index(LabelKind.AREA)
    return lines[:area] + [one for one in lines[area:] if one[0] is not LabelKind.NAME]


def _join_lines(lines: list[tuple[LabelKind, str]], rules: LabelRules, trusted: bool) -> Label:
    names = [_TRAILING_MEASURE.sub("", line) or line for kind, line in lines if kind is LabelKind.NAME]
    numbers = [line for kind, line in lines if kind is LabelKind.NUMBER]
    if names and not numbers and is_joined(lines[0][1]):
        numbers = [lines[0][1]]  # above a name, ``1.01`` is floor and room; a room's size stands below it
    if names:
        name = join_parts(names)
        refused = _refuse_name(name, len(names), rules, trusted)
        if refused is not None:
            return Label(refused)
        number = numbers[0] if numbers else ""
        return Label(LabelKind.NAME, number, name, known=_is_known(name, rules))
    if numbers:
        return Label(LabelKind.NUMBER, number=numbers[0])
    return Label(lines[0][0] if lines else LabelKind.EMPTY)


def _is_known(name: str, rules: LabelRules) -> bool:
    return rules.room_words.match(name) or find_unit_category(name) not in _NO_ROOMS


def _refuse_name(name: str, lines: int, rules: LabelRules, trusted: bool) -> LabelKind | None:
    """Return the true meaning of an apparent name, or None if it is a name."""
    if trusted:
        return LabelKind.NOTE if len(name) > _MOST_TRUSTED_CHARACTERS else None
    if rules.title_words.match(rules.room_words.leave_out_phrases(name)):
        return LabelKind.TITLE
    long = len(split_words(name)) > _MOST_NOTE_WORDS or lines > _MOST_NAME_LINES
    if long or _NOTE_SIGN.search(name) or _is_note(name, rules):
        return LabelKind.NOTE
    return None


def _is_note(name: str, rules: LabelRules) -> bool:
    """Return whether words of notes stand in a name by themselves: not "walk in closet", "on-call", "panel room"."""
    rest = rules.room_words.leave_out_phrases(_COMPOUND.sub(" ", name))
    last = split_words(name)[-1:]
    return rules.note_words.match(rest) or (
        rules.part_words.match(rest) and not any(map(rules.room_words.match, last))
    )
