"""A network as people see a building: points with ways on, doors beside the way, signs."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from benchmarks.replay.buildings import Building
from interactive_maps.routing.edges import NOTHING
from interactive_maps.routing.kinds import Kind

Floats = NDArray[np.float64]

FLAT = frozenset({Kind.WALK, Kind.DOOR, Kind.ROOM})


@dataclass(frozen=True, slots=True)
class Move:
    """A straight piece of an edge, to the next point."""

    to: int
    length: float
    edge: int
    kind: Kind


@dataclass(eq=False)
class Streets:
    """The network with a point at every corner: ``moves`` by point, ``places`` in metres. Graph nodes come first."""

    building: Building
    places: list[tuple[float, float]] = field(default_factory=list)
    moves: list[list[Move]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Cut the edges at their corners."""
        graph = self.building.graph
        self.places = [tuple(place) for place in graph.plane.to_metres(graph.node_coordinates).tolist()]
        self.moves = [[] for _ in self.places]
        for edge in range(graph.edge_count):
            low, high = int(graph.offsets[edge]), int(graph.offsets[edge + 1])
            points = [int(graph.tail[edge])]
            for place in graph.metres[low + 1 : high - 1].tolist():
                points.append(len(self.places))
                self.places.append(tuple(place))
                self.moves.append([])
            points.append(int(graph.head[edge]))
            kind = Kind(int(graph.kind[edge]))
            for one, other in pairwise(points):
                length = math.dist(self.places[one], self.places[other])
                if graph.passable[2 * edge]:
                    self.moves[one].append(Move(other, length, edge, kind))
                if graph.passable[2 * edge + 1]:
                    self.moves[other].append(Move(one, length, edge, kind))

    @cached_property
    def rooms(self) -> dict[int, int]:
        """Return the room at each point that is one."""
        return {node: room for room, node in self.building.nodes.items()}

    @cached_property
    def signs(self) -> tuple[dict[float | None, Floats], dict[float | None, list[str]]]:
        """Return the places of named rooms, and the names, by level."""
        names: dict[float | None, list[str]] = {}
        where: dict[float | None, list[tuple[float, float]]] = {}
        for room in self.building.rooms:
            names.setdefault(room.level, []).append(room.name)
            where.setdefault(room.level, []).append(room.location)
        plane = self.building.graph.plane
        return {level: plane.to_metres(np.array(some)) for level, some in where.items()}, names

    def sees_sign(self, point: int, level: float | None, name: str | None) -> bool:
        """Return whether a room of that name is within sight of ``point``."""
        places, names = self.signs
        if level not in places:
            return False
        near = np.hypot(*(places[level] - self.places[point]).T) < 6.5
        return any(names[level][index] == name for index in np.flatnonzero(near).tolist())

    def explore(self, start: int, most: float) -> dict[int, tuple[float, int, Move | None]]:
        """Return each point within ``most`` metres on this level: how far, from where, and by which move."""
        found: dict[int, tuple[float, int, Move | None]] = {}
        queue: list[tuple[float, int, int, Move | None]] = [(0.0, start, -1, None)]
        while queue:
            metres, point, before, by = heapq.heappop(queue)
            if point in found:
                continue
            found[point] = (metres, before, by)
            for move in self.moves[point]:
                if move.kind in FLAT and metres + move.length <= most and move.to not in found:
                    heapq.heappush(queue, (metres + move.length, move.to, point, move))
        return found

    def is_door(self, move: Move, space: int) -> bool:
        """Return whether a move leads through a door, for somebody in ``space``."""
        graph = self.building.graph
        if move.kind is Kind.ROOM:
            return bool(graph.space[move.edge] in {NOTHING} or graph.space[move.edge] != space)
        if move.kind is Kind.DOOR:
            return True
        ends = {int(graph.tail[move.edge]), int(graph.head[move.edge])}
        return bool(graph.space[move.edge] == NOTHING and ends & self.dead_ends)

    @cached_property
    def dead_ends(self) -> set[int]:
        """Return the points from which one way leads only."""
        return {
            point for point, moves in enumerate(self.moves) if len([m for m in moves if m.kind in FLAT]) == 1
        }


@dataclass(frozen=True, eq=False)
class Way:
    """A way that the walker could go: ``points``, the moves between them, and how far each is."""

    points: list[int]
    moves: list[Move]
    at: Floats
    line: Floats

    def direction(self, start: float, end: float) -> float | None:
        """Return the direction in degrees between two distances."""
        x0, x1 = (np.interp((start, end), self.at, self.line[:, axis]) for axis in (0, 1))
        x, y = x0[1] - x0[0], x1[1] - x1[0]
        return math.degrees(math.atan2(y, x)) if math.hypot(x, y) > 0.05 else None


class Doors:
    """What somebody sees of doors on the way."""

    def __init__(self, streets: Streets) -> None:
        self.streets = streets

    def see(self, way: Way, begin: float, stop: float) -> list[tuple[float, str]]:
        """Return the doors beside a way, and on which side they are."""
        graph, known = self.streets.building.graph, self.streets.building.openings
        if not known:
            return [
                (float(way.at[index]), _side(way.line[index] - way.line[index - 1], self._aim(move, point)))
                for index, point in enumerate(way.points[1:-1], 1)
                for move in self.streets.moves[point]
                if move.kind in FLAT
                and move not in way.moves
                and move.to not in way.points
                and self.streets.is_door(move, int(graph.space[way.moves[index].edge]))
            ]
        spaces = {int(graph.space[move.edge]) for move in way.moves} - {NOTHING}
        gone = {int(graph.opening[move.edge]) for move in way.moves}
        level = float(graph.node_level[graph.tail[way.moves[0].edge]]) if way.moves else 0.0
        numbers, places, of_spaces = self._doors.get(level, ([], np.empty((0, 2)), []))
        start, along = way.line[:-1], np.diff(way.line, axis=0)
        squared = np.maximum((along**2).sum(axis=1), 1e-9)
        doors = []
        box = (places > way.line.min(axis=0) - 3) & (places < way.line.max(axis=0) + 3)
        for index in np.flatnonzero(box.all(axis=1)).tolist():
            if numbers[index] in gone or not spaces & of_spaces[index]:
                continue
            off = places[index] - start
            share = np.clip((off * along).sum(axis=1) / squared, 0, 1)
            away = np.hypot(*(off - along * share[:, None]).T)
            piece = int(away.argmin())
            if away[piece] <= 3.0:
                at = way.at[piece] + share[piece] * (way.at[piece + 1] - way.at[piece])
                doors.append((float(at), _side(along[piece], off[piece])))
        return doors

    def _aim(self, move: Move, point: int) -> Floats:
        return np.subtract(self.streets.places[move.to], self.streets.places[point])

    @cached_property
    def _doors(self) -> dict[float, tuple[list[int], Floats, list[set[int]]]]:
        by_level: dict[float, list[int]] = {}
        openings = self.streets.building.openings
        for index, opening in enumerate(openings):
            if opening.level is not None:
                by_level.setdefault(opening.level, []).append(index)
        plane = self.streets.building.graph.plane
        return {
            level: (
                [openings[index].id for index in some],
                plane.to_metres(np.array([openings[index].location for index in some])),
                [set(openings[index].spaces) for index in some],
            )
            for level, some in by_level.items()
        }


def _side(heading: Floats, off: Floats) -> str:
    return "left" if heading[0] * off[1] - heading[1] * off[0] > 0 else "right"
