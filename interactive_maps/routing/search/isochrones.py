"""Isochrones: the reached parts of the network, and areas around them, by level. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.ops import deadlines
from interactive_maps.routing.engines.engine import INFINITE
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.search.access_links import SnappedWaypoint, fraction_along, list_island_starts
from interactive_maps.routing.search.routes import cut_line
from interactive_maps.routing.search.wayfinding import Wayfinder

Floats = NDArray[np.float64]

WIDTH = 1.5  # metres on each side of the reached lines
_AT_ONCE = 100  # areas united between two checks of the deadline
_CORNERS = 2  # segments per quarter circle: more detail at 1.5 metres doubles the total cost


@dataclass(frozen=True, slots=True)
class Reached:
    """Reached parts of edges, by row: from fraction ``start`` to ``end`` of the line of ``edge``, on ``level``.

    All arrays are of shape [parts]; levels that are unknown are NaN.
    """

    edge: NDArray[np.int64]
    start: Floats
    end: Floats
    level: Floats

    def take(self, rows: NDArray[np.bool_]) -> Reached:
        """Return the parts at which ``rows`` is true."""
        return Reached(self.edge[rows], self.start[rows], self.end[rows], self.level[rows])


def find_reached(wayfinder: Wayfinder, start: SnappedWaypoint, limit: int) -> Reached:
    """Return the parts of edges within ``limit`` milliseconds of ``start``, without lifts.

    Like routes, they begin at its nearest edges, and on other islands at any that are near enough.
    """
    graph, weights = wayfinder.graph, wayfinder.engine.weights
    start = list_island_starts(graph, start)
    costs = wayfinder.reach(start, limit)
    left = limit - costs[graph.arc_tail]
    usable = (costs[graph.arc_tail] < INFINITE) & (weights < INFINITE)
    share = np.where(usable, np.clip(left / weights, 0.0, 1.0), 0.0)
    forward, backward = share[0::2], share[1::2]
    walked = ~np.isin(graph.kind, [int(Kind.LIFT), int(Kind.BOARDING)])
    deadlines.check()
    is_whole = walked & (forward + backward >= 1)
    whole, ahead, behind = (
        np.flatnonzero(rows)
        for rows in (is_whole, walked & ~is_whole & (forward > 0), walked & ~is_whole & (backward > 0))
    )
    beside = [piece for piece in _find_start(wayfinder, start, limit) if not is_whole[piece[0]]]
    edges = np.concatenate([whole, ahead, behind])
    first, last, levels = np.array([piece[1:] for piece in beside], dtype=float).reshape(-1, 3).T
    return Reached(
        np.concatenate([edges, np.array([piece[0] for piece in beside], dtype=np.int64)]),
        np.concatenate([np.zeros(len(whole) + len(ahead)), 1.0 - backward[behind], first]),
        np.concatenate([np.ones(len(whole)), forward[ahead], np.ones(len(behind)), last]),
        np.concatenate([graph.node_level[graph.tail[edges]], levels]),
    )


def draw_areas(wayfinder: Wayfinder, reached: Reached) -> dict[float | None, shapely.Geometry]:
    """Return an area (polygons in WGS84) around the reached parts of each level; None stands for no level."""
    graph = wayfinder.graph
    areas: dict[float | None, shapely.Geometry] = {}
    for level in np.unique(reached.level).tolist():
        parts = reached.take(np.isnan(reached.level) if math.isnan(level) else reached.level == level)
        area = shapely.transform(_unite(_draw_lines(graph, parts)), graph.plane.to_degrees)
        areas[None if math.isnan(level) else level] = area
    return areas


def _draw_lines(graph: Graph, parts: Reached) -> NDArray[np.object_]:
    """Return the lines of ``parts`` in the graph's plane."""
    lines = graph.draw_lines(parts.edge)
    for row in np.flatnonzero((parts.start > 0) | (parts.end < 1)).tolist():
        line = cut_line(graph.line(2 * int(parts.edge[row])), float(parts.start[row]), float(parts.end[row]))
        lines[row] = shapely.LineString(graph.plane.to_metres(line))
    return lines


def _unite(lines: NDArray[np.object_]) -> shapely.Geometry:
    """Return the area around ``lines``, uniting neighbours first: as fast as all at once, but interruptible."""
    places = shapely.get_coordinates(shapely.line_interpolate_point(lines, 0.5, normalized=True))
    strips = max(1, math.isqrt(len(lines) // _AT_ONCE))
    strip = np.argsort(np.argsort(places[:, 0])) * strips // len(lines)
    parts = lines[np.lexsort([places[:, 1], strip])]
    is_drawn = False
    while not is_drawn or len(parts) > 1:
        united: list[shapely.Geometry] = []
        for first in range(0, len(parts), _AT_ONCE):
            deadlines.check()
            some = parts[first : first + _AT_ONCE]
            united.append(
                shapely.union_all(some if is_drawn else shapely.buffer(some, WIDTH, quad_segs=_CORNERS))
            )
        parts, is_drawn = np.array(united, dtype=object), True
    area: shapely.Geometry = parts[0]
    return area


def _find_start(
    wayfinder: Wayfinder, start: SnappedWaypoint, limit: int
) -> list[tuple[int, float, float, float]]:
    """Return the reached parts of the edges that the start lies on, before any node: edge, start, end, level."""
    parts = []
    for _, snap in start.snaps:
        off = round(snap.metres / wayfinder.query.profile.speed * 1000)
        for arc in (2 * snap.edge, 2 * snap.edge + 1):
            weight = int(wayfinder.engine.weights[arc])
            if weight == INFINITE or off > limit:
                continue
            end = fraction_along(arc, min(1.0, fraction_along(arc, snap.fraction) + (limit - off) / weight))
            low, high = sorted((snap.fraction, end))
            if high > low:
                parts.append((snap.edge, low, high, math.nan if snap.level is None else snap.level))
    return parts
