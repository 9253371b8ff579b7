"""Joining of pieces of an open region: what belongs to one room, and what to the ways between rooms.

Pieces are joined across the longest borders first, so that the shortest remain, where a draughtsman would have cut.
Two rooms with labels never join, nor does a room with a way: a corridor, or a hall that doors open into. Ways join
where they meet at their full width: one ends where it narrows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import shapely
from shapely import Polygon

_HALL_DOORS = 3
_NARROWS = 0.6  # of the width of the narrower of two ways

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
) -> list[list[int]]:
    """Return groups of pieces; ``named`` have labels, ``corridors`` are such, ``doors`` counts those of each."""
    labelled, narrow = set(named), set(corridors)
    groups = [
        _Group([index], index in labelled, index in narrow, doors[index]) for index in range(len(pieces))
    ]

    @cache
    def measure_width(piece: int) -> float:
        """Return the metres that fit in a piece."""
        return 2 * float(shapely.maximum_inscribed_circle(pieces[piece], 0.05).length)

    def find_narrower(one: _Group, other: _Group) -> float:
        """Return the width of the narrower group, each measured where it is widest."""
        return min(max(map(measure_width, group.members)) for group in (one, other))

    home = list(range(len(pieces)))
    for length, one, other in sorted(borders, reverse=True):
        first, second = home[one], home[other]
        if first != second and _belong_together(groups[first], groups[second], length, find_narrower):
            _merge(groups[first], groups[second])
            for member in groups[second].members:
                home[member] = first
    return [groups[group].members for group in sorted(set(home))]


def _belong_together(
    one: _Group, other: _Group, border: float, find_narrower: Callable[[_Group, _Group], float]
) -> bool:
    if one.named and other.named:
        return False
    if one.leads and other.leads:
        return border >= _NARROWS * find_narrower(one, other)
    return not (one.named and other.leads) and not (one.leads and other.named)


def _merge(one: _Group, other: _Group) -> None:
    """Add the pieces of the other group to the first."""
    one.members += other.members
    one.named |= other.named
    one.corridor |= other.corridor
    one.doors += other.doors
