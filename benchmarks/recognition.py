"""How much of a building is recognised in its drawing: rooms, labels, doors, routes, scale, seconds, memory.

``scripts/bench recognition``: plans with recorded ground truth, and buildings with known rooms, drawn as CAD in
many styles. ``--plans DIR`` measures a folder of plans laid out like ../shared/data/plans instead. The numbers are
compared with those of the last run kept in the repository; ``--keep`` keeps these.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.recognising.measuring import Case, measure_all
from benchmarks.recognising.plans import PLANS, Plan, find_plans
from benchmarks.recognising.printed import list_printed
from benchmarks.recognising.roundtrips import list_round_trips
from benchmarks.recognising.scores import Scores, find_share
from benchmarks.recognising.targets import Target, compare_targets
from benchmarks.recognising.truth import Truth
from interactive_maps.importing.drawing import Drawing

LAST = Path(__file__).parent / "recognising" / "last.json"
_COLUMNS = ("rooms", "labels", "doors", "reachable", "false", "crossed", "d50", "d95", "scale", "s", "MB")


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="scripts/bench recognition", description=__doc__)
    parser.add_argument("--plans", type=Path, metavar="DIR", help="a folder of plans with their truth")
    parser.add_argument("--only", metavar="TEXT", help="only cases whose name holds it")
    parser.add_argument("--missed", action="store_true", help="list what was missed")
    parser.add_argument("--thorough", action="store_true", help="round trips with every grade of noise")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    parser.add_argument("--keep", action="store_true", help="keep the numbers for later comparisons")
    arguments = parser.parse_args()
    cases = [
        case
        for case in _list_cases(arguments.plans, thorough=arguments.thorough)
        if not arguments.only or arguments.only in case[0]
    ]
    found = measure_all(cases)
    rates = {name: rate(scores) for name, scores in found.items()}
    if arguments.json:
        sys.stdout.write(
            json.dumps({name: {**asdict(s), **rates[name]} for name, s in found.items()}, indent=2) + "\n"
        )
    else:
        _print(found, rates, _read_last())
        if arguments.missed:
            for name, scores in found.items():
                sys.stdout.write("\n".join([name, *(f"    {line}" for line in scores.missed), ""]))
        _print_targets(compare_targets(found))
    if arguments.keep:
        LAST.write_text(json.dumps({**_read_last(), **rates}, indent=1, sort_keys=True) + "\n", "utf-8")


def rate(scores: Scores) -> dict[str, float | None]:
    """Return the shares of a case, in per cent; None if there was nothing to find."""
    return {
        **{measure: find_share([scores], measure) for measure in _COLUMNS[:5]},
        "crossed": float(scores.routes.crossed) if scores.routes.pairs else None,
        "d50": scores.routes.detour_50,
        "d95": scores.routes.detour_95,
        "scale": None if scores.scale_right is None else 100.0 * scores.scale_right,
        "s": scores.seconds,
        "MB": scores.megabytes,
    }


def _list_cases(plans: Path | None, *, thorough: bool) -> Iterator[Case]:
    for plan in find_plans(plans or PLANS):
        yield plan.name, partial(_load_plan, plan)
    if plans is None:
        yield from list_round_trips(thorough=thorough)
        yield from list_printed()


def _load_plan(plan: Plan) -> tuple[Drawing, Truth]:
    drawing = plan.load()
    return drawing, plan.load_truth(drawing)


def _read_last() -> dict[str, dict[str, float | None]]:
    if not LAST.is_file():
        return {}
    kept: dict[str, dict[str, float | None]] = json.loads(LAST.read_text("utf-8"))
    return kept


def _print(
    found: dict[str, Scores],
    rates: dict[str, dict[str, float | None]],
    last: dict[str, dict[str, float | None]],
) -> None:
    table = Table(
        title="Recognition: per cent right (difference from the last run kept)", title_justify="left"
    )
    table.add_column("case")
    for column in ("of", *_COLUMNS):
        table.add_column(column, justify="right")
    for name, numbers in rates.items():
        before = last.get(name, {})
        cells = [_write(numbers[column], before.get(column), column) for column in _COLUMNS]
        table.add_row(name, str(found[name].rooms), *cells)
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _print_targets(targets: list[Target]) -> None:
    if not targets:
        return
    table = Table(
        title="Asked for: of several plans together, of round trips the worst", title_justify="left"
    )
    for column in ("on", "measure", "asked", "found", ""):
        table.add_column(column, justify="right" if column in {"asked", "found"} else "left")
    for one in targets:
        asked = f"≥ {one.least:g}" if one.least > -math.inf else f"≤ {one.most:g}"
        table.add_row(one.row, one.measure, asked, f"{one.found:g}", "met" if one.is_met else "MISSED")
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _write(value: float | None, before: float | None, column: str) -> str:
    if value is None:
        return ""
    if before is None or column in {"s", "MB"} or abs(value - before) < 0.05:
        return f"{value:g}"
    return f"{value:g} ({value - before:+.1f})"


if __name__ == "__main__":
    main()
