"""Rows for the map tables, which importers pass to :mod:`interactive_maps.mapdata.edits`.

Coordinates are WGS84 (longitude, latitude) in degrees; levels are ordinals (0 = ground, None = unknown). A ``key``
identifies a feature permanently within its source (a CAD entity handle, an OSM id), so publishing the same drawing
twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A named point: a row of ``room_points``. If it names a space or lies in one, it belongs to that space.

    ``space`` is the space's key; None if it equals the room's own key, or if the room is in no space.
    """

    key: str
    name: str
    level: float | None
    longitude: float
    latitude: float
    building: str | None = None
    space: str | None = None
    category: str | None = None

    @property
    def home(self) -> str:
        """The key of its space, if it is in one."""
        return self.space or self.key


@dataclass(frozen=True, slots=True)
class LineRow:
    """A piece of linework or lettering: a row of ``base_floor``, with the column names of ``ogr2ogr``."""

    key: str
    layer: str
    level: float | None
    geometry: BaseGeometry
    paperspace: bool = False
    subclasses: str | None = None
    linetype: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A point where edges meet or end: a row of ``nav_nodes``, possibly the middle of a space or a door."""

    key: str
    level: float | None
    longitude: float
    latitude: float
    space: str | None = None
    opening: str | None = None
    connector: str | None = None


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A walkable line from node to node: a row of ``nav_edges_final``.

    ``source`` and ``target`` are keys of nodes; ``length`` is geodesic, and it and the clear ``width`` are in metres;
    ``slope`` is rise over run; ``step_free``: can a wheelchair go along it. ``kind`` is ``walk``, ``door``, ``room``
    (from a room's middle to its door), or that of a connector. ``target_level`` is None on one level; ``one_way``
    allows only source to target.
    """

    key: str
    source: str
    target: str
    geometry: LineString
    length: float
    level: float | None
    target_level: float | None = None
    kind: str = "walk"
    one_way: bool = False
    width: float | None = None
    slope: float | None = None
    name: str | None = None
    space: str | None = None
    opening: str | None = None
    connector: str | None = None
    step_free: bool | None = None


# The source of buildings that have a name and no file: drawings of several levels share them.
NAMED = "named"


class Mode(StrEnum):
    """Treatment of rows that the source published before but does not contain now."""

    REPLACE = "replace"  # delete them
    APPEND = "append"  # keep them
    PART = "part"  # delete those of one building


@dataclass(frozen=True, slots=True)
class SourceRows:
    """All rows of one source.

    ``features`` maps layers to rows of this module or :mod:`features`. ``parts`` maps their keys to the key of their
    building; with Mode.PART, only rows of ``part`` may be deleted.
    """

    source: str
    features: Mapping[str, Sequence[Any]]
    parts: Mapping[str, str] = field(default_factory=dict)
    mode: Mode = Mode.REPLACE
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """Numbers of rows, over all layers, that a publication changed and left unchanged."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0
