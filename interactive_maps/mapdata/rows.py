"""Rows on their way into the map tables: what importers hand to :mod:`interactive_maps.mapdata.edits`.

Coordinates are WGS84 (longitude, latitude) in degrees; levels are ordinals (0 = ground, None = unknown).
A ``key`` names a thing stably inside its source (a CAD entity handle, an OSM id), so that publishing the
same drawing twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A named point: a row of ``room_points``."""

    key: str
    name: str
    level: float | None
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class LineRow:
    """A piece of linework or lettering: a row of ``base_floor``, columns as ``ogr2ogr`` names them."""

    key: str
    layer: str
    level: float | None
    geometry: BaseGeometry
    paperspace: bool = False
    subclasses: str | None = None
    linetype: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class SourceRows:
    """All that one source says; publishing it replaces what the same source said before."""

    source: str
    rooms: Sequence[RoomRow]
    lines: Sequence[LineRow]


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows, of all layers together, that a publication touched and left alone."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0
