"""The streams' speed and cost, each beside a yardstick measured in the same run: ``scripts/bench streaming``.

Compare only ratios and counts: seconds depend on this machine and this moment.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace

from benchmarks.measuring.report import Measure, conclude, describe_machine
from benchmarks.measuring.workbench import Plan, Workbench
from benchmarks.sides import cold, first_event, open_streams, stalled, warm

SIDES: dict[str, Callable[[Workbench], list[Measure]]] = {
    side.SIDE: side.measure for side in (cold, warm, first_event, open_streams, stalled)
}


def read_arguments() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(prog="scripts/bench streaming", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    parser.add_argument(
        "--only", choices=SIDES, action="append", metavar="SIDE", help=f"one of {', '.join(SIDES)}"
    )
    parser.add_argument(
        "--quick", action="store_true", help="small numbers, to see that it works: the ratios mean nothing"
    )
    parser.add_argument("--rows", type=int, help="polylines of the base floor (200,000)")
    parser.add_argument("--streams", type=int, help="streams held open at once (5,000)")
    parser.add_argument("--repeats", type=int, help="how often the long sides take turns (5)")
    return parser.parse_args()


def make_plan(arguments: argparse.Namespace) -> Plan:
    """Return the plan of the measurement."""
    usual = Plan(rows=200_000, sizes=(20_000, 200_000, 2_000_000), streams=5_000, repeats=5)
    quick = Plan(rows=20_000, sizes=(2_000, 20_000), streams=200, repeats=3)
    plan = quick if arguments.quick else usual
    asked = {name: getattr(arguments, name) for name in ("rows", "streams", "repeats")}
    return replace(plan, **{name: number for name, number in asked.items() if number is not None})


def main() -> None:
    """Measure the chosen sides one after the other, and print the results."""
    arguments = read_arguments()
    plan = make_plan(arguments)
    load_before, start = describe_machine()["load_average"], time.monotonic()
    measures: list[Measure] = []
    with Workbench(plan) as bench:
        for name, measure in SIDES.items():
            if not arguments.only or name in arguments.only:
                measures += measure(bench)
    minutes = (time.monotonic() - start) / 60
    title = f"Streams: {plan.rows:,} rows, {minutes:.1f} minutes, load {load_before} before, "
    title += f"{describe_machine()['load_average']} after"
    facts = {"rows": plan.rows, "load_before": load_before, "minutes": round(minutes, 1)}
    conclude(measures, title, facts, as_json=arguments.json)


if __name__ == "__main__":
    main()
