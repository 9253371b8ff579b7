"""Parts of a route: walks on one level, and level changes between them, one per connector. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from interactive_maps.routing.directions.branches import find_branches
from interactive_maps.routing.directions.polyline import Polyline, head_in, head_out
from interactive_maps.routing.directions.route_context import Stop
from interactive_maps.routing.directions.steps import StepKind
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NOTHING

_DOOR, _ROOM = Kind.DOOR, Kind.ROOM
_LEVEL_CHANGES: Mapping[int, StepKind] = {
    Kind.STAIRS: StepKind.STAIRS,
    Kind.LIFT: StepKind.LIFT,
    Kind.BOARDING: StepKind.LIFT,
    Kind.ESCALATOR: StepKind.ESCALATOR,
    Kind.RAMP: StepKind.RAMP,
    Kind.WALKWAY: StepKind.WALKWAY,
}
_ADJOINING = 5.0  # metres between two buildings without an outside to speak of
_MOST_INSIDE = 15.0  # metres in the first room that need no directions


@dataclass(frozen=True, slots=True)
class RoutePart:
    """Segments ``first`` to ``last``, exclusive. ``change`` is None for a walk."""

    first: int
    last: int
    change: StepKind | None = None
    connector: int = NOTHING


@dataclass(frozen=True, slots=True)
class SpaceEntry:
    """A room's door, ``at`` metres along the route, which passes it in direction ``heading`` (degrees)."""

    at: float
    heading: float | None


def split_at_level_changes(polyline: Polyline) -> list[RoutePart]:
    """Return the parts of a route, in order."""
    parts: list[RoutePart] = []
    first, before, known = 0, _LEVEL_CHANGES.get(polyline.kinds[0]), NOTHING
    for index, kind in enumerate(polyline.kinds):
        change = _LEVEL_CHANGES.get(kind)
        connector = int(polyline.graph.connector[polyline.arcs[index] // 2]) if change else NOTHING
        if change is not before or not _is_same(known, connector):
            parts.append(RoutePart(first, index, before, known))
            first, before, known = index, change, NOTHING
        known = known if connector == NOTHING else connector
    return [*parts, RoutePart(first, len(polyline.kinds), before, known)]


def heading_after_ride(polyline: Polyline, part: RoutePart, entered: float | None) -> float | None:
    """Return the heading when leaving a connector that was ``entered`` with the given heading.

    People leave a lift through the door by which they entered.
    """
    if part.change is StepKind.LIFT:
        return None if entered is None else entered + 180
    for index in reversed(range(part.first, part.last)):
        heading = head_out(polyline.line(index))
        if heading is not None:
            return heading
    return None


def heading_into_ride(polyline: Polyline, part: RoutePart) -> float | None:
    """Return the heading when stepping onto a connector; None for a lift."""
    return None if part.change is StepKind.LIFT else head_in(polyline.line(part.first))


def find_exit(polyline: Polyline, part: RoutePart, stop: Stop) -> SpaceEntry | None:
    """Return the door through which the first part leaves its room; None if it does not start in a small room."""
    gate = _go_inside(polyline, list(range(part.first, part.last)), stop, backwards=True)
    return gate if gate is not None and gate.at <= _MOST_INSIDE else None


def find_entry(polyline: Polyline, part: RoutePart, stop: Stop) -> SpaceEntry | None:
    """Return the door through which the last part enters its room; None if it does not end in a room."""
    return _go_inside(polyline, list(reversed(range(part.first, part.last))), stop, backwards=False)


def list_entries(polyline: Polyline, part: RoutePart) -> Iterator[tuple[float, int]]:
    """Yield the positions at which a part passes doors, and the edge of each."""
    for index in range(part.first, part.last):
        if polyline.kinds[index] == _DOOR:
            yield polyline.middle(index), polyline.arcs[index] // 2


def find_building(track: Polyline, part: RoutePart, buildings: Mapping[int, int]) -> int | None:
    """Return the building of a ride: that of the nearest space, on the way out before that on the way in."""
    ahead, behind = range(part.last, len(track.spaces)), range(part.last - 1, -1, -1)
    for pair in zip_longest(ahead, behind):
        for index in pair:
            if index is not None and (building := buildings.get(track.spaces[index])) is not None:
                return building
    return None


def find_building_at(track: Polyline, at: float, buildings: Mapping[int, int]) -> int | None:
    """Return the building ``at`` metres along a route: that of the segment there, or of those beside it.

    A door has no building of its own.
    """
    here = min(bisect_right(track.reached, at), len(track.spaces)) - 1
    near = [track.spaces[index] for index in (here, here + 1, here - 1) if 0 <= index < len(track.spaces)]
    return next((buildings[space] for space in near if space in buildings), None)


def list_crossings(
    track: Polyline, part: RoutePart, buildings: Mapping[int, int]
) -> Iterator[tuple[float, StepKind, int]]:
    """Yield where a walk leaves one building for another, and enters that, in metres; once, if they adjoin."""
    known = [
        (index, building)
        for index in range(part.first, part.last)
        if (building := buildings.get(track.spaces[index])) is not None
    ]
    for (last, before), (first, after) in pairwise(known):
        if before == after:
            continue
        leave, enter = track.reached[last + 1], track.reached[first]
        if enter - leave > _ADJOINING:
            yield leave, StepKind.LEAVE, before
        yield enter, StepKind.ENTER, after


def _go_inside(polyline: Polyline, indices: list[int], stop: Stop, *, backwards: bool) -> SpaceEntry | None:
    """Return the door of the room that the first of ``indices``, from the room outwards, is in; None if in none.

    ``backwards``: they are walked from the room outwards, otherwise into it.
    """
    home = stop.space if stop.space is not None else polyline.spaces[indices[0]]
    inside = 0
    for index in indices:
        kind, space = polyline.kinds[index], polyline.spaces[index]
        if kind == _DOOR:
            return SpaceEntry(polyline.middle(index), head_out(polyline.line(index)))
        if kind != _ROOM and (space == NOTHING or space != home):
            break
        inside += 1
    if inside == len(indices):
        return None
    if inside and polyline.spaces[indices[inside]] not in {NOTHING, home}:
        pass  # a stub across the sill: its outer end is the best estimate of the door
    elif not inside and _ends_in_spur(polyline, indices, backwards=backwards):
        inside = 1
    if not inside:
        return None
    index = indices[inside - 1]
    outer = polyline.reached[index + 1 if backwards else index]
    line = polyline.line(index)
    return SpaceEntry(outer, head_out(line) if backwards else head_in(line))


def _ends_in_spur(polyline: Polyline, indices: list[int], *, backwards: bool) -> bool:
    """Return whether the outermost segment leaves a room that is drawn as the end of a line."""
    arc = polyline.arcs[indices[0]]
    outwards = arc if backwards else arc ^ 1
    room = int(polyline.graph.arc_tail[outwards])
    branches = find_branches(polyline.graph)
    return branches.is_dead_end(room) and branches.is_door(outwards ^ 1)


def _is_same(one: int, other: int) -> bool:
    return one == other or NOTHING in {one, other}
