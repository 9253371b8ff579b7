"""A level without rooms: corridors, cores (stairs and lifts) and the runs of wall that rooms adjoin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from interactive_maps.demo.design.building import CORRIDOR_HALF, CORRIDOR_WALL, EXTERIOR_WALL, Corridor
from interactive_maps.demo.design.frame import Frame
from interactive_maps.demo.design.massing import ESCAPE, Massing, Wing

STAIR_WIDTH = 3000
LIFT_WIDTH = 2400
LIFT_DEPTH = 2700
LIFTS = 2  # side by side in every main core
MAIN_CORE_WIDTH = STAIR_WIDTH + LIFTS * LIFT_WIDTH

Interval = tuple[int, int]
CoreKind = Literal["stair", "main"]


@dataclass(frozen=True, slots=True)
class Core:
    """A stair, in a main core with lifts beside it; ``frame`` starts where the core does."""

    kind: CoreKind
    frame: Frame
    depth: int
    corridor: int


@dataclass(frozen=True, slots=True)
class Run:
    """A wall for rooms: ``length`` along the corridor of that index, ``depth`` away from it.

    ``insets`` are the distances from the axes of the end walls to their faces; ``exposed`` are the parts
    of the far side that have daylight.
    """

    frame: Frame
    length: int
    depth: int
    corridor: int
    insets: Interval
    exposed: tuple[Interval, ...]
    beside_core: bool


@dataclass(slots=True)
class Skeleton:
    """The skeleton of one level; runs and cores refer to corridors by index."""

    corridors: list[Corridor] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    cores: list[Core] = field(default_factory=list)
    bars: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Strip:
    """One side of one corridor, from end to end, with what interrupts the rooms on it."""

    frame: Frame
    length: int
    depth: int
    corridor: int
    outer_ends: tuple[bool, bool]
    covered: tuple[Interval, ...] = ()
    passages: tuple[Interval, ...] = ()
    cores: tuple[tuple[Interval, CoreKind], ...] = ()


def build_skeleton(massing: Massing, *, set_back: bool = False) -> Skeleton:
    """Return the skeleton of a level; those that are ``set_back`` end behind the last stairs."""
    skeleton = Skeleton()
    for spine in range(massing.shape.spines):
        _add_spine(skeleton, massing, spine, massing.spine_kept if set_back else massing.spine_length)
    for wing in massing.wings():
        _add_wing(skeleton, massing, wing, massing.wing_kept if set_back and wing.is_free else wing.length)
    return skeleton


def _add_spine(skeleton: Skeleton, massing: Massing, spine: int, length: int) -> None:
    y = massing.spine_centre(spine)
    corridor = len(skeleton.corridors)
    ends = ((0, y), (length, y))
    skeleton.corridors.append(Corridor(f"Corridor {corridor + 1}", *ends, outer_ends=ends))
    skeleton.bars.append((0, y - CORRIDOR_HALF - massing.south, length, y + CORRIDOR_HALF + massing.north))
    wings = massing.wings()
    for is_north, depth in ((True, massing.north), (False, massing.south)):
        joining = [wing for wing in wings if (wing.lower if is_north else wing.upper) == spine]
        away = 1 if is_north else -1
        strip = _Strip(
            Frame((0, y + away * CORRIDOR_HALF), (1, 0), (0, away)),
            length,
            depth,
            corridor,
            outer_ends=(True, True),
            covered=tuple((*_span(wing, massing.west, massing.east),) for wing in joining),
            passages=tuple(_span(wing) for wing in joining),
            cores=tuple(_place_spine_cores(massing, spine, joining, is_north=is_north)),
        )
        _cut_strip(skeleton, strip)


def _add_wing(skeleton: Skeleton, massing: Massing, wing: Wing, length: int) -> None:
    corridor = len(skeleton.corridors)
    x = wing.centre
    up = 1 if wing.lower is not None else -1
    base = wing.base if up > 0 else wing.base + wing.length
    end = base + up * length
    start_y = massing.spine_centre(wing.lower if wing.lower is not None else 0)
    end_y = end if wing.is_free else massing.spine_centre(wing.upper or 0)
    skeleton.corridors.append(
        Corridor(
            f"Corridor {corridor + 1}",
            (x, start_y),
            (x, end_y),
            gates=((x, base),) if wing.is_free else ((x, base), (x, end)),
            outer_ends=((x, end),) if wing.is_free else (),
        )
    )
    west, east = _span(wing, massing.west, massing.east)
    skeleton.bars.append((west, min(base, end), east, max(base, end)))
    for side, depth in ((-1, massing.west), (1, massing.east)):
        has_stair = side < 0 and wing.is_free and wing.length >= ESCAPE
        kept = massing.wing_kept
        strip = _Strip(
            Frame((x + side * CORRIDOR_HALF, base), (0, up), (side, 0)),
            length,
            depth,
            corridor,
            outer_ends=(False, wing.is_free),
            cores=(((kept - STAIR_WIDTH, kept), "stair"),) if has_stair else (),
        )
        _cut_strip(skeleton, strip)


def _place_spine_cores(
    massing: Massing, spine: int, joining: list[Wing], *, is_north: bool
) -> Iterator[tuple[Interval, CoreKind]]:
    """Place a core beside every wing, in the inner corner without daylight, and one at a long free end."""
    top_without_wings = not massing.shape.north and spine == massing.shape.spines - 1
    if is_north == top_without_wings and massing.shape.wings:
        return
    kept = massing.spine_kept
    if massing.shape.wings == 0:
        start = massing.spine_length * 15 // 100 if massing.spine_length >= ESCAPE else 0
        if is_north:
            yield (start, start + MAIN_CORE_WIDTH), "main"
    for wing in joining:
        is_main = (wing.index + 2 * spine) % 4 == 0
        width = MAIN_CORE_WIDTH if is_main else STAIR_WIDTH
        west, east = _span(wing)
        is_last = wing.index == massing.shape.wings - 1 and wing.index > 0
        yield (west - width, west) if is_last else (east, east + width), "main" if is_main else "stair"
    if kept < massing.spine_length and is_north:
        yield (kept - STAIR_WIDTH, kept), "stair"


def _cut_strip(skeleton: Skeleton, strip: _Strip) -> None:
    """Divide a strip into cores, and runs between everything that interrupts it."""
    stops = sorted([*strip.passages, *(interval for interval, _ in strip.cores)])
    cores = {interval for interval, _ in strip.cores}
    edges = zip([(0, 0), *stops], [*stops, (strip.length, strip.length)], strict=True)
    for before, after in edges:
        start, end = before[1], after[0]
        if start == end:
            continue
        run = Run(
            strip.frame.shift(start),
            end - start,
            strip.depth,
            strip.corridor,
            insets=(
                _face(is_outer=start == 0 and strip.outer_ends[0]),
                _face(is_outer=end == strip.length and strip.outer_ends[1]),
            ),
            exposed=tuple(_find_exposed(start, end, strip.covered)),
            beside_core=before in cores,
        )
        skeleton.runs.append(run)
    for (start, _), kind in strip.cores:
        skeleton.cores.append(Core(kind, strip.frame.shift(start), strip.depth, strip.corridor))


def _find_exposed(start: int, end: int, covered: tuple[Interval, ...]) -> Iterator[Interval]:
    """Yield the parts of ``start..end`` that nothing covers, counted from ``start``."""
    position = start
    for low, high in sorted(covered):
        if low > position and position < end:
            yield position - start, min(low, end) - start
        position = max(position, high)
    if position < end:
        yield position - start, end - start


def _face(*, is_outer: bool) -> int:
    return (EXTERIOR_WALL if is_outer else CORRIDOR_WALL) // 2


def _span(wing: Wing, west: int = 0, east: int = 0) -> Interval:
    return wing.centre - CORRIDOR_HALF - west, wing.centre + CORRIDOR_HALF + east
