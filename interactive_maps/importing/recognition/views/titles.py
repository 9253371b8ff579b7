"""Titles of drawings: a floor and its level, an elevation, or a section, in the words of many languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from interactive_maps.importing.rules.word_patterns import WordPatterns
from interactive_maps.importing.values.level_names import guess_level, is_attic

_MOST_CHARACTERS = 70


class ViewKind(StrEnum):
    """The kind of a view; reports show the value."""

    PLAN = "a plan"
    ELEVATION = "an elevation"
    SECTION = "a section"


@dataclass(frozen=True, slots=True)
class Title:
    """A parsed title: ``level`` is the ordinal of a floor; ``topmost`` is True for the floor below the roof."""

    kind: ViewKind
    level: float | None = None
    topmost: bool = False


_ELEVATIONS = (
    *("elevation*", "ansicht*", "*ansicht", "*ansichten", "fassade*", "*fassade", "facade*", "alzado*"),
    *("fachada*", "prospetto", "prospetti", "alcado*", "gevel*", "*gevel", "*gevels", "elewacj*", "pohled*"),
    *("fasad*", "julkisivu*", "gorunus*", "cephe*", "фасад*", "*立面*", "*입면도*"),
)
_SECTIONS = (
    *("section*", "schnitt*", "*schnitt", "*schnitte", "coupe*", "seccion*", "corte*", "sezione", "sezioni"),
    *(
        "doorsnede*",
        "*doorsnede",
        "przekroj*",
        "rezy",
        "sektion*",
        "snitt*",
        "leikkaus*",
        "kesit*",
        "разрез*",
    ),
    *("rez a", "rez b", "rez c", "rez 1", "rez 2"),  # "rez" alone begins the French ground floor
    *("*剖面*", "*断面*", "*단면도*"),
)
_PLANS = (
    *(
        "plan",
        "plans",
        "floor plan",
        "floorplan",
        "grundriss*",
        "planta*",
        "pianta",
        "piante",
        "plattegrond*",
    ),
    *("rzut*", "pudorys*", "plano", "pohjapiirros*", "kat plani", "план", "*平面*", "*평면도*"),
)


@cache
def _patterns(kind: ViewKind) -> WordPatterns:
    words = {ViewKind.PLAN: _PLANS, ViewKind.ELEVATION: _ELEVATIONS, ViewKind.SECTION: _SECTIONS}
    return WordPatterns.compile(words[kind])


def read_title(text: str) -> Title | None:
    """Return the meaning of a text as the title of a drawing, or None if it is not a title.

    A bare number is not a title: axes, rooms and details have those.
    """
    said = " ".join(text.split())
    if len(said) > _MOST_CHARACTERS or not any(letter.isalpha() for letter in said):
        return None
    for kind in (ViewKind.SECTION, ViewKind.ELEVATION):
        if _patterns(kind).match(said):
            return Title(kind)
    level, topmost = guess_level(said), is_attic(said)
    if level is not None or topmost or _patterns(ViewKind.PLAN).match(said):
        return Title(ViewKind.PLAN, level, topmost)
    return None
