"""Lift cabins: a ride past a floor waits once, not at every floor.

Tables draw a lift as one edge from each floor to the next, or to every other. Where several edges of one lift meet,
their ends move to a cabin node, which an extra edge connects to the floor. Boarding takes the waiting time; the other
edges take only the ride.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.network.components import find_components
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NO_NUMBER, NOTHING, EdgeTable
from interactive_maps.routing.network.nodes import Nodes

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Network:
    """A table of edges, their end nodes, and their lengths in metres."""

    table: EdgeTable
    nodes: Nodes
    length: Floats


def add_cabins(table: EdgeTable, nodes: Nodes, length: Floats) -> Network:
    """Return the network with a cabin and a boarding edge at each stop of lifts with several edges."""
    lifts = np.flatnonzero(table.kind == Kind.LIFT)
    if len(lifts) == 0:
        return Network(table, nodes, length)
    # Two lifts may share a landing, so a cabin belongs to a node and a connector.
    stops = np.column_stack([nodes.ends[lifts].ravel(), np.repeat(table.connector[lifts], 2)])
    cabins, stop = np.unique(stops, axis=0, return_inverse=True)
    stop = stop.reshape(-1, 2)
    shaft = find_components(len(cabins), stop[:, 0], stop[:, 1])
    edges = np.bincount(shaft[stop[:, 0]], minlength=int(shaft.max()) + 1)
    needed = edges[shaft] > 1
    return _put_cabins(Network(table, nodes, length), lifts, stop, cabins, needed)


def _put_cabins(
    network: Network, lifts: Integers, stop: Integers, cabins: Integers, needed: NDArray[np.bool_]
) -> Network:
    nodes = network.nodes
    count = int(needed.sum())
    new = np.full(len(cabins), -1, dtype=np.int64)
    new[needed] = len(nodes.level) + np.arange(count)
    moved = np.flatnonzero(needed[stop[:, 0]])  # both stops of an edge belong to one shaft
    floor, connector = cabins[needed].T
    ends = nodes.ends.copy()
    ends[lifts[moved]] = new[stop[moved]]
    boardings = np.column_stack([floor, new[needed]]).astype(np.int32)
    return Network(
        table=_append_boardings(network.table, nodes, floor, connector),
        nodes=replace(
            nodes,
            ends=np.concatenate([ends, boardings]),
            level=np.concatenate([nodes.level, nodes.level[floor]]),
            coordinates=np.concatenate([nodes.coordinates, nodes.coordinates[floor]]),
            number=np.concatenate([nodes.number, np.full(count, NO_NUMBER)]),
        ),
        length=np.concatenate([network.length, np.zeros(count)]),
    )


def _append_boardings(table: EdgeTable, nodes: Nodes, floor: Integers, connector: Integers) -> EdgeTable:
    count = len(floor)
    unknown, none = np.full(count, np.nan), np.full(count, NOTHING)
    unnumbered, always = np.full(count, NO_NUMBER), np.ones(count, dtype=bool)
    level = nodes.level[floor]
    last = table.offsets[-1]
    return EdgeTable(
        ids=np.concatenate([table.ids, none]),
        source=np.concatenate([table.source, unnumbered]),
        target=np.concatenate([table.target, unnumbered]),
        level=np.concatenate([table.level, level]),
        target_level=np.concatenate([table.target_level, level]),
        kind=np.concatenate([table.kind, np.full(count, Kind.BOARDING, np.int8)]),
        forward=np.concatenate([table.forward, always]),
        backward=np.concatenate([table.backward, always]),
        width=np.concatenate([table.width, unknown]),
        slope=np.concatenate([table.slope, unknown]),
        stepped=np.concatenate([table.stepped, ~always]),
        cost=np.concatenate([table.cost, unknown]),
        space=np.concatenate([table.space, none]),
        opening=np.concatenate([table.opening, none]),
        connector=np.concatenate([table.connector, connector]),
        name=np.concatenate([table.name, np.full(count, None, dtype=object)]),
        coordinates=np.concatenate([table.coordinates, np.repeat(nodes.coordinates[floor], 2, axis=0)]),
        offsets=np.concatenate([table.offsets, last + 2 * np.arange(1, count + 1)]),
        problems=table.problems,
    )
