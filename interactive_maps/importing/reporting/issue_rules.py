"""Rules that several formats share."""

from __future__ import annotations

from interactive_maps.importing.reporting.issue_collector import IssueRule, Severity

NOT_A_NAME = IssueRule(Severity.REPAIRED, "a placeholder or a tag's value, no name: taken without it")
REPAIRED_TEXT = IssueRule(Severity.REPAIRED, "signs that nobody can see were taken out of it")
CUT_NAME = IssueRule(Severity.REPAIRED, "its name is too long, and was cut")
