"""The misfit of a perceived direction and the instructed one: 0 for a fit, plus one for every 15 degrees."""

from __future__ import annotations

import math
from collections.abc import Sequence

from benchmarks.replay.paths import Heading
from interactive_maps.routing.directions import Angle

_CLASSES = {"straight": (0, 25), "slight": (25, 45), "turn": (45, 120), "sharp": (120, 180)}
_POINTS = ("east", "north_east", "north", "north_west", "west", "south_west", "south", "south_east")
_RANGES = {
    angle: (
        *_CLASSES["turn" if angle in {Angle.LEFT, Angle.RIGHT} else angle.value.split("_")[0]],
        angle.side,
    )
    for angle in Angle
}
_LATE = 0.4  # for each place farther from the turn at which a direction was perceived


def fit(before: Sequence[Heading], after: Sequence[Heading], said: Angle | None) -> float:
    """Return the misfit of a turn with the best of some directions before and after a place."""
    if said is None:
        return 0.0
    best, known = math.inf, False
    for early, old in enumerate(before):
        for late, new in enumerate(after):
            if old is None or new is None or _LATE * (early + late) >= best:
                continue
            known = True
            best = min(best, _misfit(new - old, said) + _LATE * (early + late))
    return best if known else 0.0


def fit_compass(onwards: Sequence[Heading], point: str) -> float:
    """Return the misfit of the start of a path with a compass direction."""
    if not onwards or onwards[0] is None or point not in _POINTS:
        return 0.0
    return abs(math.remainder(onwards[0] - 45 * _POINTS.index(point), 360.0)) / 30


def _misfit(turn: float, said: Angle) -> float:
    """Return the misfit of a turn with a class: 0 inside it."""
    turn = math.remainder(turn, 360.0)
    low, high, side = _RANGES[said]
    size = -turn if side == "right" else turn if side else abs(turn)
    return max(0.0, low - size, size - high) / 15
