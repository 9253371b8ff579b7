"""Level values as mappers write them: ``0``, ``-1;0``, ``-1-3``, ``0,5``, ``0:-1``, ``-1-1``.

Separators between levels are ``;``, ``:``, ``/`` and ``|``. A hyphen after a number makes a range, whose ends and
the whole levels between them count, in either order. A single comma is a decimal sign if a half or a smaller part
follows (``0,5``, ``0,25``); before a floor nearby (``0,1``, ``9,10``), a space or a minus it separates levels, as do
several commas. All other values are rejected: a partial reading would put a room on the wrong floor.
"""

from __future__ import annotations

import math
import re
import unicodedata

_MOST_LEVELS = 200
_FURTHEST = 500.0  # no building has as many floors: a larger number is a typing error or a height
_LONGEST = 255  # OpenStreetMap's own limit for a value

_NUMBER = r"[+-]?[0-9]{1,4}(?:[.,][0-9]{1,4})?"
_SINGLE = re.compile(_NUMBER)
_RANGE = re.compile(rf"({_NUMBER})\s*-\s*({_NUMBER})")
_SEPARATOR = re.compile(r"[;:/|]")
_TWO_FLOORS = re.compile(r"([+-]?[0-9]{1,4}),([1-9][0-9]?)")
_PARTS = frozenset({"5", "25", "75"})  # of a floor
_NEARBY = 10  # floors between two that one comma lists
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))


def parse_levels(text: str) -> tuple[float, ...] | None:
    """Return the levels that a value of ``level`` or ``repeat_on`` names, sorted and each once.

    None means that the value cannot be read, or names more than 200 levels or any beyond 500.
    """
    if len(text) > _LONGEST:
        return None
    bare = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
    levels: set[float] = set()
    for part in _SEPARATOR.split(bare):
        if part.strip():
            found = _parse_part(part.strip())
            if found is None:
                return None
            levels.update(found)
    if not levels or len(levels) > _MOST_LEVELS:
        return None
    return tuple(sorted(levels))


def format_ordinal(ordinal: float) -> str:
    """Return the ordinal as keys and names show it: ``0``, ``-1``, ``0.5``."""
    return f"{ordinal:.12g}"


def _parse_part(part: str) -> set[float] | None:
    found = None if _lists_two(part) else _parse_piece(part)
    if found is not None or "," not in part:
        return found
    levels: set[float] = set()
    for piece in part.split(","):
        if piece.strip():
            found = _parse_piece(piece.strip())
            if found is None:
                return None
            levels |= found
    return levels or None


def _lists_two(part: str) -> bool:
    """Return whether one comma stands between two floors and not before a part of one."""
    match = _TWO_FLOORS.fullmatch(part)
    return match is not None and match[2] not in _PARTS and abs(int(match[1]) - int(match[2])) <= _NEARBY


def _parse_piece(piece: str) -> set[float] | None:
    if _SINGLE.fullmatch(piece):
        number = _to_number(piece)
        return None if number is None else {number}
    if match := _RANGE.fullmatch(piece):
        ends = _to_number(match[1]), _to_number(match[2])
        return None if ends[0] is None or ends[1] is None else _span(ends[0], ends[1])
    return None


def _to_number(text: str) -> float | None:
    number = float(text.replace(",", ".")) + 0.0  # no minus zero: it would be a second ground floor
    return number if abs(number) <= _FURTHEST else None


def _span(first: float, last: float) -> set[float] | None:
    low, high = min(first, last), max(first, last)
    if high - low >= _MOST_LEVELS:
        return None
    return {low, high, *(float(whole) for whole in range(math.ceil(low), math.floor(high) + 1))}
