"""Parameters of a picture, as one validated value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import QueryDict

from interactive_maps.mapdata.http.parameters import MAX_KEY, read_degrees, read_level, read_once
from interactive_maps.ops.errors import InvalidParameter

# Kinds of places and the layers in which they are.
LAYER_OF_KIND = {
    "room": "rooms",
    "space": "spaces",
    "point": "points",
    "occupant": "occupants",
    "building": "buildings",
}
_PLACE = re.compile(rf"({'|'.join(LAYER_OF_KIND)}):([0-9]{{1,19}})", re.ASCII)
ACCEPTED_PLACES = "room:ID, space:ID, point:ID, occupant:ID, building:ID or longitude,latitude,level"


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A feature by kind and id."""

    kind: str
    key: int


@dataclass(frozen=True, slots=True)
class Position:
    """A point in degrees; ``level`` None where it is unknown."""

    longitude: float
    latitude: float
    level: float | None


@dataclass(frozen=True, slots=True)
class View:
    """What the viewer shows: its middle in degrees, and its zoom."""

    longitude: float
    latitude: float
    zoom: float


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """Without a place and a view, the whole level; without a level, that of the place, or the ground floor."""

    place: PlaceRef | Position | None
    level: float | None
    view: View | None


def read_preview_request(query: QueryDict, query_string: str) -> PreviewRequest:
    """Return what is to be shown. Raises InvalidParameter."""
    values = read_once(query, query_string, ["place", "level", "at"])
    return PreviewRequest(
        read_place(values["place"]) if "place" in values else None,
        read_level(values["level"]) if "level" in values else None,
        read_view(values["at"]) if "at" in values else None,
    )


def read_place(text: str) -> PlaceRef | Position:
    """Return the place that a text such as ``space:12`` names. Raises InvalidParameter."""
    found = _PLACE.fullmatch(text)
    if found and int(found[2]) <= MAX_KEY:
        return PlaceRef(found[1], int(found[2]))
    parts = text.split(",")
    if len(parts) in {2, 3}:
        level = read_level(parts[2]) if len(parts) == 3 else None
        return Position(read_degrees("place", parts[0], 180), read_degrees("place", parts[1], 90), level)
    raise InvalidParameter("place", f"place is {text[:60]!r}. Accepted: {ACCEPTED_PLACES}.")


def read_view(text: str) -> View:
    """Return a view as the viewer's address says it: ``longitude,latitude,zoom``; bearing and pitch are left out."""
    parts = text.split(",")
    if len(parts) not in {3, 4, 5}:
        raise InvalidParameter("at", f"at is {text[:60]!r}. Accepted: longitude,latitude,zoom.")
    return View(
        read_degrees("at", parts[0], 180), read_degrees("at", parts[1], 90), read_degrees("at", parts[2], 30)
    )
