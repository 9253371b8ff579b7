"""Connectors of levels: stairs, lifts, escalators, ramps and moving walkways."""

from __future__ import annotations

from collections.abc import Iterator

from shapely.geometry import LineString, Point

from interactive_maps.importing.formats.osm.elements.element_levels import Ordinals, make_key
from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.formats.osm.features.adjacent_spaces import AdjacentSpaces
from interactive_maps.importing.tags import Tags
from interactive_maps.importing.tags.access import read_access
from interactive_maps.importing.tags.connectors import (
    classify_connector,
    read_connector_access,
    read_direction,
)
from interactive_maps.importing.tags.names import read_names, read_ref
from interactive_maps.mapdata.edits.features import Connector


def name_connector(site: LocatedElement) -> str | None:
    """Return the kind of connector that an element is, or None."""
    return classify_connector(site.tags, len(site.floors.ordinals))


def build_connectors(site: LocatedElement, kind: str, adjacent_spaces: AdjacentSpaces) -> Iterator[Connector]:
    """Yield the connector of an element, and one for each level that it is repeated on."""
    copies = site.floors.copies or ((),)
    # A repeated shaft is one shaft; a repeated flight of stairs is another flight.
    if not isinstance(site.shape.geometry, LineString):
        copies = (site.floors.ordinals,)
    for index, ordinals in enumerate(copies):
        yield Connector(
            key=make_key(site.element, ordinals[0]) if index else site.key,
            kind=kind,
            ordinals=ordinals,
            geometry=site.shape.geometry,
            names=_name(site.tags),
            direction=read_direction(site.tags),
            incline=site.tags.get("incline"),
            step_free=read_connector_access(kind, site.tags),
            access=read_access(site.tags),
            spaces=_find_spaces(site, ordinals, adjacent_spaces),
            properties=site.tags,
        )


def _name(tags: Tags) -> dict[str, str]:
    names, ref = read_names(tags), read_ref(tags)
    return names or ({"": ref} if ref else {})


def _find_spaces(
    site: LocatedElement, ordinals: Ordinals, adjacent_spaces: AdjacentSpaces
) -> tuple[str, ...]:
    """Return the keys of the connector's spaces, or of those at its ends."""
    own = {space.key for space in adjacent_spaces.find_joined(site.shape.nodes)}
    own &= {make_key(site.element, ordinal) for ordinal in site.floors.ordinals or (None,)}
    if own:
        return tuple(sorted(own))
    geometry = site.shape.geometry
    if isinstance(geometry, LineString):
        ends = [Point(geometry.coords[0]), Point(geometry.coords[-1])]
    else:
        ends = [geometry.representative_point()]
    around = (space.key for end in ends for space in adjacent_spaces.find_around(end, ordinals))
    return tuple(sorted(set(around)))
