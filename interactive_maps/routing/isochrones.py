"""Where somebody can be within a time: the reached parts of the network, and areas around them, by level."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.routing.engines.engine import INFINITE
from interactive_maps.routing.kinds import Kind
from interactive_maps.routing.places import Place, along
from interactive_maps.routing.routes import cut_line
from interactive_maps.routing.wayfinding import Wayfinder

Floats = NDArray[np.float64]

WIDTH = 1.5  # metres to each side of what is reached


@dataclass(frozen=True, slots=True)
class Reached:
    """What is reached of edge ``edge``: between two fractions of its line, on ``level`` (None unknown)."""

    edge: int
    start: float
    end: float
    level: float | None


def find_reached(wayfinder: Wayfinder, start: Place, limit: int) -> list[Reached]:
    """Return the parts of edges that are within ``limit`` milliseconds of ``start``, lifts left out."""
    graph, weights = wayfinder.graph, wayfinder.engine.weights
    costs = wayfinder.reach(start, limit)
    left = limit - costs[graph.arc_tail]
    usable = (costs[graph.arc_tail] < INFINITE) & (weights < INFINITE)
    share = np.where(usable, np.clip(left / weights, 0.0, 1.0), 0.0)
    reached: list[Reached] = []
    walked = ~np.isin(graph.kind, [int(Kind.LIFT), int(Kind.BOARDING)])
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
    return reached + _find_start(wayfinder, start, limit)


def draw_areas(wayfinder: Wayfinder, reached: list[Reached]) -> dict[float | None, shapely.Geometry]:
    """Return an area (polygons in WGS84) around what is reached on each level."""
    graph = wayfinder.graph
    lines: dict[float | None, list[shapely.Geometry]] = {}
    for piece in reached:
        line = cut_line(graph.line(2 * piece.edge), piece.start, piece.end)
        lines.setdefault(piece.level, []).append(shapely.LineString(graph.plane.to_metres(line)))
    return {
        level: shapely.transform(
            shapely.union_all(shapely.buffer(some, WIDTH, quad_segs=4)), graph.plane.to_degrees
        )
        for level, some in lines.items()
    }


def _find_start(wayfinder: Wayfinder, start: Place, limit: int) -> list[Reached]:
    """Return what is reached of the edges on which somebody starts, before any node."""
    pieces = []
    for _, snap in start.nearest.snaps:
        off = round(snap.metres / wayfinder.question.profile.speed * 1000)
        for arc in (2 * snap.edge, 2 * snap.edge + 1):
            weight = int(wayfinder.engine.weights[arc])
            if weight == INFINITE or off > limit:
                continue
            end = along(arc, min(1.0, along(arc, snap.fraction) + (limit - off) / weight))
            low, high = sorted((snap.fraction, end))
            if high > low:
                pieces.append(Reached(snap.edge, low, high, snap.level))
    return pieces
