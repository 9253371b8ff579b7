"""The paths on from a point, and what a person notices along one of them."""

from __future__ import annotations

import heapq
import itertools
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from benchmarks.replay.streets import Move, Streets, tell_side
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NOTHING

Heading = float | None

SOON = (0.0, 1.5, 3.0, 4.5)  # metres before and after a place at which directions are perceived
_LOOK = 2.0  # metres over which a person perceives a direction
_AWAY = 5.0  # metres from the ends of a piece within which bends belong to its ends
_LEAST = 0.05  # metres: shorter pieces have no direction


class Reached(NamedTuple):
    """A point ``metres`` away, reached from ``before`` by ``move``; the distance of the last door before it.

    ``inside_at`` is where the edge of the last move began, or where its space was entered if that is known.
    """

    metres: float
    before: int
    move: Move | None
    last_door: float | None
    inside_at: float


class View:
    """A path between two places on it, as perceived."""

    def __init__(self, path: Path, begin: float, stop: float) -> None:
        self._path, self._begin, self._stop = path, begin, stop

    @cached_property
    def onwards(self) -> list[Heading]:
        """Return the headings soon after its start."""
        starts = [self._begin + soon for soon in SOON if self._begin + soon < self._stop]
        return [self._path.head(start, min(start + _LOOK, self._stop)) for start in starts]

    @cached_property
    def before(self) -> list[Heading]:
        """Return the headings soon before its end."""
        ends = [self._stop - soon for soon in SOON if self._stop - soon > self._begin]
        return [self._path.head(max(end - _LOOK, self._begin), end) for end in ends]

    @cached_property
    def bend(self) -> float:
        """Return the sharpest turn in between, in degrees, away from its start and its end."""
        if self._stop - self._begin < 2 * (_AWAY + _LOOK):
            return 0.0
        where = np.arange(self._begin + _AWAY - _LOOK, self._stop - _AWAY + _LOOK, _LOOK / 2)
        places = np.array([self._path.streets.places[point] for point in self._path.points])
        x, y = (np.interp(where, self._path.at, places[:, axis]) for axis in (0, 1))
        headings = np.arctan2(y[2:] - y[:-2], x[2:] - x[:-2])
        turns = np.abs(np.remainder(headings[2:] - headings[:-2] + np.pi, 2 * np.pi) - np.pi)
        return math.degrees(turns.max(initial=0.0))


@dataclass(eq=False, slots=True)
class Path:
    """A path along ``points``, with the distance in metres at each of them in ``at``."""

    streets: Streets
    points: list[int]
    moves: list[Move]
    at: list[float]
    views: dict[tuple[float, float], View] = field(default_factory=dict)
    _doors: list[tuple[float, str]] | None = None

    def view(self, begin: float, stop: float) -> View:
        """Return the path between two places, as perceived."""
        key = (begin, stop)
        if key not in self.views:
            self.views[key] = View(self, begin, stop)
        return self.views[key]

    def find_way_out(self) -> float | None:
        """Return the distance of the door through which the path leaves its room, or None."""
        for at, move in zip(self.at[1:], self.moves, strict=True):
            if move.kind is Kind.DOOR:
                return at
        if not self.moves or not self.streets.tells_door(self.moves[0]):
            return None
        inside = itertools.takewhile(self.moves[0].is_beside, self.moves)
        return self.at[len(list(inside))]

    def head(self, start: float, end: float) -> Heading:
        """Return the direction in degrees between two distances."""
        (x0, y0), (x1, y1) = self._find(start), self._find(end)
        x, y = x1 - x0, y1 - y0
        return math.degrees(math.atan2(y, x)) if math.hypot(x, y) > _LEAST else None

    def _find(self, at: float) -> tuple[float, float]:
        places = self.streets.places
        index = bisect_right(self.at, at)
        if index == 0 or index == len(self.at):
            return places[self.points[0 if index == 0 else -1]]
        low, high = self.at[index - 1], self.at[index]
        share = (at - low) / (high - low)
        (x0, y0), (x1, y1) = places[self.points[index - 1]], places[self.points[index]]
        return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share

    @property
    def doors(self) -> list[tuple[float, str]]:
        """Return the metres to the doors that the path passes, and their sides."""
        if self._doors is None:
            self._doors = self._pass_openings() if self.streets.building.openings else self._pass_branches()
        return self._doors

    def _pass_openings(self) -> list[tuple[float, str]]:
        """Return the map's doors of the space around each piece."""
        graph = self.streets.building.graph
        gone = {int(graph.opening[move.edge]) for move in self.moves}
        nearest: dict[int, tuple[float, float, str]] = {}
        for point, at, move in zip(self.points, self.at, self.moves, strict=False):
            for door in self.streets.doors.get((point, move.to), ()):
                unseen = door.spaces and move.space not in {NOTHING, *door.spaces}
                if door.number in gone or unseen or move.kind is Kind.DOOR:
                    continue
                if door.number not in nearest or door.away < nearest[door.number][0]:
                    nearest[door.number] = door.away, at + door.along, door.side
        return [(at, side) for _, at, side in nearest.values()]

    def _pass_branches(self) -> list[tuple[float, str]]:
        """Return the short branches of a network without known doors."""
        streets, edges = self.streets, {move.edge for move in self.moves}
        doors = []
        for index, point in enumerate(self.points[1:-1], 1):
            ahead = streets.aim(self.points[index - 1], self.moves[index - 1])
            for move in streets.moves[point]:
                on_way = move.edge in edges or move.to in self.points
                if move.flat and not on_way and streets.is_door(move, self.moves[index].space):
                    doors.append((self.at[index], tell_side(ahead, streets.aim(point, move))))
        return doors


