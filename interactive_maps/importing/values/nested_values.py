"""Nested properties: objects, and the texts into which programs convert objects and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from interactive_maps.importing.values.json_text import parse_json

MOST_PROPERTIES = 500
# Where Overpass Turbo, osmtogeojson, GDAL and imposm put the tags; these override the properties beside them.
_NESTS = ("properties", "attributes", "other_tags", "all_tags", "tags")
_MOST_CHARACTERS = 100_000
# PostgreSQL's hstore, as GDAL writes the tags that have no column: "indoor"=>"room","level"=>"1".
_PAIR = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*(?:"((?:[^"\\]|\\.)*)"|NULL)\s*(?:,\s*|$)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# GDAL's lists in formats without lists: (2:0,1).
_COUNTED = re.compile(r"\(\d+:(.*)\)", re.DOTALL)


def fold_properties(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the properties by lower-case name, including those of nested objects."""
    folded = {name.casefold(): value for name, value in reversed(properties.items())}
    for nest in _NESTS:
        nested = _read_object(folded.get(nest))
        folded.update((str(name).casefold(), value) for name, value in list(nested.items())[:MOST_PROPERTIES])
    return folded


def list_values(value: Any) -> list[Any]:
    """Return the values of a list, which may be written as text, or the single value."""
    if isinstance(value, str):
        text = value.strip()[:_MOST_CHARACTERS]
        if match := _COUNTED.fullmatch(text):
            return match[1].split(",")
        if text.startswith("[") and isinstance(found := _parse(text), list):
            return found
    return value if isinstance(value, list) else [] if value is None else [value]


def _read_object(value: Any) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    if not isinstance(value, str) or len(value) > _MOST_CHARACTERS:
        return {}
    text = value.strip()
    if text.startswith("{"):
        found = _parse(text)
        return found if isinstance(found, dict) else {}
    return dict(_read_pairs(text)) if text.startswith('"') else {}


def _read_pairs(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while match := _PAIR.match(text, at):
        if match[2] is not None:
            yield _ESCAPED.sub(r"\1", match[1]), _ESCAPED.sub(r"\1", match[2])
        at = match.end()


def _parse(text: str) -> Any:
    with suppress(ValueError):
        return parse_json(text.encode())
    return None
