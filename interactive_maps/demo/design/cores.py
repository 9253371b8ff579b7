"""Stairs, lifts and the ends of corridors: the connections of a level to other levels and to outdoors."""

from __future__ import annotations

from interactive_maps.demo.design.building import (
    CORRIDOR_CLEAR,
    CORRIDOR_HALF,
    CORRIDOR_WALL,
    EXTERIOR_WALL,
    Corridor,
    Door,
    DoorStyle,
    Lift,
    Opening,
    Stair,
    Wall,
    Window,
)
from interactive_maps.demo.design.frame import Frame, Point
from interactive_maps.demo.design.site import Site
from interactive_maps.demo.design.skeleton import LIFT_DEPTH, LIFT_WIDTH, LIFTS, STAIR_WIDTH, Core

LANDING = 900  # from the corridor wall to the landing
LIFT_DOOR = 1100


def fit_core(site: Site, core: Core, name: str) -> None:
    """Build stair ``name`` and, in a main core, its lifts with their lobby."""
    _fit_stair(site, core, f"Stair {name}")
    if core.kind == "main":
        _fit_lifts(site, core, name)


def _fit_stair(site: Site, core: Core, name: str) -> None:
    frame, middle, style = core.frame, STAIR_WIDTH // 2, DoorStyle.WARD
    _wall(site, frame, (0, 0), (STAIR_WIDTH, 0))
    _wall(site, frame, (0, core.depth), (STAIR_WIDTH, core.depth))
    for side in (0, STAIR_WIDTH):
        _wall(site, frame, (side, 0), (side, core.depth))
    landing = frame.at(middle, LANDING)
    site.level.stairs.append(Stair(name, frame, STAIR_WIDTH, core.depth, landing))
    joins = (name, site.level.corridors[core.corridor].name)
    door = Door(f"D-{name}", style, frame.at(middle, 0), frame.place(middle, 0), joins)
    site.add_door(door, along_x=frame.runs_along_x, thickness=CORRIDOR_WALL)
    path = [frame.at(middle, -CORRIDOR_HALF), frame.at(middle, 0), landing]
    site.network.branch("stair", core.corridor, path)


def _fit_lifts(site: Site, core: Core, name: str) -> None:
    """Build a lobby that opens to the corridor, with shafts along its back."""
    start, end, front = STAIR_WIDTH, STAIR_WIDTH + LIFTS * LIFT_WIDTH, core.depth - LIFT_DEPTH
    _wall(site, core.frame, (start, front), (end, front))
    _wall(site, core.frame, (start, core.depth), (end, core.depth))
    _wall(site, core.frame, (end, 0), (end, core.depth))
    for number in range(LIFTS):
        left = start + number * LIFT_WIDTH
        if number:
            _wall(site, core.frame, (left, front), (left, core.depth))
        shaft = core.frame.shift(left, front)
        middle = LIFT_WIDTH // 2
        car = shaft.at(middle, LIFT_DEPTH // 2)
        site.level.lifts.append(Lift(f"Lift {name}{number + 1}", shaft, LIFT_WIDTH, LIFT_DEPTH, car))
        door = Opening(shaft.at(middle, 0), shaft.runs_along_x, LIFT_DOOR, CORRIDOR_WALL)
        site.level.openings.append(door)
        path = [core.frame.at(left + middle, -CORRIDOR_HALF), shaft.at(middle, 0), car]
        site.network.branch("lift", core.corridor, path)


def close_corridor(site: Site, index: int) -> None:
    """Add a corridor's fire doors, and a window or, at ground level, an exit at each end."""
    corridor = site.level.corridors[index]
    for gate in corridor.gates:
        frame = _look_along(corridor, gate)
        site.level.walls.append(Wall(frame.at(-CORRIDOR_HALF, 0), frame.at(CORRIDOR_HALF, 0), CORRIDOR_WALL))
        joins = (corridor.name, "fire section")
        _hang_across(site, frame, f"FD{gate[0]}/{gate[1]}", joins, CORRIDOR_WALL)
    for number, end in enumerate(corridor.outer_ends):
        frame = _look_along(corridor, end)
        if site.level.ordinal == 0:
            _hang_across(
                site, frame, f"EX{index + 1}/{number + 1}", (corridor.name, "outside"), EXTERIOR_WALL
            )
            site.network.reach_end(index, end)
        elif site.has_windows:
            half = CORRIDOR_CLEAR // 3
            opening = Opening(end, frame.runs_along_x, half * 2, EXTERIOR_WALL)
            site.level.openings.append(opening)
            site.level.windows.append(Window(frame.at(-half, 0), frame.at(half, 0)))


def _hang_across(site: Site, frame: Frame, number: str, joins: tuple[str, str], thickness: int) -> None:
    door = Door(number, DoorStyle.FIRE, frame.origin, frame.place(0, 0), joins)
    site.add_door(door, along_x=frame.runs_along_x, thickness=thickness)


def _look_along(corridor: Corridor, place: Point) -> Frame:
    """Return axes across a corridor whose ``v`` points to its nearer end."""
    x, y = place
    to_end = abs(corridor.end[0] - x) + abs(corridor.end[1] - y)
    to_start = abs(corridor.start[0] - x) + abs(corridor.start[1] - y)
    nearer, farther = (corridor.end, corridor.start) if to_end < to_start else (corridor.start, corridor.end)
    step = tuple((b > a) - (b < a) for a, b in zip(farther, nearer, strict=True))
    return Frame(place, (step[1], -step[0]), (step[0], step[1]))


def _wall(site: Site, frame: Frame, start: Point, end: Point) -> None:
    site.level.walls.append(Wall(frame.at(*start), frame.at(*end), CORRIDOR_WALL))
