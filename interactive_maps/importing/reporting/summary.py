"""The summary of an import: with what else is said it fits on a screen of 24 lines; the report file has the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from interactive_maps.importing.reporting.report import Issue, Report

# The import says a few lines more: where the map lies, what can be reached, what to do next.
_MOST_LINES = 15
_MOST_PLANS = 4
_WIDTH = 160
_FEATURES = ("venue", "building", "space", "opening", "connector", "poi", "edge")
_LISTS = ("skipped", "guessed", "repaired")  # what is missing from the map comes first


def summarise(reports: Sequence[tuple[str, Report]]) -> Iterator[str]:
    """Yield at most 15 lines on the (source, report) of each plan."""
    head = [*_describe_plans(reports), *_count_contents([report for _, report in reports])]
    yield from head
    issues = {name: _gather_issues(name, reports) for name in _LISTS}
    found = {name: known for name, known in issues.items() if known}
    yield from _list_issues(found, _MOST_LINES - len(head) - len(found))


def _describe_plans(reports: Sequence[tuple[str, Report]]) -> Iterator[str]:
    shown = reports if len(reports) <= _MOST_PLANS else reports[: _MOST_PLANS - 1]
    for source, report in shown:
        yield f"{source}: {_describe_plan(report)}"
    if rest := [report for _, report in reports[len(shown) :]]:
        counts = _add_counts(rest)
        yield f"and {len(rest):,} more plans: {counts['room']:,} rooms, {counts['line']:,} lines"


def _describe_plan(report: Report) -> str:
    level = "no level" if report.level is None else f"level {report.level:g}"
    scale = "" if report.metres_per_unit is None else f", {report.metres_per_unit:.6g} m per drawing unit"
    if report.level is None and report.counts["level"]:
        level = f"levels {report.counts['level']:,}"
    return f"{level}, {report.counts['room']:,} rooms, {report.counts['line']:,} lines{scale}"


def _count_contents(reports: Sequence[Report]) -> Iterator[str]:
    counts = _add_counts(reports)
    found = [f"{kind} {counts[kind]:,}" for kind in _FEATURES if counts[kind]]
    if found:
        yield f"  features: {', '.join(found)}"
    kinds: Counter[str] = Counter()
    for report in reports:
        for use in report.layers.values():
            kinds[use.kind] += use.entities
    if kinds:
        yield f"  entities by kind: {', '.join(f'{kind} {count:,}' for kind, count in kinds.most_common())}"


def _add_counts(reports: Sequence[Report]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for report in reports:
        counts.update(report.counts)
    return counts


def _gather_issues(name: str, reports: Sequence[tuple[str, Report]]) -> list[list[Issue]]:
    """Return the issues of one list by their reason; the first of each id come before the second of any.

    So the 26 lines without a length are one group, and the levels of 40 plans do not hide how one was moved.
    """
    groups: dict[str, list[Issue]] = {}
    turns: list[int] = []
    seen: Counter[str] = Counter()
    for source, report in reports:
        for issue in getattr(report, name):
            if issue.reason not in groups:
                turns.append(seen[issue.id])
                seen[issue.id] += 1
            told = issue if len(reports) == 1 else Issue(f"{source}: {issue.id}", issue.reason)
            groups.setdefault(issue.reason, []).append(told)
    ranked = sorted(zip(turns, groups.values(), strict=True), key=lambda pair: pair[0])
    return [group for _, group in ranked]


def _list_issues(issues: dict[str, list[list[Issue]]], lines: int) -> Iterator[str]:
    shown = _share_lines({name: len(groups) for name, groups in issues.items()}, lines)
    for name, groups in issues.items():
        count = sum(map(len, groups))
        rest = count - sum(map(len, groups[: shown[name]]))
        yield f"  {name}: {count:,}{f', {rest:,} of them only in the full report' if rest else ''}"
        for group in groups[: shown[name]]:
            first = group[0].shown()
            more = f" and {len(group) - 1:,} more" if len(group) > 1 else ""
            line = f"    {first.id}{more}: {first.reason}"
            yield line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"


def _share_lines(wanted: dict[str, int], lines: int) -> dict[str, int]:
    """Return how many of the ``lines`` each list gets: as many as the others, and what they leave."""
    shown = dict.fromkeys(wanted, 0)
    for _ in range(lines):
        waiting = [name for name in wanted if shown[name] < wanted[name]]
        if not waiting:
            break
        shown[min(waiting, key=lambda name: shown[name])] += 1
    return shown
