"""Nodes and edges under construction in metres, written to a draft as rows in degrees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from shapely import LineString

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network.plane import Places, measure_lengths, place_on_earth
from interactive_maps.mapdata.edits.rows import EdgeRow, NodeRow

Place = tuple[float, float]

# The most sight lines of one map, which take a minute. A station has a tenth.
_MOST_SIGHTS = 3_000_000
_FEW_SIGHTS = 1_000


@dataclass(frozen=True, slots=True)
class Node:
    """A node at ``place``, metres in the plane; the keys are those of the draft's features."""

    key: str
    level: float | None
    place: Place
    space: str | None = None
    opening: str | None = None
    connector: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge by the keys of its nodes; ``between`` are the positions between its ends."""

    source: str
    target: str
    kind: str = "walk"
    between: tuple[Place, ...] = ()
    one_way: bool = False
    width: float | None = None
    slope: float | None = None
    step_free: bool | None = None
    name: str | None = None
    space: str | None = None
    opening: str | None = None
    connector: str | None = None
    label: str = ""  # tells parallel edges apart


@dataclass(slots=True)
class Graph:
    """Nodes by key, and edges in any order."""

    plane: Plane
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    _sights: int = _MOST_SIGHTS

    def afford_sights(self, count: int) -> bool:
        """Return whether ``count`` more sight lines can be tested; small spaces always can."""
        if count > _FEW_SIGHTS and count > self._sights:
            return False
        self._sights -= count
        return True

    def add_node(self, node: Node) -> str:
        """Add a node unless its key is known, and return the key."""
        return self.nodes.setdefault(node.key, node).key

    def write(self, draft: MapDraft) -> None:
        """Add the edges, and the nodes that have edges, to the draft in the order of their keys."""
        used = {key for edge in self.edges for key in (edge.source, edge.target)}
        nodes = [self.nodes[key] for key in sorted(used)]
        degrees = place_on_earth(
            self.plane, np.array([node.place for node in nodes], dtype=float).reshape(-1, 2)
        )
        where = {node.key: (x, y) for node, (x, y) in zip(nodes, degrees.tolist(), strict=True)}
        draft.nodes.extend(
            NodeRow(node.key, node.level, longitude, latitude, node.space, node.opening, node.connector)
            for node in nodes
            for longitude, latitude in [where[node.key]]
        )
        draft.edges.extend(self._write_edges(where))

    def _write_edges(self, where: dict[str, Place]) -> Iterable[EdgeRow]:
        edges = sorted(self.edges, key=lambda edge: (edge.source, edge.target, edge.label))
        lines = self._place_lines(edges, where)
        seen: dict[str, int] = {}
        for edge, line, length in zip(edges, lines, measure_lengths(lines), strict=True):
            source, target = self.nodes[edge.source], self.nodes[edge.target]
            key = f"{edge.source}>{edge.target}" + (f"#{edge.label}" if edge.label else "")
            seen[key] = seen.get(key, 0) + 1
            yield EdgeRow(
                key=key if seen[key] == 1 else f"{key}#{seen[key]}",
                source=edge.source,
                target=edge.target,
                geometry=LineString(line),
                length=length,
                level=source.level,
                target_level=None if target.level == source.level else target.level,
                kind=edge.kind,
                one_way=edge.one_way,
                width=edge.width,
                slope=edge.slope,
                name=edge.name,
                space=edge.space,
                opening=edge.opening,
                connector=edge.connector,
                step_free=edge.step_free,
            )

    def _place_lines(self, edges: Sequence[Edge], where: dict[str, Place]) -> list[Places]:
        between = np.array([place for edge in edges for place in edge.between], dtype=float).reshape(-1, 2)
        degrees = iter(map(tuple, place_on_earth(self.plane, between).tolist()))
        return [
            np.array([where[edge.source], *(next(degrees) for _ in edge.between), where[edge.target]])
            for edge in edges
        ]
