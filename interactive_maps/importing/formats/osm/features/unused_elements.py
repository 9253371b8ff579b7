"""Unused elements, grouped by reason: a thousand wall vertices are one issue, not a thousand."""

from __future__ import annotations

from interactive_maps.importing.reporting.report import Issue, Report

_MOST_APART = 20


class UnusedElements:
    """Keys of elements by the reason why they were skipped."""

    def __init__(self) -> None:
        self._keys: dict[str, list[str]] = {}

    def add(self, key: str, reason: str) -> None:
        """Record a skipped element."""
        self._keys.setdefault(reason, []).append(key)

    def report_to(self, report: Report) -> None:
        """Add an issue for each element, or a single one for many of the same reason."""
        for reason, keys in self._keys.items():
            if len(keys) <= _MOST_APART:
                report.skipped.extend(Issue(key, reason) for key in keys)
            else:
                report.skipped.append(Issue(keys[0], f"{reason} (and {len(keys) - 1:,} more)"))
