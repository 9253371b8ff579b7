"""Texts from strangers as lines that are safe to store and to show."""

from __future__ import annotations

import unicodedata

_MOST_CHARACTERS = 500
# Joiners shape letters in Persian and Indic names; every other invisible sign can only disguise a name.
_KEPT_INVISIBLE = frozenset("\u200c\u200d")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SHOWN = _KEPT_INVISIBLE | {"\n"}


def make_visible(text: str) -> str:
    """Return ``text`` with a sign in place of each character that nobody sees, or that no encoding can write.

    For messages: what a stranger wrote is told as it is, and neither steers a terminal nor turns the line around.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in _SHOWN else _show(character)
        for character in text
    )


def _show(character: str) -> str:
    return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"


def clean_text(text: str) -> str:
    """Return ``text`` in one line: no control, no direction override, no lone surrogate, no double space."""
    if text.isascii() and text.isprintable():
        return " ".join(text[:_MOST_CHARACTERS].split())
    visible = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text[: 4 * _MOST_CHARACTERS])
        if character.isspace()
        or character in _KEPT_INVISIBLE
        or unicodedata.category(character) not in _INVISIBLE
    )
    return " ".join(visible[:_MOST_CHARACTERS].split())
