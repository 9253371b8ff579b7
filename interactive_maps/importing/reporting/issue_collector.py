"""Issues of one import, grouped by rule: forty units with the same fault are one issue with forty ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from interactive_maps.importing.reporting.report import Issue, Report

# Up to this many, each gets its own issue.
_SINGLE = 3
_MOST_IDS = 500


class Severity(StrEnum):
    """The consequence of an issue, as the list of the report that contains it."""

    SKIPPED = "skipped"  # not taken
    REPAIRED = "repaired"  # imported, and repaired
    GUESSED = "guessed"  # imported as it is, but somebody should check it


@dataclass(frozen=True, slots=True)
class IssueRule:
    """A possible issue of a feature; ``says`` is worded for one feature and for many."""

    severity: Severity
    says: str


@dataclass(slots=True)
class _Cases:
    count: int = 0
    told: list[tuple[str, str]] = field(default_factory=list)


class IssueCollector:
    """Features by the rule that they violate."""

    def __init__(self) -> None:
        self._cases: dict[tuple[IssueRule, str], _Cases] = {}

    def note(self, rule: IssueRule, kind: str, key: str, detail: str = "") -> None:
        """Record that the feature ``key`` of a kind (``unit``) violates ``rule``, with an optional detail."""
        cases = self._cases.setdefault((rule, kind), _Cases())
        cases.count += 1
        if len(cases.told) < _MOST_IDS:
            cases.told.append((key, f" ({detail})" if detail else ""))

    def count(self, rule: IssueRule, kind: str | None = None) -> int:
        """Return how many features, of one kind or all, violate ``rule``."""
        return sum(
            cases.count for (known, of), cases in self._cases.items() if known == rule and kind in {None, of}
        )

    def flush_to(self, report: Report) -> None:
        """Move all issues to the lists of the report."""
        for (rule, kind), cases in self._cases.items():
            issues: list[Issue] = getattr(report, rule.severity)
            if cases.count <= _SINGLE:
                issues.extend(Issue(key, f"{kind}: {rule.says}{detail}") for key, detail in cases.told)
            else:
                issues.append(Issue(kind, f"{cases.count:,}: {rule.says}: {_enumerate(cases)}"))
        self._cases.clear()


def _enumerate(cases: _Cases) -> str:
    more = cases.count - len(cases.told)
    return ", ".join(key + detail for key, detail in cases.told) + (f" and {more:,} more" if more else "")
