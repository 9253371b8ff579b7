"""A position as a device reports it, and what else is known of where somebody is. Pure."""

from __future__ import annotations

from dataclasses import dataclass

# The radius that holds 95 % of a normal distribution in the plane, in standard deviations: ``accuracy`` as the
# Geolocation API of the W3C defines it.
_DEVIATIONS = 2.4477
_LEAST_ACCURACY = 1.0  # metres: no device is better, whatever it reports


@dataclass(frozen=True, slots=True)
class PreviousLocation:
    """Where somebody was ``seconds`` ago; ``confidence`` is that of the level, which may be unknown."""

    longitude: float
    latitude: float
    level: float | None
    seconds: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Fix:
    """A position in degrees with its ``accuracy`` in metres (the radius that holds 95 %).

    ``heading`` is in degrees clockwise from north, ``level`` is a hint of the floor.
    """

    longitude: float
    latitude: float
    accuracy: float
    heading: float | None = None
    level: float | None = None
    previous: PreviousLocation | None = None

    @property
    def deviation(self) -> float:
        """Return the standard deviation along each axis, in metres."""
        return max(self.accuracy, _LEAST_ACCURACY) / _DEVIATIONS
