"""A benchmark of this tree beside that of an earlier commit: ``scripts/bench against COMMIT NAME [...]``.

The commit is checked out beside this tree, with the packages installed here, and the two take turns, so that
other load on the machine affects both. A ratio above 1 means that this tree's number is larger. Put the benchmark's
own options (``--quick``, ``--tries 500``) after its name.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measuring.report import Measure, print_table
from tests.databases import ROOT

Numbers = dict[tuple[str, str, str], list[float]]


def read_arguments() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(prog="scripts/bench against", description=__doc__)
    parser.add_argument("--turns", type=int, default=3, help="how often each side is measured (3)")
    parser.add_argument("commit", help="the commit to compare with")
    parser.add_argument("name", help="the benchmark")
    parser.add_argument("options", nargs=argparse.REMAINDER, help="what the benchmark takes")
    return parser.parse_args()


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """Yield a tree of ``commit`` that uses the packages installed here, and remove it afterwards."""
    with tempfile.TemporaryDirectory() as directory:
        tree = Path(directory) / "earlier"
        subprocess.run(["git", "clone", "-q", "--no-checkout", ROOT, tree], check=True)
        subprocess.run(["git", "checkout", "-q", commit], cwd=tree, check=True)
        (tree / ".venv").symlink_to(ROOT / ".venv")
        (Path(directory) / "shared").symlink_to(ROOT.parent / "shared")
        yield tree


def measure(tree: Path, name: str, options: list[str]) -> list[dict[str, object]]:
    """Return the output of the benchmark ``name`` of ``tree``. Raises SystemExit if it ends without one."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *options, "--json"]
    path = os.pathsep.join([str(ROOT / ".venv" / "bin"), os.environ["PATH"]])
    done = subprocess.run(
        command,
        check=False,
        cwd=tree,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
    )
    start = done.stdout.find("{")
    if start < 0:
        sys.exit(f"{name} in {tree.name} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    measures: list[dict[str, object]] = json.loads(done.stdout[start:])["measures"]
    return measures


def compare(earlier: Numbers, now: Numbers) -> list[Measure]:
    """Return the ratio of medians, now to earlier, of every number on both sides."""
    return [
        Measure(
            side,
            what,
            statistics.median(now[side, what, unit]) / median,
            detail=_describe(numbers, now[side, what, unit], unit),
        )
        for (side, what, unit), numbers in earlier.items()
        if (side, what, unit) in now and (median := statistics.median(numbers))
    ]


def _describe(earlier: list[float], now: list[float], unit: str) -> str:
    before, after = (", ".join(f"{number:.4g}" for number in sorted(numbers)) for numbers in (earlier, now))
    return f"{after} : {before} {unit}"


def main() -> None:
    """Run both trees in turns, and print the ratios of their numbers."""
    arguments = read_arguments()
    sides: tuple[Numbers, Numbers] = (defaultdict(list), defaultdict(list))
    with checked_out(arguments.commit) as tree:
        for turn in range(arguments.turns):
            order = ((tree, sides[0]), (ROOT, sides[1]))
            for place, numbers in order if turn % 2 == 0 else order[::-1]:
                for row in measure(place, arguments.name, arguments.options):
                    numbers[str(row["side"]), str(row["what"]), str(row["unit"])].append(
                        float(str(row["value"]))
                    )
    print_table(
        compare(*sides), f"{arguments.name}: this tree to {arguments.commit}, {arguments.turns} turns each"
    )


if __name__ == "__main__":
    main()
