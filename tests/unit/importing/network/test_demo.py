"""The demo's drawings, with lines to walk on and without: every room is reached, by stairs and by lifts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import networkx as nx
import pytest
import shapely
from django.core.management import call_command
from shapely import Point

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.network import join_levels, join_shafts, make_network
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.network.maps import metres, says


def read_demo(folder: Path, *options: str) -> list[MapDraft]:
    call_command("make_demo", folder, *options, verbosity=0)
    rules = load_rules(folder / "plan.toml")
    drafts = [read_plan(path, ReadOptions(rules)) for path in sorted(folder.glob("*.dxf"))]
    for draft in drafts:
        make_network(draft, rules)
    join_levels(drafts)
    join_shafts(drafts)
    return drafts


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> list[MapDraft]:
    return read_demo(tmp_path_factory.mktemp("demo"), "--ways")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> list[MapDraft]:
    """A demo of two levels as most drawings are: nobody drew ways."""
    return read_demo(tmp_path_factory.mktemp("bare"), "--levels", "2", "--rooms", "120")


def connect_all(drafts: list[MapDraft], *without: str) -> nx.Graph:
    """Return the building's graph; ``without`` stairs or lifts between its levels."""
    graph: nx.Graph = nx.Graph()
    for draft in drafts:
        for edge in draft.edges:
            if edge.target_level is None or edge.kind not in without:
                graph.add_edge(edge.source, edge.target)
    return graph


@pytest.mark.parametrize("without", [(), ("stairs",), ("lift",)])
def test_all_rooms_are_reached_across_levels(drafts: list[MapDraft], without: tuple[str, ...]) -> None:
    graph = connect_all(drafts, *without)
    assert nx.is_connected(graph)
    rooms = 0
    for draft in drafts:
        nodes = [metres(Point(node.longitude, node.latitude)) for node in draft.nodes if node.key in graph]
        tree = shapely.STRtree(nodes)
        places = [metres(Point(room.longitude, room.latitude)) for room in draft.rooms]
        rooms += len(set(tree.query(places, predicate="dwithin", distance=0.1)[0].tolist()))
        assert {draft.report.level} <= {node.level for node in draft.nodes}
    assert rooms == 400


@pytest.mark.parametrize("without", [(), ("stairs",), ("lift",)])
def test_all_rooms_are_reached_where_no_ways_are_drawn(
    bare: list[MapDraft], without: tuple[str, ...]
) -> None:
    graph = connect_all(bare, *without)
    homes = {node.key: (draft.source, node.space) for draft in bare for node in draft.nodes if node.space}
    main = max(nx.connected_components(graph), key=len)
    reached = {homes[key] for key in main if key in homes}
    assert {(draft.source, room.home) for draft in bare for room in draft.rooms} <= reached
    assert sum(len(draft.rooms) for draft in bare) == 120


def test_each_room_is_one_space_and_has_its_name(drafts: list[MapDraft], bare: list[MapDraft]) -> None:
    for listed in (drafts, bare):
        for draft in listed:
            spaces = {space.key: space for space in draft.spaces}
            assert len({room.space for room in draft.rooms}) == len(draft.rooms)
            for room in draft.rooms:
                space = spaces[room.home]
                assert room.name == f"{space.ref} {space.names['']}"


def test_without_stairs_and_lifts_levels_are_apart(drafts: list[MapDraft]) -> None:
    assert nx.number_connected_components(connect_all(drafts, "stairs", "lift")) == len(drafts) == 4


def test_stairs_and_lifts_lead_to_the_next_level(drafts: list[MapDraft]) -> None:
    climbs = Counter(
        (edge.kind, edge.level, edge.target_level, round(edge.length))
        for draft in drafts
        for edge in draft.edges
        if edge.target_level is not None
    )
    pairs = ((-1.0, 0.0), (0.0, 1.0), (1.0, 2.0))
    assert climbs == {("stairs", *pair, 6): 4 for pair in pairs} | {("lift", *pair, 0): 2 for pair in pairs}


def test_nothing_is_remarkable_about_it(drafts: list[MapDraft]) -> None:
    for draft in drafts:
        for words in ("not joined", "ends where there is no room", "no line to walk along"):
            assert says(draft, words) == []


def test_joining_again_changes_nothing(drafts: list[MapDraft]) -> None:
    before = [(list(draft.nodes), list(draft.edges)) for draft in drafts]
    join_levels(drafts)
    assert [(draft.nodes, draft.edges) for draft in drafts] == before
