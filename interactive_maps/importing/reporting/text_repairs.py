"""Issues of texts that are changed when read, by feature."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.reporting.issue_rules import CUT_NAME, REPAIRED_TEXT
from interactive_maps.ops.sentences import list_some
from interactive_maps.texts.cleaning import MOST_CHARACTERS, has_hidden_signs


def note_repairs(
    issues: IssueCollector, kind: str, key: str, texts: Mapping[str, object], is_name: Callable[[str], bool]
) -> None:
    """Note texts with signs that nobody sees, and names that are too long; ``is_name`` judges the texts' keys."""
    repaired = [name for name, text in texts.items() if isinstance(text, str) and has_hidden_signs(text)]
    if repaired:
        issues.note(REPAIRED_TEXT, kind, key, list_some(repaired, most=3))
    if any(
        isinstance(text, str) and len(text) > MOST_CHARACTERS and is_name(name)
        for name, text in texts.items()
    ):
        issues.note(CUT_NAME, kind, key)
