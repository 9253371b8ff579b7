"""A way as one line in metres, with how far and how long it is walked at every point of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.graph import Graph
from interactive_maps.routing.kinds import Kind
from interactive_maps.routing.plane import Plane
from interactive_maps.routing.routes import Stretch, draw

Floats = NDArray[np.float64]

_LEAST = 0.05  # metres: shorter pieces have no direction


@dataclass(frozen=True, eq=False, slots=True)
class Track:
    """``places`` [n, 2] in ``plane``; ``at`` [n] metres and ``clock`` [n] seconds from the start.

    Stretch i is ``places[first[i]:first[i + 1]]`` and lies between ``reached[i]`` and ``reached[i + 1]`` metres.
    """

    graph: Graph
    stretches: tuple[Stretch, ...]
    plane: Plane
    places: Floats
    at: Floats
    clock: Floats
    first: NDArray[np.int64]
    reached: Floats

    @property
    def length(self) -> float:
        """Return the metres of the whole."""
        return float(self.reached[-1])

    def cut(self, start: float, end: float) -> Floats:
        """Return the places between two distances."""
        inside = (self.at > start + 1e-9) & (self.at < end - 1e-9)
        return np.vstack([self.find(start), self.places[inside], self.find(end)])

    def find(self, at: float) -> Floats:
        """Return the place [2] at a distance."""
        return np.array([np.interp(at, self.at, self.places[:, axis]) for axis in (0, 1)])

    def locate(self, at: float) -> tuple[float, float]:
        """Return the longitude and latitude at a distance."""
        longitude, latitude = self.plane.to_degrees(self.find(at)[None])[0]
        return float(longitude), float(latitude)

    def place(self, location: tuple[float, float]) -> Floats:
        """Return a longitude and latitude as a place [2] in metres."""
        place: Floats = self.plane.to_metres(np.array([location]))[0]
        return place

    def tell_time(self, at: float, first: int, last: int) -> float:
        """Return the seconds until a distance is reached that lies in stretches ``first`` to ``last``, exclusive."""
        low, high = self.first[first], self.first[last]
        at_start = at <= self.at[low]
        return float(self.clock[low] if at_start else np.interp(at, self.at[low:high], self.clock[low:high]))

    def line(self, index: int) -> Floats:
        """Return the places of one stretch."""
        return self.places[self.first[index] : self.first[index + 1]]

    def kind(self, index: int) -> Kind:
        """Return what a stretch is."""
        return Kind(int(self.graph.kind[self.stretches[index].edge]))

    def space(self, index: int) -> int:
        """Return the id of the space that a stretch is in, NOTHING if unknown."""
        return int(self.graph.space[self.stretches[index].edge])

    def levels(self, index: int) -> tuple[float | None, float | None]:
        """Return the level at the start and at the end of a stretch."""
        graph, arc = self.graph, self.stretches[index].arc
        ends = (float(graph.node_level[graph.arc_tail[arc]]), float(graph.node_level[graph.arc_head[arc]]))
        tail, head = (None if math.isnan(level) else level for level in ends)
        return tail, head


def lay_track(graph: Graph, stretches: Sequence[Stretch]) -> Track:
    """Return the track of ``stretches``, of which there is at least one."""
    lines = [draw(graph, one) for one in stretches]
    first = np.cumsum([0, *(len(line) for line in lines)])
    degrees = np.vstack(lines)
    plane = graph.plane  # to make one for each way takes longer than all of this
    places = plane.to_metres(degrees)
    reached = np.cumsum([0.0, *(one.length for one in stretches)])
    seconds = np.cumsum([0.0, *(one.time / 1000 for one in stretches)])
    of = np.repeat(np.arange(len(lines)), np.diff(first))  # the stretch of each place
    share = _share(places, first, of)
    at = reached[of] + share * np.diff(reached)[of]
    clock = seconds[of] + share * np.diff(seconds)[of]
    return Track(graph, tuple(stretches), plane, places, at, clock, first, reached)


def head_out(line: Floats) -> float | None:
    """Return the heading in degrees with which ``line`` ends; None if it has no length."""
    for start in line[-2::-1]:
        x, y = line[-1] - start
        if math.hypot(x, y) > _LEAST:
            return math.degrees(math.atan2(y, x))
    return None


def head_in(line: Floats) -> float | None:
    """Return the heading in degrees with which ``line`` begins; None if it has no length."""
    heading = head_out(line[::-1])
    return None if heading is None else heading + 180


def _share(places: Floats, first: NDArray[np.int64], of: NDArray[np.int64]) -> Floats:
    """Return how much of its stretch lies before each of ``places``, 0 to 1."""
    steps = np.append(0.0, np.hypot(*np.diff(places, axis=0).T))
    steps[first[:-1]] = 0.0
    reached = np.cumsum(steps)
    start = reached[first[:-1]]
    whole = reached[first[1:] - 1] - start
    evenly = (np.arange(len(places)) - first[of]) / np.maximum(np.diff(first)[of] - 1, 1)  # of no length
    shares: Floats = np.where(
        whole[of] > 0, (reached - start[of]) / np.where(whole > 0, whole, 1.0)[of], evenly
    )
    return shares
