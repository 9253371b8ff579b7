"""A station: escalators in one direction each, lifts of some levels, halls with many shops."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import pytest
import shapely

from interactive_maps.importing.draft.map_draft import MapDraft
from tests.unit.importing.network.maps import DATA, connect, read_real, says

FILE = "osm/berlin-hbf/berlin_hbf.osm"
pytestmark = pytest.mark.skipif(not (DATA / FILE).exists(), reason="shared/data/osm is not here")


@pytest.fixture(scope="module")
def draft() -> MapDraft:
    return read_real(FILE)


def test_escalators_lead_in_their_direction_only(draft: MapDraft) -> None:
    connectors = {connector.key: connector for connector in draft.connectors}
    edges = [edge for edge in draft.edges if edge.kind == "escalator"]
    assert Counter(edge.one_way for edge in edges) == {True: 52, False: 1}
    for edge in edges:
        connector = connectors[edge.connector or ""]
        assert edge.one_way == (connector.direction != "reversible")
        if not edge.one_way:
            continue
        drawn = shapely.get_coordinates(connector.geometry)
        if connector.direction == "backward":
            drawn = drawn[::-1]
        # It begins nearer to where the moving stairs begin than to where they end.
        walked = shapely.get_coordinates(edge.geometry)
        assert abs(walked[0] - drawn[0]).sum() < abs(walked[0] - drawn[-1]).sum(), edge.key
    assert len(says(draft, "direction is unknown")) == 1


def test_escalators_go_up_or_down_as_they_are_said_to(draft: MapDraft) -> None:
    connectors = {connector.key: connector for connector in draft.connectors}
    ways = Counter()
    for edge in draft.edges:
        if edge.kind != "escalator" or not edge.one_way:
            continue
        connector = connectors[edge.connector or ""]
        rises = (edge.target_level or 0.0) > (edge.level or 0.0)
        assert rises == ((connector.incline == "up") == (connector.direction == "forward"))
        ways["up" if rises else "down"] += 1
    assert ways == {"up": 29, "down": 23}


def test_lifts_stop_at_their_levels_only(draft: MapDraft) -> None:
    for connector in draft.connectors:
        if connector.kind == "elevator":
            edges = [edge for edge in draft.edges if edge.connector == connector.key]
            stops = {level for edge in edges for level in (edge.level, edge.target_level)}
            assert stops == set(connector.ordinals)


def test_a_hall_with_hundreds_of_corners_keeps_few_edges(draft: MapDraft) -> None:
    hall = Counter(edge.space for edge in draft.edges).most_common(1)[0]
    nodes = sum(node.space == hall[0] for node in draft.nodes)
    assert nodes > 300
    assert hall[1] < 6 * nodes


def test_stairs_lifts_and_footways_join_all_levels(draft: MapDraft) -> None:
    levels = {node.key: node.level for node in draft.nodes}
    main = max(nx.connected_components(connect(draft.edges)), key=len)
    assert {levels[key] for key in main} == {-3.0, -2.0, -1.0, 0.0, 1.0, 2.0}
    connectors = {node.connector for node in draft.nodes if node.key in main and node.connector}
    assert len(connectors) >= 66
