"""Names, numbers and alternative names among the properties of one feature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from interactive_maps.importing.rules.word_patterns import WordPatterns
from interactive_maps.importing.tags.placeholders import is_name, is_tag_value
from interactive_maps.mapdata.edits.features import Names
from interactive_maps.texts.cleaning import clean_text

_MOST_LANGUAGES, _MOST_ALIASES = 100, 50
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_KIND_KEYS = (
    *("indoor", "room", "building", "building:part", "highway", "railway", "public_transport", "stairs"),
    *("door", "entrance", "amenity", "shop", "office", "tourism", "healthcare", "leisure", "craft"),
    *("category", "class", "kind", "type", "layer"),
)


class Naming:
    """Reads names from properties, by their folded keys; ``refused`` are texts that are not names."""

    def __init__(self, properties: Mapping[str, Any], placeholders: WordPatterns) -> None:
        self.refused: list[str] = []
        self._properties = properties
        self._placeholders = placeholders
        # The properties of its kind: a text that repeats one of them word for word is not a name.
        self._kinds = {value for key in _KIND_KEYS if isinstance(value := properties.get(key), str)}

    def find_ref(self, keys: tuple[str, ...]) -> str | None:
        """Return the room number, from the first of the properties that has one."""
        return next((text for key in keys if (text := self._accept(key, self._properties.get(key)))), None)

    def find_names(self, keys: tuple[str, ...]) -> Names:
        """Return the name by language: ``name`` and ``name:en``, or ``{"en": ...}`` as IMDF writes it."""
        for key in keys:
            value = self._properties.get(key)
            if isinstance(value, dict):
                found = {
                    clean_text(str(language)[:35]): text
                    for language, said in list(value.items())[:_MOST_LANGUAGES]
                    if (text := self._accept(key, said))
                }
            else:
                text = self._accept(key, value)
                found = {"": text} if text else {}
            if found:
                return found | self._find_translations(f"{key}:")
        return {}

    def find_aliases(self, keys: tuple[str, ...], known: Names) -> tuple[str, ...]:
        """Return alternative names from texts (separated by semicolons), lists, or objects by language."""
        found: dict[str, None] = {}
        for key, value in self._properties.items():
            stem, _, language = key.partition(":")
            if stem in keys and (not language or _LANGUAGE.fullmatch(language)):
                for text in _list_texts(value):
                    if (alias := clean_text(text)) and self._is_name(alias):
                        found[alias] = None
        return tuple(alias for alias in found if alias not in known.values())[:_MOST_ALIASES]

    def _find_translations(self, prefix: str) -> dict[str, str]:
        return {
            key.removeprefix(prefix): text
            for key, value in self._properties.items()
            if key.startswith(prefix)
            and _LANGUAGE.fullmatch(key.removeprefix(prefix))
            and (text := self._accept(key, value))
        }

    def _accept(self, key: str, value: Any) -> str | None:
        """Return the text of a property if it is a name."""
        text = read_text(value)
        if text is None:
            return None
        # room=office is the kind of room in OpenStreetMap; elsewhere, ROOM=101 is its name.
        is_value = key == "room" and is_tag_value(text)
        if is_value or not self._is_name(text):
            self.refused.append(text)
            return None
        return text

    def _is_name(self, text: str) -> bool:
        return is_name(text, self._kinds) and not self._placeholders.match_whole(text)


def read_text(value: Any) -> str | None:
    """Return a text or number as a line of text; None for everything else, and if it is empty."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)  # a number from a table: 101.0
    return clean_text(str(value)[:2000]) or None


def _list_texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    for one in value[:_MOST_ALIASES] if isinstance(value, list) else [value]:
        if (text := read_text(one)) is not None:
            yield from text.split(";")
