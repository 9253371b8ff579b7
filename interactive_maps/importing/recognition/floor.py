"""The recognised floor: rooms, doors and outline, in metres around the plan's origin."""

from __future__ import annotations

from dataclasses import dataclass, field

from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.doors.threshold import Evidence
from interactive_maps.importing.recognition.plan import Plan


@dataclass(frozen=True, slots=True)
class Room:
    """A room, corridor or shaft. ``kind`` is an IMDF category; ``confidence`` from 0 to 1; ``issues`` are codes."""

    key: str
    area: Polygon
    number: str = ""
    name: str = ""
    kind: str = "room"
    labels: tuple[tuple[str, str], ...] = ()
    place: tuple[float, float] | None = None
    confidence: float = 1.0
    issues: tuple[str, ...] = ()
    texts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Door:
    """An opening between ``rooms`` (indices; one only for an entrance); ``width`` is clear, in metres."""

    key: str
    start: tuple[float, float]
    end: tuple[float, float]
    rooms: tuple[int, ...]
    width: float
    evidence: Evidence
    confidence: float = 1.0

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the opening."""
        return (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2


@dataclass(frozen=True, slots=True)
class Floor:
    """The interpretation of a plan; ``outlined`` names the layers whose room outlines were used."""

    plan: Plan
    rooms: tuple[Room, ...]
    doors: tuple[Door, ...]
    outline: BaseGeometry
    account: Account = field(default_factory=Account)
    outlined: tuple[str, ...] = ()
