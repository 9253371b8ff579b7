"""Routes through buildings of 40 floors: our engines beside pgRouting and networkx in the same run.

``scripts/bench routing``; with ``--queries 1000000`` that many random queries are compared with an oracle instead.
"""

from __future__ import annotations

import argparse
import os
import time

import numpy as np
from rich.console import Console

from benchmarks.graphs.sizes import Size
from benchmarks.measuring.report import Measure, conclude, describe_machine
from tests.databases import Database
from tests.unit.routing.oracle import QUESTIONS, ask_hierarchy

# Edges, queries to the slow engines, and the least multiple of our time that pgr_dijkstra has to take.
_SIZES = ((10_000, 60, None), (100_000, 25, 3_000.0), (1_000_000, 7, 10_000.0))
_MOST_FOR_NETWORKX = 100_000
_CONSOLE = Console(stderr=True)


def read_arguments() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(prog="scripts/bench routing", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    parser.add_argument(
        "--quick", action="store_true", help="the smallest network only: the ratios mean nothing"
    )
    parser.add_argument("--edges", type=int, action="append", choices=[size for size, _, _ in _SIZES])
    parser.add_argument(
        "--queries", type=int, default=0, help="compare so many answers with the oracle, only that"
    )
    return parser.parse_args()


def main() -> None:
    """Measure as requested, and print the results."""
    arguments = read_arguments()
    load, start = describe_machine()["load_average"], time.monotonic()
    measures = fuzz(arguments.queries) if arguments.queries else compare(arguments)
    minutes = (time.monotonic() - start) / 60
    facts = {"load_before": load, "minutes": round(minutes, 1)}
    title = f"Routing: {minutes:.1f} minutes, load {load} before"
    conclude(measures, title, facts, as_json=arguments.json)


def compare(arguments: argparse.Namespace) -> list[Measure]:
    """Return the measures of each size of network."""
    measures: list[Measure] = []
    for edges, rivals, target in _SIZES:
        wanted = arguments.edges or ([_SIZES[0][0]] if arguments.quick else [size for size, _, _ in _SIZES])
        if edges not in wanted:
            continue
        size = Size(edges, 5 if arguments.quick else rivals, _say)
        database = Database(f"bench_routing_{os.getpid()}")
        database.create(migrate=False)
        try:
            size.compare(database, with_networkx=edges <= _MOST_FOR_NETWORKX, target=target)
        finally:
            database.drop()
        size.change()
        measures += size.measures
    return measures


def fuzz(queries: int) -> list[Measure]:
    """Return how many of ``queries`` random queries were answered wrong: any raises AssertionError."""
    rng = np.random.default_rng(int(time.time()))
    asked = answered = 0
    while asked < queries:
        answered += ask_hierarchy(rng, 40 + asked // QUESTIONS % 60)
        asked += QUESTIONS
    detail = f"{asked:,} questions, {answered:,} of them with a way"
    return [Measure("oracle", "wrong answers", 0, "", target=0, detail=detail)]


def _say(text: str) -> None:
    _CONSOLE.print(f"[dim]{text}[/dim]", highlight=False)


if __name__ == "__main__":
    main()
