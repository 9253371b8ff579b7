"""The brief of a demo building: its number of levels and rooms, its use and its seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal, get_args

Use = Literal["hospital", "campus"]
USES: tuple[Use, ...] = get_args(Use)

LEVELS = range(1, 61)
ROOMS = range(8, 50_001)
ROOMS_ON_A_LEVEL = range(4, 5_001)  # fewer do not make a plan; more do not fit into memory as one drawing
LEVELS_WITH_BASEMENT = 4


class BadBrief(ValueError):
    """The brief cannot be met; the message tells the user why."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A building to generate: exactly ``rooms`` rooms on ``levels`` levels. Raises :class:`BadBrief`."""

    levels: int = 4
    rooms: int = 400
    seed: int = 1
    use: Use = "hospital"

    def __post_init__(self) -> None:
        _check("levels", self.levels, LEVELS)
        _check("rooms", self.rooms, ROOMS)
        if self.use not in USES:
            raise BadBrief(f"The kind of building must be one of {', '.join(USES)}, not {self.use!r}.")
        fewest, most = (self.levels * bound for bound in (ROOMS_ON_A_LEVEL[0], ROOMS_ON_A_LEVEL[-1]))
        if not fewest <= self.rooms <= most:
            reason = "few" if self.rooms < fewest else "many"
            raise BadBrief(
                f"{self.rooms} rooms are too {reason} for {self.levels} levels, "
                f"which hold from {fewest} to {most} rooms."
            )

    @property
    def ordinals(self) -> tuple[int, ...]:
        """The levels from the lowest up; 0 is the ground floor."""
        lowest = -1 if self.levels >= LEVELS_WITH_BASEMENT else 0
        return tuple(range(lowest, lowest + self.levels))

    def dice(self, purpose: str) -> random.Random:
        """Return the random generator of ``purpose``, so that one decision does not affect another."""
        return random.Random(f"{self.use}/{self.seed}/{purpose}")  # noqa: S311 - a plan is no secret


def _check(name: str, value: int, bounds: range) -> None:
    if value not in bounds:
        raise BadBrief(f"The number of {name} must be from {bounds[0]} to {bounds[-1]}, not {value}.")
