"""Names out of the map on their way into a sentence: one line, short, and unable to turn its direction. Pure."""

from __future__ import annotations

import unicodedata

MOST_CHARACTERS = 60
FIRST_STRONG, POP = "\u2068", "\u2069"  # Unicode isolates: what is between has a direction of its own
_JOINERS = frozenset("\u200c\u200d")  # they shape letters in Persian and Indic names
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def clean_name(text: str) -> str:
    """Return ``text`` as one line of at most 60 characters, without controls; empty if nothing is left."""
    text = unicodedata.normalize("NFC", text[: 8 * MOST_CHARACTERS])
    visible = "".join(
        character
        for character in (" " if one.isspace() else one for one in text)
        if character in _JOINERS or unicodedata.category(character) not in _INVISIBLE
    )
    words = " ".join(visible.split()).strip("".join(_JOINERS))
    return words if len(words) <= MOST_CHARACTERS else words[: MOST_CHARACTERS - 1].rstrip() + "…"


def isolate(name: str, *, right_to_left: bool) -> str:
    """Return ``name`` isolated where it may run against the sentence around it."""
    if right_to_left or any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in name):
        return f"{FIRST_STRONG}{name}{POP}"
    return name
