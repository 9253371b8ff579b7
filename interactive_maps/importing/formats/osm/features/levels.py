"""Levels drawn as ``indoor=level``."""

from __future__ import annotations

from collections.abc import Iterator

from interactive_maps.importing.formats.osm.elements.element_levels import make_key, read_level_name
from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.tags.names import read_names, read_ref
from interactive_maps.mapdata.edits.features import Level


def build_levels(site: LocatedElement, building: str | None) -> Iterator[Level]:
    """Yield a level for each ordinal of an element, with its outline if it has one."""
    short = read_level_name(site.tags) or read_ref(site.tags)
    for ordinal in site.floors.ordinals:
        yield Level(
            key=make_key(site.element, ordinal),
            ordinal=ordinal,
            names=read_names(site.tags) or ({"": short} if short else {}),
            short_names={"": short} if short else {},
            buildings=() if building is None else (building,),
            geometry=site.shape.geometry if site.shape.is_area else None,
            properties=site.tags,
        )
