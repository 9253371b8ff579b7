"""Search requests as typed values. Pure."""

from __future__ import annotations

from dataclasses import dataclass

MAX_RESULTS = 50


USUAL_RESULTS = 10


# What an answer is -> the layer that it is in.
KINDS = {
    "room": "rooms",
    "space": "spaces",
    "point": "points",
    "occupant": "occupants",
    "building": "buildings",
    "category": "",
}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search request; ``near`` is longitude and latitude in degrees, ``kinds`` are from KINDS."""

    q: str
    kinds: frozenset[str] = frozenset(KINDS)
    limit: int = USUAL_RESULTS
    level: float | None = None
    near: tuple[float, float] | None = None
    building: int | None = None
    languages: tuple[str, ...] = ()
