"""Every level is there once, called what the sign says, whatever is on it and however it is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from interactive_maps.importing.formats import osm
from interactive_maps.importing.options import ReadOptions
from tests.unit.importing.formats.osm.files import OsmFile, read_osm, reasons

CASE = Path(__file__).resolve().parents[7] / "shared" / "data" / "cases" / "20-level-names" / "names.osm"


def list_levels(draft):
    return [(level.ordinal, level.names.get(""), level.buildings) for level in draft.levels]


@pytest.mark.skipif(not CASE.exists(), reason="shared/data/cases is not here")
def test_the_case_of_the_report():
    draft = osm.read(CASE, ReadOptions())
    signs = [(level.ordinal, level.short_names[""]) for level in draft.levels]
    assert sorted(signs) == [(-1, "UG"), (0, "1"), (0.5, "1M"), (1, "2"), (2, "3"), (10, "11")]
    (rosa,) = draft.points
    assert (rosa.level, rosa.building) == ("way/14@2", "way/5")
    assert all(space.level and space.building == "way/5" for space in draft.spaces)


def test_what_is_outside_of_the_drawn_outline_is_on_the_buildings_level(tmp_path):
    file = OsmFile()
    file.square(0, 0, 10, building="yes", name="House")
    file.square(1, 1, 4, indoor="level", level="1", name="Upstairs")
    file.square(6, 6, 2, indoor="room", level="1", ref="7")
    file.node(8.5, 1, amenity="atm", level="1")
    file.node(8.5, 2, highway="elevator", level="0;1")
    draft = read_osm(file, tmp_path)
    assert list_levels(draft) == [(1, "Upstairs", ("way/1",)), (0, None, ("way/1",))]
    assert draft.spaces[0].level == draft.points[0].level == "way/2@1"


def test_two_outlines_of_one_level_are_one_unless_they_are_called_differently(tmp_path):
    file = OsmFile()
    file.square(0, 0, 10, building="yes")
    file.square(0, 0, 4, indoor="level", level="0")
    file.square(6, 6, 4, indoor="level", level="0", name="Ground")
    file.square(0, 0, 4, indoor="level", level="1", name="East")
    file.square(6, 6, 4, indoor="level", level="1", name="West")
    file.square(7, 7, 1, indoor="room", level="1", ref="1")
    draft = read_osm(file, tmp_path)
    assert [(ordinal, name) for ordinal, name, _ in list_levels(draft)] == [
        *((0, "Ground"), (1, "East"), (1, "West")),
    ]
    assert draft.spaces[0].level == "way/5@1"
    assert draft.levels[0].geometry.geom_type == "MultiPolygon"
    assert "drawn in parts" in reasons(draft, "repaired")["way/3@0"]


def test_each_building_has_its_own_names_and_what_is_outdoors_none(tmp_path):
    file = OsmFile()
    for x, name in ((0, "Ground floor"), (20, "Level 1")):
        file.square(x, 0, 10, building="yes")
        file.square(x, 0, 10, indoor="level", level="0", name=name)
        file.square(x + 1, 1, 2, indoor="room", level="0", ref=f"R{x}")
        file.node(x + 8, 8, tourism="information", level="0")
    file.node(15, 5, amenity="bench", level="0")
    draft = read_osm(file, tmp_path)
    assert [name for _, name, _ in list_levels(draft)] == ["Ground floor", "Level 1"]
    assert [point.building for point in draft.points] == ["way/1", "way/4", None]
    assert [point.level for point in draft.points] == ["way/2@0", "way/5@0", None]
