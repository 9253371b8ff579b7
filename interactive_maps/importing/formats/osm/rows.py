"""Rooms and linework as rows of the tables that every format fills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shapely.geometry import LineString

from interactive_maps.importing.formats.osm.elements.element import Tags
from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.formats.osm.tags.element_levels import make_key
from interactive_maps.importing.formats.osm.tags.names import compose_label
from interactive_maps.mapdata.edits.features import Space
from interactive_maps.mapdata.edits.rows import LineRow, RoomRow
from interactive_maps.texts.cleaning import clean_text

_LAYER_KEYS = (
    *("indoor", "highway", "building", "room", "building:part", "barrier", "railway", "public_transport"),
    *("tactile_paving", "stairs", "amenity", "shop", "leisure", "office", "tourism", "conveying"),
)
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


def build_rooms(spaces: Iterable[tuple[Space, Tags]]) -> Iterator[RoomRow]:
    """Yield the spaces that have a number or a name."""
    for space, tags in spaces:
        label = compose_label(tags)
        if label:
            yield RoomRow(space.key, label, space.ordinal, space.display_point.x, space.display_point.y)


def build_lines(site: LocatedElement) -> Iterator[LineRow]:
    """Yield the site's line, or the outline of its area, on each of its levels; nothing for a point."""
    if site.element.kind == "node":
        return
    geometry = site.shape.geometry.boundary if site.shape.is_area else site.shape.geometry
    for ordinal in site.floors.ordinals or (None,):
        yield LineRow(make_key(site.element, ordinal), name_layer(site.tags), ordinal, geometry)


def name_layer(tags: Tags) -> str:
    """Return the tag that says best what a line is, ``indoor=wall``; ``indoor=yes`` where nothing says more."""
    if tags.get("highway") in {"elevator", "steps"}:
        return f"highway={tags['highway']}"
    for key in _LAYER_KEYS:
        if tags.get(key, "no") != "no" and (key, tags[key]) != ("indoor", "yes"):
            return f"{key}={clean_text(tags[key])}"
    return "indoor=yes"


def name_kind(layer: str) -> str:
    """Return what a layer holds, in the words of the rule files."""
    key, _, value = layer.partition("=")
    return _KINDS.get(layer) or ("network" if key == "highway" and value in _NETWORK else "other")


def is_network(line: LineRow) -> bool:
    """Return whether a line is one that people walk along."""
    return name_kind(line.layer) in {"network", "stair"} and isinstance(line.geometry, LineString)
