"""Findings of one import, gathered by rule: forty units with one fault are one remark with forty ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from interactive_maps.importing.reporting.report import Issue, Report

# Up to so many, each gets a remark of its own.
_SINGLE = 3
_MOST_IDS = 500


class Severity(StrEnum):
    """What a fault costs, by the list of the report that it appears in."""

    SKIPPED = "skipped"  # not taken
    REPAIRED = "repaired"  # taken, and put right
    GUESSED = "guessed"  # taken as it is; a person should look at it


@dataclass(frozen=True, slots=True)
class IssueRule:
    """One thing that may be wrong with a feature; ``says`` fits one feature and many."""

    severity: Severity
    says: str


@dataclass(slots=True)
class _Cases:
    count: int = 0
    told: list[tuple[str, str]] = field(default_factory=list)


class IssueCollector:
    """Which features broke which rule."""

    def __init__(self) -> None:
        self._cases: dict[tuple[IssueRule, str], _Cases] = {}

    def note(self, rule: IssueRule, kind: str, key: str, detail: str = "") -> None:
        """Write down that the feature ``key`` of a kind (``unit``) broke ``rule``, with what is special about it."""
        cases = self._cases.setdefault((rule, kind), _Cases())
        cases.count += 1
        if len(cases.told) < _MOST_IDS:
            cases.told.append((key, f" ({detail})" if detail else ""))

    def count(self, rule: IssueRule, kind: str | None = None) -> int:
        """Return how many features, of a kind or of all, broke ``rule``."""
        return sum(
            cases.count for (known, of), cases in self._cases.items() if known == rule and kind in {None, of}
        )

    def flush_to(self, report: Report) -> None:
        """Put all that was noted into the report's lists, and forget it."""
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
