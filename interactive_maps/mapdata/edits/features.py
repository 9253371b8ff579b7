"""Features of buildings as importers read them, in a common form for all formats.

Geometry is WGS84 (longitude, latitude) in degrees, as shapely objects. A ``key`` identifies a feature permanently
within its source (an IMDF id, ``way/123``). A feature on several levels is split by level; each key gets the suffix
``@ordinal``. ``names`` are by BCP 47 language, ``""`` if unknown. Categories are IMDF's. ``properties`` are the
source record, kept so that it can be exported again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

Names = Mapping[str, str]
Properties = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Venue:
    """A place with buildings: a campus, a station, a mall."""

    key: str
    names: Names
    category: str | None = None
    geometry: BaseGeometry | None = None
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Building:
    """A building; ``geometry`` is its footprint."""

    key: str
    names: Names
    venue: str | None = None
    category: str | None = None
    geometry: BaseGeometry | None = None
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Level:
    """A level. ``ordinal`` sorts levels (0 is the ground floor, fractions lie between); ``elevation`` in metres."""

    key: str
    ordinal: float
    names: Names
    short_names: Names = field(default_factory=dict)
    buildings: tuple[str, ...] = ()
    elevation: float | None = None
    geometry: BaseGeometry | None = None
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Space:
    """A room, corridor or area of one level. ``ordinal`` is None if the source gives no level.

    ``ref`` is the number on the door, ``aliases`` are other and former names. ``step_free``: accessible by
    wheelchair. ``opening_hours`` are in OpenStreetMap's notation. ``capacity`` is a number of people.
    """

    key: str
    category: str
    names: Names
    ordinal: float | None
    geometry: BaseGeometry
    display_point: Point
    level: str | None = None
    building: str | None = None
    ref: str | None = None
    aliases: tuple[str, ...] = ()
    access: str | None = None
    step_free: bool | None = None
    opening_hours: str | None = None
    capacity: int | None = None
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """A door or passage: a point, or the line of the sill. ``spaces`` are the keys of the spaces it joins.

    ``width`` is the clear width in metres. ``category`` is an IMDF category: ``pedestrian``, ``emergencyexit``.
    ``guessed``: the source shows no opening there, but nothing else leads into a space.
    """

    key: str
    ordinal: float | None
    geometry: BaseGeometry
    spaces: tuple[str, ...] = ()
    kind: str | None = None
    width: float | None = None
    automatic: bool | None = None
    access: str | None = None
    step_free: bool | None = None
    names: Names = field(default_factory=dict)
    category: str | None = None
    properties: Properties = field(default_factory=dict)
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Connector:
    """Stairs, lift, escalator, ramp or moving walkway. ``ordinals`` are the levels that it serves, in order.

    ``direction`` is ``both``, ``forward`` or ``backward`` along the geometry, ``reversible`` for an escalator that
    changes its direction, or ``unknown`` if it moves in an unknown direction.
    """

    key: str
    kind: str
    ordinals: tuple[float, ...]
    geometry: BaseGeometry
    names: Names = field(default_factory=dict)
    direction: str = "both"
    incline: str | None = None
    step_free: bool | None = None
    access: str | None = None
    spaces: tuple[str, ...] = ()
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PointOfInterest:
    """A point of interest that is not a room: an amenity, a kiosk.

    ``level`` and ``building`` are keys; for a point in a space, None means those of the space.
    """

    key: str
    category: str
    names: Names
    ordinal: float | None
    location: Point
    spaces: tuple[str, ...] = ()
    opening_hours: str | None = None
    access: str | None = None
    step_free: bool | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    properties: Properties = field(default_factory=dict)
    level: str | None = None
    building: str | None = None


@dataclass(frozen=True, slots=True)
class Occupant:
    """An occupant of a space: a shop, an institute. People search for its names."""

    key: str
    category: str | None
    names: Names
    space: str | None
    location: Point | None = None
    opening_hours: str | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnmappedFeature:
    """A source feature without a counterpart on the map, kept for export; ``kind`` is the format's own."""

    key: str
    kind: str
    properties: Properties
    ordinal: float | None = None
    geometry: BaseGeometry | None = None
