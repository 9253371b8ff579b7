"""Joining of pieces of an open region: what belongs to one room, and what to the ways between rooms.

Pieces are joined across the longest borders first, so that the shortest remain, where a draughtsman would have cut.
Two rooms with labels never join, nor does a room with a way: a corridor, or a hall that doors open into. Ways join
where they meet at their full width: one ends where it narrows, or opens into a wider one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.recognition.geometry.areas import grow, keep_largest

_HALL_DOORS = 3
_NARROWS = 0.6  # of the width of the wider of two ways
_SCRAP = 3.0  # square metres
_LEAST_WIDTH = 0.6  # metres
_AROUND = 3.0  # times the width at which two ways meet: how far from there each is measured
_TOUCH = 0.05  # metres

Border = tuple[float, int, int]  # its length in metres, and the pieces on both sides


@dataclass(slots=True)
class _Group:
    """Pieces that belong together; ``corridor`` is whether one of them is one."""

    members: list[int]
    named: bool
    corridor: bool
    doors: int

    @property
    def leads(self) -> bool:
        """Whether these are ways to other rooms."""
        return self.corridor or (not self.named and self.doors >= _HALL_DOORS)


def join_pieces(
    pieces: Sequence[Polygon],
    named: Iterable[int],
    corridors: Iterable[int],
    doors: Sequence[int],
    borders: Iterable[Border],
    links: Collection[int] = (),
) -> list[list[int]]:
    """Return groups of pieces; ``named`` have labels, ``corridors`` are such, ``doors`` counts those of each.

    ``links`` lie between corridors: those with a common border are one.
    """
    labelled, narrow = set(named), {*corridors, *links}
    groups = [
        _Group([index], index in labelled, index in narrow, doors[index]) for index in range(len(pieces))
    ]

    home = list(range(len(pieces)))
    # Of borders alike, those of rooms with labels come first: a narrow room is one all along.
    ranked = sorted(
        (round(width, 2), one in labelled or other in labelled, width, one, other)
        for width, one, other in borders
    )
    for *_, one, other in reversed(ranked):
        first, second = home[one], home[other]
        is_link = one in links and other in links
        if first != second and (is_link or _belong_together(groups[first], groups[second])):
            _merge(groups[first], groups[second])
            for member in groups[second].members:
                home[member] = first
    kept = [groups[group] for group in sorted(set(home))]
    return [group.members for group in _join_ways(kept, pieces)]


def _belong_together(one: _Group, other: _Group) -> bool:
    return not (one.named or one.leads) or not (other.named or other.leads)


def _join_ways(groups: Sequence[_Group], pieces: Sequence[Polygon]) -> list[_Group]:
    """Return groups with those ways joined that go on at the same width, those that differ least first.

    A scrap of a way, with nothing to tell its width, belongs to the way that it opens to most widely. Two ways with
    labels remain two.
    """

    def compare(pair: tuple[int, int]) -> float:
        both_named = all(groups[leading[index]].named for index in pair)
        return 0.0 if both_named else _compare(areas[pair[0]], areas[pair[1]])

    leading = [index for index, group in enumerate(groups) if group.leads]
    if len(leading) < 2:
        return list(groups)
    areas = [shapely.union_all([pieces[member] for member in groups[index].members]) for index in leading]
    one, other = shapely.STRtree(areas).query(areas, predicate="dwithin", distance=_TOUCH)
    near = {(a, b) for a, b in zip(one.tolist(), other.tolist(), strict=True) if a < b}
    shares = {pair: compare(pair) for pair in sorted(near)}
    gone: set[int] = set()
    while shares:
        (first, second), share = max(shares.items(), key=lambda item: (item[1], item[0]))
        if not share:
            break
        _merge(groups[leading[first]], groups[leading[second]])
        areas[first] = shapely.union(areas[first], areas[second])
        gone.add(leading[second])
        beside = {index for pair in shares for index in pair if not {first, second}.isdisjoint(pair)}
        shares = {pair: known for pair, known in shares.items() if {first, second}.isdisjoint(pair)}
        for index in sorted(beside - {first, second}):
            pair = min(first, index), max(first, index)
            shares[pair] = compare(pair)
    return [group for index, group in enumerate(groups) if index not in gone]


def _compare(one: BaseGeometry, other: BaseGeometry) -> float:
    """Return how well one way goes on in another, 0 for two ways: the share of the width there at which they meet."""
    border = shapely.intersection(shapely.boundary(one), grow(other, _TOUCH))
    width = float(border.length) - 2 * _TOUCH
    if min(one.area, other.area) < _SCRAP:
        return 1.0 + width if width > 0 else 0.0
    if width < _LEAST_WIDTH:
        return 0.0
    around = shapely.buffer(border, _AROUND * width)
    there = [keep_largest(shapely.intersection(way, around)) for way in (one, other)]
    share = width / max(_measure_width(way) for way in there)
    return share if share >= _NARROWS else 0.0


def _measure_width(area: BaseGeometry) -> float:
    """Return the metres that fit in an area where it is widest."""
    circles = shapely.maximum_inscribed_circle(np.array([area], dtype=object), 0.05)
    return 2 * float(shapely.length(circles)[0])


def _merge(one: _Group, other: _Group) -> None:
    """Add the pieces of the other group to the first."""
    one.members += other.members
    one.named |= other.named
    one.corridor |= other.corridor
    one.doors += other.doors
