"""What people see on the way: the doors that they pass, the rooms beside a turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.directions.branches import find_branches
from interactive_maps.routing.directions.steps import Landmark
from interactive_maps.routing.directions.surroundings import NearbyRoom, Opening, Surroundings
from interactive_maps.routing.directions.track import Track
from interactive_maps.routing.directions.turns import list_headings, simplify
from interactive_maps.routing.edges import NOTHING
from interactive_maps.routing.kinds import Kind

Floats = NDArray[np.float64]

NEAR_ROOM = 5.0  # metres from a turn to a room that tells its place
MOST_COUNTED = 6  # doors: nobody counts further
_FEW = 3  # doors that are told rather than a room's name
_ASIDE = 3.0  # metres from a way to a door that is passed
_BESIDE = 0.5  # metres before and behind a place that still belong to it

_POINTS = ("east", "north_east", "north", "north_west", "west", "south_west", "south", "south_east")


@dataclass(frozen=True, slots=True)
class PassedDoor:
    """A door beside the way, ``at`` metres from the start; the ``side`` is left or right."""

    at: float
    side: str


class Sights:
    """What is seen along one track."""

    def __init__(self, track: Track, surroundings: Surroundings, avoid: Sequence[int | None]) -> None:
        self._track = track
        self._openings = _by_level(track, surroundings.openings)
        self._rooms = _by_level(track, [room for room in surroundings.rooms if room.id not in avoid])

    def pass_doors(self, first: int, last: int) -> list[PassedDoor]:
        """Return the doors that stretches ``first`` to ``last`` pass without going through, in order."""
        level, _ = self._track.levels(first)
        known = self._openings.get(level)
        doors = list(self._pass_openings(*known, first, last) if known else self._pass_branches(first, last))
        return sorted(doors, key=lambda door: door.at)

    def choose(self, count: int, at: float, side: str | None, level: float | None) -> Landmark | None:
        """Return what tells the place ``at``: ``count`` doors on ``side`` if they are few, a room, or more doors."""
        counted = Landmark("doors", count=count, side=side) if 0 < count <= MOST_COUNTED else None
        if counted is not None and count <= _FEW:
            return counted
        return self._find_room(at, level) or counted

    def _find_room(self, at: float, level: float | None) -> Landmark | None:
        known = self._rooms.get(level)
        if known is None:
            return None
        rooms, places = known
        metres = np.hypot(*(places - self._track.find(at)).T)
        nearest = int(metres.argmin())
        room = rooms[nearest]
        assert isinstance(room, NearbyRoom)
        return Landmark("room", room.name, room.id) if metres[nearest] <= NEAR_ROOM else None

    def _pass_openings(
        self, openings: Sequence[Opening | NearbyRoom], places: Floats, first: int, last: int
    ) -> Iterator[PassedDoor]:
        """Yield the known openings of the spaces that are walked through."""
        track = self._track
        low, high = int(track.first[first]), int(track.first[last])
        start, end = track.places[low : high - 1], track.places[low + 1 : high]
        along = end - start
        squared = np.maximum((along**2).sum(axis=1), 1e-12)
        spaces = {track.space(index) for index in range(first, last)} - {NOTHING}
        gone = {int(track.graph.opening[track.stretches[index].edge]) for index in range(first, last)}
        for opening, place in zip(openings, places, strict=True):
            assert isinstance(opening, Opening)
            if opening.id in gone or (opening.spaces and spaces and not spaces & set(opening.spaces)):
                continue
            off = place - start
            share = np.clip((off * along).sum(axis=1) / squared, 0.0, 1.0)
            metres = np.hypot(*(off - along * share[:, None]).T)
            piece = int(metres.argmin())
            if metres[piece] > _ASIDE:
                continue
            at = np.interp(share[piece], (0, 1), track.at[low + piece : low + piece + 2])
            yield PassedDoor(float(at), _tell_side(along[piece], off[piece]))

    def _pass_branches(self, first: int, last: int) -> Iterator[PassedDoor]:
        """Yield the doors of the network that leave the nodes on the way."""
        track, graph = self._track, self._track.graph
        branches = find_branches(graph)
        on_way = {track.stretches[index].edge for index in range(first, last)}
        for index in range(first, last - 1):
            arc, line = track.stretches[index].arc, track.line(index)
            space = track.space(index)
            for door in branches.list_doors(int(graph.arc_head[arc]), space):
                if door // 2 not in on_way and graph.kind[arc // 2] != Kind.DOOR:
                    start, end = graph.offsets[door // 2 : door // 2 + 2].tolist()
                    off = graph.metres[end - 1] - graph.metres[start]
                    side = _tell_side(line[-1] - line[0], -off if door % 2 else off)
                    yield PassedDoor(float(track.reached[index + 1]), side)


def count_doors(doors: Sequence[PassedDoor], after: float, at: float, side: str | None) -> int:
    """Return how many of ``doors`` are passed between two places, on ``side`` or (None) on either."""
    return sum(
        after + _BESIDE < door.at < at - _BESIDE and (side is None or door.side == side) for door in doors
    )


def find_point(line: Floats) -> Landmark | None:
    """Return the point of the compass to which ``line`` leads at first; None if it has no length."""
    places, _ = simplify(line)
    if len(places) < 2:
        return None
    (heading, *_) = list_headings(places)
    return Landmark("compass", _POINTS[round(heading / 45) % 8])


def _by_level(
    track: Track, features: Sequence[Opening | NearbyRoom]
) -> dict[float | None, tuple[list[Opening | NearbyRoom], Floats]]:
    """Return features and their places in metres by level."""
    found: dict[float | None, list[Opening | NearbyRoom]] = {}
    for feature in features:
        found.setdefault(feature.level, []).append(feature)
    return {
        level: (some, track.plane.to_metres(np.array([one.location for one in some])))
        for level, some in found.items()
    }


def _tell_side(heading: Floats, off: Floats) -> str:
    return "left" if heading[0] * off[1] - heading[1] * off[0] > 0 else "right"
