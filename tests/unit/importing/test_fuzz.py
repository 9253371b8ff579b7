"""Mutated files of every format: each becomes a map that can be written, or is refused in words."""

from __future__ import annotations

import logging

import pytest

from tests.fuzzing.samples import list_samples
from tests.fuzzing.trials import Trials

SEED = 1


def run(numbers: range, most_bytes: int, folder) -> Trials:
    logging.getLogger("ezdxf").setLevel(logging.CRITICAL)
    trials = Trials()
    trials.run(list_samples(most_bytes), numbers, SEED, folder)
    return trials


# Every run tries some, each night more.
@pytest.mark.parametrize(
    "first", [0, *(pytest.param(first, marks=pytest.mark.nightly) for first in (500, 1000, 1500))]
)
def test_mutations_are_imported_or_refused(first, tmp_path):
    trials = run(range(first, first + 500), 25_000, tmp_path)
    assert not trials.faults, "\n".join(trials.faults.values())
    # Most get past the first look: a fuzzer whose files are all refused at once tries nothing.
    for suffix in (".dxf", ".zip", ".geojson", ".osm"):
        assert trials.outcomes[f"{suffix} imported"] > 10, trials.outcomes


@pytest.mark.nightly
def test_mutations_of_real_files(tmp_path):
    trials = run(range(2000, 12_000), 800_000, tmp_path)
    assert not trials.faults, "\n".join(trials.faults.values())
