"""IMDF property values: labels in several languages, categories, references, points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from sys import intern
from typing import Any

from shapely.geometry import Point

from interactive_maps.geo.geojson import GeometryError, read_geometry, require_degrees
from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.archive.records import Record
from interactive_maps.importing.reporting.issue_collector import IssueCollector, IssueRule
from interactive_maps.importing.reporting.issue_rules import NOT_A_NAME
from interactive_maps.importing.tags.placeholders import is_name
from interactive_maps.mapdata.edits.features import Names
from interactive_maps.texts.cleaning import clean_text

# The syntax of BCP 47: a language and subtags, or private use.
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,8}|[xX])(?:-[A-Za-z0-9]{1,8})*")
_MOST_LANGUAGES = 100
_MOST_LANGUAGE_CHARACTERS = 35
_MOST_REFERENCES = 1000
_UNSPECIFIED = "unspecified"


class Labels:
    """Reads the properties of one collection, and reports issues."""

    def __init__(self, kind: str, issues: IssueCollector) -> None:
        """``kind`` names the collection in issues."""
        self._kind = kind
        self._issues = issues

    def note(self, rule: IssueRule, record: Record, detail: str = "") -> None:
        """Report that ``record`` violates ``rule``."""
        self._issues.note(rule, self._kind, record.key, detail)

    def names(self, record: Record, name: str = "name") -> Names:
        """Return a label by language; ``{}`` if there is none."""
        value = record.properties.get(name)
        if isinstance(value, str) and (text := clean_text(value)):
            self.note(rules.LABEL_OF_ONE_TEXT, record)
            return {"": text} if self._is_name(record, text) else {}
        if not isinstance(value, dict):
            if value is not None:
                self.note(rules.WRONG_TYPE, record, name)
            return {}
        return self._texts(record, name, value)

    def _texts(self, record: Record, name: str, value: Mapping[str, Any]) -> Names:
        names = {}
        for language, text in list(value.items())[:_MOST_LANGUAGES]:
            if text is None:
                continue
            if not isinstance(text, str):
                self.note(rules.WRONG_TYPE, record, name)
                continue
            tag = clean_text(language)[:_MOST_LANGUAGE_CHARACTERS]
            if not _LANGUAGE.fullmatch(tag):
                self.note(rules.NO_LANGUAGE, record, tag)
            if (cleaned := clean_text(text)) and self._is_name(record, cleaned):
                names[intern(tag)] = cleaned
        return names

    def _is_name(self, record: Record, text: str) -> bool:
        category = record.properties.get("category")
        if is_name(text, {category} if isinstance(category, str) else ()):
            return True
        self.note(NOT_A_NAME, record, text)
        return False

    def text(self, record: Record, name: str) -> str | None:
        """Return a text property, or None."""
        value = record.properties.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self.note(rules.WRONG_TYPE, record, name)
            return None
        return intern(clean_text(value)) or None

    def category(self, record: Record) -> str:
        """Return the category; ``unspecified`` if there is none."""
        category = self.text(record, "category")
        if category is None:
            self.note(rules.NO_CATEGORY, record)
        return category or _UNSPECIFIED

    def references(self, record: Record, name: str) -> tuple[str, ...]:
        """Return the ids that a property refers to: a list of texts, or one text."""
        value = record.properties.get(name)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        ids = [
            intern(clean_text(str(item)))
            for item in listed[:_MOST_REFERENCES]
            if isinstance(item, str | int) and not isinstance(item, bool)
        ]
        if len(ids) != len(listed):
            self.note(rules.WRONG_TYPE, record, name)
        return tuple(dict.fromkeys(ids))

    def reference(self, record: Record, name: str) -> str | None:
        """Return the one id that a property refers to."""
        ids = self.references(record, name)
        return ids[0] if ids else None

    def words(self, record: Record, name: str) -> tuple[str, ...]:
        """Return a list of terms, such as ``accessibility``."""
        return self.references(record, name)

    def point(self, record: Record, name: str = "display_point") -> Point | None:
        """Return a point property, or None if it is missing or invalid."""
        value = record.properties.get(name)
        if value is None:
            return None
        try:
            geometry = read_geometry(value).geometry
            require_degrees(geometry)
        except GeometryError:
            return None
        return geometry if isinstance(geometry, Point) else None


def step_free(accessibility: tuple[str, ...]) -> bool | None:
    """Return True for wheelchair access; IMDF cannot express its absence."""
    return True if "wheelchair" in accessibility else None
