"""Stairs, lifts, escalators, ramps and moving walkways: what leads from level to level."""

from __future__ import annotations

from collections.abc import Iterator

from shapely.geometry import LineString, Point

from interactive_maps.importing.formats.osm.elements.element import Tags
from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.formats.osm.features.adjacent_spaces import AdjacentSpaces
from interactive_maps.importing.formats.osm.tags.access import read_access, read_step_free
from interactive_maps.importing.formats.osm.tags.categories import classify_space
from interactive_maps.importing.formats.osm.tags.element_levels import Ordinals, make_key
from interactive_maps.importing.formats.osm.tags.names import read_names, read_ref
from interactive_maps.mapdata.edits.features import Connector

_WALKED = frozenset({"footway", "pedestrian", "corridor", "path", "cycleway"})
_DIRECTIONS = {"forward": "forward", "backward": "backward", "reversible": "reversible"}
_LEVEL = frozenset({"0", "0%", "0°", "no"})
_STEP_FREE = {"elevator": True, "ramp": True, "movingwalkway": True, "stairs": False, "escalator": False}


def name_connector(site: LocatedElement) -> str | None:
    """Return ``stairs``, ``elevator``, ``escalator``, ``ramp`` or ``movingwalkway``; None for anything else."""
    tags = site.tags
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
    return "ramp" if sloping and highway in _WALKED and len(site.floors.ordinals) > 1 else None


def build_connectors(site: LocatedElement, kind: str, adjacent_spaces: AdjacentSpaces) -> Iterator[Connector]:
    """Yield the site's connector, and one more for every level that it is repeated on."""
    copies = site.floors.copies or ((),)
    # A shaft that is repeated level by level is one shaft; a flight that is repeated is one flight more.
    if not isinstance(site.shape.geometry, LineString):
        copies = (site.floors.ordinals,)
    for index, ordinals in enumerate(copies):
        yield Connector(
            key=make_key(site.element, ordinals[0]) if index else site.key,
            kind=kind,
            ordinals=ordinals,
            geometry=site.shape.geometry,
            names=_name(site.tags),
            direction=_read_direction(site.tags),
            incline=site.tags.get("incline"),
            step_free=_read_step_free(kind, site.tags),
            access=read_access(site.tags),
            spaces=_find_spaces(site, ordinals, adjacent_spaces),
            properties=site.tags,
        )


def _name(tags: Tags) -> dict[str, str]:
    names, ref = read_names(tags), read_ref(tags)
    return names or ({"": ref} if ref else {})


def _read_direction(tags: Tags) -> str:
    if tags.get("conveying", "no") != "no":
        return _DIRECTIONS.get(tags["conveying"], "unknown")
    return {"yes": "forward", "-1": "backward"}.get(tags.get("oneway", ""), "both")


def _read_step_free(kind: str, tags: Tags) -> bool | None:
    said = read_step_free(tags)
    if said is None and kind == "stairs" and tags.get("ramp:wheelchair") == "yes":
        return True
    if said is None and tags.get("wheelchair") == "limited":
        return None
    return _STEP_FREE[kind] if said is None else said


def _find_spaces(
    site: LocatedElement, ordinals: Ordinals, adjacent_spaces: AdjacentSpaces
) -> tuple[str, ...]:
    """Return the keys of the connector's own spaces, or of those that it ends in."""
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
