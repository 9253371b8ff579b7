"""Untrusted texts as lines that are safe to store and show.

``clean_text`` is for storing, ``make_visible`` for quoting in messages, ``shorten_text`` for where space is short.
"""

from __future__ import annotations

import unicodedata

MOST_CHARACTERS = 500
# Joiners shape letters in Persian and Indic names; all other invisible characters can only disguise a name.
JOINERS = "\u200c\u200d"
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SHOWN = frozenset(JOINERS + "\n")


def clean_text(text: str, most_characters: int = MOST_CHARACTERS) -> str:
    """Return ``text`` in one line of at most ``most_characters``; empty if nothing in it is visible.

    The result has no control characters, direction overrides, lone surrogates or double spaces, and is in NFC.
    """
    text = text[: 8 * most_characters]
    if not (text.isascii() and text.isprintable()):  # true for most texts, and ten times as fast
        text = "".join(
            " " if character.isspace() else character
            for character in unicodedata.normalize("NFC", text)
            if character.isspace()
            or character in JOINERS
            or unicodedata.category(character) not in _INVISIBLE
        )
    return " ".join(text.split()).strip(f"{JOINERS} ")[:most_characters].rstrip()


def has_hidden_signs(text: str) -> bool:
    """Return whether ``clean_text`` would remove invisible characters."""
    if text.isprintable():
        return False
    return any(
        not sign.isspace() and sign not in JOINERS and unicodedata.category(sign) in _INVISIBLE
        for sign in text[: 8 * MOST_CHARACTERS]
    )


def make_visible(text: str) -> str:
    """Return ``text`` with a symbol for each character that is invisible or cannot be encoded.

    For messages: quotes untrusted text faithfully, without letting it control a terminal or reverse the line.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in _SHOWN else _show(character)
        for character in text
    )


def shorten_text(text: str, most_characters: int) -> str:
    """Return ``text``, or its beginning with an ellipsis, in at most ``most_characters``."""
    return text if len(text) <= most_characters else text[: most_characters - 1].rstrip() + "…"


def _show(character: str) -> str:
    return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"
