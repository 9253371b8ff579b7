"""A walker that follows directions alone: it reads kinds, angle classes, metres and landmarks, and looks around.

The walker sees the network as people see a building: possible directions, doors, signs, floors. At every step it
considers all paths, takes the one that best fits its instructions, and goes back to the next best if the following
steps do not fit. It reads no positions of steps, no ids, and of the destination at most the name on the door.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from benchmarks.replay.fitting import fit, fit_compass
from benchmarks.replay.paths import Heading, Path, Tree, View
from benchmarks.replay.streets import Streets
from interactive_maps.routing.directions import Angle, Step, StepKind
from interactive_maps.routing.directions.texts import round_metres
from interactive_maps.routing.network.edge_kinds import Kind

_DEEP = 20.0  # metres from a door into a room
_HOPELESS = 12.0  # nobody mistakes this for the instruction
_MOST_GUESSES = 12  # places at which the walker may be; it goes back from a wrong one
_AHEAD = 6.5  # metres of look-ahead
_MOST_TREES = 3000  # that are kept
_MOST_KNOWN = 5000  # directions with a known destination
_RIDES = {
    StepKind.STAIRS: (Kind.STAIRS,),
    StepKind.LIFT: (Kind.LIFT, Kind.BOARDING),
    StepKind.ESCALATOR: (Kind.ESCALATOR,),
    StepKind.RAMP: (Kind.RAMP,),
    StepKind.WALKWAY: (Kind.WALKWAY,),
}


class Guess(NamedTuple):
    """A possible position ``point``, its misfit, the headings there, and the metres of the last ride."""

    cost: float
    point: int
    looks: Sequence[Heading]
    ridden: float = 0.0


@dataclass(slots=True)
class Task:
    """From a step to the place of the ``following`` one: ``told`` metres, give or take ``slack``.

    ``best`` is the misfit of the best place found so far.
    """

    step: Step
    following: Step
    best: float = math.inf
    told: float = 0.0
    slack: float = 0.0

    def tell(self, metres: float) -> None:
        """Set the distance, in the words of the directions."""
        self.told = float(round_metres(metres)) if metres >= 10 else max(metres, 0.0)
        self.slack = max(2.5, 0.1 * self.told)

    @property
    def most_off(self) -> float:
        """Return the metres beyond which nobody misjudges a distance."""
        return self.slack + 4


class Walker:
    """Follows directions through one building."""

    def __init__(self, streets: Streets) -> None:
        self.streets = streets
        self._trees: dict[int, Tree] = {}
        self._known: dict[tuple[int, tuple[Step, ...]], list[Guess]] = {}
        self._ahead: dict[int, list[tuple[float, int, list[Heading]]]] = {}

    def follow(self, start: int, steps: Sequence[Step], *, reads: bool) -> int | None:
        """Return the point of arrival when starting at the point ``start``; None if lost.

        ``reads``: reads the signs on doors to find the destination's name.
        """
        return self.finish(self.approach(start, steps), steps[-1], reads=reads)

    def approach(self, start: int, steps: Sequence[Step]) -> list[Guess]:
        """Return possible points of arrival, the best fit first; the same instructions lead along the same path."""
        told = start, tuple(replace(step, duration=0.0) for step in steps)
        if told not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[told] = self._follow(start, steps)
        return self._known[told]

    def _follow(self, start: int, steps: Sequence[Step]) -> list[Guess]:
        guesses = [Guess(0.0, start, ())]
        for step, following in itertools.pairwise(steps):
            if step.kind in _RIDES:
                guesses = [ridden for guess in guesses for ridden in self._ride(guess, step)]
                if following.kind in _RIDES:
                    continue
            onwards: dict[int, Guess] = {}
            task = Task(step, following)
            for guess in guesses:
                for end in self._walk(guess, task):
                    task.best = min(task.best, end.cost)
                    if end.point not in onwards or end.cost < onwards[end.point].cost:
                        onwards[end.point] = end
            guesses = sorted(onwards.values(), key=lambda guess: guess.cost)
            if following.kind is not StepKind.ARRIVE:
                guesses = [one for one in guesses[:_MOST_GUESSES] if one.cost <= guesses[0].cost + _HOPELESS]
        return guesses

    def finish(self, guesses: Sequence[Guess], goal: Step, *, reads: bool) -> int | None:
        """Return the best of ``guesses``; a walker that reads signs goes on if the name differs."""
        names = self.streets.names
        judged = [
            (guess.cost + 6.0 * (reads and names.get(guess.point) != goal.name), guess.point)
            for guess in guesses
        ]
        return min(judged)[1] if judged else None

    def _walk(self, guess: Guess, task: Task) -> Iterator[Guess]:
        """Yield possible places of the next step."""
        step, following = task.step, task.following
        told = step.distance - guess.ridden
        if told < 0.5 and following.kind is StepKind.TURN:
            yield guess._replace(ridden=0.0)
            return
        task.tell(told)
        arrives = following.kind is StepKind.ARRIVE
        tree = self._explore(guess.point, task.told + task.most_off + _DEEP * arrives)
        stands = task.told <= 2 and (arrives or following.kind in _RIDES)
        for end in self._list_ends(tree, following):
            inside = arrives and following.indoors
            stop = tree.find_way_in(end) if inside else tree.found[end].metres
            # The distance of the first step is measured from the position in the room.
            if stop is None or abs(stop - task.told) > task.most_off or (end == guess.point and not stands):
                continue
            judged = self._judge(task, guess, tree.trace(end), stop)
            if judged is not None:
                yield judged

    def _explore(self, point: int, most: float) -> Tree:
        known = self._trees.get(point)
        if known is None or known.most < most:
            if len(self._trees) > _MOST_TREES:
                self._trees.clear()
            known = self._trees[point] = Tree(self.streets, point, math.ceil(most / 20) * 20.0)
        return known

    def _list_ends(self, tree: Tree, following: Step) -> Sequence[int]:
        if following.kind is StepKind.ARRIVE:
            return tree.rooms
        if following.kind is StepKind.DOOR:
            return tree.doorways
        if following.kind in _RIDES:
            return tree.find_rides(_RIDES[following.kind])
        return list(tree.found)

    def _judge(self, task: Task, guess: Guess, path: Path, stop: float) -> Guess | None:
        """Return the misfit of a path, and the headings at its end; None if it is hopeless."""
        step, following, most = task.step, task.following, task.best + _HOPELESS
        begin = path.find_way_out() if step.indoors else 0.0
        if begin is None or stop < begin - 1e-6:
            return None
        view, off = path.view(begin, stop), abs(stop - task.told)
        looks = [path.head(max(begin - 1.0, 0.0), begin + 0.3)] if step.indoors else guess.looks
        cost = guess.cost + max(0.0, off - task.slack) + 0.15 * off
        cost += self._set_out(step, view, looks)
        if cost > min(most, guess.cost + _HOPELESS):
            return None
        cost += self._compare_landmark(path, begin, stop, following)
        if cost > most:
            return None
        if step.kind is not StepKind.STRAIGHT:
            cost += max(0.0, view.bend - 28.0) / 8
        before = view.before or looks
        if following.kind is StepKind.ARRIVE:
            cost += self._arrive(path, stop, before, following)
        else:
            cost += self._turn(path, before, following)
        return Guess(cost, path.points[-1], before) if cost <= most else None

    def _set_out(self, step: Step, view: View, looks: Sequence[Heading]) -> float:
        """Return the misfit of the start of a path, for a person who faces a direction."""
        cost = 0.0
        if step.kind is not StepKind.STRAIGHT:
            cost += fit(looks, view.onwards, Angle.STRAIGHT if step.kind in _RIDES else step.angle)
        if step.landmark is not None and step.landmark.kind == "compass":
            cost += fit_compass(view.onwards, step.landmark.name or "")
        return cost

    def _compare_landmark(self, path: Path, begin: float, stop: float, following: Step) -> float:
        """Return the misfit of the surroundings with the landmark."""
        mark = following.landmark
        if mark is None:
            return 0.0
        if mark.kind == "room":
            return 4.0 * (not self.streets.sees_sign(path.points[-1], following.level, mark.name))
        if mark.kind == "doors":
            seen = sum(begin + 0.5 < at < stop - 0.5 and mark.side in {None, side} for at, side in path.doors)
            return 2.0 * abs(seen - (mark.count or 0))
        return 0.0

    def _arrive(self, path: Path, stop: float, before: Sequence[Heading], following: Step) -> float:
        """Return the misfit of a room's door with the instructions for the destination."""
        if following.angle is None or not following.indoors:
            return 0.0
        through = path.head(max(stop - 0.3, 0.0), min(stop + 1.5, path.at[-1]))
        return fit(before, [through], following.angle)

    def _turn(self, path: Path, before: Sequence[Heading], following: Step) -> float:
        """Return the misfit of the best path on from ``end`` with the turn to make there."""
        if following.kind in _RIDES:
            return self._step_on(path.points[-1], before, following)
        if following.angle is None:
            return 0.0
        behind = set(path.points[-4:-1])
        best = _HOPELESS
        for short, first, onwards in self._look_ahead(path.points[-1]):
            if best > short and first not in behind:
                best = min(best, short + fit(before, onwards, following.angle))
        return best

    def _look_ahead(self, point: int) -> list[tuple[float, int, list[Heading]]]:
        """Return the start of each path on from ``point``: how hard it is to see, its first point, its headings."""
        known = self._ahead.get(point)
        if known is None:
            known = self._ahead[point] = []
            tree = Tree(self.streets, point, _AHEAD, beyond=True)
            for end in tree.leaves:
                path = tree.trace(end)
                short = 0.0 if path.at[-1] >= 2.0 else 2.0
                known.append((short, path.points[1], path.view(0.0, min(path.at[-1], _AHEAD)).onwards))
        return known

    def _step_on(self, end: int, before: Sequence[Heading], following: Step) -> float:
        if following.angle is None:
            return 0.0
        moves = [move for move in self.streets.moves[end] if move.kind in _RIDES[following.kind]]
        aims = [self.streets.aim(end, move) for move in moves]
        headings: list[Heading] = [math.degrees(math.atan2(y, x)) for x, y in aims if math.hypot(x, y) > 0.05]
        return fit(before, headings, following.angle)

    def _ride(self, guess: Guess, step: Step) -> Iterator[Guess]:
        """Ride or climb to the given level; yield the exits and the headings there."""
        kinds, streets = _RIDES[step.kind], self.streets
        goal = step.level if step.to_level is None else step.to_level
        queue: list[tuple[float, int, int]] = [(0.0, guess.point, -1)]
        found: dict[int, int] = {}
        while queue:
            metres, here, before = heapq.heappop(queue)
            if here in found:
                continue
            found[here] = before
            is_floor = here in streets.rooms or any(move.flat for move in streets.moves[here])
            if is_floor and here != guess.point and streets.levels[here] == goal:
                looks: list[Heading] = [self._look_out(found, here)]
                if step.kind is StepKind.LIFT:
                    looks = [None if look is None else look + 180 for look in guess.looks]
                yield Guess(guess.cost, here, looks, metres)
                return
            for move in streets.moves[here]:
                if move.kind in kinds:
                    heapq.heappush(queue, (metres + move.length, move.to, here))

    def _look_out(self, found: dict[int, int], end: int) -> Heading:
        (x, y), here = self.streets.places[end], end
        while here != -1:
            x0, y0 = self.streets.places[here]
            if math.hypot(x - x0, y - y0) > 0.05:
                return math.degrees(math.atan2(y - y0, x - x0))
            here = found[here]
        return None
