"""Issues of an export, grouped by reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

_MOST_KEYS = 3


@dataclass(slots=True)
class ExportIssues:
    """The number of written features by collection, and the features with an issue by reason."""

    written: dict[str, int] = field(default_factory=dict)
    _faults: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def note(self, collection: str, reason: str, key: str | None) -> None:
        """Record an issue of a feature."""
        fault = (collection, reason)
        self._counts[fault] = self._counts.get(fault, 0) + 1
        told = self._faults.setdefault(fault, [])
        if key is not None and len(told) < _MOST_KEYS:
            told.append(key)

    def describe(self) -> Iterator[str]:
        """Yield a line for each reason, with the first keys that it applies to."""
        for (collection, reason), number in self._counts.items():
            keys = ", ".join(self._faults[collection, reason])
            more = ", ..." if number > len(self._faults[collection, reason]) else ""
            yield f"{collection}: {number:,}: {reason}" + (f" ({keys}{more})" if keys else "")
