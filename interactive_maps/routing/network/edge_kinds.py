"""What an edge of the network is: a corridor, a door, a way between floors. A small number for each."""

from __future__ import annotations

from enum import IntEnum


class Kind(IntEnum):
    """The kinds of edges, as column ``kind`` of the network names them in lower case."""

    WALK = 0
    DOOR = 1
    ROOM = 2
    STAIRS = 3
    LIFT = 4
    ESCALATOR = 5
    RAMP = 6
    WALKWAY = 7
    BOARDING = 8  # from a floor into the cabin of a lift and back: ours, in nobody's table


VERTICAL = (Kind.STAIRS, Kind.LIFT, Kind.ESCALATOR, Kind.RAMP)

# Words that other networks use, OpenStreetMap's and IMDF's among them.
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
    """Return the kind that ``word`` names, in any case; what nobody knows is walked."""
    return _WORDS.get(str(word).strip().lower(), Kind.WALK) if word is not None else Kind.WALK
