"""Kinds of edges as small numbers: corridors, doors, level changes."""

from __future__ import annotations

from enum import IntEnum


class Kind(IntEnum):
    """Kinds of edges, named as in the network's column ``kind``, in lower case."""

    WALK = 0
    DOOR = 1
    ROOM = 2
    STAIRS = 3
    LIFT = 4
    ESCALATOR = 5
    RAMP = 6
    WALKWAY = 7
    BOARDING = 8  # between a floor and a lift's cabin: internal, in no table


VERTICAL = (Kind.STAIRS, Kind.LIFT, Kind.ESCALATOR, Kind.RAMP)

# Synonyms in other networks, including OpenStreetMap's and IMDF's.
_WORDS = {
    **{kind.name.lower(): kind for kind in Kind if kind is not Kind.BOARDING},
    "elevator": Kind.LIFT,
    "stair": Kind.STAIRS,
    "steps": Kind.STAIRS,
    "stairway": Kind.STAIRS,
    "staircase": Kind.STAIRS,
    "opening": Kind.DOOR,
    "movingwalkway": Kind.WALKWAY,
    "moving_walkway": Kind.WALKWAY,
    "travelator": Kind.WALKWAY,
}


def read_kind(word: object) -> Kind:
    """Return the kind named ``word``, in any case; unknown words mean walking."""
    return _WORDS.get(str(word).strip().lower(), Kind.WALK) if word is not None else Kind.WALK