class Tree:
    """The shortest paths from ``start`` on its level, up to ``most`` metres; ``beyond``: and to the next point."""

    def __init__(self, streets: Streets, start: int, most: float, *, beyond: bool = False) -> None:
        self.streets, self.start, self.most = streets, start, most
        self._paths: dict[int, Path] = {}
        stands_in_door = start in streets.doorways
        self.found: dict[int, Reached] = {}
        order = itertools.count()  # of two equally long paths, the one found first
        queue = [(0.0, start, next(order), Reached(0.0, -1, None, None, 0.0))]
        while queue:
            metres, point, _, reached = heapq.heappop(queue)
            if point in self.found:
                continue
            self.found[point] = reached
            if metres >= most:
                continue
            for move in streets.moves[point]:
                far = metres + move.length
                if move.flat and (beyond or far <= most) and move.to not in self.found:
                    following = _go_on(reached, point, move, stands_in_door)
                    heapq.heappush(queue, (far, move.to, next(order), following))

    @cached_property
    def rooms(self) -> list[int]:
        """Return the rooms."""
        return [point for point in self.found if point in self.streets.rooms]

    @cached_property
    def leaves(self) -> list[int]:
        """Return the points at which the paths end."""
        return list(self.found.keys() - {reached.before for reached in self.found.values()} - {self.start})

    @cached_property
    def doorways(self) -> list[int]:
        """Return the points in doors."""
        return [point for point in self.found if point in self.streets.doorways]

    def find_rides(self, kinds: Sequence[Kind]) -> list[int]:
        """Return the points from which connectors of some kinds lead."""
        return [
            point for point in self.found if any(move.kind in kinds for move in self.streets.moves[point])
        ]

    def trace(self, end: int) -> Path:
        """Return the path to ``end``."""
        if end not in self._paths:
            points, moves, at = [end], [], [self.found[end].metres]
            while (move := self.found[points[-1]].move) is not None:
                moves.append(move)
                points.append(self.found[points[-1]].before)
                at.append(self.found[points[-1]].metres)
            self._paths[end] = Path(self.streets, points[::-1], moves[::-1], at[::-1])
        return self._paths[end]

    def find_way_in(self, end: int) -> float | None:
        """Return the distance of the door through which the path to ``end`` enters its room, or None."""
        reached = self.found[end]
        if reached.last_door is not None or reached.move is None:
            return reached.last_door
        return reached.inside_at if self.streets.tells_door(reached.move) else None


def _go_on(reached: Reached, point: int, move: Move, stands_in_door: bool) -> Reached:
    far, door, inside_at = reached.metres + move.length, reached.last_door, reached.inside_at
    if reached.move is None or not move.is_beside(reached.move):
        inside_at = reached.metres
    begins = not stands_in_door if reached.move is None else reached.move.edge != move.edge
    if move.kind is Kind.DOOR and begins:
        door = far  # its line has a corner in the doorway
    return Reached(far, point, move, door, inside_at)
