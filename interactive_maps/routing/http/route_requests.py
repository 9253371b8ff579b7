"""Route requests as typed, validated values; code below is independent of HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from interactive_maps.routing.positioning.fixes import Fix
from interactive_maps.routing.profiles import PROFILES, Profile
from interactive_maps.routing.waypoints.waypoint_resolver import FeatureRef, Point, Waypoint


@dataclass(frozen=True, slots=True)
class TravelOptions:
    """Travel options; ``departure`` None means now."""

    profile: Profile = PROFILES["walk"]
    departure: datetime | None = None
    allow_violations: bool = False


@dataclass(frozen=True, slots=True)
class RouteRequest:
    """A route over ``stops``; ``simplify`` is the tolerance in metres of the drawn line."""

    stops: tuple[Waypoint, ...]
    options: TravelOptions
    best_order: bool = False
    alternatives: int = 0
    simplify: float = 0.0
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """Travel times from each of ``sources`` to each of ``targets``."""

    sources: tuple[Waypoint, ...]
    targets: tuple[Waypoint, ...]
    options: TravelOptions


@dataclass(frozen=True, slots=True)
class NearestRequest:
    """The ``limit`` features of ``categories`` that are nearest to ``start``."""

    start: Waypoint
    categories: tuple[str, ...]
    limit: int
    options: TravelOptions
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LocateRequest:
    """Where somebody may be who is at ``fix`` by a device, or at ``anchor``; one of them is given.

    An anchor is a place, or the code of a sign.
    """

    fix: Fix | None
    anchor: Point | FeatureRef | str | None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReachRequest:
    """The area that can be reached within ``seconds``."""

    start: Waypoint
    seconds: float
    options: TravelOptions
    languages: tuple[str, ...] = ()
