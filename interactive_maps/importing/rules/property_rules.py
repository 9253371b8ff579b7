"""The meaning of GeoJSON properties: the ``[geojson]`` table of a rule file, and its defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from interactive_maps.importing.rules.rule_error import RuleError
from interactive_maps.importing.rules.space_fields import SPACE_FIELDS

KINDS = ("auto", "rooms", "linework", "network")


@dataclass(frozen=True, slots=True)
class PropertyRules:
    """Names of properties, case-insensitive; the first one that a feature has is used.

    ``kind`` says what the features are: ``rooms``, ``linework``, ``network``, or, ``auto``, what each looks like.
    ``crs`` (``EPSG:3857``) overrides what the file says of its coordinates. ``space_fields`` are those of
    :data:`~interactive_maps.importing.rules.space_fields.SPACE_FIELDS`, each a key of the table.
    """

    id: tuple[str, ...] = ("id", "@id", "uuid", "globalid", "gid", "fid", "objectid", "osm_id")
    name: tuple[str, ...] = (
        "name",
        "title",
        "label",
        "room_name",
        "roomname",
        "raumname",
        "bezeichnung",
        "room",
        "raum",
        "salle",
        "text",
    )
    ref: tuple[str, ...] = ("ref", "room_number", "roomnumber", "room_no", "room_nr", "raumnummer", "number")
    level: tuple[str, ...] = (
        "level",
        "ordinal",
        "floor",
        "storey",
        "etage",
        "geschoss",
        "floor_number",
        "levels",
    )
    level_name: tuple[str, ...] = ("level:ref", "level_name", "levelname", "floor_name", "floorname")
    building: tuple[str, ...] = (
        "building_name",
        "buildingname",
        "building",
        "gebaeude",
        "gebäude",
        "batiment",
    )
    aliases: tuple[str, ...] = (
        *("aliases", "alias", "alt_name", "short_name", "old_name", "loc_name", "official_name", "synonyms"),
    )
    layer: tuple[str, ...] = ("layer", "class", "kind", "feature_type", "type")
    category: tuple[str, ...] = ("category", "room_type", "usage", "indoor")
    one_way: tuple[str, ...] = ("oneway", "one_way", "conveying")
    space_fields: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {field.name: field.geojson for field in SPACE_FIELDS}
    )
    kind: str = "auto"
    crs: str | None = None


def override_properties(rules: PropertyRules, table: Any) -> PropertyRules:
    """Return ``rules`` with what the TOML value ``table`` says; raises RuleError."""
    if not isinstance(table, dict):
        raise RuleError("geojson", "expected a table")
    own = [field.name for field in fields(PropertyRules) if field.name != "space_fields"]
    known = [*own, *rules.space_fields]
    for key, value in table.items():
        place = f"geojson.{key}"
        if key not in known:
            raise RuleError(place, f"unknown key. Known keys: {', '.join(known)}")
        if key == "kind":
            read: Any = _read_kind(place, value)
        elif key == "crs":
            read = _read_text(place, value)
        else:
            read = _read_names(place, value)
        if key in rules.space_fields:
            rules = replace(rules, space_fields={**rules.space_fields, key: read})
        else:
            rules = replace(rules, **{key: read})
    return rules


def _read_kind(place: str, value: Any) -> str:
    if value not in KINDS:
        raise RuleError(place, f"expected one of {', '.join(KINDS)}")
    return str(value)


def _read_text(place: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RuleError(place, "expected a text")
    return value


def _read_names(place: str, value: Any) -> tuple[str, ...]:
    """Return one name or several; an empty list means that no property says it."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RuleError(place, "expected the name of a property, or a list of names")
    return tuple(name.casefold() for name in names)
