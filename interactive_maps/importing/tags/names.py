"""Names of an element: by language, its number, and other terms that people may search for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interactive_maps.importing.tags import Tags
from interactive_maps.importing.tags.placeholders import is_name
from interactive_maps.mapdata.schema import labels
from interactive_maps.texts.cleaning import clean_text

# "name:de", "name:zh-Hans", but no "name:etymology" or "name:pronunciation".
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MOST_CHARACTERS = 2000  # OpenStreetMap itself allows 255
_ALIAS_KEYS = ("alt_name", "old_name", "short_name", "loc_name", "official_name", "reg_name", "nat_name")
_NAME_KEYS = frozenset({"name", "ref", "brand", *_ALIAS_KEYS})
# Tags for the kind of an element: a name that repeats one, word for word, is not a name.
_KIND_KEYS = (
    *(
        "indoor",
        "room",
        "building",
        "building:part",
        "highway",
        "railway",
        "public_transport",
        "stairs",
        "door",
        "entrance",
    ),
    *("amenity", "shop", "office", "tourism", "healthcare", "leisure", "craft", "emergency"),
)


def read_names(tags: Tags) -> dict[str, str]:
    """Return the names by BCP 47 language, ``""`` for the one without; a shop without a name uses its brand's."""
    names = {}
    for key, value in tags.items():
        if key == "name" and (name := _read_name(tags, value)):
            names[""] = name
        elif key.startswith("name:") and _LANGUAGE.fullmatch(key[5:]) and (name := _read_name(tags, value)):
            names[key[5:]] = name
    if not names and (brand := _read_name(tags, tags.get("brand", ""))):
        names[""] = brand
    return names


def read_ref(tags: Tags) -> str | None:
    """Return the number on the door."""
    return _read_name(tags, tags.get("ref", ""))


def is_name_key(key: str) -> bool:
    """Return whether a tag names an element: a name in any language, another name, a number, a brand."""
    stem, _, language = key.partition(":")
    return stem in _NAME_KEYS and (not language or _LANGUAGE.fullmatch(language) is not None)


def list_no_names(tags: Tags) -> Iterator[str]:
    """Yield the values of name and number tags that are not names."""
    for key in ("name", "ref"):
        text = clean_text(tags.get(key, ""))
        if text and _read_name(tags, text) is None:
            yield text


def read_aliases(tags: Tags) -> tuple[str, ...]:
    """Return other, old and short names in any language, and the brand; a semicolon separates several."""
    known = set(read_names(tags).values())
    aliases: dict[str, None] = {}
    for key, value in tags.items():
        stem, _, language = key.partition(":")
        in_a_language = not language or _LANGUAGE.fullmatch(language)
        if key == "brand" or (stem in _ALIAS_KEYS and in_a_language):
            aliases.update(dict.fromkeys(map(clean_text, value[:_MOST_CHARACTERS].split(";"))))
    return tuple(alias for alias in aliases if alias not in known and _read_name(tags, alias))


def compose_label(tags: Tags) -> str | None:
    """Return the label of a room on a plan: number and name, the number alone, or None if it has neither."""
    names = read_names(tags)
    return labels.compose_label(read_ref(tags), names.get("") or next(iter(names.values()), None))


def _read_name(tags: Tags, value: str) -> str | None:
    name = clean_text(value)
    return name if is_name(name, {tags[key] for key in _KIND_KEYS if key in tags}) else None
