"""Facts of two buildings mapped by people, each checked by looking into the file."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats import osm
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.values.level_values import parse_levels

from .files import reasons

DATA = Path(__file__).resolve().parents[6] / "shared" / "data" / "osm"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="shared/data/osm is not here")


def element(key: str) -> str:
    return key.partition("@")[0]


@pytest.fixture(scope="module")
def dresden() -> MapDraft:
    return osm.read(DATA / "tu-dresden-apb" / "APBorig.osm", ReadOptions())


@pytest.fixture(scope="module")
def berlin() -> MapDraft:
    return osm.read(DATA / "berlin-hbf" / "berlin_hbf.osm", ReadOptions())


@pytest.fixture(scope="module")
def rooms(dresden) -> dict[str, str | None]:
    """The elements that are drawn as rooms, with their refs."""
    drawn = {element(line.key) for line in dresden.lines if line.layer == "indoor=room"}
    lifts = {element(line.key) for line in dresden.lines if line.layer == "highway=elevator"}
    return {element(space.key): space.ref for space in dresden.spaces if element(space.key) in drawn | lifts}


def test_dresden_xml_and_pbf_are_the_same(dresden):
    pbf = osm.read(DATA / "tu-dresden-apb" / "APBorig.osm.pbf", ReadOptions(source=dresden.source))
    assert pbf == dresden


def test_dresden_has_400_rooms_with_a_number(rooms):
    assert len(rooms) == 400
    assert all(rooms.values())


def test_dresden_has_43_corridors_and_one_building(dresden):
    assert sum(line.layer == "indoor=corridor" for line in dresden.lines) == 43
    assert [building.names[""] for building in dresden.buildings] == ["Andreas-Pfitzmann-Bau"]
    assert {space.building for space in dresden.spaces} == {"way/23290301"}


def test_dresden_has_502_doors_and_399_rooms_with_one(dresden, rooms):
    assert len({element(opening.key) for opening in dresden.openings}) == 502
    reached = {element(space) for opening in dresden.openings for space in opening.spaces}
    assert len(reached & set(rooms)) == 399


def test_dresden_doors_join_spaces_of_their_own_level(dresden):
    ordinals = {space.key: space.ordinal for space in dresden.spaces}
    assert all(ordinals[key] == opening.ordinal for opening in dresden.openings for key in opening.spaces)
    assert Counter(len(opening.spaces) for opening in dresden.openings) == {2: 500, 1: 25, 0: 7}


def test_dresden_stairs_and_lifts(dresden, rooms):
    stairs = [one for one in dresden.connectors if one.kind == "stairs" and one.key in rooms]
    lifts = [one for one in dresden.connectors if one.kind == "elevator"]
    assert (len(stairs), len(lifts)) == (6, 2)
    assert all(lift.step_free and lift.ordinals == (0, 1, 2, 3) for lift in lifts)
    assert {one.ordinals for one in stairs} == {(-1, 0, 1, 2, 3), (0, 1, 2, 3), (0,)}
    assert all(len(one.spaces) == len(one.ordinals) for one in (*stairs, *lifts))


def test_the_foyer_has_three_holes_and_its_stairs_in_them(dresden):
    foyer = next(space for space in dresden.spaces if space.key == "relation/11878686@0")
    assert len(foyer.geometry.interiors) == 3
    assert foyer.names == {"": "Foyer"}
    assert next(room.name for room in dresden.rooms if room.key == foyer.key) == "E100 Foyer"


def test_dresden_counts(dresden):
    assert dict(dresden.report.counts) == {
        "building": 1,
        "level": 5,
        "space": 477,
        "opening": 532,
        "connector": 11,
        "poi": 40,
        "room": 477,
        "line": 546,
    }


@pytest.mark.parametrize(
    ("name", "tagged"), [("tu-dresden-apb/APBorig.osm", 2236), ("berlin-hbf/berlin_hbf.osm", 821)]
)
def test_every_level_value_is_understood(name, tagged):
    values = re.findall(r"""k=["']level["'] v=["']([^"']*)["']""", (DATA / name).read_text("utf-8"))
    assert len(values) == tagged
    assert all(parse_levels(value) for value in values)


def test_no_level_value_is_lost(dresden, berlin):
    for draft in (dresden, berlin):
        assert not any("cannot be read" in reason for reason in reasons(draft).values())


def test_berlin_has_15_lifts_80_steps_and_53_that_move(berlin):
    kinds = Counter(one.kind for one in berlin.connectors)
    assert kinds == {"escalator": 53, "stairs": 27, "elevator": 15}
    assert Counter(one.direction for one in berlin.connectors if one.kind == "escalator") == {
        "backward": 37,
        "forward": 15,
        "reversible": 1,
    }


def test_berlin_levels_go_from_the_deepest_that_a_lift_reaches(berlin):
    assert [level.ordinal for level in berlin.levels] == [-3, -2, -1, 0, 0.5, 1, 2]
    assert all(level.names == {} for level in berlin.levels)  # nobody has written what they are called


def test_berlin_shops_are_rooms_with_a_tenant(berlin):
    shop = next(space for space in berlin.spaces if space.names.get("") == "Backwerk")
    tenant = next(one for one in berlin.occupants if one.space == shop.key)
    assert (shop.category, tenant.category) == ("room", "bakedgoods")


def test_keys_are_unique_and_the_same_every_time(berlin):
    for things in (
        berlin.rooms,
        berlin.lines,
        berlin.spaces,
        berlin.openings,
        berlin.connectors,
        berlin.points,
    ):
        keys = [thing.key for thing in things]
        assert len(set(keys)) == len(keys)
    assert osm.read(DATA / "berlin-hbf" / "berlin_hbf.osm", ReadOptions()) == berlin
