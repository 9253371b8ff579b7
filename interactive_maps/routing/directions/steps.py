"""A step: one thing to do on the way, told by what a person sees. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StepKind(StrEnum):
    """What is done. A ``straight`` step with an angle follows a bend that is no single turn."""

    START = "start"
    TURN = "turn"
    STRAIGHT = "straight"
    DOOR = "door"
    STAIRS = "stairs"
    LIFT = "lift"
    ESCALATOR = "escalator"
    RAMP = "ramp"
    WALKWAY = "walkway"
    ARRIVE = "arrive"


class Angle(StrEnum):
    """Which way, for somebody who has walked up to here: straight < 25 degrees, slight < 45, turn < 120, sharp."""

    STRAIGHT = "straight"
    SLIGHT_LEFT = "slight_left"
    SLIGHT_RIGHT = "slight_right"
    LEFT = "left"
    RIGHT = "right"
    SHARP_LEFT = "sharp_left"
    SHARP_RIGHT = "sharp_right"

    @property
    def side(self) -> str | None:
        """Return ``left``, ``right``, or None straight ahead."""
        return None if self is Angle.STRAIGHT else self.value.rpartition("_")[2]


def classify(degrees: float) -> Angle:
    """Return the class of a turn: ``degrees`` from -180 to 180, to the left positive."""
    size = abs(degrees)
    if size < 25:
        return Angle.STRAIGHT
    side = "left" if degrees > 0 else "right"
    return Angle(f"slight_{side}" if size < 45 else side if size < 120 else f"sharp_{side}")


@dataclass(frozen=True, slots=True)
class Landmark:
    """What tells the place of a step.

    ``doors``: ``count`` doors are passed since the step before, on ``side`` (None: on either side); 0 tells of an
    arrival that it is at the first one.
    ``room``: the room ``name`` (``id``) is within 5 m. ``compass``: the way leads to ``name``: ``north_east``.
    """

    kind: str
    name: str | None = None
    id: int | None = None
    count: int | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do at ``location`` (longitude, latitude) on ``level``.

    ``distance`` in metres and ``duration`` in seconds lead from here to the next step; over all steps they add up to
    the way's. ``approach`` are the metres from where the step before was done to where this one is. ``angle`` is None
    where nobody knows which way people look. ``to_level`` is None where the level stays. ``name`` is that of the
    room that is left or arrived at, of the door or of the connector. ``indoors``: a start or arrival that leads
    through a door. ``doors`` are those passed since the step before, on the side of ``angle``, or on both sides.
    """

    kind: StepKind
    angle: Angle | None
    level: float | None
    to_level: float | None
    distance: float
    duration: float
    location: tuple[float, float]
    landmark: Landmark | None = None
    name: str | None = None
    approach: float = 0.0
    indoors: bool = False
    doors: int = 0
    level_name: str | None = None
    to_level_name: str | None = None
