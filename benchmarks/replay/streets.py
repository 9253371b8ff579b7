"""A network as people see a building: points with paths on, doors beside the path, signs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
import shapely

from benchmarks.replay.buildings import Building
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NOTHING

FLAT = frozenset({Kind.WALK, Kind.DOOR, Kind.ROOM})

_BESIDE = 3.0  # metres from a path to a door that it passes
_LEGIBLE = 6.5  # metres from which a sign is legible


@dataclass(frozen=True, slots=True)
class Move:
    """A straight piece of an edge, to the next point; ``space`` is the space around it, NOTHING if unknown."""

    to: int
    length: float
    edge: int
    kind: Kind
    space: int
    flat: bool

    def is_beside(self, other: Move) -> bool:
        """Return whether two consecutive moves have no door between them."""
        return self.edge == other.edge or (self.space == other.space != NOTHING)


@dataclass(frozen=True, slots=True)
class Door:
    """A door beside a piece: ``away`` metres from it, ``along`` metres from its start, left or right of it."""

    number: int
    away: float
    along: float
    side: str
    spaces: frozenset[int]


@dataclass(eq=False)
class Streets:
    """The network with a point at every corner: ``moves`` by point, ``places`` in metres. Graph nodes come first."""

    building: Building
    places: list[tuple[float, float]] = field(default_factory=list)
    moves: list[list[Move]] = field(default_factory=list)
    levels: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Cut the edges at their corners."""
        graph = self.building.graph
        self.places = [tuple(place) for place in graph.plane.to_metres(graph.node_coordinates).tolist()]
        self.levels = graph.node_level.tolist()
        self.moves = [[] for _ in self.places]
        for edge in range(graph.edge_count):
            points = list(self._cut(edge))
            kind, space = Kind(int(graph.kind[edge])), int(graph.space[edge])
            for one, other in pairwise(points):
                length = math.dist(self.places[one], self.places[other])
                ends = ((one, other), (other, one))
                for start, end in [ends[side] for side in (0, 1) if graph.passable[2 * edge + side]]:
                    self.moves[start].append(Move(end, length, edge, kind, space, kind in FLAT))

    def _cut(self, edge: int) -> Iterator[int]:
        graph = self.building.graph
        low, high = int(graph.offsets[edge]), int(graph.offsets[edge + 1])
        yield int(graph.tail[edge])
        for place in graph.metres[low + 1 : high - 1].tolist():
            self.places.append(tuple(place))
            self.moves.append([])
            self.levels.append(self.levels[int(graph.tail[edge])])
            yield len(self.places) - 1
        yield int(graph.head[edge])

    @cached_property
    def rooms(self) -> dict[int, int]:
        """Return the room at each point that is one."""
        return {node: room for room, node in self.building.nodes.items()}

    @cached_property
    def names(self) -> dict[int, str]:
        """Return the sign on the door of the room at each point that is one."""
        by_room = {room.id: room.name for room in self.building.rooms}
        return {point: by_room[room] for point, room in self.rooms.items()}

    @cached_property
    def doorways(self) -> set[int]:
        """Return the points in a door: its middle if that was drawn, else its ends."""
        through = [[move.kind is Kind.DOOR for move in moves] for moves in self.moves]
        middles = {point for point, doors in enumerate(through) if doors and all(doors)}
        drawn = {move.edge for point in middles for move in self.moves[point]}
        return middles | {
            point
            for point, moves in enumerate(self.moves)
            if any(move.kind is Kind.DOOR and move.edge not in drawn for move in moves)
        }

    @cached_property
    def signs(self) -> dict[str, list[tuple[float | None, float, float]]]:
        """Return the level and the position of each room with a name."""
        found: dict[str, list[tuple[float | None, float, float]]] = {}
        for room in self.building.rooms:
            found.setdefault(room.name, []).append((room.level, *room.place))
        return found

    def sees_sign(self, point: int, level: float | None, name: str | None) -> bool:
        """Return whether a room of that name is within sight of ``point``."""
        here = self.places[point]
        return any(
            its == level and math.dist(here, (x, y)) < _LEGIBLE
            for its, x, y in self.signs.get(name or "", ())
        )

    def aim(self, point: int, move: Move) -> tuple[float, float]:
        """Return the destination of a move, as seen from its point."""
        (x0, y0), (x1, y1) = self.places[point], self.places[move.to]
        return x1 - x0, y1 - y0

    def tells_door(self, move: Move) -> bool:
        """Return whether there is a door at the end of a move's edge, or of its space if that is known."""
        return not self.building.openings or move.space != NOTHING

    def is_door(self, move: Move, space: int) -> bool:
        """Return whether a move leads through a door, for a person in ``space``."""
        if move.kind is Kind.ROOM:
            return move.space == NOTHING or move.space != space
        if move.kind is Kind.DOOR:
            return True
        graph = self.building.graph
        ends = {int(graph.tail[move.edge]), int(graph.head[move.edge])}
        return move.space == NOTHING and bool(ends & self.dead_ends)

    @cached_property
    def dead_ends(self) -> set[int]:
        """Return the points with a single path."""
        return {point for point, moves in enumerate(self.moves) if sum(move.flat for move in moves) == 1}

    @cached_property
    def doors(self) -> dict[tuple[int, int], list[Door]]:
        """Return the doors of the map beside each piece between two points."""
        pieces = [(point, move) for point, moves in enumerate(self.moves) for move in moves if move.flat]
        openings = self.building.openings
        if not openings:
            return {}
        places = np.array([one.place for one in openings])
        lines = shapely.linestrings([[self.places[point], self.places[move.to]] for point, move in pieces])
        near = shapely.STRtree(lines).query(shapely.points(places), predicate="dwithin", distance=_BESIDE)
        found: dict[tuple[int, int], list[Door]] = {}
        for index, piece in near.T.tolist():
            (point, move), opening = pieces[piece], openings[index]
            if opening.level == self.levels[point] and move.length > 0:
                door = self._look_at(
                    point, move, places[index].tolist(), opening.id, frozenset(opening.spaces)
                )
                found.setdefault((point, move.to), []).append(door)
        return found

    def _look_at(
        self, point: int, move: Move, place: list[float], number: int, spaces: frozenset[int]
    ) -> Door:
        x, y = self.aim(point, move)
        off_x, off_y = place[0] - self.places[point][0], place[1] - self.places[point][1]
        along = min(max((x * off_x + y * off_y) / move.length**2, 0.0), 1.0)
        away = math.hypot(off_x - along * x, off_y - along * y)
        return Door(number, away, along * move.length, tell_side((x, y), (off_x, off_y)), spaces)


def tell_side(heading: tuple[float, float], off: tuple[float, float]) -> str:
    """Return the side of ``heading`` on which a place lies."""
    return "left" if heading[0] * off[1] - heading[1] * off[0] > 0 else "right"
