"""Which level a plan shows, read from its file's name: ``level-02``, ``L2``, ``EG``, ``2.OG``, ``UG1``, ``B1``."""

from __future__ import annotations

import re

_GROUND = re.compile(r"(?:^|[^a-z])(?:ground(?:[-_ ]?floor)?|eg|gf|rdc|erdgeschoss|pb|lobby)(?:[^a-z]|$)")
_BELOW = (
    re.compile(r"(?:^|[^a-z])(?:ug|b|basement|kg|sous-?sol|lg)[-_ .]?(?P<number>\d{1,2})(?:[^\d]|$)"),
    re.compile(r"(?:^|[^\d])(?P<number>\d{1,2})[-_ .]*(?:ug|untergeschoss|kg)(?:[^a-z]|$)"),
)
_BASEMENT = re.compile(r"(?:^|[^a-z])(?:ug|kg|basement|keller|untergeschoss|sous-?sol|cellar)(?:[^a-z]|$)")
# The sign before the number counts only where it cannot be a separator: "level_-1", "level -1", "level--1".
_ABOVE = (
    re.compile(
        r"(?:^|[^a-z])(?:level|lvl|floor|storey|story|etage|geschoss|stock|niveau|og|fl|l)"
        r"(?:[-_ .]?(?P<number>\d{1,3}(?:\.5)?)|[-_ .](?P<negative>-\d{1,2}))(?:[^\d]|$)"
    ),
    re.compile(
        r"(?:^|[^\d])(?P<number>\d{1,3})[-_ .]*(?:og|obergeschoss|etage|stock|st|nd|rd|th)"
        r"(?:[-_ .]?floor)?(?:[^a-z]|$)"
    ),
)
_BARE = re.compile(r"^(?P<number>-?\d{1,3})$")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
_NAMED = re.compile(rf"(?:^|[^a-z])(?P<ordinal>{'|'.join(_ORDINALS)})[-_ .]?(?:floor|level|storey|story)")


def guess_level(stem: str) -> float | None:
    """Return the ordinal (0 = ground) that a file's name without suffix seems to say, or None if it says none."""
    name = stem.casefold()
    for pattern in _BELOW:
        if match := pattern.search(name):
            return -float(match["number"])
    for pattern in _ABOVE:
        if match := pattern.search(name):
            return float(match["number"] or match.groupdict().get("negative") or 0)
    if match := _BARE.search(name):
        return float(match["number"])
    if match := _NAMED.search(name):
        return float(_ORDINALS[match["ordinal"]])
    if _GROUND.search(name):
        return 0.0
    return -1.0 if _BASEMENT.search(name) else None
