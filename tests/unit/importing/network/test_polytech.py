"""A campus in IMDF: two buildings with openings as lines, stairs and lifts stacked."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
import shapely

from interactive_maps.importing.draft.map_draft import MapDraft
from tests.unit.importing.network.maps import (
    DATA,
    connect,
    find_spaces,
    measure_detours,
    metres,
    read_real,
    says,
)
from tests.unit.importing.network.oracle import list_walls

FILE = "imdf/spbstu-polytech/IMDFData.zip"
pytestmark = pytest.mark.skipif(not (DATA / FILE).exists(), reason="shared/data/imdf is not here")


@pytest.fixture(scope="module")
def draft() -> MapDraft:
    return read_real(FILE)


def test_each_building_hangs_together(draft: MapDraft) -> None:
    islands = [find_spaces(draft, nodes) for nodes in nx.connected_components(connect(draft.edges))]
    buildings = {space.key: space.building for space in draft.spaces}
    assert sorted(map(len, islands)) == [169, 273]
    assert all(len({buildings[key] for key in island}) == 1 for island in islands)
    closed = {space.key for space in draft.spaces} - set().union(*islands)
    assert closed == {"98a21c1d-c7c7-4a42-a878-e69bd88b52f6"}
    assert len(says(draft, "no opening leads to it")) == 1


def test_every_level_of_a_building_is_reached_by_stairs_alone_and_the_lift_reaches_five(
    draft: MapDraft,
) -> None:
    for without, reached in (
        (["lift"], {0.0, 1.0, 2.0, 3.0, 4.0, 5.0}),
        (["stairs"], {1.0, 2.0, 3.0, 4.0, 5.0}),
    ):
        islands = nx.connected_components(connect(draft.edges, without=without))
        ordinals = {space.key: space.ordinal for space in draft.spaces}
        levels = [{ordinals[key] for key in find_spaces(draft, nodes)} for nodes in islands]
        assert set().union(*(island for island in levels if len(island) > 1)) == reached


def test_no_way_crosses_a_wall(draft: MapDraft) -> None:
    doors = {opening.key: metres(opening.geometry) for opening in draft.openings}
    for level in {space.ordinal for space in draft.spaces if space.ordinal is not None}:
        outlines = list(list_walls(draft, level).values())
        tree = shapely.STRtree(outlines)
        for edge in draft.edges:
            if edge.level != level or edge.target_level is not None or edge.key.startswith("passage:"):
                continue
            line = metres(edge.geometry)
            for hit in tree.query(line, predicate="intersects"):
                assert edge.kind == "door", edge
                assert line.intersection(outlines[hit]).distance(doors[edge.opening or ""]) < 0.3, edge


@pytest.mark.parametrize("level", [0.0, 1.0, 2.0])
def test_ways_are_hardly_longer_than_the_shortest_possible(draft: MapDraft, level: float) -> None:
    ratios = measure_detours(draft, level, rooms=20, seed=5)
    middle, most = np.percentile(ratios, [50, 95])
    assert len(ratios) > 300
    assert middle <= 1.03
    assert most <= 1.10


def test_doors_are_as_wide_as_they_are_drawn(draft: MapDraft) -> None:
    widths = {opening.key: opening.width for opening in draft.openings}
    doors = [edge for edge in draft.edges if edge.kind == "door"]
    assert len({edge.opening for edge in doors}) == 472  # wide ones have several crossings
    assert all(edge.width == widths[edge.opening or ""] for edge in doors)
