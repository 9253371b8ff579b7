"""The numbers that were asked for, each beside what was found.

Of plans, the counts of a row are added up: a row for two floors of a building has one share for both. Of round trips,
the worst case counts, as every style has to meet the target.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.recognising.route_scores import find_quantiles
from benchmarks.recognising.scores import Scores, find_share

# Least and most rooms of a floor, seconds, and MB: those asked for 100 rooms, and for 1,000.
_SIZES = ((50, 200, 5.0, 500.0), (500, 2_000, 60.0, 1_000.0))


@dataclass(frozen=True, slots=True)
class Target:
    """A number that was asked for: of ``row``, ``measure`` must be ``least`` or more, or ``most`` or less."""

    row: str
    measure: str
    found: float
    least: float = -math.inf
    most: float = math.inf

    @property
    def is_met(self) -> bool:
        """Whether the number found is within the bounds."""
        return self.least <= self.found <= self.most


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    holds: Callable[[str], bool]
    least: tuple[float, float, float, float]  # per cent of rooms, labels, doors, and rooms that are reachable
    worst: bool = False
    seconds: float = math.inf


_ROWS = (
    _Row(
        "round trips, clean", lambda name: _is_trip(name) and "5 cm" not in name, (99, 99, 98, 99), worst=True
    ),
    _Row("round trips, noisy", lambda name: name.endswith(", 5 cm"), (95, 97, 93, 97), worst=True),
    _Row(
        "Azure pair, hidden", lambda name: _is_azure(name) and "hidden" in name, (75, 93, 80, 93), seconds=15
    ),
    _Row("Azure pair, as it is", lambda name: _is_azure(name) and "hidden" not in name, (97, 97, 85, 97)),
    _Row("Bishop-Overland", lambda name: name.startswith("bishop"), (75, 95, 85, 97)),
    _Row("farmhouse, both sheets", lambda name: name.startswith("farmhouse"), (75, 90, 70, 90)),
)


def compare_targets(found: Mapping[str, Scores]) -> list[Target]:
    """Return the targets of all rows that have a case among those found."""
    return [target for row in _ROWS for target in _compare(row, found)]


def _compare(row: _Row, found: Mapping[str, Scores]) -> Iterator[Target]:
    cases = [scores for name, scores in found.items() if row.holds(name)]
    if not cases:
        return
    groups = [[case] for case in cases] if row.worst else [cases]
    for measure, least in zip(("rooms", "labels", "doors", "reachable"), row.least, strict=True):
        shares = [share for group in groups if (share := find_share(group, measure)) is not None]
        if shares:
            yield Target(row.name, measure, min(shares), least=least)
    if any(case.routes.pairs for case in cases):
        yield Target(row.name, "crossed", float(sum(case.routes.crossed for case in cases)), most=0)
    detours = [pair for group in groups if (pair := find_quantiles([one.routes for one in group]))]
    if detours:
        yield Target(row.name, "d50", max(half for half, _ in detours), most=1.01)
        yield Target(row.name, "d95", max(most for _, most in detours), most=1.03)
    if row.seconds < math.inf:
        yield Target(row.name, "s", max(case.seconds for case in cases), most=row.seconds)
    if row.worst:
        yield from _compare_sizes(row.name, cases)


def _compare_sizes(name: str, cases: Sequence[Scores]) -> Iterator[Target]:
    for least, most, seconds, megabytes in _SIZES:
        sized = [case for case in cases if least <= case.rooms <= most]
        if sized:
            yield Target(
                f"{name}, {least} to {most:,} rooms", "s", max(c.seconds for c in sized), most=seconds
            )
            yield Target(
                f"{name}, {least} to {most:,} rooms", "MB", max(c.megabytes for c in sized), most=megabytes
            )


def _is_azure(name: str) -> bool:
    return name.startswith("azure")


def _is_trip(name: str) -> bool:
    return name.startswith(("demo", "institute", "campus", "flats", "block", "PDF"))
