"""Names from the map prepared for sentences: one line, short, without effect on text direction. Pure."""

from __future__ import annotations

import unicodedata

from interactive_maps.texts.cleaning import clean_text, shorten_text

MOST_CHARACTERS = 60
FIRST_STRONG, POP = "\u2068", "\u2069"  # Unicode isolates: the text between them has its own direction
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def shorten_name(text: str) -> str:
    """Return ``text`` as one line of at most 60 characters, without control characters; empty if nothing is left."""
    return shorten_text(clean_text(text), MOST_CHARACTERS)


def isolate(name: str, *, right_to_left: bool) -> str:
    """Return ``name``, isolated if its direction may differ from the sentence's."""
    if right_to_left or any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in name):
        return f"{FIRST_STRONG}{name}{POP}"
    return name
