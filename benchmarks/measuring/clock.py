"""Times of several sides measured in turn, so that other load on the machine affects all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Side = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of one side: the median, and the fastest."""

    median: float
    best: float


def alternate(sides: Mapping[str, Side], repeats: int) -> dict[str, Times]:
    """Run all ``sides``, each of which returns its seconds, ``repeats`` times in turn."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(repeats):
        for name, side in sides.items():
            taken[name].append(side())
    return {name: Times(statistics.median(times), min(times)) for name, times in taken.items()}


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Return as soon as ``condition`` holds; TimeoutError says ``what`` did not happen."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.02)
