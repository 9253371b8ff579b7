"""Steps: single maneuvers of a route, described by what is visible. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StepKind(StrEnum):
    """Type of a maneuver.

    A ``straight`` step with an angle follows a bend that is not a single turn. ``leave`` and ``enter`` are about
    buildings, on a walk from one to another.
    """

    START = "start"
    TURN = "turn"
    STRAIGHT = "straight"
    DOOR = "door"
    STAIRS = "stairs"
    LIFT = "lift"
    ESCALATOR = "escalator"
    RAMP = "ramp"
    WALKWAY = "walkway"
    LEAVE = "leave"
    ENTER = "enter"
    ARRIVE = "arrive"


class Angle(StrEnum):
    """Direction relative to the walk so far: straight < 25 degrees, slight < 45, turn < 120, sharp."""

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
    """Return the class of a turn: ``degrees`` from -180 to 180, left positive."""
    size = abs(degrees)
    if size < 25:
        return Angle.STRAIGHT
    side = "left" if degrees > 0 else "right"
    return Angle(f"slight_{side}" if size < 45 else side if size < 120 else f"sharp_{side}")


@dataclass(frozen=True, slots=True)
class Landmark:
    """The landmark of a step.

    ``doors``: the route passes ``count`` doors since the previous step, on ``side`` (None: on either side); at an
    arrival, 0 means the first door. ``room``: the room ``name`` (``id``) is within 5 m. ``compass``: the route starts
    towards ``name``: ``north_east``.
    """

    kind: str
    name: str | None = None
    id: int | None = None
    count: int | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One maneuver at ``location`` (longitude, latitude) on ``level``.

    ``distance`` in metres and ``duration`` in seconds extend to the next step and add up to the route's. ``approach``
    is the distance in metres from the end of the previous maneuver to this one. ``angle`` is None if the direction of
    view is unknown, ``to_level`` if the level stays. ``name`` is that of the room left or reached, of the door or of
    the connector. ``indoors``: a start or arrival through a door. ``doors`` are the doors passed since the previous
    step, on the side of ``angle``, or on both sides. Level names are those of the building in which the step is.
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
