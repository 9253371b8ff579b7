"""The size of the building: a shape chosen by the seed, with dimensions that just hold the rooms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from interactive_maps.demo.brief import Brief
from interactive_maps.demo.design.massing import MODULE, Massing, Shape
from interactive_maps.demo.design.programme import Kind, find_programme
from interactive_maps.demo.design.skeleton import build_skeleton
from interactive_maps.demo.design.subdivision import bound_rooms, share_out

_DEPTHS = (5400, 5700, 6000, 6300, 6600)
_HALL = 3  # the most rooms that the entrance hall replaces besides one
_SMALLEST = 12_000  # mm: the shortest bar and the narrowest court
_PROPORTIONS = (600, 1650)  # the most, in thousandths, that a shape is scaled before another suits better
_GENEROSITY = (100, 125, 160, 200)  # per cent of the usual wall: small plans divide less evenly
_BAR, _GAP, _WING = 45_000, 24_000, 30_000  # mm at scale 1

_SHAPES = (
    Shape("bar"),
    Shape("L", wings=1, north=True),
    Shape("U", wings=2, north=True),
    Shape("forecourt", wings=2, south=True),
    Shape("H", wings=2, north=True, south=True),
    Shape("comb", wings=3, north=True),
    Shape("comb", wings=4, north=True),
    Shape("comb", wings=5, north=True),
    Shape("double comb", wings=3, north=True, south=True),
    Shape("double comb", wings=4, north=True, south=True),
    *(
        Shape("courts", spines, wings, north=north)
        for spines in range(2, 14)
        for wings in range(2, 14)
        if spines - 1 <= wings <= 2 * spines + 1
        for north in (False, True)
    ),
)


@dataclass(frozen=True, slots=True)
class Storey:
    """A level to lay out: its number of rooms, and whether it is set back from the levels below."""

    ordinal: int
    rooms: int
    set_back: bool


def size_building(brief: Brief) -> tuple[Massing, tuple[Storey, ...]]:
    """Choose a shape, its dimensions and the number of rooms on each level: exactly ``brief.rooms`` in total."""
    dice = brief.dice("massing")
    depths = [dice.choice(_DEPTHS) for _ in range(4)]
    needed = brief.rooms * _mean_pitch(brief)
    for shape in _rank_shapes(needed // brief.levels, depths, dice):
        for generosity in _GENEROSITY:
            massing = _fit_scale(brief, shape, depths, needed * generosity // 100)
            storeys = _share_rooms(brief, massing)
            if storeys:
                return massing, storeys
    raise AssertionError("a bar holds any small number of rooms, courts any large one")


def _rank_shapes(needed: int, depths: Sequence[int], dice: Random) -> list[Shape]:
    """Return the shapes that suit ``needed`` mm of wall on a level, shuffled, and then all others, best first."""

    def find_scale(shape: Shape) -> int:
        massing = _scale(shape, depths, 1000)
        wall = 2 * (shape.spines * massing.spine_length + len(massing.wings()) * massing.wing_length)
        return 1000 * needed // wall

    scales = {shape: find_scale(shape) for shape in _SHAPES}
    suiting = [shape for shape, scale in scales.items() if _PROPORTIONS[0] <= scale <= _PROPORTIONS[1]]
    dice.shuffle(suiting)
    others = [shape for shape in _SHAPES if shape not in suiting]
    return suiting + sorted(others, key=lambda shape: abs(scales[shape] - 1000))


def _fit_scale(brief: Brief, shape: Shape, depths: Sequence[int], needed: int) -> Massing:
    """Return the smallest massing of a shape whose levels together have ``needed`` mm of wall for rooms."""
    low, high = 0, 1000
    while sum(_measure_levels(brief, _scale(shape, depths, high))) < needed:
        low, high = high, high * 2
    while high - low > 4:
        scale = (low + high) // 2
        if sum(_measure_levels(brief, _scale(shape, depths, scale))) < needed:
            low = scale
        else:
            high = scale
    return _scale(shape, depths, high)


def _scale(shape: Shape, depths: Sequence[int], scale: int) -> Massing:
    def lengthen(length: int) -> int:
        return max(_SMALLEST, length * scale // 1000 // MODULE * MODULE)

    south, north, west, east = depths
    gap = lengthen(_GAP if shape.wings else _BAR)
    return Massing(shape, south, north, west, east, gap, lengthen(_WING))


def _measure_levels(brief: Brief, massing: Massing) -> Iterator[int]:
    """Yield the length of wall for rooms on every level."""
    lengths = {
        set_back: sum(run.length for run in build_skeleton(massing, set_back=set_back).runs)
        for set_back in (False, True)
    }
    return (lengths[_is_set_back(brief, ordinal)] for ordinal in brief.ordinals)


def _share_rooms(brief: Brief, massing: Massing) -> tuple[Storey, ...]:
    """Distribute the rooms over the levels; return nothing if this massing cannot hold exactly that many."""
    bounds = []
    backs = [_is_set_back(brief, ordinal) for ordinal in brief.ordinals]
    totals = {set_back: _bound_level(massing, set_back=set_back) for set_back in set(backs)}
    for ordinal, set_back in zip(brief.ordinals, backs, strict=True):
        low, high = totals[set_back]
        bounds.append((low, high - _HALL if ordinal == 0 else high))
    pitches = [_pitch(find_programme(brief.use, ordinal)) for ordinal in brief.ordinals]
    walls = _measure_levels(brief, massing)
    weights = [wall * 1000 // pitch for wall, pitch in zip(walls, pitches, strict=True)]
    try:
        shares = share_out(brief.rooms, weights, bounds)
    except ValueError:
        return ()
    return tuple(map(Storey, brief.ordinals, shares, backs))


def _bound_level(massing: Massing, *, set_back: bool) -> tuple[int, int]:
    """Return the least and greatest number of rooms that a level can be divided into."""
    bounds = [bound_rooms(run.length) for run in build_skeleton(massing, set_back=set_back).runs]
    return sum(low for low, _ in bounds), sum(high for _, high in bounds)


def _is_set_back(brief: Brief, ordinal: int) -> bool:
    return ordinal > 0 and brief.ordinals.index(ordinal) * 5 >= brief.levels * 3


def _mean_pitch(brief: Brief) -> int:
    pitches = [_pitch(find_programme(brief.use, ordinal)) for ordinal in brief.ordinals]
    return sum(pitches) // len(pitches)


def _pitch(programme: Sequence[Kind]) -> int:
    """Return the mean width in mm that a room of a programme takes along its corridor."""
    shares = [(kind.weight * (kind.row + 1), kind) for kind in programme]
    wall = sum(share * (kind.least + kind.greatest) for share, kind in shares) // 2
    return wall // sum(share * kind.rooms for share, kind in shares)
