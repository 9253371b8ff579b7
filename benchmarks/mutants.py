"""Small changes to pure modules: the share that the unit tests running them notice, and the survivors.

``scripts/bench mutants``; ``--package routing/network`` for one package, ``geo/bbox`` one module. Needs no database.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from benchmarks.measuring.report import Measure, print_table
from benchmarks.mutating.collected_tests import Change, CollectedTests, run_collected
from benchmarks.mutating.forked_tests import run_tests, warm_up
from benchmarks.mutating.forks import Outcome
from benchmarks.mutating.places import find_place
from benchmarks.mutating.sampling import Mutant, draw_sample, list_stale_equals
from benchmarks.mutating.test_map import Gatherer, list_folders

Row = tuple[list[str], str, int, float]
_TARGET = 90.0  # percent
_CONTROL = 300  # CPU seconds for the tests that noticed a change, without any
_CONSOLE = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a change."""

    mutant: Mutant
    tests: Sequence[str]
    outcome: Outcome


def read_arguments() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(prog="scripts/bench mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=200, help="so many changes (200)")
    parser.add_argument("--seed", type=int, default=1, help="which of them (1)")
    parser.add_argument("--package", default="", help="only below this package or module: routing/network")
    parser.add_argument("--seconds", type=int, default=10, help="CPU seconds for the tests of a change (10)")
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
    results = try_all(sample, arguments.seconds)
    conclude(results, f"Seed {arguments.seed}, {(time.monotonic() - start) / 60:.1f} minutes", arguments)


def try_all(sample: Sequence[Mutant], seconds: int) -> list[Result]:
    """Return the result of each change: in bodies of functions first, which needs no new import."""
    folders = sorted({folder for mutant in sample for folder in list_folders(mutant.module)})
    answer = json.loads(run_collected(lambda collected: try_functions(collected, sample, seconds), folders))
    if not answer:
        sys.exit("The tests could not be collected: pytest tests/unit says why")
    results = []
    for mutant, (tests, failed, count, taken) in zip(sample, answer, strict=True):
        outcome = Outcome(failed, count, taken)
        if tests and count < 0:
            outcome = run_tests(tests, mutant.module, mutant.changed, seconds)
            say(mutant, outcome)
        results.append(Result(mutant, tests, outcome))
    return results


def try_functions(collected: CollectedTests, sample: Sequence[Mutant], seconds: int) -> list[Row]:
    """Return for each change its tests, the one that failed, the number run (-1: none yet), and CPU seconds."""
    gatherer = Gatherer(
        collected, lambda text: _CONSOLE.print(text, style="dim", markup=False, highlight=False)
    )
    rows = [try_function(collected, gatherer, mutant, seconds) for mutant in sample]
    flaky = collected.find_failing(sorted({failed for _, failed, *_ in rows if "::" in failed}), _CONTROL)
    for test in flaky:
        _CONSOLE.print(f"fails without any change: {test}", style="bold", markup=False)
    return [(row[0], "" if row[1] in flaky else row[1], row[2], row[3]) for row in rows]


def try_function(collected: CollectedTests, gatherer: Gatherer, mutant: Mutant, seconds: int) -> Row:
    """Return the result of a change in the body of a function; for other changes, the tests to run."""
    place = find_place(mutant.module, mutant.text, mutant.mutation.start, mutant.mutation.end)
    in_body = collected.has(mutant.module, place.function)
    known: list[str] = []
    ran, taken, failed = 0, 0.0, ""
    for file in gatherer.list_files(mutant.module):
        tests = gatherer.find(file, mutant.module, place, seconds)
        known += tests
        if tests and in_body:
            left = max(1, seconds - int(taken))
            outcome = collected.run(tests, left, Change(mutant.module, place.function, mutant.changed))
            ran, taken, failed = ran + outcome.tests, taken + outcome.seconds, outcome.failed
        if failed or taken > seconds:
            break
    if known and not in_body:
        return known, "", -1, 0.0
    say(mutant, Outcome(failed, ran, taken))
    return known, failed, ran, taken


def say(mutant: Mutant, outcome: Outcome) -> None:
    """Print a line about a change at once."""
    word = "noticed " if outcome.failed else "SURVIVED"
    _CONSOLE.print(
        f"{word} {outcome.seconds:5.1f} s  {mutant.module}: {' => '.join(mutant.lines)}",
        style="dim" if outcome.failed else "bold",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


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
