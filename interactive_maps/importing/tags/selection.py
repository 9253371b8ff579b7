"""Selection of elements by their tags alone: indoor elements, buildings, doors and destinations."""

from __future__ import annotations

from interactive_maps.importing.tags import Tags

LEVEL_KEYS = ("level", "repeat_on", "level:ref")
# A node with one of these is a destination.
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
DOOR_KEYS = ("door", "entrance")


def is_inside(tags: Tags) -> bool:
    """Return whether the tags say that the element is inside a building or on a level of one."""
    if tags.get("indoor", "no") != "no" or any(key in tags for key in LEVEL_KEYS):
        return True
    return tags.get("stairs") == "yes" or "room" in tags


def is_building(tags: Tags) -> bool:
    """Return whether the element is a building's outline."""
    return tags.get("building", "no") not in {"no", "entrance"}


def is_place(tags: Tags) -> bool:
    """Return whether the element is a destination."""
    return any(tags.get(key, "no") != "no" for key in PLACE_KEYS)


def is_door(tags: Tags) -> bool:
    """Return whether the element is a door, an entrance or an opening without a leaf."""
    return tags.get("indoor") == "door" or any(key in tags for key in DOOR_KEYS)
