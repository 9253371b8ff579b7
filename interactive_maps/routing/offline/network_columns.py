"""The network as columns of whole numbers: small when packed, and quick to read. Pure.

Columns that grow (positions, nodes, ids) hold differences to the value before, so that most of their numbers are
short. A router needs no rules of the profiles: what they forbid, and what takes longer than its length, is listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import NO_NUMBER, NOTHING
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.profiles import PROFILES, TIMES, Profile, explain, forbid, weigh

UNITS = 10_000_000  # of a degree: a centimetre
Columns = dict[str, Any]


def make_columns(graph: Graph, building_of_space: dict[int, int]) -> Columns:
    """Return nodes, edges and profiles of ``graph``; ``building_of_space`` are the keys of buildings."""
    return {
        "kinds": [kind.name.lower() for kind in Kind],
        "nodes": _list_nodes(graph),
        "edges": _list_edges(graph, building_of_space),
        "profiles": [_describe_profile(graph, profile) for profile in PROFILES.values()],
    }


def list_differences(values: Iterable[int] | NDArray[np.integer]) -> list[int]:
    """Return the first value, and of each other the difference to the one before."""
    column = np.asarray(list(values) if not isinstance(values, np.ndarray) else values, dtype=np.int64)
    differences: list[int] = np.diff(column, prepend=0).tolist()
    return differences


def _list_nodes(graph: Graph) -> Columns:
    degrees = _to_units(graph.node_coordinates)
    return {
        "longitude": list_differences(degrees[:, 0]),
        "latitude": list_differences(degrees[:, 1]),
        "level": _write_levels(graph.node_level),
        "number": _list_keys(graph.node_number, NO_NUMBER),
    }


def _list_edges(graph: Graph, building_of_space: dict[int, int]) -> Columns:
    buildings = [building_of_space.get(space) for space in graph.space.tolist()]
    return {
        "id": _list_keys(graph.edge_id, NOTHING),
        "tail": list_differences(graph.tail),
        "head": (graph.head.astype(np.int64) - graph.tail).tolist(),
        "kind": graph.kind.tolist(),
        "centimetres": np.rint(graph.length * 100).astype(np.int64).tolist(),
        "space": _list_keys(graph.space, NOTHING),
        "opening": _list_keys(graph.opening, NOTHING),
        "connector": _list_keys(graph.connector, NOTHING),
        "building": buildings,
        "bends": _list_bends(graph),
        "one_way": np.flatnonzero(~graph.passable).tolist(),
    }


def _list_bends(graph: Graph) -> list[list[int]]:
    """Return of each line with more than two points its edge, and the points between, from its tail on."""
    degrees = _to_units(graph.coordinates)
    bent = np.flatnonzero(np.diff(graph.offsets) > 2)
    bends = []
    for edge in bent.tolist():
        line = degrees[graph.offsets[edge] : graph.offsets[edge + 1] - 1]
        bends.append([edge, *np.diff(line, axis=0).ravel().tolist()])
    return bends


def _describe_profile(graph: Graph, profile: Profile) -> Columns:
    """Return the speed of a profile, the times of arcs that do not follow from it, and the edges it does not use."""
    times = weigh(graph, Profile(speed=profile.speed))
    timed = np.flatnonzero(np.isin(graph.kind, [int(kind) for kind in TIMES]))
    arcs = np.column_stack([2 * timed, 2 * timed + 1]).ravel()
    arcs = arcs[graph.passable[arcs]]
    reasons: dict[str, list[int]] = {}
    for edge in np.flatnonzero(forbid(graph, profile)).tolist():
        reasons.setdefault(explain(graph, profile, edge) or "", []).append(edge)
    return {
        "name": profile.name,
        "speed": profile.speed,
        "arcs": list_differences(arcs),
        "milliseconds": times[arcs].tolist(),
        "forbidden": {reason: list_differences(edges) for reason, edges in reasons.items()},
    }


def _list_keys(keys: NDArray[np.int64], none: int) -> list[int | None]:
    """Return keys as differences to the last one that is known; None where there is none."""
    known = np.flatnonzero(keys != none)
    listed: list[int | None] = [None] * len(keys)
    for index, difference in zip(known.tolist(), list_differences(keys[known]), strict=True):
        listed[index] = difference
    return listed


def _write_levels(levels: NDArray[np.float64]) -> list[float | int | None]:
    known: dict[float, float | int] = {
        level: int(level) if level.is_integer() else level
        for level in np.unique(levels).tolist()
        if not np.isnan(level)
    }
    return [known.get(level) for level in levels.tolist()]


def _to_units(degrees: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(degrees * UNITS).astype(np.int64)
