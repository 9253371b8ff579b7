"""Thousands of mutated floor plans: each import must end with a map or a refusal in words.

``scripts/bench fuzz --mutations 100000 --seed 1``: DXF, IMDF, OpenStreetMap and GeoJSON, small files of the test data
and built-in samples. Other outcomes are reported with a traceback, and their files are kept in ``--keep``.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzzing.samples import list_samples
from tests.fuzzing.trials import Trials

_AT_ONCE = 500
_MOST_BYTES = 25_000


def main() -> None:
    """Try the mutations, show progress, and exit with 1 if any ended in a fault."""
    parser = argparse.ArgumentParser(prog="scripts/bench fuzz", description=__doc__)
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutation")
    parser.add_argument("--keep", type=Path, help="a folder for the files that end in a fault")
    arguments = parser.parse_args()
    logging.getLogger("ezdxf").setLevel(logging.CRITICAL)
    trials, start = Trials(), time.process_time()
    samples = list_samples(_MOST_BYTES)
    with tempfile.TemporaryDirectory() as folder:
        place = arguments.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        last = arguments.first + arguments.mutations
        told: set[str] = set()
        for number in range(arguments.first, last, _AT_ONCE):
            trials.run(samples, range(number, min(number + _AT_ONCE, last)), arguments.seed, place)
            for fault in trials.faults.keys() - told:
                print(f"\n{fault}\n{trials.faults[fault]}")
            told |= trials.faults.keys()
            seconds = time.process_time() - start
            done = min(number + _AT_ONCE, last) - arguments.first
            print(f"{done:,} mutations, {seconds:.0f} s, {len(trials.faults)} kinds of faults", flush=True)
    for outcome, count in sorted(trials.outcomes.items()):
        print(f"{outcome:24}{count:>10,}")
    sys.exit(1 if trials.faults else 0)


if __name__ == "__main__":
    main()
