"""The numbers that were asked for, each beside what was found.

Of plans, the counts of a row are added up: a row for two floors of a building has one share for both. Of round trips,
the worst case counts, as every style has to meet the target.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.recognising.scores import Scores

_AROUND_100 = (50, 200)  # rooms of a floor for which the seconds of 100 rooms were asked


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
    measures = ("rooms", "labels", "doors", "reachable")
    for number, (measure, least) in enumerate(zip(measures, row.least, strict=True)):
        shares = [share for group in groups if (share := _share(group, number)) is not None]
        if shares:
            yield Target(row.name, measure, min(shares), least=least)
    if any(case.routes.pairs for case in cases):
        yield Target(row.name, "crossed", float(sum(case.routes.crossed for case in cases)), most=0)
        quantiles = np.array(
            [_find_quantiles(group) for group in groups if any(c.routes.ratios for c in group)]
        )
        if len(quantiles):
            yield Target(row.name, "d50", round(float(quantiles[:, 0].max()), 3), most=1.01)
            yield Target(row.name, "d95", round(float(quantiles[:, 1].max()), 3), most=1.03)
    usual = [case for case in cases if not row.worst or _AROUND_100[0] <= case.rooms <= _AROUND_100[1]]
    slowest = 5.0 if row.worst else row.seconds
    if usual and slowest < math.inf:
        yield Target(row.name, "s", max(case.seconds for case in usual), most=slowest)
    if row.worst:
        yield Target(row.name, "MB", max(case.megabytes for case in cases), most=500)


def _share(group: Sequence[Scores], number: int) -> float | None:
    """Return the share of what is right in a group, in per cent; None if there was nothing to find."""
    counts = np.sum(
        [
            [
                (one.rooms_right, one.rooms),
                (one.labels_right, one.labels),
                (one.doors_right, one.doors),
                (one.reachable, one.labelled),
            ][number]
            for one in group
        ],
        axis=0,
    ).tolist()
    return round(100 * counts[0] / counts[1], 1) if counts[1] else None


def _find_quantiles(group: Sequence[Scores]) -> list[float]:
    ratios = [ratio for one in group for ratio in one.routes.ratios]
    quantiles: list[float] = np.quantile(ratios, [0.5, 0.95]).tolist()
    return quantiles


def _is_azure(name: str) -> bool:
    return name.startswith("azure")


def _is_trip(name: str) -> bool:
    return name.startswith(("demo", "institute", "campus", "flats", "block", "PDF"))
