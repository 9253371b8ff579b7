"""The threshold: the line that closes a wall at a door or an open portal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot

import numpy as np

from interactive_maps.importing.drawing.drawing import Floats


class Evidence(StrEnum):
    """The evidence for an opening, the strongest first."""

    SWING = "swing"  # an arc with its leaf
    SYMBOL = "symbol"  # a block or layer with a door's name
    FILLED = "filled"  # a gap in a wall with something drawn in it
    GAP = "gap"  # a gap in a wall
    OPEN = "open"  # only a guessed edge between two rooms
    GLAZED = "glazed"  # a gap with glass in it: a window


@dataclass(frozen=True, slots=True)
class Threshold:
    """An opening from ``start`` to ``end``, metres. ``entity`` drew it, -1 for none; ``thickness`` is the wall's.

    ``lines`` (n, 4) close the wall: one line, or both faces. ``leaves`` counts door leaves. ``panes`` is whether
    nothing but lines from end to end draws it, as a window.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    evidence: Evidence
    lines: Floats
    thickness: float = 0.0
    entity: int = -1
    leaves: int = 0
    panes: bool = False

    @property
    def width(self) -> float:
        """Metres from end to end."""
        return hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the opening."""
        return (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2

    @property
    def direction(self) -> Floats:
        """The unit vector from start to end."""
        step = np.array(self.end) - np.array(self.start)
        return np.asarray(step / max(float(np.hypot(*step)), 1e-9))


def list_openings(thresholds: Sequence[Threshold]) -> Floats:
    """Return the lines from end to end of openings, (n, 4)."""
    return np.array([(*one.start, *one.end) for one in thresholds]).reshape(-1, 4)
