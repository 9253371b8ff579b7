"""Itinerary: the events along a route (starts, turns, doors, level changes, arrivals) and their positions. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from interactive_maps.routing.directions.doors import PassedDoor, count_doors
from interactive_maps.routing.directions.landmarks import Sights, find_point, tell_doors
from interactive_maps.routing.directions.level_changes import (
    RoutePart,
    SpaceEntry,
    find_building,
    find_building_at,
    find_entry,
    find_exit,
    heading_after_ride,
    heading_into_ride,
    list_crossings,
    list_entries,
    split_at_level_changes,
)
from interactive_maps.routing.directions.maneuvers import STRAIGHT, TOGETHER, Turn, read_shape
from interactive_maps.routing.directions.polyline import XY, Polyline, head_out
from interactive_maps.routing.directions.route_context import RouteContext, Stop
from interactive_maps.routing.directions.steps import Landmark, StepKind, classify

_ASIDE = 0.5  # metres from the end of a route to a goal beside it


@dataclass(slots=True)
class Maneuver:
    """Something to do ``at`` metres along the way, and over at ``until``; ``angle`` in degrees, None if unknown.

    What tells its place is found last, and the ``building`` in which it is; None outside.
    """

    kind: StepKind
    at: float
    until: float
    angle: float | None
    level: float | None
    to_level: float | None = None
    name: str | None = None
    indoors: bool = False
    landmark: Landmark | None = None
    doors: int = 0
    building: int | None = None
    part: RoutePart | None = None  # measures its duration: a lift ride takes time but may have no length


@dataclass(slots=True)
class Itinerary:
    """Collects the events of one route between two ``stops``."""

    polyline: Polyline
    context: RouteContext
    stops: tuple[Stop, Stop]
    events: list[Maneuver] = field(default_factory=list)
    sights: Sights = field(init=False)
    parts: list[RoutePart] = field(init=False)
    out: SpaceEntry | None = field(init=False)
    into: SpaceEntry | None = field(init=False)
    # Doors before a level change, counted from there.
    _pending: tuple[Sequence[PassedDoor], float] = field(init=False, default=((), 0.0))

    def __post_init__(self) -> None:
        """Find the doors of the rooms at both ends."""
        self.sights = Sights(
            self.polyline, self.context, [one for stop in self.stops for one in (stop.space, stop.room)]
        )
        self.parts = split_at_level_changes(self.polyline)
        start, goal = self.stops
        first, last = self.parts[0], self.parts[-1]
        self.out = None if first.change or start.is_building else find_exit(self.polyline, first, start)
        self.into = None if last.change or goal.is_building else find_entry(self.polyline, last, goal)
        if self.out is not None and self.into is not None and self.out.at > self.into.at:
            self.out = self.into = None  # a route inside one room

    def plan(self) -> list[Maneuver]:
        """Return the events in order, from the start to the arrival."""
        heading = self.out.heading if self.out else None
        angle: float | None = None
        if self.parts[0].change:
            self._add(StepKind.START, 0.0, None, self.parts[0], name=self.stops[0].name)
        for index, part in enumerate(self.parts):
            if part.change is None:
                heading, angle = self._walk(index, heading)
            else:
                self._ride(part, angle)
                heading, angle = heading_after_ride(self.polyline, part, heading), None
        if self.parts[-1].change:
            level = self.polyline.levels(self.parts[-1].last - 1)[1]
            end = self.polyline.length
            self.events.append(Maneuver(StepKind.ARRIVE, end, end, None, level, name=self.stops[1].name))
        for event in self.events:
            if event.building is None:
                event.building = find_building_at(self.polyline, event.at, self.context.buildings)
        return self.events

    def _walk(self, index: int, before: float | None) -> tuple[float | None, float | None]:
        """Add the events of one walk; return the heading at its end, and the turn into the next part."""
        polyline, part = self.polyline, self.parts[index]
        start, end = polyline.reached[part.first], polyline.reached[part.last]
        following = self.parts[index + 1] if index + 1 < len(self.parts) else None
        if self.out and not index:
            start = self.out.at
        if self.into and following is None:
            end = self.into.at
        line = polyline.cut(start, end)
        after = heading_into_ride(polyline, following) if following else self._face_goal()
        shape = read_shape(line, before, after)
        doors = self.sights.pass_doors(part.first, part.last)
        if not index:
            self._start(part, line, start, shape.start)
        elif shape.start is not None and abs(shape.start) >= STRAIGHT:
            self._add(StepKind.TURN, start, shape.start, part)
        for event in self._list_middle(part, shape.bends, start, end):
            self._place(event, doors, start)
        if following is None:
            level, _ = polyline.levels(part.last - 1)
            name, indoors = self.stops[1].name, self.into is not None
            arrival = Maneuver(
                StepKind.ARRIVE, end, end, shape.end, level, name=name, indoors=indoors, part=part
            )
            self._place(arrival, doors, start)
        else:
            self._pending = doors, start
        return head_out(line) or before, shape.end

    def _start(self, part: RoutePart, line: Sequence[XY], at: float, angle: float | None) -> None:
        """Add the start; if no door leads out, it gives a compass direction."""
        name, level = self.stops[0].name, self.polyline.levels(part.first)[0]
        landmark = None if self.out else find_point(line)
        angle = angle if self.out else None
        indoors = self.out is not None
        self.events.append(
            Maneuver(StepKind.START, at, at, angle, level, None, name, indoors, landmark, part=part)
        )

    def _ride(self, part: RoutePart, angle: float | None) -> None:
        polyline = self.polyline
        start, end = polyline.reached[part.first], polyline.reached[part.last]
        level, _ = polyline.levels(part.first)
        _, to_level = polyline.levels(part.last - 1)
        assert part.change is not None
        name = self.context.connectors.get(part.connector) or self._name_edge(part.first)
        building = find_building(polyline, part, self.context.buildings)
        event = Maneuver(part.change, start, end, angle, level, to_level, name, building=building, part=part)
        doors, since = self._pending
        self._place(event, doors, since)
        self._pending = [], end

    def _list_middle(
        self, part: RoutePart, bends: Sequence[Turn], start: float, end: float
    ) -> Iterator[Maneuver]:
        """Yield turns and doors between the ends of a walk; a turn at a door is one event with it."""
        level, _ = self.polyline.levels(part.first)
        gates = [one for one in self._list_gates(part, level) if start + TOGETHER <= one.at <= end - TOGETHER]
        events = []
        for bend in bends:
            kind = StepKind.STRAIGHT if bend.curve else StepKind.TURN
            events.append(Maneuver(kind, start + bend.at, start + bend.until, bend.angle, level, part=part))
        for gate in gates:
            near = [one for one in events if one.at - TOGETHER < gate.at < one.until + TOGETHER]
            if near and near[0].kind is StepKind.TURN:
                gate.angle = near[0].angle
                events[events.index(near[0])] = gate
            elif not near:
                events.append(gate)
        return iter(sorted(events, key=lambda event: event.at))

    def _list_gates(self, part: RoutePart, level: float | None) -> list[Maneuver]:
        """Return where a walk passes doors, and from one building to another: that counts more than its door."""
        names, buildings = self.context.building_names, self.context.buildings
        crossings = [
            Maneuver(kind, at, at, 0.0, level, name=names.get(building), building=building, part=part)
            for at, kind, building in list_crossings(self.polyline, part, buildings)
        ]
        doors = [
            Maneuver(StepKind.DOOR, at, at, 0.0, level, name=self._name_door(edge), part=part)
            for at, edge in list_entries(self.polyline, part)
            if not any(abs(at - crossing.at) < TOGETHER for crossing in crossings)
        ]
        return sorted([*crossings, *doors], key=lambda gate: gate.at)

    def _place(self, event: Maneuver, doors: Sequence[PassedDoor], since: float) -> None:
        """Add ``event`` with its landmark; doors are counted from the previous event or from ``since``."""
        before = self.events[-1]  # at least the start
        side = None if event.angle is None else classify(event.angle).side
        told: int | None
        count = told = count_doors(doors, max(before.until, since), event.at, side)
        if before.at < before.until and count != count_doors(doors, max(before.at, since), event.at, side):
            told = None  # the end of a bend is not obvious to everybody
        if event.kind is StepKind.ARRIVE:
            event.landmark = tell_doors(told, side, first=event.indoors)
        else:
            event.landmark = self.sights.choose(told, event.at, side, event.level, event.name)
        event.doors = count
        self.events.append(event)

    def _add(
        self, kind: StepKind, at: float, angle: float | None, part: RoutePart, name: str | None = None,
        *, indoors: bool = False,
    ) -> None:  # fmt: skip
        level, _ = self.polyline.levels(part.first)
        self.events.append(Maneuver(kind, at, at, angle, level, name=name, indoors=indoors, part=part))

    def _face_goal(self) -> float | None:
        """Return the heading from the end of the route to the goal."""
        if self.into is not None:
            return self.into.heading
        goal = self.stops[1].place
        if goal is None:
            return None
        (x0, y0), (x1, y1) = self.polyline.points[-1], goal
        x, y = x1 - x0, y1 - y0
        return math.degrees(math.atan2(y, x)) if math.hypot(x, y) > _ASIDE else None

    def _name_edge(self, segment: int) -> str | None:
        name = self.polyline.graph.name[self.polyline.arcs[segment] // 2]
        return str(name) if name else None

    def _name_door(self, edge: int) -> str | None:
        opening, name = int(self.polyline.graph.opening[edge]), self.polyline.graph.name[edge]
        known = next((one.name for one in self.context.openings if one.id == opening), None)
        return known or (str(name) if name else None)
