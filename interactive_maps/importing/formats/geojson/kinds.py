"""The kind of a feature by its properties and its shape."""

from __future__ import annotations

from enum import Enum, auto

from interactive_maps.importing.formats.geojson.properties import Said
from interactive_maps.importing.rules.rule_file import Rules
from interactive_maps.importing.tags.connectors import classify_connector
from interactive_maps.importing.tags.layers import name_kind
from interactive_maps.importing.tags.outdoors import is_outdoors
from interactive_maps.importing.tags.placeholders import is_tag_value
from interactive_maps.importing.tags.selection import is_place

_NETWORK = "network"
_BUILDINGS = frozenset({"building", "buildings", "footprint", "building_outline"})
_LEVELS = frozenset({"level", "levels", "storey", "storeys", "floor_outline", "level_outline"})
_OPENINGS = frozenset({"opening", "openings", "entrance", "entrances", "doorway"})
# Categories that connect levels, in IMDF's and other vocabularies.
_CONNECTORS = {
    **dict.fromkeys(("stairs", "stair", "staircase", "stairwell", "steps"), "stairs"),
    **dict.fromkeys(("elevator", "elevators", "lift", "lifts"), "elevator"),
    **dict.fromkeys(("escalator", "escalators"), "escalator"),
    **dict.fromkeys(("ramp", "ramps"), "ramp"),
    **dict.fromkeys(("movingwalkway", "moving_walkway", "travelator"), "movingwalkway"),
}
# Layers whose areas are not rooms.
_DRAWN = frozenset(
    {"wall", "window", "column", "fixture", "furniture", "structure", "dimension", "note", "ignore"}
)
# Layers written by export_map whose named features are not rooms.
_EXPORTED = frozenset(
    {"venues", "buildings", "levels", "connectors", "points", "occupants", "source-features"}
)
_EXPORTED_OPENINGS = "openings"


class FeatureKind(Enum):
    """The kind of map feature that a feature becomes."""

    BUILDING = auto()
    LEVEL = auto()
    SPACE = auto()
    OPENING = auto()
    CONNECTOR = auto()
    ROOM = auto()  # a named point
    POINT = auto()  # a destination that is not a room
    PATH = auto()
    LINE = auto()
    NOTHING = auto()  # a point without information
    OUTDOORS = auto()  # a point outdoors
    EXPORTED = auto()


def choose_kind(key: str, said: Said, dimension: int, rules: Rules) -> FeatureKind:
    """Return the kind of a feature of 0, 1 or 2 dimensions, unless rules decide it."""
    layer = said.layer or ""
    if layer in _EXPORTED and key.startswith(f"{layer}/"):
        return FeatureKind.EXPORTED
    if is_exported_opening(key, said):
        return FeatureKind.OPENING
    if layer == "base-floor" and key.startswith("base-floor/"):
        return FeatureKind.LINE
    holds = rules.kind_of(layer) if layer else "other"
    if dimension != 2 and _is_opening(said, holds, dimension):
        return FeatureKind.OPENING
    if dimension == 2:
        return _choose_area(said, holds)
    return _choose_line(said, holds) if dimension == 1 else _choose_point(said)


def is_exported_opening(key: str, said: Said) -> bool:
    """Return whether a feature is an opening as ``export_map`` writes it."""
    return said.layer == _EXPORTED_OPENINGS and key.startswith(f"{_EXPORTED_OPENINGS}/")


def find_connector(said: Said, rules: Rules) -> str | None:
    """Return the kind of connector that a feature is, or None."""
    found = classify_connector(said.tags, len(said.levels or ()))
    if found is None and said.tags.get("elevator", "no") != "no":
        found = "elevator"
    for word in (said.category, said.layer):
        found = found or _CONNECTORS.get((word or "").casefold())
    if found is None and said.layer and "=" not in said.layer:
        found = {"stair": "stairs", "lift": "elevator"}.get(rules.kind_of(said.layer))
    return found


def name_holds(layer: str, rules: Rules) -> str:
    """Return the contents of a layer, in the terms of rule files; tags name layers, too."""
    return name_kind(layer) if "=" in layer else rules.kind_of(layer)


def _choose_area(said: Said, holds: str) -> FeatureKind:
    tags, words = said.tags, {(said.layer or "").casefold(), (said.category or "").casefold()}
    if words & _BUILDINGS or _is_building(said):
        return FeatureKind.BUILDING
    if tags.get("indoor") == "level" or (words & _LEVELS and said.levels):
        return FeatureKind.LEVEL
    is_part = "building:part" in tags and not {"indoor", "room", "level"} & tags.keys()
    if tags.get("indoor") in {"wall", "column", "pathway"} or is_part or is_outdoors(tags):
        return FeatureKind.LINE
    if _is_opening(said, holds, 2):
        return FeatureKind.OPENING
    return FeatureKind.LINE if holds in _DRAWN else FeatureKind.SPACE


def _is_building(said: Said) -> bool:
    """Return whether ``building=*`` makes the feature a building, and nothing says that it is inside of one."""
    value = said.tags.get("building", "no")
    inside = any(key in said.tags for key in ("indoor", "room", "stairs", "highway"))
    return value != "no" and is_tag_value(value) and not inside and not said.levels


def _is_opening(said: Said, holds: str, dimension: int) -> bool:
    words = {(said.layer or "").casefold(), (said.category or "").casefold()}
    if holds == "door" or words & (_OPENINGS | {"door", "doors"}):
        return True
    if any(said.tags.get(key, "no") != "no" for key in ("door", "entrance")):
        return True
    # On a wall, door=no is a passage without a leaf; of an area it says that it is no door.
    passage = dimension != 2 and said.tags.get("door") == "no"
    return passage or said.tags.get("indoor") == "door"


def _choose_line(said: Said, holds: str) -> FeatureKind:
    if holds == _NETWORK:
        return FeatureKind.PATH
    is_climb = len(said.levels or ()) > 1 and ("highway" in said.tags or "conveying" in said.tags)
    return FeatureKind.CONNECTOR if is_climb and classify_connector(said.tags, 2) else FeatureKind.LINE


def _choose_point(said: Said) -> FeatureKind:
    tags = said.tags
    if tags.get("highway") == "elevator" or tags.get("elevator", "no") != "no":
        return FeatureKind.CONNECTOR
    if is_outdoors(tags):
        return FeatureKind.OUTDOORS
    if is_place(tags) and "room" not in tags and tags.get("indoor", "no") in {"no", "yes"}:
        return FeatureKind.POINT
    return FeatureKind.ROOM if said.title else FeatureKind.NOTHING
