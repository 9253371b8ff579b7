"""Names out of the map on their way into a sentence: one line, short, and unable to turn its direction. Pure."""

from __future__ import annotations

import unicodedata

from interactive_maps.texts.cleaning import clean_text, shorten_text

MOST_CHARACTERS = 60
FIRST_STRONG, POP = "\u2068", "\u2069"  # Unicode isolates: what is between has a direction of its own
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def shorten_name(text: str) -> str:
    """Return ``text`` as one line of at most 60 characters, without controls; empty if nothing is left."""
    return shorten_text(clean_text(text), MOST_CHARACTERS)


def isolate(name: str, *, right_to_left: bool) -> str:
    """Return ``name`` isolated where it may run against the sentence around it."""
    if right_to_left or any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in name):
        return f"{FIRST_STRONG}{name}{POP}"
    return name
