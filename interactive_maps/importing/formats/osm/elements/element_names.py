"""Names of elements: placeholders, and names that are changed when read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from interactive_maps.importing.formats.osm.elements.element import Element
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.reporting.issue_rules import NOT_A_NAME
from interactive_maps.importing.reporting.report import Report
from interactive_maps.importing.reporting.text_repairs import note_repairs
from interactive_maps.importing.rules.word_patterns import WordPatterns
from interactive_maps.importing.tags.names import is_name_key, list_no_names
from interactive_maps.texts.cleaning import clean_text

_ORDINARY = 255  # characters: OpenStreetMap itself allows no more


class ElementNames:
    """Removes the placeholders of a rule file, and collects the issues of names for the report."""

    def __init__(self, placeholders: WordPatterns) -> None:
        self._placeholders = placeholders
        self._refused: dict[str, list[str]] = {}
        self._odd: dict[str, Element] = {}

    def read(self, element: Element) -> Element:
        """Return the element without names that the rule file calls placeholders."""
        refused = list(list_no_names(element.tags))
        tags = dict(element.tags)
        for key, value in element.tags.items():
            if not value.isprintable() or len(value) > _ORDINARY:
                self._odd[element.key] = element
            if is_name_key(key) and self._placeholders.match_whole(value):
                refused.append(clean_text(tags.pop(key)))
        if refused:
            self._refused[element.key] = list(dict.fromkeys(refused))
        return element if len(tags) == len(element.tags) else replace(element, tags=tags)

    def report_to(self, report: Report, used: Collection[str]) -> None:
        """Add an issue for each fault of the elements in ``used``, or one for all with the same fault."""
        issues = IssueCollector()
        for key, texts in self._refused.items():
            for text in texts if key in used else ():
                issues.note(NOT_A_NAME, "name", key, text)
        for key, element in self._odd.items():
            if key in used:
                note_repairs(issues, "element", key, element.tags, is_name_key)
        issues.flush_to(report)
