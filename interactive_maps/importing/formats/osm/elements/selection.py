"""Which elements are part of a building's inside, by their tags alone; a city holds a hundred times more."""

from __future__ import annotations

from interactive_maps.importing.formats.osm.elements.element import Kind
from interactive_maps.importing.tags import Tags
from interactive_maps.importing.tags.selection import (
    DOOR_KEYS,
    LEVEL_KEYS,
    PLACE_KEYS,
    is_building,
    is_inside,
)

_VERTICAL = frozenset({"elevator", "steps"})

# What the file reader looks for; everything without one of them is passed over before Python sees it.
KERB = "kerb"
KEYS = (
    *LEVEL_KEYS,
    *PLACE_KEYS,
    *DOOR_KEYS,
    "indoor",
    "highway",
    "conveying",
    "stairs",
    "room",
    "building",
    KERB,
)
_MADE_OF_WAYS = frozenset({"multipolygon", "building", "boundary"})


def matters(kind: Kind, tags: Tags) -> bool:
    """Return whether an element may become part of the map; buildings and doors are judged by their place later."""
    if kind == "relation" and tags.get("type") not in _MADE_OF_WAYS:
        return False
    if is_inside(tags) or tags.get("highway") in _VERTICAL or "conveying" in tags:
        return True
    if kind == "node":
        return any(key in tags for key in (*DOOR_KEYS, *PLACE_KEYS))
    return is_building(tags)
