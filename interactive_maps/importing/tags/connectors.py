"""Stairs, lifts, escalators, ramps and moving walkways: their kind, direction and access."""

from __future__ import annotations

from interactive_maps.importing.tags import Tags
from interactive_maps.importing.tags.access import read_step_free
from interactive_maps.importing.tags.categories import classify_space

_WALKED = frozenset({"footway", "pedestrian", "corridor", "path", "cycleway"})
_DIRECTIONS = {"forward": "forward", "backward": "backward", "reversible": "reversible"}
_LEVEL = frozenset({"0", "0%", "0°", "no"})
_STEP_FREE = {"elevator": True, "ramp": True, "movingwalkway": True, "stairs": False, "escalator": False}


def classify_connector(tags: Tags, levels: int) -> str | None:
    """Return ``stairs``, ``elevator``, ``escalator``, ``ramp`` or ``movingwalkway``; None for anything else.

    ``levels`` is the number of its levels.
    """
    highway = tags.get("highway")
    if tags.get("conveying", "no") != "no":
        return "escalator" if highway == "steps" or tags.get("stairs") == "yes" else "movingwalkway"
    if highway == "elevator":
        return "elevator"
    if highway == "steps" or tags.get("stairs") == "yes":
        return "stairs"
    if "room" in tags and (category := classify_space({"room": tags["room"]})) in {"stairs", "elevator"}:
        return category
    sloping = tags.get("ramp") == "yes" or tags.get("incline", "0") not in _LEVEL
    return "ramp" if sloping and highway in _WALKED and levels > 1 else None


def read_direction(tags: Tags) -> str:
    """Return the direction of a connector along its geometry."""
    if tags.get("conveying", "no") != "no":
        return _DIRECTIONS.get(tags["conveying"], "unknown")
    return {"yes": "forward", "-1": "backward"}.get(tags.get("oneway", ""), "both")


def read_connector_access(kind: str, tags: Tags) -> bool | None:
    """Return whether a wheelchair can use a connector; None if the tags do not say."""
    said = read_step_free(tags)
    if said is None and kind == "stairs" and tags.get("ramp:wheelchair") == "yes":
        return True
    if said is None and tags.get("wheelchair") == "limited":
        return None
    return _STEP_FREE[kind] if said is None else said
