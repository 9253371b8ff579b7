"""The network in memory: an immutable graph of numpy arrays, the same for every profile and engine.

Edge ``e`` has two arcs: 2e along its line and 2e + 1 against it; ``passable`` is false for the direction that a
one-way edge lacks. Lengths are geodesic metres, independent of the unit of the table's costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.geo.plane import Plane, choose_plane, measure_steps
from interactive_maps.routing.network.components import find_components
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NOTHING, EdgeTable, Problem
from interactive_maps.routing.network.lifts import add_cabins
from interactive_maps.routing.network.nodes import identify_nodes

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Indices = NDArray[np.int32]
Flags = NDArray[np.bool_]
Array = TypeVar("Array", bound=NDArray[Any])


@dataclass(frozen=True, eq=False)
class Graph:
    """``node_count`` nodes and ``edge_count`` edges. All arrays are read-only.

    Per edge: ``edge_id`` (NOTHING for a lift's boarding), ``tail`` and ``head`` nodes, ``length`` in metres,
    ``kind``, ``width``, ``slope``, ``stepped`` (known not to be step-free) and the table's ``cost`` (NaN unknown),
    ``space``, ``opening`` and ``connector`` (NOTHING if none), its ``name``, and its line
    ``coordinates[offsets[e]:offsets[e + 1]]``. Per node: ``node_level`` (NaN unknown), ``node_coordinates``,
    ``node_number`` (NO_NUMBER if none). Per arc: ``passable``. ``cost_ratio`` is the median of the table's costs to
    geodesic metres, None where it has none.
    """

    edge_id: Integers
    tail: Indices
    head: Indices
    passable: Flags
    length: Floats
    kind: NDArray[np.int8]
    width: Floats
    slope: Floats
    stepped: Flags
    space: Integers
    opening: Integers
    connector: Integers
    name: NDArray[np.object_]
    coordinates: Floats
    offsets: Integers
    node_level: Floats
    node_coordinates: Floats
    node_number: Integers
    cost: Floats
    cost_ratio: float | None
    split_numbers: Integers
    loose_numbers: Integers
    problems: tuple[Problem, ...]

    @property
    def node_count(self) -> int:
        """Return the number of nodes."""
        return len(self.node_level)

    @property
    def edge_count(self) -> int:
        """Return the number of edges, including lift boardings."""
        return len(self.edge_id)

    @property
    def arc_count(self) -> int:
        """Return the number of arcs: two for each edge."""
        return 2 * len(self.edge_id)

    @cached_property
    def arc_tail(self) -> Indices:
        """Return the node that each arc leaves."""
        return _freeze(np.column_stack([self.tail, self.head]).ravel())

    @cached_property
    def arc_head(self) -> Indices:
        """Return the node that each arc reaches."""
        return _freeze(np.column_stack([self.head, self.tail]).ravel())

    @cached_property
    def rise(self) -> Floats:
        """Return by how many levels each edge rises along its line; 0 if a level is unknown."""
        return _freeze(np.nan_to_num(self.node_level[self.head] - self.node_level[self.tail]))

    @cached_property
    def boarded(self) -> Flags:
        """Return which edges begin in a lift's cabin; edges between two cabins are rides."""
        cabin = np.zeros(self.node_count, dtype=bool)
        cabin[self.head[self.kind == Kind.BOARDING]] = True
        return _freeze(cabin[self.tail])

    @cached_property
    def levels(self) -> Floats:
        """Return the known levels, lowest first."""
        return _freeze(np.unique(self.node_level[~np.isnan(self.node_level)]))

    @cached_property
    def component(self) -> Indices:
        """Return the component of each node; 0 is the largest."""
        label = find_components(self.node_count, self.tail, self.head)
        by_size = np.argsort(-np.bincount(label), kind="stable")
        rank = np.empty_like(by_size)
        rank[by_size] = np.arange(len(by_size))
        return _freeze(rank[label].astype(np.int32))

    @cached_property
    def plane(self) -> Plane:
        """Return a plane in metres around the network."""
        return choose_plane(self.node_coordinates)

    @cached_property
    def metres(self) -> Floats:
        """Return ``coordinates`` in the plane."""
        return _freeze(self.plane.to_metres(self.coordinates))

    @cached_property
    def edge_of_id(self) -> dict[int, int]:
        """Return the edge with each id."""
        return {key: edge for edge, key in enumerate(self.edge_id.tolist()) if key != NOTHING}

    def line(self, arc: int) -> Floats:
        """Return the coordinates [n, 2] along ``arc``."""
        edge, against = divmod(arc, 2)
        line = self.coordinates[self.offsets[edge] : self.offsets[edge + 1]]
        return line[::-1] if against else line

    def draw_lines(self, edges: NDArray[np.integer]) -> NDArray[np.object_]:
        """Return the lines of ``edges`` in the plane, as geometries."""
        starts = self.offsets[edges]
        counts = self.offsets[edges + 1] - starts
        points = np.arange(counts.sum()) + np.repeat(starts - np.cumsum(counts) + counts, counts)
        lines = np.empty(0, dtype=object)
        if len(edges):
            lines = shapely.linestrings(self.metres[points], indices=np.repeat(np.arange(len(edges)), counts))
        return lines


def build_graph(table: EdgeTable) -> Graph:
    """Return the graph of the network in ``table``."""
    nodes = identify_nodes(table)
    length = _measure_lines(table)
    whole = add_cabins(table, nodes, length)
    passable = np.column_stack([whole.table.forward, whole.table.backward]).ravel()
    return Graph(
        edge_id=_freeze(whole.table.ids),
        tail=_freeze(np.ascontiguousarray(whole.nodes.ends[:, 0])),
        head=_freeze(np.ascontiguousarray(whole.nodes.ends[:, 1])),
        passable=_freeze(passable),
        length=_freeze(whole.length),
        kind=_freeze(whole.table.kind),
        width=_freeze(whole.table.width),
        slope=_freeze(whole.table.slope),
        stepped=_freeze(whole.table.stepped),
        space=_freeze(whole.table.space),
        opening=_freeze(whole.table.opening),
        connector=_freeze(whole.table.connector),
        name=_freeze(whole.table.name),
        coordinates=_freeze(whole.table.coordinates),
        offsets=_freeze(whole.table.offsets),
        node_level=_freeze(whole.nodes.level),
        node_coordinates=_freeze(whole.nodes.coordinates),
        node_number=_freeze(whole.nodes.number),
        cost=_freeze(whole.table.cost),
        cost_ratio=_compare_costs(table, length),
        split_numbers=_freeze(nodes.split_numbers),
        loose_numbers=_freeze(nodes.loose_numbers),
        problems=table.problems,
    )


def _measure_lines(table: EdgeTable) -> Floats:
    steps = np.append(measure_steps(table.coordinates), 0.0)
    steps[table.offsets[1:] - 1] = 0.0  # the gap between one line and the next is not walked
    return np.add.reduceat(steps, table.offsets[:-1]) if table.count else np.empty(0)


def _compare_costs(table: EdgeTable, length: Floats) -> float | None:
    comparable = (table.cost > 0) & (length > 0.1)
    return float(np.median(table.cost[comparable] / length[comparable])) if comparable.any() else None


def _freeze(array: Array) -> Array:
    array.flags.writeable = False
    return array
