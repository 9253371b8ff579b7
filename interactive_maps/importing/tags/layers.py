"""The layer of linework from an element's tags, such as ``indoor=wall``, and the kind of that layer."""

from __future__ import annotations

from interactive_maps.importing.tags import Tags
from interactive_maps.texts.cleaning import clean_text

_ORDER = (
    *("indoor", "highway", "building", "room", "building:part", "barrier", "railway", "public_transport"),
    *("tactile_paving", "stairs", "amenity", "shop", "leisure", "office", "tourism", "conveying"),
)
LAYER_KEYS = frozenset(_ORDER)
# The kinds of layers, in the words of the rule files.
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
    """Return the most specific tag of a line, such as ``indoor=wall``; ``indoor=yes`` if there is none."""
    if tags.get("highway") in {"elevator", "steps"}:
        return f"highway={tags['highway']}"
    for key in _ORDER:
        if tags.get(key, "no") != "no" and (key, tags[key]) != ("indoor", "yes"):
            return f"{key}={clean_text(tags[key])}"
    return "indoor=yes"


def name_kind(layer: str) -> str:
    """Return the kind of a layer, in the words of the rule files."""
    key, _, value = layer.partition("=")
    return _KINDS.get(layer) or ("network" if key == "highway" and value in _NETWORK else "other")
