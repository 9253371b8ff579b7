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
from interactive_maps.routing.search.access_links import SnappedWaypoint, fraction_along
from interactive_maps.routing.search.routes import cut_line
from interactive_maps.routing.search.wayfinding import Wayfinder

Floats = NDArray[np.float64]

WIDTH = 1.5  # metres on each side of the reached lines
_AT_ONCE = 100  # areas united between two checks of the deadline
_CORNERS = 2  # segments per quarter circle: more detail at 1.5 metres doubles the total cost


@dataclass(frozen=True, slots=True)
class Reached:
    """The reached part of edge ``edge``: between two fractions of its line, on ``level`` (None unknown)."""

    edge: int
    start: float
    end: float
    level: float | None


def find_reached(wayfinder: Wayfinder, start: SnappedWaypoint, limit: int) -> list[Reached]:
    """Return the parts of edges within ``limit`` milliseconds of ``start``, without lifts."""
    graph, weights = wayfinder.graph, wayfinder.engine.weights
    costs = wayfinder.reach(start, limit)
    left = limit - costs[graph.arc_tail]
    usable = (costs[graph.arc_tail] < INFINITE) & (weights < INFINITE)
    share = np.where(usable, np.clip(left / weights, 0.0, 1.0), 0.0)
    reached: list[Reached] = []
    walked = ~np.isin(graph.kind, [int(Kind.LIFT), int(Kind.BOARDING)])
    deadlines.check()
    for edge in np.flatnonzero(walked & ((share[0::2] > 0) | (share[1::2] > 0))).tolist():
        forward, backward = float(share[2 * edge]), float(share[2 * edge + 1])
        level = float(graph.node_level[graph.tail[edge]])
        known = None if math.isnan(level) else level
        if forward + backward >= 1:
            reached.append(Reached(edge, 0.0, 1.0, known))
            continue
        if forward > 0:
            reached.append(Reached(edge, 0.0, forward, known))
        if backward > 0:
            reached.append(Reached(edge, 1.0 - backward, 1.0, known))
    whole = {piece.edge for piece in reached if (piece.start, piece.end) == (0.0, 1.0)}
    return reached + [piece for piece in _find_start(wayfinder, start, limit) if piece.edge not in whole]


def draw_areas(wayfinder: Wayfinder, reached: list[Reached]) -> dict[float | None, shapely.Geometry]:
    """Return an area (polygons in WGS84) around the reached parts of each level."""
    graph = wayfinder.graph
    by_level: dict[float | None, list[Reached]] = {}
    for piece in reached:
        by_level.setdefault(piece.level, []).append(piece)
    return {
        level: shapely.transform(_unite(_draw_lines(graph, pieces)), graph.plane.to_degrees)
        for level, pieces in by_level.items()
    }


def _draw_lines(graph: Graph, pieces: list[Reached]) -> NDArray[np.object_]:
    """Return the lines of ``pieces`` in the graph's plane."""
    lines = graph.draw_lines(np.array([piece.edge for piece in pieces], dtype=np.int64))
    for index, piece in enumerate(pieces):
        if (piece.start, piece.end) != (0.0, 1.0):
            line = cut_line(graph.line(2 * piece.edge), piece.start, piece.end)
            lines[index] = shapely.LineString(graph.plane.to_metres(line))
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


def _find_start(wayfinder: Wayfinder, start: SnappedWaypoint, limit: int) -> list[Reached]:
    """Return the reached parts of the edges that the start lies on, before any node."""
    pieces = []
    for _, snap in start.nearest.snaps:
        off = round(snap.metres / wayfinder.query.profile.speed * 1000)
        for arc in (2 * snap.edge, 2 * snap.edge + 1):
            weight = int(wayfinder.engine.weights[arc])
            if weight == INFINITE or off > limit:
                continue
            end = fraction_along(arc, min(1.0, fraction_along(arc, snap.fraction) + (limit - off) / weight))
            low, high = sorted((snap.fraction, end))
            if high > low:
                pieces.append(Reached(snap.edge, low, high, snap.level))
    return pieces
