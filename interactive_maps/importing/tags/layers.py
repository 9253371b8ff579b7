"""The layer of linework that a thing's tags name, ``indoor=wall``, and what such a layer holds."""

from __future__ import annotations

from interactive_maps.importing.tags import Tags
from interactive_maps.texts.cleaning import clean_text

_ORDER = (
    *("indoor", "highway", "building", "room", "building:part", "barrier", "railway", "public_transport"),
    *("tactile_paving", "stairs", "amenity", "shop", "leisure", "office", "tourism", "conveying"),
)
LAYER_KEYS = frozenset(_ORDER)
# What a layer holds, in the words of the rule files.
_KINDS = {
    "indoor=wall": "wall",
    "indoor=door": "door",
    "indoor=column": "column",
    "indoor=level": "floor",
    "indoor=pathway": "network",
    "highway=steps": "stair",
    "highway=elevator": "lift",
    "building:part=elevator": "lift",
}
_NETWORK = frozenset({"footway", "pedestrian", "corridor", "path", "cycleway"})


def name_layer(tags: Tags) -> str:
    """Return the tag that says best what a line is, ``indoor=wall``; ``indoor=yes`` where nothing says more."""
    if tags.get("highway") in {"elevator", "steps"}:
        return f"highway={tags['highway']}"
    for key in _ORDER:
        if tags.get(key, "no") != "no" and (key, tags[key]) != ("indoor", "yes"):
            return f"{key}={clean_text(tags[key])}"
    return "indoor=yes"


def name_kind(layer: str) -> str:
    """Return what a layer holds, in the words of the rule files."""
    key, _, value = layer.partition("=")
    return _KINDS.get(layer) or ("network" if key == "highway" and value in _NETWORK else "other")
