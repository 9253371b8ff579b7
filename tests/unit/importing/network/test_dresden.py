"""A university building mapped room by room, with doors and no lines to walk on."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
import shapely

from interactive_maps.importing.draft.map_draft import MapDraft
from tests.unit.importing.network.maps import DATA, connect, find_spaces, measure_detours, metres, read_real
from tests.unit.importing.network.oracle import list_walls

FILE = "osm/tu-dresden-apb/APBorig.osm"
pytestmark = pytest.mark.skipif(not (DATA / FILE).exists(), reason="shared/data/osm is not here")


@pytest.fixture(scope="module")
def draft() -> MapDraft:
    return read_real(FILE)


def reach(draft: MapDraft, **how: object) -> set[str]:
    """Return the spaces that are reached from outside the main entrance."""
    (main,) = (opening for opening in draft.openings if opening.category == "pedestrian.principal")
    graph = connect(draft.edges, **how)  # type: ignore[arg-type]
    return find_spaces(draft, nx.node_connected_component(graph, f"door:{main.key}/outside"))


def list_rooms(draft: MapDraft) -> set[str]:
    return {space.key for space in draft.spaces if space.category == "room" and space.ref}


def test_every_room_with_a_door_is_reached_from_the_main_entrance(draft: MapDraft) -> None:
    rooms = list_rooms(draft)
    missing = rooms - reach(draft)
    assert len(rooms) == 360
    assert missing == {"way/870541218@1"}  # room 1065: no door is mapped
    numbered = {space.key for space in draft.spaces if space.ref}
    assert (len(numbered), numbered - reach(draft)) == (476, missing)


def test_step_free_are_those_that_lifts_and_doors_alone_lead_to(draft: MapDraft) -> None:
    joined = nx.Graph()
    steps = {key for one in draft.connectors if len(one.ordinals) < 2 for key in one.spaces}
    areas = {space.key: metres(space.geometry) for space in draft.spaces}
    levels = {space.key: space.ordinal for space in draft.spaces}
    keys = list(areas)
    tree = shapely.STRtree([areas[key] for key in keys])
    (main,) = (opening for opening in draft.openings if opening.category == "pedestrian.principal")
    for opening in draft.openings:
        near = (keys[hit] for hit in tree.query(metres(opening.geometry), predicate="dwithin", distance=0.3))
        here = [key for key in near if levels[key] == opening.ordinal and key not in steps]
        nx.add_path(joined, here)
    for lift in draft.connectors:
        if lift.kind == "elevator":
            nx.add_path(joined, lift.spaces)
    # A stairwell that is drawn as an area, open to the hall that it stands in.
    joined.add_edge("relation/11878686@0", "way/870541347@0")
    expected = nx.node_connected_component(joined, main.spaces[0]) & list_rooms(draft)
    reached = reach(draft, without=["stairs", "escalator"]) & list_rooms(draft)
    assert reached == expected
    assert len(reached) == 359


def test_without_lifts_and_stairs_there_is_one_level(draft: MapDraft) -> None:
    reached = reach(draft, without=["stairs", "lift"])
    assert {space.ordinal for space in draft.spaces if space.key in reached} == {0.0}


def test_no_way_crosses_a_wall(draft: MapDraft) -> None:
    doors = {opening.key: metres(opening.geometry) for opening in draft.openings}
    checked = 0
    for level in (0.0, 1.0, 2.0, 3.0):
        walls = list_walls(draft, level)
        outlines = list(walls.values())
        tree = shapely.STRtree(outlines)
        for edge in draft.edges:
            if edge.level != level or edge.target_level is not None or edge.key.startswith("passage:"):
                continue
            line = metres(edge.geometry)
            checked += 1
            for hit in tree.query(line, predicate="intersects"):
                if line.touches(outlines[hit]):  # a footway ends in the door
                    continue
                assert edge.kind == "door", edge
                crossing = line.intersection(outlines[hit])
                assert shapely.hausdorff_distance(crossing, doors[edge.opening or ""]) < 0.3, edge
    assert checked > 3000


def test_open_passages_are_only_between_what_has_no_walls(draft: MapDraft) -> None:
    crossed = {edge.key.split(":")[1] for edge in draft.edges if edge.key.startswith("passage:")}
    crossed -= {name for name in crossed if name.count("@") < 2}
    # The hall, with the stairs that are drawn as an area in it, and with the corridor that goes on from it.
    hall = "relation/11878686@0"
    assert crossed == {f"{hall}/way/870541347@0", f"{hall}/way/870541395@0"}


@pytest.mark.parametrize("level", [1.0, 2.0])
def test_ways_are_hardly_longer_than_the_shortest_possible(draft: MapDraft, level: float) -> None:
    ratios = measure_detours(draft, level, rooms=25, seed=5)
    middle, most = np.percentile(ratios, [50, 95])
    assert len(ratios) > 2000
    assert ratios.min() > 0.999  # the oracle is one: nothing is shorter
    assert middle <= 1.03
    assert most <= 1.10


def test_edges_are_few(draft: MapDraft) -> None:
    assert len(draft.edges) < 8 * len(draft.spaces)
    assert draft.report.counts["edge"] == len(draft.edges)


def test_stairs_have_a_length_and_lifts_have_none(draft: MapDraft) -> None:
    climbs = [edge for edge in draft.edges if edge.target_level is not None]
    assert {edge.kind for edge in climbs} == {"stairs", "lift"}
    assert all(3.0 <= edge.length <= 8.5 for edge in climbs if edge.kind == "stairs")
    assert all(edge.length == 0 for edge in climbs if edge.kind == "lift")
    assert {(edge.level, edge.target_level) for edge in climbs} == {(-1, 0), (0, 1), (1, 2), (2, 3)}


def test_no_way_crosses_a_wall_that_is_drawn_as_a_line(draft: MapDraft) -> None:
    walls = [line for line in draft.lines if line.layer == "indoor=wall"]
    assert len(walls) == 8
    doors = shapely.union_all([metres(opening.geometry) for opening in draft.openings])
    for wall in walls:
        standing = metres(wall.geometry)
        for edge in draft.edges:
            if edge.level == wall.level and edge.target_level is None:
                line = metres(edge.geometry)
                assert not line.intersects(standing) or line.intersection(standing).distance(doors) < 0.5, (
                    edge
                )
