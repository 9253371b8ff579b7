"""A university's network lines of three floors, drawn in Web Mercator, a file a floor."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pyogrio.raw
import pytest
import shapely
from pyproj import Geod

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.network import join_levels, make_network
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.network.maps import DATA, connect, says

FOLDER = DATA / "navgraph" / "aau-indrz-book"
FLOORS = ("e00_networklines_3857", "e01_network_lines_3857", "e02_network_lines_3857")
RULES = """
[geojson]
kind = "network"
crs = "EPSG:3857"
layer = ["name", "type"]
[layers]
stair = ["stiege", "stiegen"]
"""
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="shared/data/navgraph is not here")


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> list[MapDraft]:
    folder = tmp_path_factory.mktemp("floors")
    (folder / "rules.toml").write_text(RULES)
    rules = load_rules(folder / "rules.toml")
    drafts = []
    for level, name in enumerate(FLOORS):
        draft = read_plan(export(name, folder), ReadOptions(rules, level=float(level)))
        make_network(draft, rules)
        drafts.append(draft)
    join_levels(drafts)
    return drafts


def export(name: str, folder: Path) -> Path:
    """Write a shapefile as GeoJSON in its own coordinates."""
    found, _, wkb, columns = pyogrio.raw.read(FOLDER / f"{name}.shp", force_2d=True)
    fields = dict(zip(found["fields"], columns, strict=True))
    features = [
        {
            "type": "Feature",
            "id": f"{index}",
            "geometry": json.loads(shapely.to_geojson(shapely.force_2d(shapely.from_wkb(line)))),
            "properties": {key: str(fields[key][index] or "") for key in ("name", "type") if key in fields},
        }
        for index, line in enumerate(wkb)
    ]
    path = folder / f"{name}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_lines_become_nodes_and_edges(drafts: list[MapDraft]) -> None:
    flat = [[edge for edge in draft.edges if edge.target_level is None] for draft in drafts]
    assert [len(draft.network) for draft in drafts] == [1132, 819, 530]
    assert [len(edges) for edges in flat] == [1151, 818, 564]
    islands = [
        sorted(map(len, nx.connected_components(connect(edges))), reverse=True)
        for edges in flat
    ]  # fmt: skip
    assert islands == [[989, 58, 9], [751], [314, 217, 32]]
    assert [len(says(draft, "not joined to the rest")) for draft in drafts] == [2, 0, 2]
    assert len(says(drafts[1], "drawn twice")) == 1


def test_lengths_are_on_the_ground_and_not_of_the_projection(drafts: list[MapDraft]) -> None:
    globe = Geod(ellps="WGS84")
    for draft in drafts:
        drawn = sum(globe.geometry_length(line.geometry) for line in draft.network)
        assert sum(edge.length for edge in draft.edges) == pytest.approx(drawn, rel=0.01)
        for edge in draft.edges[::25]:
            assert edge.length == pytest.approx(globe.geometry_length(edge.geometry), abs=1e-3)


def test_stairs_lead_over_three_floors(drafts: list[MapDraft]) -> None:
    edges = [edge for draft in drafts for edge in draft.edges]
    climbs = sorted((edge.level, edge.target_level) for edge in edges if edge.target_level is not None)
    assert climbs == [(0.0, 1.0)] * 14 + [(1.0, 2.0)] * 9
    main = max(nx.connected_components(connect(edges)), key=len)
    levels = {node.key: node.level for draft in drafts for node in draft.nodes}
    assert {levels[key] for key in main} == {0.0, 1.0, 2.0}
    assert len(main) == 2329


def test_a_way_over_three_floors_has_the_length_of_its_line(drafts: list[MapDraft]) -> None:
    edges = {frozenset((e.source, e.target)): e for draft in drafts for e in draft.edges}
    graph = connect(list(edges.values()))
    levels = {node.key: node.level for draft in drafts for node in draft.nodes}
    main = max(nx.connected_components(graph), key=len)
    starts = sorted(key for key in main if levels[key] == 0.0)
    goals = sorted(key for key in main if levels[key] == 2.0)
    globe = Geod(ellps="WGS84")
    dice = np.random.default_rng(3)
    for start, goal in zip(dice.choice(starts, 10), dice.choice(goals, 10), strict=True):
        way = nx.shortest_path(graph, start, goal, weight="length")
        walked = [edges[frozenset(pair)] for pair in pairwise(way)]
        total = sum(edge.length for edge in walked)
        assert total == pytest.approx(sum(globe.geometry_length(e.geometry) for e in walked), rel=0.01)
        assert {levels[key] for key in way} == {0.0, 1.0, 2.0}
