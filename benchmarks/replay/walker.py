"""Somebody who walks by directions alone: reads kinds, angle classes, metres and landmarks, and looks around.

The walker sees the network as people see a building: where one can go on, doors, signs beside turns, floors. At
every step it looks at all ways that it could go, takes what fits best to what it was told, and goes back to the next
best if what follows does not fit. It reads no places of steps, and the goal's name only if it is told to read signs.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.replay.streets import FLAT, Doors, Move, Streets, Way
from interactive_maps.routing.directions import Angle, Step, StepKind
from interactive_maps.routing.directions.texts import round_metres
from interactive_maps.routing.kinds import Kind

Floats = NDArray[np.float64]

_LOOK = 2.0  # metres over which somebody feels a direction
_SOON = (0.0, 1.5, 3.0, 4.5)  # metres before and behind a turn at which directions are felt
_DEEP = 20.0  # metres from a door into a room
_HOPELESS = 12.0  # nobody takes that for what was told
_MOST_GUESSES = 6  # places at which somebody may be, who goes back from the wrong one
_CLASSES = {"straight": (0, 25), "slight": (25, 45), "turn": (45, 120), "sharp": (120, 180)}
_RIDES = {
    StepKind.STAIRS: (Kind.STAIRS,),
    StepKind.LIFT: (Kind.LIFT, Kind.BOARDING),
    StepKind.ESCALATOR: (Kind.ESCALATOR,),
    StepKind.RAMP: (Kind.RAMP,),
    StepKind.WALKWAY: (Kind.WALKWAY,),
}
Found = dict[int, tuple[float, int, Move | None]]  # how far a point is, from where, by which move
Guess = tuple[float, int, float | None]  # how badly it fits, the point, and the heading there
_COMPASS = ("east", "north_east", "north", "north_west", "west", "south_west", "south", "south_east")


@dataclass(frozen=True, slots=True)
class Task:
    """From a step, looking along ``heading``, to where the following one is done: ``told`` metres, give or take."""

    step: Step
    following: Step
    heading: float | None
    told: float
    slack: float


class Walker:
    """Follows directions through one building."""

    def __init__(self, streets: Streets, *, rounds: bool = False, reads: bool = False) -> None:
        self.streets, self.graph, self._rounds, self._reads = streets, streets.building.graph, rounds, reads
        self.doors = Doors(streets)
        self._names = {room.id: room.name for room in streets.building.rooms}

    def follow(self, start: int, steps: Sequence[Step]) -> int | None:
        """Return the point at which somebody arrives who starts at the point ``start``; None if lost."""
        guesses: list[Guess] = [(0.0, start, None)]
        for step, following in itertools.pairwise(steps):
            if step.kind in _RIDES:
                guesses = [
                    (cost, *ridden)
                    for cost, point, heading in guesses
                    if (ridden := self._ride(point, heading, step)) is not None
                ]
                if following.kind in _RIDES:
                    continue
            onwards: dict[int, Guess] = {}
            for cost, point, heading in guesses:
                for more, end, looks in self._walk(point, heading, step, following):
                    if end not in onwards or cost + more < onwards[end][0]:
                        onwards[end] = cost + more, end, looks
            guesses = sorted(onwards.values(), key=lambda guess: guess[0])[:_MOST_GUESSES]
        return guesses[0][1] if guesses else None

    def _walk(self, point: int, heading: float | None, step: Step, following: Step) -> list[Guess]:
        """Return where the next step may be done, the best fit first, and how badly it fits."""
        far = following.approach
        told = float(round_metres(far)) if self._rounds and far >= 10 else far
        if told < 0.5 and following.kind is StepKind.TURN:
            return [(0.0, point, heading)]
        slack = max(2.5, 0.1 * told) if self._rounds else 0.5 + 0.05 * told
        deep = _DEEP if step.indoors else 0.0
        beyond = _DEEP if following.kind is StepKind.ARRIVE else 0.0
        found = self.streets.explore(point, told + 2 * slack + 4 + deep + beyond)
        task = Task(step, following, heading, told, slack)
        fits = [
            fit
            for end in self._list_ends(found, point, following, told - 2 * slack - 4)
            for fit in self._judge(task, found, end)
        ]
        return sorted(fits, key=lambda fit: fit[0])[:_MOST_GUESSES]

    def _list_ends(self, found: Found, point: int, following: Step, least: float) -> Iterator[int]:
        rides = _RIDES.get(following.kind, ())
        for end, (metres, _, _) in found.items():
            if metres < least or (end == point and following.kind is not StepKind.ARRIVE and not rides):
                continue
            if following.kind is StepKind.ARRIVE:
                if end in self.streets.rooms and end != point:
                    yield end
            elif not rides or any(move.kind in rides for move in self.streets.moves[end]):
                yield end

    def _judge(self, task: Task, found: Found, end: int) -> Iterator[Guess]:
        """Yield how badly the way to ``end`` fits, where it ends, and the direction in which one looks there."""
        step, following = task.step, task.following
        way = self._trace(found, end)
        arrives = following.kind is StepKind.ARRIVE
        begin = self._find_gate(way, inwards=False) if step.indoors else 0.0
        stop = self._find_gate(way, inwards=True) if arrives and following.indoors else float(way.at[-1])
        if begin is None or stop is None or stop < begin - 1e-6:
            return
        off = abs(stop - begin - task.told)
        if off > 2 * task.slack + 4:
            return
        looks = way.direction(max(begin - 1.0, 0.0), begin + 0.3) if step.indoors else task.heading
        cost = max(0.0, off - task.slack) + 0.15 * off + self._set_out(step, way, (begin, stop), looks)
        if cost > _HOPELESS:
            return
        if step.kind is not StepKind.STRAIGHT:
            cost += self._measure_bends(way, begin + 5.0, stop - 5.0)
        cost += self._count_doors(way, begin, stop, following)
        before = [
            way.direction(max(stop - at - _LOOK, begin), stop - at) for at in _SOON if stop - at > begin
        ]
        if following.landmark is not None and following.landmark.kind == "room":
            cost += 4.0 * (not self.streets.sees_sign(end, following.level, following.landmark.name))
        if arrives:
            cost += self._arrive(way, end, stop, before or [looks], following)
        elif following.kind not in _RIDES:
            cost += self._find_turn(end, way, before or [looks], following)
        yield cost, end, before[0] if before and before[0] is not None else looks

    def _set_out(self, step: Step, way: Way, bounds: tuple[float, float], looks: float | None) -> float:
        """Return how badly a way begins, for somebody who looks in a direction."""
        begin, stop = bounds
        onwards = [
            way.direction(begin + at, min(begin + at + _LOOK, stop)) for at in _SOON if begin + at < stop
        ]
        cost = 0.0
        if looks is not None and step.kind is not StepKind.STRAIGHT:
            cost += _fit([looks], onwards, Angle.STRAIGHT if step.kind in _RIDES else step.angle)
        if (
            step.landmark is not None
            and step.landmark.kind == "compass"
            and onwards
            and onwards[0] is not None
        ):
            cost += abs(_wrap(onwards[0] - 45 * _COMPASS.index(step.landmark.name or "east"))) / 30
        return cost

    def _arrive(
        self, way: Way, end: int, stop: float, before: Sequence[float | None], following: Step
    ) -> float:
        """Return how badly a room's door fits what was told of the goal."""
        cost = 0.0
        if following.angle is not None and following.indoors:
            through = way.direction(max(stop - 0.3, 0.0), min(stop + 1.5, float(way.at[-1])))
            cost += _fit(before, [through], following.angle)
        if self._reads and self._names[self.streets.rooms[end]] != following.name:
            cost += 6.0
        return cost

    def _find_turn(self, end: int, way: Way, before: list[float | None], following: Step) -> float:
        """Return how badly any way on from ``end`` fits the turn that is to be made there."""
        best = 12.0
        ahead = self.streets.explore(end, 6.0)
        behind = set(way.points[-4:-1])
        for point, (metres, _, _) in ahead.items():
            if metres < 0.5 or point in behind:
                continue
            on = self._trace(ahead, point)
            cost = 0.0 if metres >= 2.0 else 2.0
            if following.kind is StepKind.DOOR and not any(
                self._is_real_door(move) for move in [*way.moves[-2:], *on.moves]
            ):
                cost += 6.0
            after = [on.direction(at, min(at + _LOOK, metres)) for at in _SOON if at < metres]
            cost += _fit(before, after, following.angle)
            best = min(best, cost)
        return best

    def _is_real_door(self, move: Move) -> bool:
        return move.kind is Kind.DOOR

    def _measure_bends(self, way: Way, first: float, stop: float) -> float:
        """Return how far a way is from going straight on."""
        worst = 0.0
        for at in np.arange(first, stop - 1.5, 1.5).tolist():
            before = way.direction(max(at - _LOOK, 0.0), at)
            after = way.direction(at, min(at + _LOOK, stop))
            if before is not None and after is not None:
                worst = max(worst, abs(_wrap(after - before)))
        return max(0.0, worst - 28.0) / 8

    def _count_doors(self, way: Way, begin: float, stop: float, following: Step) -> float:
        side = following.angle.side if following.angle else None
        doors = self.doors.see(way, begin, stop)
        seen = sum(begin + 0.5 < at < stop - 0.5 and side in {None, one} for at, one in doors)
        return 2.0 * abs(seen - following.doors)

    def _find_gate(self, way: Way, *, inwards: bool) -> float | None:
        """Return how far the door is of the room that a way leads out of, or into; None if there is none."""
        moves = list(enumerate(way.moves))
        for index, move in reversed(moves) if inwards else moves:
            if move.kind is Kind.DOOR:
                # Its line has a corner in the doorway.
                return float(way.at[index] if inwards else way.at[index + 1])
        if not moves or self.streets.building.openings:
            return None
        edge = way.moves[-1 if inwards else 0].edge
        on_spur = [index for index, move in moves if move.edge == edge]
        return float(way.at[on_spur[0]] if inwards else way.at[on_spur[-1] + 1])

    def _ride(self, point: int, heading: float | None, step: Step) -> tuple[int, float | None] | None:
        """Ride or climb to the level that is told; return where one gets off, and looking which way."""
        kinds, graph = _RIDES[step.kind], self.graph
        goal = step.level if step.to_level is None else step.to_level
        queue: list[tuple[float, int, int]] = [(0.0, point, -1)]
        found: dict[int, int] = {}
        ends: list[tuple[float, int]] = []
        while queue:
            metres, here, before = heapq.heappop(queue)
            if here in found:
                continue
            found[here] = before
            flat = here < graph.node_count and any(move.kind in FLAT for move in self.streets.moves[here])
            if flat and here != point and graph.node_level[here] == goal:
                ends.append((metres, here))
                continue
            for move in self.streets.moves[here]:
                if move.kind in kinds:
                    heapq.heappush(queue, (metres + move.length, move.to, here))
        if not ends:
            return None
        _, end = ends[0]
        if step.kind is StepKind.LIFT:
            return end, None if heading is None else heading + 180
        here = end
        while here != -1:
            if math.dist(self.streets.places[here], self.streets.places[end]) > 0.05:
                x, y = np.subtract(self.streets.places[end], self.streets.places[here])
                return end, math.degrees(math.atan2(y, x))
            here = found[here]
        return end, None

    def _trace(self, found: Found, end: int) -> Way:
        points, moves = [end], []
        while (by := found[points[-1]][2]) is not None:
            moves.append(by)
            points.append(found[points[-1]][1])
        points.reverse()
        moves.reverse()
        at = np.array([found[point][0] for point in points])
        return Way(points, moves, at, np.array([self.streets.places[point] for point in points]))


def _fit(before: Sequence[float | None], after: Sequence[float | None], said: Angle | None) -> float:
    """Return how badly the best of some directions before and after a place fit a turn."""
    return min(
        (
            _misfit(new - old, said) + 0.4 * (early + late)
            for early, old in enumerate(before)
            for late, new in enumerate(after)
            if old is not None and new is not None
        ),
        default=0.0,
    )


def _misfit(turn: float, said: Angle | None) -> float:
    """Return how badly a turn fits a class: 0 inside it."""
    if said is None:
        return 0.0
    turn = _wrap(turn)
    kind = (
        said.value
        if said is Angle.STRAIGHT
        else "turn"
        if "_" not in said.value
        else said.value.split("_")[0]
    )
    low, high = _CLASSES[kind]
    size = -turn if said.side == "right" else turn if said.side else abs(turn)
    return max(0.0, low - size, size - high) / 15


def _wrap(degrees: float) -> float:
    return math.remainder(degrees, 360.0)
