"""Folding: the form in which names and queries are compared. Pure; :mod:`.index.tables` does the same in SQL.

``Rice Hall 01.221a`` becomes the key ``rice hall 1 221 a``: lower case without accents, words and numbers separated,
without leading zeros. Letters of every script stay letters (NFKD, Unicode Standard Annex 15).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

MAX_TEXT = 300  # characters of a name that are used
MAX_WORD = 100
MARKS = "\u0300-\u036f"
# Letters that NFKD leaves whole, and how people type them.
SINGLE_LETTERS = ("ıøđðłħŧς", "ioddlhtσ")
DOUBLE_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
# Everything that is neither a letter nor a digit: signs of ASCII and Latin-1, general and CJK punctuation, symbols.
# Not \W, whose meaning depends on the database's locale.
SEPARATORS = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u02ff"
    r"\u2000-\u2bff\u2e00-\u2e7f\u3000-\u303f"
)
_SINGLE = str.maketrans(*SINGLE_LETTERS)
_MARK = re.compile(f"[{MARKS}]")
_SEPARATOR = re.compile(f"[{SEPARATORS}]+")
_BEFORE_LETTER = re.compile(r"([0-9])([^0-9 ])")
_BEFORE_DIGIT = re.compile(r"([^0-9 ])([0-9])")
_ZEROS = re.compile(r"(^| )0+([0-9])")


def fold_text(text: str) -> str:
    """Return ``text`` in lower case without accents."""
    if text.isascii():
        return text.lower()
    folded = _MARK.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_SINGLE)
    for letter, pair in DOUBLE_LETTERS.items():
        folded = folded.replace(letter, pair)
    return folded


def make_key(text: str) -> str:
    """Return the pieces of ``text``, words and numbers, separated by spaces; "" if it has none."""
    spaced = _SEPARATOR.sub(" ", fold_text(text[:MAX_TEXT]))
    spaced = _BEFORE_DIGIT.sub(r"\1 \2", _BEFORE_LETTER.sub(r"\1 \2", spaced))
    return _ZEROS.sub(r"\1\2", spaced).strip(" ")


def split_key(key: str) -> list[str]:
    """Return the pieces of a key, shortened as in the index."""
    return [piece[:MAX_WORD] for piece in key.split(" ") if piece]


def list_lexemes(key: str) -> set[str]:
    """Return the lexemes of a key: its pieces, and each two neighbouring pieces joined."""
    pieces = key.split(" ") if key else []
    pairs = [first + second for first, second in pairwise(pieces)]
    return {word[:MAX_WORD] for word in [*pieces, *pairs]}


def measure_distance(first: str, second: str, most: int = 2) -> int:
    """Return how many letters were added, dropped, changed or swapped with their neighbour; ``most`` + 1 for more.

    The optimal string alignment distance (Damerau 1964).
    """
    if abs(len(first) - len(second)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def list_deletions(word: str) -> list[str]:
    """Return ``word`` and its forms without one letter: words that share one of these differ little."""
    return sorted({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})
