"""Landmarks along a route: doors that it passes, rooms beside a turn. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.directions.doors import Branching, PassedDoor, pass_openings
from interactive_maps.routing.directions.maneuvers import list_headings, simplify
from interactive_maps.routing.directions.polyline import XY, Polyline
from interactive_maps.routing.directions.route_context import NearbyRoom, Opening, RouteContext
from interactive_maps.routing.directions.steps import Landmark

Floats = NDArray[np.float64]
Feature = TypeVar("Feature", Opening, NearbyRoom)

NEAR_ROOM = 5.0  # metres from a turn to a room that marks it
MOST_COUNTED = 6  # doors: people do not count further
_FEW = 3  # up to this many doors are preferred to a room's name

_POINTS = ("east", "north_east", "north", "north_west", "west", "south_west", "south", "south_east")


class Sights:
    """The visible surroundings of one polyline."""

    def __init__(self, polyline: Polyline, context: RouteContext, avoid: Sequence[int | None]) -> None:
        self._polyline = polyline
        self._context = context
        self._avoid = frozenset(avoid)

    @cached_property
    def _openings(self) -> dict[float | None, tuple[list[Opening], Floats]]:
        """Return doors and their positions by level."""
        by_level = _by_level(self._context.openings)
        return {level: (some, np.array([one.place for one in some])) for level, some in by_level.items()}

    @cached_property
    def _rooms(self) -> dict[float | None, list[NearbyRoom]]:
        return _by_level([room for room in self._context.rooms if room.id not in self._avoid])

    @cached_property
    def _branches(self) -> Branching:
        return Branching(self._polyline)

    def pass_doors(self, first: int, last: int) -> list[PassedDoor]:
        """Return the doors that segments ``first`` to ``last`` pass by, in order."""
        level, _ = self._polyline.levels(first)
        known = self._openings.get(level)
        if known:
            return pass_openings(self._polyline, *known, first, last)
        return self._branches.pass_doors(first, last)

    def choose(
        self, count: int | None, at: float, side: str | None, level: float | None, own: str | None
    ) -> Landmark | None:
        """Return the landmark at ``at``: a few doors (``count`` on ``side``), a room, or more doors.

        A feature named ``own`` has its own sign.
        """
        counted = tell_doors(count, side)
        if counted is not None and (counted.count or 0) <= _FEW:
            return counted
        room = self._find_room(at, level)
        if room is None:
            return counted
        return room if room.name != own else None

    def _find_room(self, at: float, level: float | None) -> Landmark | None:
        x, y = self._polyline.find(at)
        nearest, least = None, NEAR_ROOM
        for room in self._rooms.get(level, ()):
            east, north = room.place[0] - x, room.place[1] - y
            if -least <= east <= least and -least <= north <= least:
                metres = math.hypot(east, north)
                if metres < least or (nearest is None and metres <= least):
                    nearest, least = room, metres
        return None if nearest is None else Landmark("room", nearest.name, nearest.id)


def tell_doors(count: int | None, side: str | None, *, first: bool = False) -> Landmark | None:
    """Return ``count`` passed doors on ``side`` as a landmark; with ``first``, zero doors count too."""
    if count is None:
        return None
    few = 0 < count <= MOST_COUNTED or (first and count == 0 and side is not None)
    return Landmark("doors", count=count, side=side) if few else None


def find_point(line: Sequence[XY]) -> Landmark | None:
    """Return the initial compass direction of ``line``; None if it has no length."""
    places, _ = simplify(line)
    if len(places) < 2:
        return None
    (heading, *_) = list_headings(places)
    return Landmark("compass", _POINTS[round(heading / 45) % 8])


def _by_level(features: Sequence[Feature]) -> dict[float | None, list[Feature]]:
    found: dict[float | None, list[Feature]] = {}
    for feature in features:
        found.setdefault(feature.level, []).append(feature)
    return found
