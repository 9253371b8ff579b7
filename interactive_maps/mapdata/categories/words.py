"""Names as words: how they are compared in any language. Pure.

A name is split at everything that is no letter, and between letters and digits; accents and case do not count:
``xref$0$A-WALL2`` is ``xref 0 a wall 2``, ``Texte_Pièces`` is ``texte pieces``. Arabic words lose their article.
Writing without blanks is spaced out for looks alone: ``廊　下`` is ``廊下``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters with strokes, which no normal form takes apart.
_WHOLE_LETTERS = str.maketrans("łøđħŧıةى", "lodhtiهي", "ـ")
_ARTICLE = re.compile(r"\b(?:ال|لل)(?=\w{3})")  # the, for the
_EAST_ASIAN = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_SPACED_OUT = re.compile(rf"(?<!\S){_EAST_ASIAN}(?:\s+{_EAST_ASIAN})+(?!\S)")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_PATTERN_WORD = re.compile(r"(?:[^\W\d_]|[*?])+|\d+")


@lru_cache(maxsize=65536)
def split_words(name: str) -> tuple[str, ...]:
    """Return the name's words, case folded and without accents."""
    close = _SPACED_OUT.sub(lambda spaced: "".join(spaced[0].split()), name)
    return tuple(_WORD.findall(_fold(close)))


def split_pattern(pattern: str) -> tuple[str, ...]:
    """Return the words of a pattern, in which ``*`` and ``?`` stand for letters of one word."""
    return tuple(_PATTERN_WORD.findall(_fold(pattern)))


def _fold(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _ARTICLE.sub("", plain.translate(_WHOLE_LETTERS))
