"""Cells of a metre on the network, each once: where people walk, however many edges cross there. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.positioning.place_index import NOWHERE, PlaceIndex

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_CELL = 1.0  # metres
_EDGES_AT_ONCE = 20_000
_POINTS_AT_ONCE = 20_000
_LONGEST = 2_000  # cells of one edge


@dataclass(frozen=True, eq=False)
class NetworkCells:
    """Per cell: a point on an edge ``points`` [n, 2] in metres, its ``level``, ``place``, and unit ``direction``.

    ``links`` are the ends [n, 2] of stairs, lifts, escalators and ramps, ``link_levels`` [n, 2] their own level and
    the one where they lead.
    """

    points: Floats
    direction: Floats
    level: Floats
    place: Integers
    tree: cKDTree
    links: Floats
    link_levels: Floats

    def find_near(self, point: Floats, metres: float) -> Integers:
        """Return the cells within some metres of a point [2]."""
        return np.array(self.tree.query_ball_point(point, metres), dtype=np.int64)

    def measure_distance(self, point: Floats) -> tuple[float, int] | None:
        """Return the metres to the nearest cell, and which it is; None where there is none."""
        if len(self.points) == 0:
            return None
        metres, cell = self.tree.query(point)
        return float(metres), int(cell)


def list_flat_levels(graph: Graph) -> Floats:
    """Return the level of each edge on which one can stand: NaN unknown, infinite for stairs and lifts."""
    fixed = np.isin(graph.kind, [int(Kind.LIFT), int(Kind.BOARDING), int(Kind.ESCALATOR)])
    return np.where(fixed | (graph.rise != 0), math.inf, graph.node_level[graph.tail])


def make_cells(graph: Graph, places: PlaceIndex) -> NetworkCells:
    """Return the cells of all level edges, with the places that they lie in."""
    edge_level = list_flat_levels(graph)
    flat = np.flatnonzero(~np.isinf(edge_level))
    points, direction, edges = _sample(graph, places, flat, edge_level)
    level = edge_level[edges]
    rising = np.flatnonzero(graph.rise != 0)
    ends = np.concatenate([graph.tail[rising], graph.head[rising]])
    others = np.concatenate([graph.head[rising], graph.tail[rising]])
    return NetworkCells(
        points=points,
        direction=direction,
        level=level,
        place=_find_cell_places(graph, places, points, level, edges),
        tree=cKDTree(points),
        links=graph.plane.to_metres(graph.node_coordinates[ends]),
        link_levels=np.column_stack([graph.node_level[ends], graph.node_level[others]]),
    )


def _sample(
    graph: Graph, places: PlaceIndex, flat: Integers, edge_level: Floats
) -> tuple[Floats, Floats, Integers]:
    """Return points, directions and edges, of all that share a cell of a level one."""
    kept: list[tuple[Floats, Floats, Integers]] = [
        (np.empty((0, 2)), np.empty((0, 2)), np.empty(0, dtype=np.int64))
    ]
    for first in range(0, len(flat), _EDGES_AT_ONCE):
        edges = flat[first : first + _EDGES_AT_ONCE]
        lines = graph.draw_lines(edges)
        lengths = shapely.length(lines)
        counts = np.clip(np.ceil(lengths / _CELL), 1, _LONGEST).astype(np.int64)
        begin = np.repeat(np.cumsum(counts) - counts, counts)
        fraction = (np.arange(counts.sum()) - begin + 0.5) / np.repeat(counts, counts)
        of_line = np.repeat(np.arange(len(edges)), counts)
        points = shapely.get_coordinates(
            shapely.line_interpolate_point(lines[of_line], fraction, normalized=True)
        )
        ends = graph.offsets[edges + 1] - 1
        across = graph.metres[ends] - graph.metres[graph.offsets[edges]]
        direction = across / np.maximum(np.hypot(*across.T), 1e-9)[:, None]
        usable = np.isfinite(points).all(axis=1)
        part = points[usable], direction[of_line[usable]], edges[of_line[usable]]
        kept.append(_keep_one_each(places, part, edge_level))
    joined = tuple(np.concatenate([part[index] for part in kept]) for index in range(3))
    return _keep_one_each(places, (joined[0], joined[1], joined[2]), edge_level)


def _keep_one_each(
    places: PlaceIndex, part: tuple[Floats, Floats, Integers], edge_level: Floats
) -> tuple[Floats, Floats, Integers]:
    points, direction, edges = part
    cell = np.floor(points / _CELL)
    identity = np.column_stack([cell, places.find_level(edge_level[edges])])
    _, first = np.unique(identity, axis=0, return_index=True)
    return points[first], direction[first], edges[first]


def _find_cell_places(
    graph: Graph, places: PlaceIndex, points: Floats, level: Floats, edges: Integers
) -> Integers:
    """Return the place that each cell lies in, else the one that its edge belongs to."""
    row_of = {int(key): row for row, key in enumerate(places.keys[: len(places.areas)].tolist())}
    found = np.array([row_of.get(key, NOWHERE) for key in graph.space[edges].tolist()], dtype=np.int64)
    for first in range(0, len(points), _POINTS_AT_ONCE):
        some = slice(first, first + _POINTS_AT_ONCE)
        point, place = places.find_places(points[some])
        same = places.find_level(level[some])[point] == places.find_level(places.level[place])
        found[first + point[same]] = place[same]
    return found
