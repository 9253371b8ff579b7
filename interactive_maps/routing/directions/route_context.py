"""Route context: names and doors along a route, as plain values. Pure.

Each ``place`` is x and y in metres of the graph's plane.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Opening:
    """A door or passage on ``level``; ``spaces`` are the ids of the spaces that it joins, empty if unknown."""

    id: int
    level: float | None
    place: tuple[float, float]
    kind: str | None = None
    name: str | None = None
    spaces: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NearbyRoom:
    """A room whose ``name`` is on its door; ``place`` is its display point.

    Its ``id`` is that of its space if the map has spaces, else that of its point; :class:`Stop` has both.
    """

    id: int
    level: float | None
    place: tuple[float, float]
    name: str
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A requested waypoint: its name, position, and the ids of its space and its room; None if unknown.

    At a building (``is_building``), one stands in its entrance, and not in a room.
    """

    name: str | None = None
    place: tuple[float, float] | None = None
    space: int | None = None
    room: int | None = None
    is_building: bool = False


@dataclass(frozen=True, slots=True)
class RouteContext:
    """Everything known near a route.

    ``levels`` are level names by (building, ordinal), with None for names common to all buildings; ``buildings`` are
    the buildings of spaces, by id; ``building_names`` and ``connectors`` names by id. ``stops`` are the waypoints in
    the order of their visits, from start to goal; missing ones have no names.
    """

    levels: Mapping[tuple[int | None, float], str] = field(default_factory=dict)
    buildings: Mapping[int, int] = field(default_factory=dict)
    building_names: Mapping[int, str] = field(default_factory=dict)
    connectors: Mapping[int, str] = field(default_factory=dict)
    openings: tuple[Opening, ...] = ()
    rooms: tuple[NearbyRoom, ...] = ()
    stops: tuple[Stop, ...] = ()

    def name_level(self, level: float | None, building: int | None) -> str | None:
        """Return a level's name in a building; None if unknown."""
        if level is None:
            return None
        return self.levels.get((building, level)) or self.levels.get((None, level))

    def find_stop(self, index: int) -> Stop:
        """Return the waypoint visited at position ``index``."""
        return self.stops[index] if index < len(self.stops) else Stop()
