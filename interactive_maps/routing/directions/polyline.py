"""A route as one line in metres, with distance and time at each point. Pure."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interactive_maps.geo.plane import Plane
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.search.routes import PathSegment, trace_segments

Floats = NDArray[np.float64]
XY = tuple[float, float]

_LEAST = 0.05  # metres: shorter pieces have no direction


@dataclass(frozen=True, eq=False, slots=True)
class Polyline:
    """``places`` [n, 2] in ``plane``, of which ``points`` is a list; ``at`` metres and ``clock`` seconds at each.

    Segment i is ``points[first[i]:first[i + 1]]``, between ``reached[i]`` and ``reached[i + 1]`` metres. It runs
    along ``arcs[i]``, of kind ``kinds[i]`` (see ``network.edge_kinds``), in ``spaces[i]`` (NOTHING if unknown).
    Lists, because reading single numbers from arrays costs ten times as much.
    """

    graph: Graph
    plane: Plane
    arcs: list[int]
    kinds: list[int]
    spaces: list[int]
    places: Floats
    points: list[XY]
    at: list[float]
    clock: list[float]
    first: list[int]
    reached: list[float]

    @property
    def length(self) -> float:
        """Return the total length in metres."""
        return self.reached[-1]

    def cut(self, start: float, end: float) -> list[XY]:
        """Return the points between two distances."""
        low, high = bisect_right(self.at, start + 1e-9), bisect_left(self.at, end - 1e-9)
        return [self.find(start), *self.points[low:high], self.find(end)]

    def find(self, at: float) -> XY:
        """Return the point at a distance."""
        index = bisect_right(self.at, at)
        if index == 0 or index == len(self.at):
            return self.points[0 if index == 0 else -1]
        low = self.at[index - 1]
        share = (at - low) / (self.at[index] - low)
        (x0, y0), (x1, y1) = self.points[index - 1], self.points[index]
        return x0 + share * (x1 - x0), y0 + share * (y1 - y0)

    def locate(self, ats: Sequence[float]) -> list[XY]:
        """Return the longitude and latitude at each of some distances; together, as each projection is costly."""
        degrees = self.plane.to_degrees(np.array([self.find(at) for at in ats])).tolist()
        return [(longitude, latitude) for longitude, latitude in degrees]

    def tell_time(self, at: float, first: int, last: int) -> float:
        """Return the seconds until a distance within segments ``first`` to ``last``, exclusive."""
        low, high = self.first[first], self.first[last]
        index = bisect_right(self.at, at, low, high)
        if index == low or at <= self.at[low]:
            return self.clock[low]
        if index == high:
            return self.clock[high - 1]
        share = (at - self.at[index - 1]) / (self.at[index] - self.at[index - 1])
        return self.clock[index - 1] + share * (self.clock[index] - self.clock[index - 1])

    def line(self, index: int) -> list[XY]:
        """Return the points of one segment."""
        return self.points[self.first[index] : self.first[index + 1]]

    def middle(self, index: int) -> float:
        """Return the distance of the middle of one segment."""
        return (self.reached[index] + self.reached[index + 1]) / 2

    def levels(self, index: int) -> tuple[float | None, float | None]:
        """Return the level at the start and at the end of a segment."""
        graph, arc = self.graph, self.arcs[index]
        ends = (float(graph.node_level[graph.arc_tail[arc]]), float(graph.node_level[graph.arc_head[arc]]))
        tail, head = (None if math.isnan(level) else level for level in ends)
        return tail, head


def make_polyline(graph: Graph, segments: Sequence[PathSegment]) -> Polyline:
    """Return the polyline of ``segments``, of which there is at least one."""
    arcs = np.array([one.arc for one in segments])
    edges = arcs // 2
    places, first = trace_segments(graph, segments, flat=True)
    reached = np.cumsum([0.0, *(one.length for one in segments)])
    seconds = np.cumsum([0.0, *(one.time / 1000 for one in segments)])
    of = np.repeat(np.arange(len(arcs)), np.diff(first))  # the segment of each point
    share = _share(places, first, of)
    return Polyline(
        graph=graph,
        plane=graph.plane,  # creating one per route takes longer than everything else here
        arcs=arcs.tolist(),
        kinds=graph.kind[edges].tolist(),
        spaces=graph.space[edges].tolist(),
        places=places,
        points=list(zip(*places.T.tolist(), strict=True)),
        at=(reached[of] + share * np.diff(reached)[of]).tolist(),
        clock=(seconds[of] + share * np.diff(seconds)[of]).tolist(),
        first=first.tolist(),
        reached=reached.tolist(),
    )


def head_out(line: Sequence[XY]) -> float | None:
    """Return the final heading of ``line`` in degrees; None if it has no length."""
    x1, y1 = line[-1]
    for x0, y0 in line[-2::-1]:
        x, y = x1 - x0, y1 - y0
        if math.hypot(x, y) > _LEAST:
            return math.degrees(math.atan2(y, x))
    return None


def head_in(line: Sequence[XY]) -> float | None:
    """Return the initial heading of ``line`` in degrees; None if it has no length."""
    heading = head_out(line[::-1])
    return None if heading is None else heading + 180


def _share(places: Floats, first: NDArray[np.int64], of: NDArray[np.int64]) -> Floats:
    """Return the fraction of its segment that lies before each of ``places``, 0 to 1."""
    steps = np.append(0.0, np.hypot(*np.diff(places, axis=0).T))
    reached = np.cumsum(steps)
    start = reached[first[:-1]]
    whole = reached[first[1:] - 1] - start
    evenly = (np.arange(len(places)) - first[of]) / np.maximum(np.diff(first)[of] - 1, 1)  # of no length
    shares: Floats = np.where(
        whole[of] > 0, (reached - start[of]) / np.where(whole > 0, whole, 1.0)[of], evenly
    )
    return shares
