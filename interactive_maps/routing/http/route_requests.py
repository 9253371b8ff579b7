"""What is asked for, as one typed, validated value; nothing below knows of HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from interactive_maps.routing.profiles import PROFILES, Profile
from interactive_maps.routing.waypoints.waypoint_resolver import Waypoint


@dataclass(frozen=True, slots=True)
class TravelOptions:
    """How somebody goes, and when; ``departure`` None: now."""

    profile: Profile = PROFILES["walk"]
    departure: datetime | None = None
    allow_violations: bool = False


@dataclass(frozen=True, slots=True)
class RouteRequest:
    """A way over ``stops``; ``simplify`` is how far, in metres, the drawn line may be off."""

    stops: tuple[Waypoint, ...]
    options: TravelOptions
    best_order: bool = False
    alternatives: int = 0
    simplify: float = 0.0
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """The times from each of ``sources`` to each of ``targets``."""

    sources: tuple[Waypoint, ...]
    targets: tuple[Waypoint, ...]
    options: TravelOptions


@dataclass(frozen=True, slots=True)
class ReachRequest:
    """Where somebody can be within ``seconds``."""

    start: Waypoint
    seconds: float
    options: TravelOptions
    languages: tuple[str, ...] = ()
