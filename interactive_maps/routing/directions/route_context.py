"""What is known along a way, besides the network: names and doors, as plain values. Pure.

Each ``place`` is x and y in metres of the graph's plane.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Opening:
    """A door or passage on ``level``; ``spaces`` are the ids of those that it joins, empty if nobody knows."""

    id: int
    level: float | None
    place: tuple[float, float]
    kind: str | None = None
    name: str | None = None
    spaces: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NearbyRoom:
    """A room with a ``name`` that people can read on its door; ``place`` is its display point.

    Its ``id`` is that of its space where rooms are spaces, else that of its point; :class:`Stop` has both.
    """

    id: int
    level: float | None
    place: tuple[float, float]
    name: str
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that was asked for: its name, where it is, and the ids of its space and its room; None if unknown."""

    name: str | None = None
    place: tuple[float, float] | None = None
    space: int | None = None
    room: int | None = None


@dataclass(frozen=True, slots=True)
class RouteContext:
    """All that is known near a way.

    ``levels`` are their names by (building, ordinal), the building None for what they are called in all of them, and
    ``buildings`` those of spaces, by id; ``connectors`` are names by id. ``stops`` are the places in the order in
    which they are visited, the start first and the goal last; those that are missing have no names.
    """

    levels: Mapping[tuple[int | None, float], str] = field(default_factory=dict)
    buildings: Mapping[int, int] = field(default_factory=dict)
    connectors: Mapping[int, str] = field(default_factory=dict)
    openings: tuple[Opening, ...] = ()
    rooms: tuple[NearbyRoom, ...] = ()
    stops: tuple[Stop, ...] = ()

    def name_level(self, level: float | None, building: int | None) -> str | None:
        """Return what a level is called in a building; None if nobody knows."""
        if level is None:
            return None
        return self.levels.get((building, level)) or self.levels.get((None, level))

    def find_stop(self, index: int) -> Stop:
        """Return the place that is visited as number ``index``."""
        return self.stops[index] if index < len(self.stops) else Stop()
