"""Map features made of GeoJSON features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import shapely
from shapely.geometry import Point

from interactive_maps.importing.draft.walked_line import GROUND, WalkedLine
from interactive_maps.importing.formats.geojson.kinds import is_exported_opening
from interactive_maps.importing.formats.geojson.placed_feature import PlacedFeature
from interactive_maps.importing.formats.geojson.properties import Said
from interactive_maps.importing.tags.access import read_access, read_step_free
from interactive_maps.importing.tags.categories import classify_occupant, classify_place, classify_space
from interactive_maps.importing.tags.connectors import read_connector_access, read_direction
from interactive_maps.importing.tags.doors import read_automatic, read_category, read_kind, read_width
from interactive_maps.importing.tags.footways import is_footway, read_footway
from interactive_maps.mapdata.edits.features import (
    Building,
    Connector,
    Level,
    Names,
    Occupant,
    Opening,
    PointOfInterest,
    Space,
)

_UNSPECIFIED = "unspecified"


def make_space(feature: PlacedFeature, connector: str | None) -> Space:
    """Return an area as a space; ``connector`` is the kind of shaft, if it is one."""
    said, area = feature.said, feature.geometry
    return Space(
        feature.key,
        connector or _classify(said),
        said.names,
        feature.level,
        area,
        area.representative_point(),
        ref=said.ref,
        aliases=said.aliases,
        access=read_access(said.tags),
        step_free=read_step_free(said.tags),
        opening_hours=said.tags.get("opening_hours"),
        properties=said.properties,
        **said.space_fields,
    )


def make_occupant(said: Said, space: Space) -> Occupant | None:
    """Return the occupant of a space, or None if the tags name no shop or service."""
    category = classify_occupant(said.tags)
    if category is None or not space.names:
        return None
    hours = said.tags.get("opening_hours")
    return Occupant(space.key, category, space.names, space.key, space.display_point, hours, **said.contacts)


def make_opening(feature: PlacedFeature) -> Opening:
    """Return a point, a line or a small area as an opening; the spaces that it joins are found by position."""
    said = feature.said
    opening = Opening(
        key=feature.key,
        ordinal=feature.level,
        geometry=feature.geometry,
        kind=read_kind(said.tags),
        width=read_width(said.tags),
        automatic=read_automatic(said.tags),
        access=read_access(said.tags),
        step_free=read_step_free(said.tags),
        names=said.names,
        category=read_category(said.tags),
        properties=said.properties,
    )
    return _restore(opening, said) if is_exported_opening(feature.key, said) else opening


def _restore(opening: Opening, said: Said) -> Opening:
    """Return an exported opening with its properties, which use the map's terms and not tags."""
    kind, automatic, step_free = (said.properties.get(name) for name in ("kind", "automatic", "step_free"))
    return replace(
        opening,
        kind=kind if isinstance(kind, str) else None,
        automatic=automatic if isinstance(automatic, bool) else None,
        step_free=step_free if isinstance(step_free, bool) else None,
        category=said.category or opening.category,
        guessed=said.properties.get("guessed") is True,
    )


def make_connector(key: str, features: Sequence[PlacedFeature], kind: str, *, is_space: bool) -> Connector:
    """Return the connector of features that represent one, drawn once per level."""
    said = features[0].said
    return Connector(
        key=key,
        kind=kind,
        ordinals=tuple(sorted(one.level for one in features if one.level is not None)),
        geometry=features[0].geometry,
        names=_name(said),
        direction=read_direction(said.tags),
        incline=said.tags.get("incline"),
        step_free=read_connector_access(kind, said.tags),
        access=read_access(said.tags),
        spaces=tuple(one.key for one in features) if is_space else (),
        properties=said.properties,
    )


def make_point(feature: PlacedFeature) -> PointOfInterest:
    """Return a destination that is not a room."""
    said, geometry = feature.said, feature.geometry
    category = classify_place(said.tags)
    return PointOfInterest(
        key=feature.key,
        category=(said.category or category) if category == _UNSPECIFIED else category,
        names=_name(said),
        ordinal=feature.level,
        location=geometry if isinstance(geometry, Point) else geometry.representative_point(),
        opening_hours=said.tags.get("opening_hours"),
        access=read_access(said.tags),
        step_free=read_step_free(said.tags),
        properties=said.properties,
        **said.contacts,
    )


def make_walked(feature: PlacedFeature) -> Iterator[WalkedLine]:
    """Yield the parts of a line that people walk along; without a level it is outdoors, on the ground."""
    said = feature.said
    if not is_footway(said.tags, len(said.levels or ())):
        return
    walk = read_footway(said.tags)
    for number, part in enumerate(shapely.get_parts(feature.geometry)):
        yield WalkedLine(
            key=feature.key if not number else f"{feature.key}/{number}",
            level=GROUND if feature.level is None else feature.level,
            geometry=part,
            kind=walk.kind,
            one_way=walk.one_way,
            name=said.title or None,
            width=walk.width,
            slope=walk.slope,
            step_free=walk.step_free,
            is_outdoors=feature.level is None,
        )


def make_building(feature: PlacedFeature) -> Building:
    """Return the building with this outline."""
    said = feature.said
    return Building(feature.key, said.names, geometry=feature.geometry, properties=said.properties)


def make_level(feature: PlacedFeature, ordinal: float) -> Level:
    """Return the level with this outline."""
    said = feature.said
    short = {"": said.level_name} if said.level_name else {}
    return Level(
        feature.key,
        ordinal,
        said.names or short,
        short,
        geometry=feature.geometry,
        properties=said.properties,
    )


def _name(said: Said) -> Names:
    return said.names or ({"": said.ref} if said.ref else {})


def _classify(said: Said) -> str:
    """Return the category: from the tags, in IMDF's terms, or else as in the file."""
    found = classify_space(said.tags)
    return (said.category or found) if found in {_UNSPECIFIED, "room"} else found
