"""Rooms and linework as rows of the deployment guide's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from interactive_maps.importing.formats.osm.elements.element_levels import make_key
from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.tags import Tags
from interactive_maps.importing.tags.layers import name_layer
from interactive_maps.importing.tags.names import compose_label
from interactive_maps.mapdata.edits.features import Space
from interactive_maps.mapdata.edits.rows import LineRow, RoomRow


def build_rooms(spaces: Iterable[tuple[Space, Tags]]) -> Iterator[RoomRow]:
    """Yield the rooms: spaces with a number or a name."""
    for space, tags in spaces:
        label = compose_label(tags)
        if label:
            yield RoomRow(space.key, label, space.ordinal, space.display_point.x, space.display_point.y)


def build_lines(site: LocatedElement) -> Iterator[LineRow]:
    """Yield the line of an element, or the outline of its area, on each of its levels; nothing for a point."""
    if site.element.kind == "node":
        return
    geometry = site.shape.geometry.boundary if site.shape.is_area else site.shape.geometry
    for ordinal in site.floors.ordinals or (None,):
        yield LineRow(make_key(site.element, ordinal), name_layer(site.tags), ordinal, geometry)
