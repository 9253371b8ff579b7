"""The summary of a report, which fits on a screen; the report file has the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interactive_maps.importing.reporting.report import Issue, Report

_MOST_ISSUES = 8
_WIDTH = 160
_FEATURES = ("venue", "building", "space", "opening", "connector", "poi", "edge")


def summarise(source: str, report: Report) -> Iterator[str]:
    """Yield the lines of one plan's summary."""
    level = "no level" if report.level is None else f"level {report.level:g}"
    scale = "" if report.metres_per_unit is None else f", {report.metres_per_unit:.6g} m per drawing unit"
    if report.level is None and report.counts["level"]:
        level = f"levels {report.counts['level']:,}"
    yield f"{source}: {level}, {report.counts['room']:,} rooms, {report.counts['line']:,} lines{scale}"
    found = [f"{kind} {report.counts[kind]:,}" for kind in _FEATURES if report.counts[kind]]
    if found:
        yield f"  features: {', '.join(found)}"
    kinds: dict[str, int] = {}
    for use in report.layers.values():
        kinds[use.kind] = kinds.get(use.kind, 0) + use.entities
    if kinds:
        ranked = sorted(kinds.items(), key=lambda item: -item[1])
        yield f"  entities by kind: {', '.join(f'{kind} {count:,}' for kind, count in ranked)}"
    for title, issues in (
        ("guessed", report.guessed),
        ("repaired", report.repaired),
        ("skipped", report.skipped),
    ):
        yield from _list_issues(title, issues)


def _list_issues(title: str, issues: Sequence[Issue]) -> Iterator[str]:
    if not issues:
        return
    yield f"  {title}: {len(issues):,}"
    for issue in (known.shown() for known in issues[:_MOST_ISSUES]):
        line = f"    {issue.id}: {issue.reason}"
        yield line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
    if len(issues) > _MOST_ISSUES:
        yield f"    and {len(issues) - _MOST_ISSUES:,} more"
