"""The layout of a building: sizes its body, distributes the rooms, and lays out one level at a time.

Pure and deterministic: the same brief gives the same building, level by level, in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from interactive_maps.demo.brief import Brief
from interactive_maps.demo.design.building import CORRIDOR_WALL, EXTERIOR_WALL, PARTITION, Level, Wall
from interactive_maps.demo.design.cores import close_corridor, fit_core
from interactive_maps.demo.design.massing import Massing
from interactive_maps.demo.design.names import name_building
from interactive_maps.demo.design.programme import ENTRANCE, INNER, TOILETS, Kind, find_programme
from interactive_maps.demo.design.rooms import Cell, fit_cell
from interactive_maps.demo.design.site import Site
from interactive_maps.demo.design.sizing import Storey, size_building
from interactive_maps.demo.design.skeleton import Run, Skeleton, build_skeleton
from interactive_maps.demo.design.subdivision import (
    NARROWEST,
    bound_rooms,
    choose_kinds,
    divide,
    fit_kinds,
    share_out,
)
from interactive_maps.demo.design.walls import enclose

KEPT = frozenset({ENTRANCE, *TOILETS})
ROOMS_FOR_TOILETS = 6  # a shorter run gets one WC instead of three


@dataclass(frozen=True, slots=True)
class Building:
    """A building whose body is known; its levels are laid out on demand, to save memory."""

    name: str
    brief: Brief
    massing: Massing
    storeys: tuple[Storey, ...]

    def levels(self) -> Iterator[Level]:
        """Lay out the levels, from the lowest up."""
        return (lay_out_level(self, storey) for storey in self.storeys)


def lay_out(brief: Brief) -> Building:
    """Generate the building of a brief."""
    massing, storeys = size_building(brief)
    return Building(name_building(brief), brief, massing, storeys)


def lay_out_level(building: Building, storey: Storey) -> Level:
    """Return one level with exactly ``storey.rooms`` rooms."""
    dice = building.brief.dice(f"level {storey.ordinal}")
    skeleton = build_skeleton(building.massing, set_back=storey.set_back)
    level = Level(storey.ordinal, tuple(skeleton.bars), skeleton.corridors, walls=enclose(skeleton.bars))
    site = Site(level)
    cells: list[Cell] = []
    programme = find_programme(building.brief.use, storey.ordinal)
    for run, kinds in _choose_rooms(skeleton, storey, programme, dice):
        _raise_walls(level, run)
        cells += _cut_cells(level, run, kinds, dice)
    # Room numbers follow the corridors, as people expect.
    for cell in sorted(cells, key=lambda cell: (cell.corridor, *cell.frame.at(cell.width // 2, 0))):
        fit_cell(site, cell)
    for number, core in enumerate(skeleton.cores):
        fit_core(site, core, _letter(number))
    for index in range(len(level.corridors)):
        close_corridor(site, index)
    level.paths = site.network.lines()
    return level


def _choose_rooms(
    skeleton: Skeleton, storey: Storey, programme: tuple[Kind, ...], dice: Random
) -> Iterator[tuple[Run, list[Kind]]]:
    runs = skeleton.runs
    front = _find_front(runs) if storey.ordinal == 0 else None
    bounds = [bound_rooms(run.length) for run in runs]
    if front is not None:
        beside = (runs[front].length - ENTRANCE.least) // NARROWEST
        bounds[front] = (1, max(1, beside + 1))
    counts = share_out(storey.rooms, [run.length for run in runs], bounds)
    for index, (run, count) in enumerate(zip(runs, counts, strict=True)):
        wanted: list[Kind] = []
        if index == front:
            wanted = [ENTRANCE]
        elif run.beside_core and count > 1:
            wanted = list(TOILETS if count >= ROOMS_FOR_TOILETS else TOILETS[-1:])
        kinds = wanted + choose_kinds(programme, count - len(wanted), dice)
        kinds = fit_kinds(kinds, run.length, keep=KEPT)
        yield run, _center_entrance(kinds, run.length) if index == front else kinds


def _find_front(runs: list[Run]) -> int:
    """Return the longest run of the south face, where the street is."""
    facing = [index for index, run in enumerate(runs) if run.frame.away == (0, -1) and run.corridor == 0]
    return max(facing, key=lambda index: runs[index].length)


def _center_entrance(kinds: list[Kind], length: int) -> list[Kind]:
    if ENTRANCE not in kinds:
        return kinds
    others = [kind for kind in kinds if kind is not ENTRANCE]
    orders = [[*others[:place], ENTRANCE, *others[place:]] for place in range(len(others) + 1)]

    def miss(order: list[Kind]) -> int:
        widths = divide(length, order)
        place = order.index(ENTRANCE)
        return abs(2 * sum(widths[:place]) + widths[place] - length)

    return min(orders, key=miss)


def _raise_walls(level: Level, run: Run) -> None:
    """Build the walls around a run; outer walls cover those with nothing beyond."""
    corners = [(0, 0), (run.length, 0), (run.length, run.depth), (0, run.depth)]
    points = [run.frame.at(u, v) for u, v in corners]
    level.walls += [
        Wall(start, end, CORRIDOR_WALL)
        for start, end in zip(points, points[1:] + points[:1], strict=True)
    ]  # fmt: skip


def _cut_cells(level: Level, run: Run, kinds: list[Kind], dice: Random) -> Iterator[Cell]:
    """Divide a run into cells with partitions between them; every second cell is mirrored, so that doors pair up."""
    start = 0
    for index, (kind, width) in enumerate(zip(kinds, divide(run.length, kinds), strict=True)):
        end = start + width
        exposed = [(max(low, start), min(high, end)) for low, high in run.exposed]
        seen = tuple((low - start, high - start) for low, high in exposed if high > low)
        # The end of an outer wall reaches half its thickness beyond the corner.
        touched = any(
            low <= end + EXTERIOR_WALL and high >= start - EXTERIOR_WALL for low, high in run.exposed
        )
        insets = (
            run.insets[0] if start == 0 else PARTITION // 2,
            run.insets[1] if end == run.length else PARTITION // 2,
            (EXTERIOR_WALL if touched else CORRIDOR_WALL) // 2,
        )
        cell = Cell(kind, run.frame.shift(start), width, run.depth, run.corridor, insets, seen)
        if kind.daylight and not seen:
            cell = replace(cell, kind=_darken(kind, dice))
        if end < run.length:
            level.walls.append(Wall(run.frame.at(end, 0), run.frame.at(end, run.depth), PARTITION))
        yield cell.mirror() if index % 2 else cell
        start = end


def _darken(kind: Kind, dice: Random) -> Kind:
    """Return the kind that replaces a room without daylight; a room with a nook keeps its kind."""
    inner = dice.choice(INNER)
    return replace(inner, nook=kind.nook, door=kind.door)


def _letter(number: int) -> str:
    """Return A, B, ... Z, AA, AB, ..."""
    letters = ""
    while number >= 0:
        number, letter = divmod(number, 26)
        letters = chr(ord("A") + letter) + letters
        number -= 1
    return letters
