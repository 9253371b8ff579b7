"""Names of features: placeholders of the rule file, and names that are changed when read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.reporting.issue_rules import NOT_A_NAME
from interactive_maps.importing.reporting.text_repairs import note_repairs
from interactive_maps.importing.rules.word_patterns import WordPatterns

_LABELS = ("name", "alt_name", "short_name")


class RecordNames:
    """Reads the labels of the features of one collection, and reports to ``issues``."""

    def __init__(self, collection: str, placeholders: WordPatterns, issues: IssueCollector) -> None:
        self._collection = collection
        self._placeholders = placeholders
        self._issues = issues

    def read(self, key: str, properties: dict[str, Any]) -> None:
        """Remove labels that are placeholders from the properties of the feature ``key``."""
        note_repairs(self._issues, self._collection, key, dict(_list_texts(properties)), _is_label)
        for name in _LABELS:
            value = properties.get(name)
            if isinstance(value, str) and self._refuse(key, value):
                del properties[name]
            elif isinstance(value, dict):
                kept = {language: text for language, text in value.items() if not self._refuse(key, text)}
                properties[name] = kept

    def _refuse(self, key: str, text: Any) -> bool:
        if not isinstance(text, str) or not self._placeholders.match_whole(text):
            return False
        self._issues.note(NOT_A_NAME, self._collection, key, text)
        return True


def _is_label(name: str) -> bool:
    return name.partition(".")[0] in _LABELS


def _list_texts(properties: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in properties.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{language}", text) for language, text in value.items())
        else:
            yield name, value
