"""The meaning of a GeoJSON feature's properties, by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from interactive_maps.importing.draft.source_record import SourceRecord
from interactive_maps.importing.formats.geojson.naming import Naming, read_text
from interactive_maps.importing.rules.contact_fields import read_osm_contacts
from interactive_maps.importing.rules.property_rules import PropertyRules
from interactive_maps.importing.rules.space_fields import read_geojson_fields
from interactive_maps.importing.rules.word_patterns import NO_WORDS, WordPatterns
from interactive_maps.importing.tags import Tags
from interactive_maps.importing.tags.placeholders import is_name, is_tag_value
from interactive_maps.importing.values.json_text import dump_json
from interactive_maps.importing.values.level_names import guess_level
from interactive_maps.importing.values.level_values import parse_levels
from interactive_maps.importing.values.nested_values import MOST_PROPERTIES, fold_properties, list_values
from interactive_maps.importing.values.numbers import parse_number, read_number
from interactive_maps.mapdata.edits.features import Names

_MOST_LEVELS = 200
_FURTHEST_LEVEL = 500
_DIRECTIONS = {
    **dict.fromkeys(("yes", "true", "1", "1.0", "forward", "ft", "along"), "forward"),
    **dict.fromkeys(("-1", "-1.0", "reverse", "backward", "tf", "against"), "backward"),
}
# OpenStreetMap's keys for the kind, direction and access of a feature.
_TAG_KEYS = frozenset(
    {
        *("indoor", "room", "door", "entrance", "stairs", "elevator", "highway", "conveying", "building"),
        *("building:part", "amenity", "shop", "office", "tourism", "leisure", "healthcare", "craft"),
        *("emergency", "public_transport", "railway", "area", "access", "wheelchair", "width", "maxwidth"),
        *("door:width", "automatic_door", "exit", "incline", "ramp", "ramp:wheelchair", "oneway", "kerb"),
        *("female", "male", "unisex", "natural", "place", "landuse", "waterway", "man_made", "power"),
        *("barrier", "historic", "boundary", "traffic_sign", "aeroway", "tactile_paving", "opening_hours"),
        *("level", "repeat_on"),
    }
)
# The type of OpenStreetMap's relations, not a layer.
_RELATIONS = frozenset({"multipolygon", "boundary", "feature"})


@dataclass(frozen=True, slots=True)
class Said:
    """The properties of one feature. ``levels`` is empty if it has none, None if they cannot be read.

    ``one_way`` is ``forward`` or ``backward`` along a line that is one-way. ``no_names`` are texts in place of a name
    or number that are none. ``building`` is the name of its building. ``contacts`` are the fields of
    :data:`~interactive_maps.importing.rules.contact_fields.CONTACT_FIELDS`.
    """

    id: str | None
    names: Names
    ref: str | None
    levels: tuple[float, ...] | None
    layer: str | None
    category: str | None
    one_way: str | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    space_fields: Mapping[str, Any] = field(default_factory=dict)
    no_names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    tags: Tags = field(default_factory=dict)
    level_name: str | None = None
    building: str | None = None
    contacts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Number and name in one, as on a door sign; empty if there is neither."""
        name = next(iter(self.names.values()), "")
        if not self.ref or self.ref in name:
            return name
        return f"{self.ref} {name}".rstrip()


def read_properties(
    feature: Mapping[str, Any], rules: PropertyRules, placeholders: WordPatterns = NO_WORDS
) -> Said:
    """Return the properties of a feature, ignoring values of a wrong type and names among ``placeholders``."""
    found = feature.get("properties")
    properties = dict(list(found.items())[:MOST_PROPERTIES]) if isinstance(found, dict) else {}
    folded = fold_properties(properties)
    layer, category = _find_layer(folded, rules.layer), _find_text(folded, rules.category)
    naming = Naming(folded, placeholders)
    names = naming.find_names(rules.name)
    return Said(
        id=read_text(feature.get("id")) or _find_text(folded, rules.id),
        names=names,
        ref=naming.find_ref(rules.ref),
        levels=_find_levels(folded, rules.level),
        layer=intern(layer) if layer else None,
        category=intern(category) if category else None,
        one_way=_find_direction(folded, rules.one_way),
        properties=SourceRecord(dump_json(properties)),
        space_fields=read_geojson_fields(folded, rules.space_fields),
        no_names=tuple(naming.refused),
        aliases=naming.find_aliases(rules.aliases, names),
        tags=_read_tags(folded),
        level_name=_find_text(folded, rules.level_name),
        building=_find_building(folded, rules.building),
        contacts=read_osm_contacts(folded),
    )


def _read_tags(properties: Mapping[str, Any]) -> Tags:
    tags = {}
    for name in _TAG_KEYS & properties.keys():
        value = properties[name]
        text = ("yes" if value else "no") if isinstance(value, bool) else read_text(value)
        if text is not None:
            tags[name] = intern(text)
    return tags


def _find_text(properties: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := read_text(properties.get(name)))), None)


def _find_layer(properties: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Return the layer; OpenStreetMap's ``layer`` is a number, and the type of its relations is not a layer."""
    said = (read_text(properties.get(name)) for name in names)
    layers = (text for text in said if text and parse_number(text, 100) is None)
    return next((text for text in layers if text.casefold() not in _RELATIONS), None)


def _find_building(properties: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Return the name of the building; ``building=yes`` of OpenStreetMap marks a building instead."""
    said = ((name, read_text(properties.get(name))) for name in names)
    named = (text for name, text in said if text and not (name == "building" and is_tag_value(text)))
    return next((text for text in named if is_name(text)), None)


def _find_levels(properties: Mapping[str, Any], names: tuple[str, ...]) -> tuple[float, ...] | None:
    """Return all levels of a feature, including those that it is repeated on; None if they cannot be read."""
    said = (properties.get(name) for name in names)
    value = next((value for value in said if _says_level(value)), None)
    repeats = properties.get("repeat_on")
    listed = [*list_values(value), *(list_values(repeats) if _says_level(repeats) else ())]
    levels: set[float] = set()
    for one in listed[:_MOST_LEVELS]:
        found = _read_levels(one)
        if found is None:
            return None
        levels.update(found)
    return tuple(sorted(levels))


def _read_levels(value: Any) -> tuple[float, ...] | None:
    if isinstance(value, str):
        guessed = guess_level(value[:100])
        return parse_levels(value) or ((guessed,) if guessed is not None else None)
    level = read_number(value, _FURTHEST_LEVEL)
    return None if level is None else (level,)


def _find_direction(properties: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Return ``forward`` or ``backward``, or None for a two-way line."""
    said = (str(properties.get(name, ""))[:20].casefold() for name in names)
    return next((direction for value in said if (direction := _DIRECTIONS.get(value))), None)


def _says_level(value: Any) -> bool:
    if isinstance(value, list | dict):
        return bool(value)
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""
