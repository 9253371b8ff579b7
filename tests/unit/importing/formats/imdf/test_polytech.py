"""A real campus: what is in it arrives, what is wrong with it is said."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.formats.imdf import read
from interactive_maps.importing.options import ReadOptions

from .archives import reasons

ARCHIVE = Path(__file__).parents[6] / "shared" / "data" / "imdf" / "spbstu-polytech" / "IMDFData.zip"
pytestmark = pytest.mark.skipif(not ARCHIVE.exists(), reason="the real archive is not beside the repository")


@pytest.fixture(scope="module")
def draft():
    return read_plan(ARCHIVE, ReadOptions())


def test_everything_is_counted(draft):
    assert draft.report.counts == {
        "venue": 1,
        "building": 80,
        "level": 8,
        "space": 443,
        "opening": 472,
        "connector": 17,
        "poi": 37,
        "occupant": 264,
        "room": 301,
        "line": 1182,
    }


def test_all_names_in_both_languages(draft):
    assert Counter(tuple(sorted(space.names)) for space in draft.spaces) == {("en", "ru"): 301, (): 142}
    assert all(set(occupant.names) == {"en", "ru"} for occupant in draft.occupants)
    assert sum(bool(building.names) for building in draft.buildings) == 2
    by_key = {space.key: space for space in draft.spaces}
    classroom = by_key["053908bd-c925-4d16-a3ef-7ac8d0e8a0c1"]
    assert classroom.names == {"ru": "Кабинет 104", "en": "Classroom 104"}
    assert classroom.aliases == ("104",)
    assert {room.name for room in draft.rooms} >= {"Classroom 104"}


def test_occupants_are_in_units_that_are_there(draft):
    spaces = {space.key: space for space in draft.spaces}
    assert all(spaces[occupant.space].names for occupant in draft.occupants)
    assert all(point.spaces and point.ordinal is not None for point in draft.points)


def test_each_building_has_its_own_ordinals(draft):
    ordinals = {level.buildings: set() for level in draft.levels}
    for level in draft.levels:
        ordinals[level.buildings].add(level.ordinal)
    assert sorted(map(sorted, ordinals.values())) == [[0, 1, 2], [1, 2, 3, 4, 5]]


def test_every_opening_joins_units(draft):
    assert Counter(min(len(opening.spaces), 3) for opening in draft.openings) == {2: 462, 3: 10}
    assert {opening.kind for opening in draft.openings} == {"open"}


def test_stairs_and_lifts_connect_the_levels(draft):
    categories = {space.key: space.category for space in draft.spaces}
    connected = Counter(categories[key] for connector in draft.connectors for key in connector.spaces)
    assert connected == {"stairs": 52, "elevator": 5}
    (lift,) = [connector for connector in draft.connectors if connector.kind == "elevator"]
    assert (lift.ordinals, lift.step_free) == ((1, 2, 3, 4, 5), True)
    assert "unit: 7: leads nowhere" in reasons(draft, "guessed")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("skipped", "4: left by an operating system"),
        ("skipped", "navPath (2,726 features)"),
        ("skipped", "enviroment (680 features)"),
        ("skipped", "opening.unit_categoty"),
        ("skipped", "unit: 142: no name"),
        ("repaired", "building: 80: buildings have no geometry"),
        ("repaired", "unit: 37: extends beyond the outline of its level as drawn"),
        ("repaired", "hole lies outside shell"),
        ("guessed", "unit: 4: overlaps another unit"),
    ],
)
def test_what_is_wrong_is_said(draft, name, said):
    assert said in reasons(draft, name)


def test_one_level_only():
    draft = read(ARCHIVE, ReadOptions(level=5))
    assert {space.ordinal for space in draft.spaces} == {5}
    assert [level.ordinal for level in draft.levels] == [5]
    assert draft.report.counts["building"] == 80
    assert all(5 in connector.ordinals for connector in draft.connectors)
