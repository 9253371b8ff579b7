"""What a building is made of, on its way into the map: what importers read, whatever the format.

Geometry is WGS84 (longitude, latitude) in degrees, as shapely objects. A ``key`` names a thing stably inside its
source (an IMDF id, ``way/123``); a thing that is on several levels is one feature a level, its key followed by
``@ordinal``. ``names`` are by BCP 47 language, ``""`` where the source tells none. Categories are IMDF's.
``properties`` are what the source itself says of it, kept so that it can be given back.
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
    """A floor. ``ordinal`` sorts floors (0 is the ground floor, fractions are between); ``elevation`` in metres."""

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
    """A room, corridor or area of one level. ``ordinal`` is None where the source tells no level.

    ``ref`` is the number on the door, ``aliases`` other and old names. ``step_free``: can a wheelchair be in it.
    ``opening_hours`` are in OpenStreetMap's notation. ``capacity`` is how many people it is for.
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
    """A door or passage: a point, or the line of the sill. ``spaces`` are the keys of those it joins.

    ``width`` is the clear one, in metres. ``category`` says for whom it is: ``pedestrian``, ``emergencyexit``.
    ``guessed``: the source has none there, and nothing else leads into a space.
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

    ``direction`` is ``both``, or along the geometry: ``forward``, ``backward``; ``reversible`` for an escalator that
    goes either way in turn, ``unknown`` for one of which only that it moves is known.
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
    """Something to go to that is no room: an amenity, a kiosk.

    ``level`` and ``building`` are keys; of one in a space, None means those of the space.
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
    """Who is in a space: a shop, an institute; its names are what people look for."""

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
    """What its format has and a map has no use for, kept so that it can be given back; ``kind`` is the format's."""

    key: str
    kind: str
    properties: Properties
    ordinal: float | None = None
    geometry: BaseGeometry | None = None
