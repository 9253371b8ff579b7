"""Rules that several formats share."""

from __future__ import annotations

from interactive_maps.importing.reporting.issue_collector import IssueRule, Severity

NOT_A_NAME = IssueRule(
    Severity.REPAIRED, "a placeholder or a tag's value instead of a name: imported without it"
)
REPAIRED_TEXT = IssueRule(Severity.REPAIRED, "invisible characters were removed from it")
CUT_NAME = IssueRule(Severity.REPAIRED, "its name was too long and was shortened")
