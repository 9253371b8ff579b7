"""What people see on the way: the doors that they pass, the rooms beside a turn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.directions.doors import PassedDoor, pass_branches, pass_openings
from interactive_maps.routing.directions.steps import Landmark
from interactive_maps.routing.directions.surroundings import NearbyRoom, Opening, Surroundings
from interactive_maps.routing.directions.track import Place, Track
from interactive_maps.routing.directions.turns import list_headings, simplify

Floats = NDArray[np.float64]
Feature = TypeVar("Feature", Opening, NearbyRoom)

NEAR_ROOM = 5.0  # metres from a turn to a room that tells its place
MOST_COUNTED = 6  # doors: nobody counts further
_FEW = 3  # doors that are told rather than a room's name

_POINTS = ("east", "north_east", "north", "north_west", "west", "south_west", "south", "south_east")


class Sights:
    """What is seen along one track."""

    def __init__(self, track: Track, surroundings: Surroundings, avoid: Sequence[int | None]) -> None:
        self._track = track
        self._surroundings = surroundings
        self._avoid = avoid

    @cached_property
    def _openings(self) -> dict[float | None, tuple[list[Opening], Floats]]:
        return _by_level(self._surroundings.openings)

    @cached_property
    def _rooms(self) -> dict[float | None, tuple[list[NearbyRoom], Floats]]:
        return _by_level([room for room in self._surroundings.rooms if room.id not in self._avoid])

    def pass_doors(self, first: int, last: int) -> list[PassedDoor]:
        """Return the doors that stretches ``first`` to ``last`` pass without going through, in order."""
        level, _ = self._track.levels(first)
        known = self._openings.get(level)
        if known:
            return pass_openings(self._track, *known, first, last)
        return pass_branches(self._track, first, last)

    def choose(
        self, count: int | None, at: float, side: str | None, level: float | None, own: str | None
    ) -> Landmark | None:
        """Return what tells the place ``at``: ``count`` doors on ``side`` if they are few, a room, or more doors.

        What has the name ``own`` has a sign of its own.
        """
        counted = tell_doors(count, side)
        if counted is not None and (counted.count or 0) <= _FEW:
            return counted
        room = self._find_room(at, level)
        if room is None:
            return counted
        return room if room.name != own else None

    def _find_room(self, at: float, level: float | None) -> Landmark | None:
        known = self._rooms.get(level)
        if known is None:
            return None
        rooms, places = known
        x, y = self._track.find(at)
        metres = np.hypot(places[:, 0] - x, places[:, 1] - y)
        nearest = int(metres.argmin())
        if metres[nearest] > NEAR_ROOM:
            return None
        return Landmark("room", rooms[nearest].name, rooms[nearest].id)


def tell_doors(count: int | None, side: str | None, *, first: bool = False) -> Landmark | None:
    """Return ``count`` passed doors on ``side`` as a landmark; ``first``: that there are none is one, too."""
    if count is None:
        return None
    few = 0 < count <= MOST_COUNTED or (first and count == 0 and side is not None)
    return Landmark("doors", count=count, side=side) if few else None


def find_point(line: Sequence[Place]) -> Landmark | None:
    """Return the point of the compass to which ``line`` leads at first; None if it has no length."""
    places, _ = simplify(line)
    if len(places) < 2:
        return None
    (heading, *_) = list_headings(places)
    return Landmark("compass", _POINTS[round(heading / 45) % 8])


def _by_level(features: Sequence[Feature]) -> dict[float | None, tuple[list[Feature], Floats]]:
    """Return features and their places in metres by level."""
    if not features:
        return {}
    places = np.array([one.place for one in features])
    found: dict[float | None, list[int]] = {}
    for index, feature in enumerate(features):
        found.setdefault(feature.level, []).append(index)
    return {level: ([features[index] for index in some], places[some]) for level, some in found.items()}
