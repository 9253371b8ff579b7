"""Small changes to pure modules: which share the unit tests beside them notice, and what survives.

``scripts/bench mutants``; ``--package routing/network`` for one package, ``geo/bbox`` one module. Needs no database.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from rich.console import Console

from benchmarks.measuring.report import Measure, print_table
from benchmarks.mutating.forked_tests import Outcome, run_tests, warm_up
from benchmarks.mutating.nearby_tests import NearbyTests
from benchmarks.mutating.sampling import Mutant, draw_sample, list_stale_equals
from benchmarks.mutating.scratch_tree import ScratchTree, copy_tree

_TARGET = 90.0  # percent
_CONTROL = 600  # CPU seconds for the tests without any change
_CONSOLE = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a change."""

    mutant: Mutant
    tests: Sequence[str]
    outcome: Outcome


def read_arguments() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(prog="scripts/bench mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=200, help="so many changes (200)")
    parser.add_argument("--seed", type=int, default=1, help="which of them (1)")
    parser.add_argument("--package", default="", help="only below this package or module: routing/network")
    parser.add_argument("--seconds", type=int, default=20, help="CPU seconds for the tests of a change (20)")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    return parser.parse_args()


def main() -> None:
    """Try the sample, and print the share of each package and the survivors."""
    arguments = read_arguments()
    start = time.monotonic()
    sample = draw_sample(arguments.sample, arguments.seed, arguments.package)
    if not sample:
        sys.exit(f"No pure module below {arguments.package!r}")
    warm_up()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the copy is removed
    with copy_tree() as tree:
        results = check_control(tree, try_all(tree, sample, arguments.seconds))
    conclude(results, f"Seed {arguments.seed}, {(time.monotonic() - start) / 60:.1f} minutes", arguments)


def try_all(tree: ScratchTree, sample: Sequence[Mutant], seconds: int) -> Sequence[Result]:
    """Return what came of each change."""
    nearby, results = NearbyTests(), []
    for mutant in sample:
        tests = nearby.find(mutant.module)
        outcome = Outcome("", 0, 0.0)
        if tests:
            with tree.hold(mutant.module, mutant.changed):
                outcome = run_tests(tree.root, tests, seconds)
            nearby.remember(outcome.costs, noticed=bool(outcome.failed))
        results.append(judge_slow(tree, Result(mutant, tests, outcome), seconds))
        outcome = results[-1].outcome
        word = "noticed " if outcome.failed else "SURVIVED"
        _CONSOLE.print(
            f"{word} {outcome.seconds:5.1f} s  {mutant.module}: {' => '.join(mutant.lines)}",
            style="dim" if outcome.failed else "bold",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    return results


def check_control(tree: ScratchTree, results: Sequence[Result]) -> list[Result]:
    """Return the results without what tests said that fail without any change, too; name these."""
    failed = {result.outcome.failed for result in results if result.outcome.failed}
    tests = sorted(test for test in failed if test.startswith("tests/"))
    outcome = run_tests(tree.root, tests, _CONTROL, stop=False) if tests else Outcome("", 0, 0.0)
    broken = set(outcome.failed.splitlines())
    for test in sorted(broken):
        _CONSOLE.print(f"fails without any change: {test}", style="bold", markup=False)
    return [
        replace(result, outcome=replace(result.outcome, failed=""))
        if result.outcome.failed in broken
        else result
        for result in results
    ]


def judge_slow(tree: ScratchTree, result: Result, seconds: int) -> Result:
    """Return a result whose tests took too long as noticed only if they do not without the change."""
    if not result.outcome.timed_out:
        return result
    without = run_unchanged(tree, tuple(result.tests), seconds)
    return replace(result, outcome=Outcome("", 0, without.seconds)) if without.timed_out else result


@cache
def run_unchanged(tree: ScratchTree, tests: tuple[str, ...], seconds: int) -> Outcome:
    """Return what comes of tests without any change; changes of one package share them."""
    return run_tests(tree.root, tests, seconds)


def conclude(results: Sequence[Result], title: str, arguments: argparse.Namespace) -> None:
    """Print the shares and the survivors, and end with 1 if too few changes were noticed."""
    survivors = [result for result in results if not result.outcome.failed]
    shares = measure_shares(results)
    if arguments.json:
        rows = [
            {"module": result.mutant.module, "kind": result.mutant.mutation.kind, "diff": result.mutant.diff}
            for result in survivors
        ]
        noticed = {measure.side: round(measure.value, 1) for measure in shares}
        print(json.dumps({"seed": arguments.seed, "noticed": noticed, "survivors": rows}, indent=2))
    else:
        for result in survivors:
            reached = f"{result.outcome.tests} tests passed" if result.tests else "no unit test reaches it"
            print(f"\n# {result.mutant.mutation.kind}; {reached}\n{result.mutant.diff}", end="")
        print_table(shares, title)
        for entry in list_stale_equals():
            print(f"equal_in_effect.toml: {entry.module} has no longer {entry.old!r}")
    sys.exit(shares[-1].verdict == "missed")


def measure_shares(results: Sequence[Result]) -> list[Measure]:
    """Return the percentage noticed in each package, and in all of them."""
    groups = defaultdict(list)
    for result in results:
        groups[result.mutant.package].append(bool(result.outcome.failed))
    measures = [
        Measure(name, "noticed", 100 * sum(group) / len(group), "%", detail=f"{sum(group)} of {len(group)}")
        for name, group in sorted(groups.items())
    ]
    noticed = [bool(result.outcome.failed) for result in results]
    share = 100 * sum(noticed) / len(noticed)
    detail = f"{sum(noticed)} of {len(noticed)}"
    return [*measures, Measure("all", "noticed", share, "%", target=_TARGET, more=True, detail=detail)]


if __name__ == "__main__":
    main()
