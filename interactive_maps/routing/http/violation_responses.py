"""Violations as plain values for JSON: why a profile does not use an edge, what it is called and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from interactive_maps.routing.live.routing_snapshot import RoutingSnapshot
from interactive_maps.routing.network.edges import NOTHING
from interactive_maps.routing.search.routes import Violation


def show_violations(
    snapshot: RoutingSnapshot, violations: Sequence[Violation], languages: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the violations in their order. Names and levels are null where the map does not know them."""
    if not violations:
        return []
    graph = snapshot.network.graph
    # One pass for all: a network has a hundred thousand edges, and a route that is refused few that are in its way.
    rows = np.flatnonzero(np.isin(graph.edge_id, [one.edge for one in violations]))
    edges = dict(zip(graph.edge_id[rows].tolist(), rows.tolist(), strict=True))
    return [_show_violation(snapshot, one, edges[one.edge], languages) for one in violations]


def _show_violation(
    snapshot: RoutingSnapshot, violation: Violation, edge: int, languages: Sequence[str]
) -> dict[str, Any]:
    graph, features = snapshot.network.graph, snapshot.feature_index
    connector = int(graph.connector[edge])
    name = None if connector == NOTHING else features.find_name("connectors", connector, languages)
    ends = (float(graph.node_level[graph.tail[edge]]), float(graph.node_level[graph.head[edge]]))
    level, to_level = (None if np.isnan(end) else end for end in sorted(ends))
    space = int(graph.space[edge])
    building = None if space == NOTHING else features.find_building(space)
    names = (
        None if end is None else features.find_level_name(end, languages, building)
        for end in (level, to_level)
    )
    level_name, to_level_name = names
    return {
        "reason": violation.reason,
        "edge": violation.edge,
        "location": violation.location,
        "connector_id": None if connector == NOTHING else connector,
        "name": name or graph.name[edge] or None,
        "level": level,
        "level_name": level_name,
        "to_level": to_level,
        "to_level_name": to_level_name,
    }
