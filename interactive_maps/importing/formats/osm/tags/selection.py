"""Which elements are part of a building's inside, by their tags alone; a city holds a hundred times more."""

from __future__ import annotations

from interactive_maps.importing.formats.osm.elements.element import Kind, Tags

LEVEL_KEYS = ("level", "repeat_on", "level:ref")
# A node with one of these is something to go to.
PLACE_KEYS = (
    "amenity",
    "shop",
    "office",
    "tourism",
    "healthcare",
    "leisure",
    "craft",
    "emergency",
    "public_transport",
)
_DOOR_KEYS = ("door", "entrance")
_VERTICAL = frozenset({"elevator", "steps"})

# What the file reader looks for; everything without one of them is passed over before Python sees it.
KEYS = (*LEVEL_KEYS, *PLACE_KEYS, *_DOOR_KEYS, "indoor", "highway", "conveying", "stairs", "room", "building")
_MADE_OF_WAYS = frozenset({"multipolygon", "building", "boundary"})


def matters(kind: Kind, tags: Tags) -> bool:
    """Return whether an element may become part of the map; buildings and doors are judged by their place later."""
    if kind == "relation" and tags.get("type") not in _MADE_OF_WAYS:
        return False
    if is_inside(tags) or tags.get("highway") in _VERTICAL or "conveying" in tags:
        return True
    if kind == "node":
        return any(key in tags for key in (*_DOOR_KEYS, *PLACE_KEYS))
    return is_building(tags)


def is_inside(tags: Tags) -> bool:
    """Return whether the tags say that the element is inside a building or on a level of one."""
    if tags.get("indoor", "no") != "no" or any(key in tags for key in LEVEL_KEYS):
        return True
    return tags.get("stairs") == "yes" or "room" in tags


def is_building(tags: Tags) -> bool:
    """Return whether the element is a building's outline."""
    return tags.get("building", "no") not in {"no", "entrance"}


def is_place(tags: Tags) -> bool:
    """Return whether the element is something to go to."""
    return any(tags.get(key, "no") != "no" for key in PLACE_KEYS)


def is_door(tags: Tags) -> bool:
    """Return whether the element is a door, an entrance or an opening without a leaf."""
    return tags.get("indoor") == "door" or any(key in tags for key in _DOOR_KEYS)
