"""Texts that are not names: placeholders in every format, and values of tags where a format has tags.

The words are in ``placeholders.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("placeholders.toml")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_MOST_CHARACTERS = 100  # no placeholder is longer
# "input name here", "Enter the room's name".
_REQUEST = re.compile(
    r"(?:please )?(?:input|enter|insert|type|add|edit|your) (?:\w+ ){0,4}?(?:name|title|label|text|id)(?: here)?"
)
# "<name>", "{{ room.name }}", "${NAME}", "%NAME%", and what spreadsheets write for an error.
_TEMPLATE = re.compile(r"<[^<>]*>|\$?\{+[^{}]*\}+|%\w+%|#(?:N/A|NAME\?|REF!|VALUE!|NULL!|NUM!|DIV/0!)")
_UUID = re.compile(r"\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?", re.IGNORECASE)
_TAG_VALUE = re.compile(r"[a-z]+(?:[_;][a-z]+)*")
_NOUNS = frozenset(
    {
        "room",
        "rooms",
        "space",
        "area",
        "floor",
        "level",
        "unit",
        "feature",
        "polygon",
        "raum",
        "salle",
        "sala",
    }
)
_NOT_A_NUMBER = frozenset({"nan", "NaN"})


def is_placeholder(text: str) -> bool:
    """Return whether a text is not a name in any format: ``null``, ``-``, ``Unnamed 3``."""
    bare = text.strip()
    if not any(map(_says_something, bare)) or bare in _NOT_A_NUMBER:
        return True
    if len(bare) > _MOST_CHARACTERS:
        return False
    if _TEMPLATE.fullmatch(bare) or _UUID.fullmatch(bare):
        return True
    words = _fold(bare)
    return words in _load("whole") or _is_unnamed(words) or _REQUEST.fullmatch(words) is not None


def is_name(text: str, values: Collection[object] = ()) -> bool:
    """Return whether a text from a format with tags is a name.

    It is not if it is a placeholder, a word of the schema (``yes``, ``room``), or repeats one of ``values``, which
    are the element's own tags for its kind, word for word and in the notation of tags (``fast_food``).
    """
    bare = text.strip()
    is_value = bare in values and is_tag_value(bare)
    return not (is_value or is_placeholder(bare) or _fold(bare[:_MOST_CHARACTERS]) in _load("tags"))


def is_tag_value(text: str) -> bool:
    """Return whether a text is written like the values of tags: in lower case, words joined by underscores."""
    return _TAG_VALUE.fullmatch(text) is not None


def list_placeholders() -> tuple[str, ...]:
    """Return the words of the table that are placeholders in every format."""
    return (*sorted(_load("whole")), *sorted(_load("unnamed")))


def _says_something(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) == "So"  # a shop's name may be a symbol


def _is_unnamed(words: str) -> bool:
    listed = words.split()
    while len(listed) > 1 and (listed[-1].isdigit() or listed[-1] in _NOUNS):
        listed.pop()
    return " ".join(listed) in _load("unnamed")


def _fold(text: str) -> str:
    """Return the words, without case and accents."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(
        _WORD.findall("".join(letter for letter in decomposed if not unicodedata.combining(letter)))
    )


@lru_cache(maxsize=4)
def _load(key: str) -> frozenset[str]:
    return frozenset(map(_fold, tomllib.loads(_TABLE.read_text("utf-8"))[key]))
