"""Destinations that are not rooms: cash machines, counters, shops mapped as points."""

from __future__ import annotations

from collections.abc import Iterator

from interactive_maps.importing.formats.osm.elements.element_levels import make_key
from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.formats.osm.elements.shapes import choose_display_point
from interactive_maps.importing.formats.osm.features.adjacent_spaces import AdjacentSpaces, infer_ordinals
from interactive_maps.importing.rules.contact_fields import read_osm_contacts
from interactive_maps.importing.tags.access import read_access, read_step_free
from interactive_maps.importing.tags.categories import classify_place
from interactive_maps.importing.tags.names import read_names, read_ref
from interactive_maps.importing.tags.selection import is_inside, is_place
from interactive_maps.mapdata.edits.features import PointOfInterest


def is_point_of_interest(site: LocatedElement) -> bool:
    """Return whether an element is a destination, or an indoor point with a name or number."""
    tags = site.tags
    if is_place(tags):
        return True
    return site.element.kind == "node" and is_inside(tags) and bool(read_names(tags) or read_ref(tags))


def build_points(site: LocatedElement, adjacent_spaces: AdjacentSpaces) -> Iterator[PointOfInterest]:
    """Yield the point of an element on each of its levels; one without ordinal if none is known."""
    joined = adjacent_spaces.find_joined(site.shape.nodes)
    ordinals: tuple[float | None, ...] = site.floors.ordinals or infer_ordinals(joined) or (None,)
    location = (
        choose_display_point(site.shape.geometry) if site.shape.is_area else site.shape.geometry.centroid
    )
    names, ref = read_names(site.tags), read_ref(site.tags)
    for ordinal in ordinals:
        around = [] if ordinal is None else adjacent_spaces.find_around(location, (ordinal,))
        yield PointOfInterest(
            key=make_key(site.element, ordinal),
            category=classify_place(site.tags),
            names=names or ({"": ref} if ref else {}),
            ordinal=ordinal,
            location=location,
            spaces=tuple(space.key for space in around),
            opening_hours=site.tags.get("opening_hours"),
            access=read_access(site.tags),
            step_free=read_step_free(site.tags),
            properties=site.tags,
            **read_osm_contacts(site.tags),
        )
