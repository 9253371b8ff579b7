"""Measured numbers beside their targets, as a table for people or as JSON for machines."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import NoReturn

from rich.console import Console
from rich.table import Table

from benchmarks.measuring.clock import Times


@dataclass(frozen=True, slots=True)
class Measure:
    """One number: a ratio (``unit`` is "x") or a count. ``target`` must be met, ``aim`` would be better.

    Smaller is better, unless ``more`` is set. ``detail`` lists the components of the number.
    """

    side: str
    what: str
    value: float
    unit: str = "x"
    target: float | None = None
    aim: float | None = None
    more: bool = False
    detail: str = ""

    @property
    def verdict(self) -> str:
        """Return "aim", "target" or "missed", the best that was reached; "" if there is no target."""
        if self.target is None:
            return ""
        if self.aim is not None and self._reaches(self.aim):
            return "aim"
        return "target" if self._reaches(self.target) else "missed"

    def _reaches(self, mark: float) -> bool:
        return self.value >= mark if self.more else self.value <= mark


def divide(
    side: str,
    ours: tuple[str, Times],
    theirs: tuple[str, Times],
    *,
    target: float | None,
    aim: float | None = None,
) -> Measure:
    """Return the ratio of the medians of ``ours`` (its name and times) and ``theirs``."""
    (name, taken), (other, limit) = ours, theirs
    detail = f"{taken.median * 1000:.1f} ms : {limit.median * 1000:.1f} ms (at best {taken.best / limit.best:.2f} x)"
    value = taken.median / limit.median
    return Measure(side, f"{name} : {other}", value, target=target, aim=aim, detail=detail)


def conclude(
    measures: Sequence[Measure], title: str, conditions: dict[str, object], *, as_json: bool
) -> NoReturn:
    """Print ``measures`` and end the process: with 1 if a target was missed."""
    if as_json:
        print_json(measures, conditions)
    else:
        print_table(measures, title)
    sys.exit(any(measure.verdict == "missed" for measure in measures))


def print_table(measures: Sequence[Measure], title: str) -> None:
    """Print ``measures`` to standard output."""
    table = Table(title=title, title_justify="left")
    for heading in ("side", "what", "measured", "target", "aim", "reached", "made of"):
        table.add_column(heading, justify="right" if heading in {"measured", "target", "aim"} else "left")
    colours = {"aim": "green", "target": "green", "missed": "bold red", "": ""}
    for measure in measures:
        table.add_row(
            measure.side,
            measure.what,
            _write(measure.value, measure.unit),
            _write_bound(measure.target, measure),
            _write_bound(measure.aim, measure),
            measure.verdict,
            measure.detail,
            style=colours[measure.verdict],
        )
    width = None if sys.stdout.isatty() else 160  # a pipe has no width, and a log is wide enough
    Console(width=width).print(table)


def print_json(measures: Sequence[Measure], conditions: dict[str, object]) -> None:
    """Print ``measures`` as one JSON object, with the ``conditions`` under which they were taken."""
    rows = [{**asdict(measure), "reached": measure.verdict} for measure in measures]
    print(json.dumps({"conditions": {**conditions, **describe_machine()}, "measures": rows}, indent=2))


def describe_machine() -> dict[str, object]:
    """Return the facts that distinguish a quiet machine from a busy one."""
    return {"processors": os.cpu_count(), "load_average": [round(load, 2) for load in os.getloadavg()]}


def _write(number: float, unit: str) -> str:
    fraction = unit == "x" or (abs(number) < 10 and not float(number).is_integer())
    return f"{number:.{2 if fraction else 0}f} {unit}".rstrip()


def _write_bound(number: float | None, measure: Measure) -> str:
    if number is None:
        return ""
    return f"{'≥' if measure.more else '≤'} {_write(number, measure.unit)}"
