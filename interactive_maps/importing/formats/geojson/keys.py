"""Unique keys of features."""

from __future__ import annotations

from collections.abc import Iterable

from interactive_maps.importing.formats.geojson import rules
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.values.level_values import format_ordinal

Levels = tuple[float, ...] | None


class Keys:
    """Chooses keys: the id of a feature, with its level if features on other levels have the same id.

    Duplicate ids on one level are numbered.
    """

    def __init__(self, features: Iterable[tuple[str | None, Levels]], issues: IssueCollector) -> None:
        """``features`` are the ids and levels of all features of the file."""
        self._issues = issues
        self._used: set[str] = set()
        self._counts: dict[str, int] = {}
        self._shared: set[str] = set()
        seen: dict[str, Levels] = {}
        for given, levels in features:
            if given is not None and seen.setdefault(given, levels) != levels:
                self._shared.add(given)

    def choose(self, given: str | None, levels: Levels, number: int) -> str:
        """Return the key of feature number ``number`` of the file."""
        key = given or f"feature-{number}"
        if given is None:
            self._issues.note(rules.NO_ID, "feature", key)
        elif given in self._shared and levels is not None and len(levels) == 1:
            key = f"{given}@{format_ordinal(levels[0])}"
        base = key
        while self._used.intersection(forms := _list_forms(key, levels)):
            self._issues.note(rules.REPEATED_ID, "feature", key)
            self._counts[base] = self._counts.get(base, 1) + 1
            key = f"{base}#{self._counts[base]}"
        self._used.update(forms)
        return key


def _list_forms(key: str, levels: Levels) -> list[str]:
    """Return the key, and what rows of a feature on several levels are called: none may be another feature's."""
    if levels is None or len(levels) < 2:
        return [key]
    return [key, *(f"{key}@{format_ordinal(level)}" for level in levels)]
