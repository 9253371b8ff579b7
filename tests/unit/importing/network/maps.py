"""Maps to make networks of: real ones, and small ones drawn in metres."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import networkx as nx
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point, box
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.georeference import from_anchor
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.network import make_network
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.report import LayerUse
from interactive_maps.importing.rules.rule_file import load_rules
from interactive_maps.mapdata.edits.features import Connector, Opening, Space
from interactive_maps.mapdata.edits.rows import EdgeRow, LineRow

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
PLANE = from_anchor(13.4, 52.5, metres_per_unit=1.0)


@lru_cache(maxsize=4)
def read_real(name: str) -> MapDraft:
    """Return a real map with its network."""
    draft = read_plan(DATA / name, ReadOptions(load_rules()))
    make_network(draft)
    return draft


def earth(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry in metres as one in degrees."""
    return shapely.transform(geometry, PLANE.place)


def metres(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry in degrees as one in metres."""
    return shapely.transform(geometry, PLANE.locate)


def space(key: str, area: BaseGeometry, category: str = "room", level: float = 0.0) -> Space:
    return Space(key, category, {}, level, earth(area), earth(area.representative_point()))


def room(key: str, x0: float, y0: float, x1: float, y1: float, **more: object) -> Space:
    return space(key, box(x0, y0, x1, y1), **more)  # type: ignore[arg-type]


def door(key: str, x: float, y: float, level: float = 0.0, **more: object) -> Opening:
    return Opening(key, level, earth(Point(x, y)), **more)  # type: ignore[arg-type]


def line(key: str, *places: tuple[float, float], level: float | None = 0.0, **more: object) -> LineRow:
    layer = str(more.pop("layer", "network"))
    return LineRow(key, layer, level, earth(shapely.linestrings(places)), **more)  # type: ignore[arg-type]


def build(
    spaces: Sequence[Space] = (),
    openings: Sequence[Opening] = (),
    connectors: Sequence[Connector] = (),
    network: Sequence[LineRow] = (),
    walls: Sequence[LineRow] = (),
) -> MapDraft:
    """Return a draft of these, with its network; ``walls`` are on layers of walls."""
    draft = MapDraft("map")
    draft.spaces, draft.openings = list(spaces), list(openings)
    draft.connectors, draft.network = list(connectors), list(network)
    draft.lines = list(walls)
    draft.report.layers.update({wall.layer: LayerUse("wall", 1) for wall in walls})
    make_network(draft)
    return draft


def connect(edges: Sequence[EdgeRow], *, without: Sequence[str] = (), directed: bool = False) -> nx.Graph:
    """Return the edges, those of some kinds left out, as a graph with lengths."""
    graph: nx.Graph = nx.DiGraph() if directed else nx.Graph()
    for edge in edges:
        if edge.kind not in without:
            graph.add_edge(edge.source, edge.target, length=edge.length)
            if directed and not edge.one_way:
                graph.add_edge(edge.target, edge.source, length=edge.length)
    return graph


def find_spaces(draft: MapDraft, nodes: set[str]) -> set[str]:
    """Return the spaces that nodes are in."""
    return {node.space for node in draft.nodes if node.key in nodes and node.space}


def says(draft: MapDraft, words: str) -> list[str]:
    """Return the ids and reasons of the remarks that hold the words."""
    report = draft.report
    remarks = [*report.skipped, *report.repaired, *report.guessed]
    return [f"{remark.id} {remark.reason}" for remark in remarks if words in remark.reason]


def measure_detours(draft: MapDraft, level: float, rooms: int, seed: int) -> NDArray[np.float64]:
    """Return the network's lengths over the shortest possible, between spaces of one level."""
    from tests.unit.importing.network.oracle import build_optimum

    optimum = build_optimum(draft, level)
    flat = [edge for edge in draft.edges if edge.level == level and edge.target_level is None]
    graph = connect(flat)
    keys = sorted(
        space.key for space in draft.spaces if f"space:{space.key}" in graph and space.key in optimum
    )
    chosen = np.random.default_rng(seed).permutation(keys)[:rooms].tolist()
    ratios = []
    for start in chosen:
        best = nx.single_source_dijkstra_path_length(optimum, start, weight="length")
        ours = nx.single_source_dijkstra_path_length(graph, f"space:{start}", weight="length")
        ratios += [
            ours[f"space:{goal}"] / best[goal]
            for goal in keys
            if goal != start and goal in best and f"space:{goal}" in ours
        ]
    return np.array(ratios)
