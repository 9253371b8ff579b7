"""Rooms, corridors and areas: one space for each of their levels."""

from __future__ import annotations

from collections.abc import Iterator

from interactive_maps.importing.formats.osm.elements.element import Element
from interactive_maps.importing.formats.osm.elements.element_levels import make_key
from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.formats.osm.elements.shapes import choose_display_point
from interactive_maps.importing.rules.contact_fields import read_osm_contacts
from interactive_maps.importing.rules.space_fields import read_osm_fields
from interactive_maps.importing.tags import Tags
from interactive_maps.importing.tags.access import read_access, read_step_free
from interactive_maps.importing.tags.categories import classify_occupant, classify_space
from interactive_maps.importing.tags.names import read_aliases, read_names, read_ref
from interactive_maps.importing.tags.outdoors import is_outdoors
from interactive_maps.importing.tags.selection import is_door, is_inside, is_place
from interactive_maps.mapdata.edits.features import Occupant, Space

_ENCLOSING = frozenset({"room", "corridor", "area"})
_LINEAR = frozenset({"wall", "column", "door", "level", "pathway"})
_WALKED = frozenset({"footway", "pedestrian", "corridor", "path"})


def encloses_space(tags: Tags) -> bool:
    """Return whether an area with these tags is a space; ``indoor=yes`` alone means only a roof."""
    indoor = tags.get("indoor")
    if indoor in _ENCLOSING:
        return True
    if indoor in _LINEAR or is_door(tags) or not is_inside(tags) or is_outdoors(tags):
        return False
    if "room" in tags or tags.get("stairs") == "yes" or tags.get("highway") == "elevator":
        return True
    if tags.get("building:part") == "elevator" or is_place(tags):
        return True
    return tags.get("area") == "yes" or (indoor == "yes" and "highway" not in tags)


def is_drawn_as_area(element: Element) -> bool:
    """Return whether a closed way bounds an area: a footway that is a loop does not."""
    tags = element.tags
    if tags.get("area") == "yes" or "building" in tags:
        return True
    if tags.get("area") == "no":
        return False
    if tags.get("indoor") in {"level", "column", *_ENCLOSING}:
        return True
    return tags.get("highway") not in {"steps", *_WALKED} and encloses_space(tags)


def is_meant_closed(element: Element) -> bool:
    """Return whether an open way should enclose a space; a corridor may be a line to walk along instead."""
    tags = element.tags
    is_open = element.kind == "way" and not element.is_closed
    return is_open and tags.get("indoor") in {"room", "area"} and tags.get("highway") not in _WALKED


def build_spaces(site: LocatedElement) -> Iterator[Space]:
    """Yield the space of an element on each of its levels; one without ordinal if it has none."""
    element, area = site.element, site.shape.geometry
    point = choose_display_point(area)
    for ordinal in site.floors.ordinals or (None,):
        yield Space(
            key=make_key(element, ordinal),
            category=classify_space(element.tags),
            names=read_names(element.tags),
            ordinal=ordinal,
            geometry=area,
            display_point=point,
            ref=read_ref(element.tags),
            aliases=read_aliases(element.tags),
            access=read_access(element.tags),
            step_free=read_step_free(element.tags),
            opening_hours=element.tags.get("opening_hours"),
            properties=element.tags,
            **read_osm_fields(element.tags),
        )


def build_occupant(element: Element, space: Space) -> Occupant | None:
    """Return the occupant of the space, or None if the tags name no shop or service."""
    category = classify_occupant(element.tags)
    if category is None or not space.names:
        return None
    hours = element.tags.get("opening_hours")
    contacts = read_osm_contacts(element.tags)
    return Occupant(space.key, category, space.names, space.key, space.display_point, hours, **contacts)
