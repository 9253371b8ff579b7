"""Storeys side by side in one drawing become levels above each other where their titles say which."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import ezdxf
import networkx as nx
import numpy as np
import pytest
import shapely

from benchmarks.drafting import NOISES
from benchmarks.drafting.draughtsman import draw_building
from interactive_maps.geo.georeference import ControlPoint
from interactive_maps.geo.plane import Plane
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.network import join_shafts, make_network
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.rules.placement_rule import PlacementRule
from tests.unit.importing.recognition.buildings import STYLE, make_floor, save_dxf

APART = 36_000  # millimetres from one storey to the next


def save_storeys(folder: Path, titles: list[str], **more: object) -> Path:
    """Save a drawing with a storey for each title, from left to right."""
    style = replace(STYLE["plain"], **more)  # type: ignore[arg-type]
    document = ezdxf.new("R2010")
    document.header["$INSUNITS"] = 4
    for number, title in enumerate(titles):
        drawing, _ = draw_building(make_floor(), style, NOISES[0], seed=number)
        path = save_dxf(drawing, folder / f"{number}.dxf", insunits=4)
        block = document.blocks.new(f"S{number}")
        for entity in ezdxf.readfile(path).modelspace():
            block.add_foreign_entity(entity)
        document.modelspace().add_blockref(f"S{number}", (number * APART, 0))
        attributes = {"insert": (number * APART + 9000, -2000), "layer": "TITLE"}
        document.modelspace().add_text(title, height=500, dxfattribs=attributes)
    path = folder / "storeys.dxf"
    document.saveas(path)
    return path


def find_middles(draft, category, plane):
    spaces = [space for space in draft.spaces if space.category == category]
    places = plane.to_metres(shapely.get_coordinates([space.geometry.centroid for space in spaces]))
    return {space.ordinal: place for space, place in zip(spaces, places, strict=True)}


@pytest.mark.parametrize(
    ("titles", "levels"),
    [
        (["Ground floor", "Level 1", "Level 2"], [0, 1, 2]),
        (["2. OG", "1. OG", "Erdgeschoss"], [0, 1, 2]),
        (["Planta baja", "Planta primera", "Sótano"], [-1, 0, 1]),
        (["一层平面图", "二层平面图", "三层平面图"], [0, 1, 2]),
        (["Erdgeschoss", "Obergeschoss", "Dachgeschoss"], [0, 1, 2]),
    ],
)
def test_titles_make_levels(tmp_path, titles, levels):
    draft = read_plan(save_storeys(tmp_path, titles), ReadOptions())
    assert [level.ordinal for level in draft.levels] == levels
    assert {next(iter(level.names.values())) for level in draft.levels} == set(titles)
    assert draft.report.level is None
    for level in levels:
        assert sorted(space.ref for space in draft.spaces if space.ordinal == level) == [
            f"1.{number:02}" for number in range(11)
        ]
        assert sum(one.ordinal == level for one in draft.openings) == 11
        assert sum(room.level == level for room in draft.rooms) == 11 or level not in levels
    (said,) = (remark.reason for remark in draft.report.guessed if remark.id == "levels")
    assert said.startswith("3 plans side by side, published as levels by their titles")


def test_storeys_lie_above_each_other_and_are_joined(tmp_path):
    draft = read_plan(save_storeys(tmp_path, ["Ground floor", "Level 1", "Level 2"]), ReadOptions())
    plane = Plane(0.0, 0.0)
    for category in ("stairs", "elevator", "kitchen"):
        middles = find_middles(draft, category, plane)
        for level in (1, 2):
            assert np.allclose(middles[level], middles[0], atol=0.05)
    make_network(draft)
    assert join_shafts([draft]) == 4
    graph: nx.Graph[str] = nx.Graph((edge.source, edge.target) for edge in draft.edges)
    homes = {node.key: node.space for node in draft.nodes if node.space}
    reached = {homes[key] for key in nx.node_connected_component(graph, next(iter(homes))) if key in homes}
    assert reached == {space.key for space in draft.spaces}


def test_keys_stay_and_the_same_drawing_gives_the_same_rows(tmp_path):
    path = save_storeys(tmp_path, ["Ground floor", "Level 1", "Level 2"])
    one, other = read_plan(path, ReadOptions()), read_plan(path, ReadOptions())
    for name in ("levels", "spaces", "openings", "rooms", "lines"):
        assert getattr(one, name) == getattr(other, name)
        keys = [row.key for row in getattr(one, name)]
        assert len(set(keys)) == len(keys)


def test_storeys_without_stairs_go_by_their_outlines(tmp_path):
    path = save_storeys(tmp_path, ["Ground floor", "Level 1"], labels="none")
    draft = read_plan(path, ReadOptions())
    assert [level.ordinal for level in draft.levels] == [0, 1]


def test_a_level_that_is_said_takes_all_as_one(tmp_path):
    path = save_storeys(tmp_path, ["Ground floor", "Level 1"])
    draft = read_plan(path, ReadOptions(level=4.0))
    assert {space.ordinal for space in draft.spaces} == {4.0}
    (said,) = (remark.reason for remark in draft.report.guessed if remark.id == "views")
    assert (
        "2 plans side by side (Ground floor, Level 1), imported as one level: select one with --view N"
        in said
    )


@pytest.mark.parametrize("titles", [["Level 1", "Level 1"], ["North", "South"]])
def test_titles_that_say_no_levels_of_their_own_take_all_as_one(tmp_path, titles):
    draft = read_plan(save_storeys(tmp_path, titles), ReadOptions())
    assert len({space.ordinal for space in draft.spaces}) == 1
    assert any("imported as one level" in remark.reason for remark in draft.report.guessed)


def test_a_view_is_on_the_level_that_its_title_says(tmp_path):
    path = save_storeys(tmp_path, ["Ground floor", "Level 1", "Level 2"])
    draft = read_plan(path, ReadOptions(view=2))
    assert draft.report.level == 1.0
    assert {space.ordinal for space in draft.spaces} == {1.0}
    assert read_plan(path, ReadOptions(view=2, level=7.0)).report.level == 7.0


def test_the_storey_that_a_georeference_fixes_stays(tmp_path):
    path = save_storeys(tmp_path, ["Ground floor", "Level 1"])
    # Two corners of the second storey, known on the earth.
    plane = Plane(8.5, 47.4)
    corners = np.array([[APART, 0.0], [APART + 24_000, 13_000]])
    earth = plane.to_degrees((corners - (APART, 0)) / 1000)
    control = tuple(
        ControlPoint(*point, *place) for point, place in zip(corners.tolist(), earth.tolist(), strict=True)
    )
    draft = read_plan(path, ReadOptions(placement=PlacementRule(control=control)))
    middles = find_middles(draft, "elevator", plane)
    assert np.allclose(middles[1], (15, 3), atol=0.2)
    assert np.allclose(middles[0], middles[1], atol=0.05)
