"""What ``scripts/bench locate`` judges."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from benchmarks.locate import Score, Trial, list_measures


def measure(*sure: tuple[int, int]) -> dict[str, tuple[float, str]]:
    """Return value and verdict of each measure; ``sure`` are the sure answers and the wrong ones by accuracy."""
    building = cast("Any", SimpleNamespace(name="here"))
    scores = {
        ("floor told", 5.0 * (at + 1)): Score(10, 10, 10, 10, number, wrong)
        for at, (number, wrong) in enumerate(sure)
    }
    trial = Trial(building, np.random.default_rng(1), 2.4477, scores)
    return {one.what: (one.value, one.verdict) for one in list_measures(trial)}


def test_the_sure_answers_of_a_building_are_judged_together():
    found = measure((99, 0), (1, 1))
    assert found["wrong of sure, 10 m"] == (100.0, "")
    assert found["wrong of sure"] == (1.0, "target")
    assert measure((90, 5), (10, 1))["wrong of sure"] == (6.0, "missed")
    assert measure((0, 0))["wrong of sure"] == (0.0, "target")
