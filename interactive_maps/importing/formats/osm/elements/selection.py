"""Selection of the elements inside of buildings by tags alone; a city has a hundred times more."""

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

# The keys for the file reader, which drops all other elements before Python sees them.
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
    """Return whether an element may become part of the map; positions of buildings and doors are checked later."""
    if kind == "relation" and tags.get("type") not in _MADE_OF_WAYS:
        return False
    if is_inside(tags) or tags.get("highway") in _VERTICAL or "conveying" in tags:
        return True
    if kind == "node":
        return any(key in tags for key in (*DOOR_KEYS, *PLACE_KEYS))
    return is_building(tags)
