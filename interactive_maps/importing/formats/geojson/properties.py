"""What a GeoJSON feature's properties say, by the rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from interactive_maps.importing.draft.source_record import SourceRecord
from interactive_maps.importing.rules.property_rules import PropertyRules
from interactive_maps.importing.rules.space_fields import read_geojson_fields
from interactive_maps.importing.values.json_text import dump_json
from interactive_maps.importing.values.level_names import guess_level
from interactive_maps.importing.values.level_values import parse_levels
from interactive_maps.importing.values.numbers import read_number
from interactive_maps.mapdata.edits.features import Names
from interactive_maps.texts.cleaning import clean_text

_MOST_PROPERTIES = 500
_MOST_LANGUAGES = 100
_FURTHEST_LEVEL = 500
_DIRECTIONS = {
    **dict.fromkeys(("yes", "true", "1", "1.0", "forward", "ft", "along"), "forward"),
    **dict.fromkeys(("-1", "-1.0", "reverse", "backward", "tf", "against"), "backward"),
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Said:
    """What one feature says of itself. ``levels`` is empty if it says none, None if that cannot be read.

    ``one_way`` is ``forward`` or ``backward`` along a line that leads in one direction only.
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

    @property
    def title(self) -> str:
        """Number and name in one, as on a door sign; empty if there is neither."""
        name = next(iter(self.names.values()), "")
        if not self.ref or self.ref in name:
            return name
        return f"{self.ref} {name}".rstrip()


def read_properties(feature: Mapping[str, Any], rules: PropertyRules) -> Said:
    """Return what a feature says; values of a wrong type say nothing."""
    found = feature.get("properties")
    properties = dict(list(found.items())[:_MOST_PROPERTIES]) if isinstance(found, dict) else {}
    folded = {name.casefold(): value for name, value in reversed(properties.items())}
    layer, category = _find_text(folded, rules.layer), _find_text(folded, rules.category)
    return Said(
        id=_text_of(feature.get("id")) or _find_text(folded, rules.id),
        names=_find_names(folded, rules.name),
        ref=_find_text(folded, rules.ref),
        levels=_find_levels(folded, rules.level),
        layer=intern(layer) if layer else None,
        category=intern(category) if category else None,
        one_way=_find_direction(folded, rules.one_way),
        properties=SourceRecord(dump_json(properties)),
        space_fields=read_geojson_fields(folded, rules.space_fields),
    )


def _find_text(properties: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := _text_of(properties.get(name)))), None)


def _text_of(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)  # a number that went through a table: 101.0
    return clean_text(str(value)[:2000]) or None


def _find_names(properties: Mapping[str, Any], names: tuple[str, ...]) -> Names:
    """Return the name by language: ``name`` and ``name:en``, or ``{"en": ...}`` as IMDF writes it."""
    for name in names:
        value = properties.get(name)
        if isinstance(value, dict):
            found = {
                clean_text(str(language)[:35]): text
                for language, said in list(value.items())[:_MOST_LANGUAGES]
                if (text := _text_of(said))
            }
        else:
            text = _text_of(value)
            found = {"": text} if text else {}
        if found:
            return found | _find_translations(properties, f"{name}:")
    return {}


def _find_translations(properties: Mapping[str, Any], prefix: str) -> dict[str, str]:
    return {
        key.removeprefix(prefix): text
        for key, value in properties.items()
        if key.startswith(prefix)
        and _LANGUAGE.fullmatch(key.removeprefix(prefix))
        and (text := _text_of(value))
    }


def _find_levels(properties: Mapping[str, Any], names: tuple[str, ...]) -> tuple[float, ...] | None:
    said = (properties.get(name) for name in names)
    value = next((value for value in said if _says_level(value)), None)
    if value is None:
        return ()
    if isinstance(value, str):
        guessed = guess_level(value[:100])
        return parse_levels(value) or ((guessed,) if guessed is not None else None)
    level = read_number(value, _FURTHEST_LEVEL)
    return None if level is None else (level,)


def _find_direction(properties: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Return ``forward`` or ``backward``, or None for a line that leads both ways."""
    said = (str(properties.get(name, ""))[:20].casefold() for name in names)
    return next((direction for value in said if (direction := _DIRECTIONS.get(value))), None)


def _says_level(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""
