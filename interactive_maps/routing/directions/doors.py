"""Doors beside a route: those of the map, or else those of the network. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.directions.branches import find_branches
from interactive_maps.routing.directions.polyline import Floats, Polyline
from interactive_maps.routing.directions.route_context import Opening
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NOTHING

_ASIDE = 3.0  # metres from a route to a door beside it
_BESIDE = 0.5  # metres before and after a position that still belong to it
_NO_SPACE, _IN_DOOR = -2, -3  # ids of no space, unlike NOTHING, which means unknown
_DOOR = Kind.DOOR
_at = attrgetter("at")
Integers = NDArray[np.int64]


class PassedDoor(NamedTuple):
    """A door beside the route, ``at`` metres from the start; ``side`` is left or right."""

    at: float
    side: str


def pass_openings(
    polyline: Polyline, openings: Sequence[Opening], places: Floats, first: int, last: int
) -> list[PassedDoor]:
    """Return those of ``openings`` that segments ``first`` to ``last`` pass by, in order.

    ``places`` [n, 2] are their positions in metres. Each opens to the space of the nearest part of the route.
    """
    gone = set(polyline.graph.opening[np.array(polyline.arcs[first:last]) // 2].tolist())
    segments = zip(polyline.spaces[first:last], polyline.kinds[first:last], strict=True)
    walked = [_IN_DOOR if kind == _DOOR else space for space, kind in segments]
    spaces = set(walked)
    some = [
        row
        for row, one in enumerate(openings)
        if one.id not in gone and (not one.spaces or NOTHING in spaces or not spaces.isdisjoint(one.spaces))
    ]
    if not some:
        return []
    low, high = polyline.first[first], polyline.first[last]
    start = polyline.places[low : high - 1]
    along = polyline.places[low + 1 : high] - start
    off = places[some][:, None] - start
    share = np.clip((off * along).sum(axis=2) / np.maximum((along**2).sum(axis=1), 1e-12), 0.0, 1.0)
    metres = np.hypot(*np.moveaxis(off - along * share[:, :, None], 2, 0))
    of = np.repeat(walked, np.diff(polyline.first[first : last + 1]))[:-1]
    metres[~_see([openings[row] for row in some], of)] = np.inf
    metres[:, np.array(polyline.first[first + 1 : last], dtype=np.int64) - low - 1] = (
        np.inf
    )  # between segments
    pieces = metres.argmin(axis=1)
    rows = np.flatnonzero(metres[np.arange(len(some)), pieces] <= _ASIDE)
    pieces = pieces[rows]
    sides = _tell_sides(along[pieces], off[rows, pieces])
    doors = []
    for piece, part, side in zip(pieces.tolist(), share[rows, pieces].tolist(), sides, strict=True):
        begin, end = polyline.at[low + piece : low + piece + 2]
        doors.append(PassedDoor(begin + (end - begin) * part, side))
    return sorted(doors, key=_at)


class Branching:
    """The network's doors at the nodes of one route, found together when first needed."""

    def __init__(self, polyline: Polyline) -> None:
        self._polyline = polyline
        graph = polyline.graph
        inner = np.flatnonzero(np.array(polyline.kinds[:-1], dtype=np.int64) != _DOOR)
        arcs = np.array(polyline.arcs, dtype=np.int64)
        spaces = np.array(polyline.spaces, dtype=np.int64)
        doors = find_branches(graph).list_doors(graph.arc_head[arcs[inner]], spaces[inner])
        of = inner[doors.of]
        edges = doors.arcs // 2
        ends = graph.metres[graph.offsets[edges + 1] - 1] - graph.metres[graph.offsets[edges]]
        bounds = np.array(polyline.first)
        along = polyline.places[bounds[of + 1] - 1] - polyline.places[bounds[of]]
        self._of, self._edges = of.tolist(), edges.tolist()
        self._sides = _tell_sides(along, np.where(doors.arcs[:, None] % 2, -ends, ends))

    def pass_doors(self, first: int, last: int) -> list[PassedDoor]:
        """Return the doors at the nodes inside segments ``first`` to ``last``, in order."""
        polyline = self._polyline
        on_way = {arc // 2 for arc in polyline.arcs[first:last]}
        rows = range(bisect_left(self._of, first), bisect_left(self._of, last - 1))
        return [
            PassedDoor(polyline.reached[self._of[row] + 1], self._sides[row])
            for row in rows
            if self._edges[row] not in on_way
        ]


def count_doors(doors: Sequence[PassedDoor], after: float, at: float, side: str | None) -> int:
    """Return how many of ``doors``, in order, lie between two positions, on ``side`` or (None) on either."""
    low = bisect_right(doors, after + _BESIDE, key=_at)
    high = bisect_left(doors, at - _BESIDE, key=_at)
    if side is None:
        return max(high - low, 0)
    return sum(door.side == side for door in doors[low:high])


def _see(openings: Sequence[Opening], walked: Integers) -> NDArray[np.bool_]:
    """Return [n, m] which of ``openings`` open to the space of each piece, ``walked`` [m]."""
    spaces = np.full((len(openings), max(len(one.spaces) for one in openings)), _NO_SPACE)
    for row, one in enumerate(openings):
        spaces[row, : len(one.spaces)] = one.spaces
    anywhere = np.array([not one.spaces for one in openings])[:, None] | (walked == NOTHING)
    sees: NDArray[np.bool_] = anywhere | (spaces[:, None, :] == walked[:, None]).any(axis=2)
    return sees


def _tell_sides(headings: Floats, offs: Floats) -> list[str]:
    """Return on which side of each of ``headings`` [n, 2] the offset ``offs`` [n, 2] lies."""
    crosses = headings[:, 0] * offs[:, 1] - headings[:, 1] * offs[:, 0]
    return ["left" if cross > 0 else "right" for cross in crosses.tolist()]
