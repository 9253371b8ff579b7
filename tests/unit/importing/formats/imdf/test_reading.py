"""What an archive says becomes a map, however untidily it is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interactive_maps.importing.formats.imdf.archive.labels import Labels
from interactive_maps.importing.formats.imdf.archive.records import Record
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.rules.placement_rule import PlacementRule

from .archives import STEP, area, building, feature, line, point, read_archive, reasons, unit


def spaces_of(draft):
    return {space.key: space for space in draft.spaces}


def test_a_small_building(tmp_path):
    draft = read_archive(building(), tmp_path, folder="My Map/")
    space = spaces_of(draft)["A"]
    assert (space.names, space.aliases) == ({"en": "Office", "de": "Büro"}, ("1.01",))
    assert (space.building, space.level, space.ordinal) == ("b", "l0", 0)
    assert [(room.key, room.name, room.level) for room in draft.rooms] == [("A", "Office", 0)]
    (opening,) = draft.openings
    assert sorted(opening.spaces) == ["A", "B"]
    assert (opening.kind, opening.automatic, opening.access) == ("swinging", True, "badgereader")
    assert opening.width == pytest.approx(1.11, abs=0.02)
    (stairs,) = draft.connectors
    assert (stairs.kind, stairs.ordinals, stairs.spaces) == ("stairs", (0, 1), ("S", "T"))
    assert {row.layer for row in draft.lines} >= {"unit:room", "unit:stairs", "opening:pedestrian"}
    assert len({row.key for row in draft.lines}) == len(draft.lines)


def test_a_unit_without_a_name_takes_its_occupants(tmp_path):
    collections = building() | {
        "anchor": [feature("a", point(3, 1), unit_id="B"), feature("z", point(3, 1), unit_id="gone")],
        "occupant": [
            feature("x", name={"en": "Café"}, anchor_id="a", hours="Mo-Fr 09:00-17:00"),
            feature("y", name={"en": "Ghost"}, anchor_id="z"),
            feature("w", name=None, anchor_id="nowhere"),
        ],
    }
    draft = read_archive(collections, tmp_path)
    assert spaces_of(draft)["B"].names == {"en": "Café"}
    assert [occupant.space for occupant in draft.occupants] == ["B", None, None]
    assert draft.occupants[0].opening_hours == "Mo-Fr 09:00-17:00"
    assert "named after its occupant" in reasons(draft, "repaired")
    assert "unit gone" in reasons(draft, "guessed")
    assert "anchor nowhere" in reasons(draft, "guessed")


def test_relationships_connect_and_rings_of_them_do_no_harm(tmp_path):
    def related(key, category, *stops, **more):
        origin, *between, destination = ({"id": stop, "feature_type": "unit"} for stop in stops)
        return feature(
            key, category=category, origin=origin, intermediary=between, destination=destination, **more
        )

    collections = building() | {
        "relationship": [
            related("up", "escalator", "S", "T", direction="directed"),
            related("down", "escalator", "T", "S", direction="directed"),
            related("self", "stairs", "S", "S"),
            related("flat", "traversal", "A", "B"),
            related("lost", "elevator", "A", "gone"),
            related("other", "carousel", "S", "T"),
            related("of relations", "elevator", "up", "down"),
        ]
    }
    draft = read_archive(collections, tmp_path)
    assert [(c.key, c.ordinals, c.direction) for c in draft.connectors] == [
        ("up", (0, 1), "forward"),
        ("down", (1, 0), "forward"),
    ]
    assert "relationship: 4: a relationship that does not join two levels" in reasons(draft, "skipped")
    assert "carousel" in reasons(draft, "skipped")


def test_a_lift_may_pass_a_level_and_stairs_may_not(tmp_path):
    collections = building()
    collections["level"].append(feature("l2", area(0, 0, 6, 2), ordinal=2, building_ids=["b"]))
    collections["unit"] += [
        unit("E0", "l0", 2, 0, "elevator"),
        unit("E2", "l2", 2, 0, "elevator"),
        unit("R0", "l0", 0, 0, "stairs"),
        unit("R2", "l2", 0, 0, "stairs"),
    ]
    collections["unit"][0]["properties"]["category"] = "room"
    kinds = {c.kind: c.ordinals for c in read_archive(collections, tmp_path).connectors}
    assert kinds == {"stairs": (0, 1), "elevator": (0, 2)}


def test_stairs_of_another_building_are_not_joined(tmp_path):
    collections = building()
    collections["building"].append(feature("c"))
    collections["level"][1]["properties"]["building_ids"] = ["c"]
    assert read_archive(collections, tmp_path).connectors == []


def test_amenities_kiosks_and_details(tmp_path):
    collections = building() | {
        "amenity": [feature("m", point(1, 1), category="atm", unit_ids=["A", "gone"])],
        "kiosk": [feature("k", area(1, 1, 0.2, 0.2), level_id="l0", name={"en": "News"})],
        "detail": [feature("d", line((0, 0), (1, 1)), level_id="l1")],
        "fixture": [feature("d", area(1, 1, 0.1, 0.1), level_id=None, category="furniture")],
    }
    draft = read_archive(collections, tmp_path)
    assert [(p.category, p.ordinal, p.spaces) for p in draft.points] == [
        ("atm", 0, ("A",)),
        ("kiosk", 0, ()),
    ]
    levels = {row.key: (row.layer, row.level) for row in draft.lines}
    assert levels["detail/d"] == ("detail", 1)
    assert levels["fixture/d"] == ("fixture:furniture", None)


@pytest.mark.parametrize(
    ("change", "name", "said"),
    [
        ({"level_id": "gone"}, "guessed", "level gone"),
        ({"level_id": None}, "guessed", "level None"),
        ({"category": None}, "guessed", "taken as unspecified"),
        ({"category": "dungeon"}, "guessed", "dungeon"),
        ({"restriction": "royal"}, "guessed", "royal"),
        ({"name": "Plain"}, "repaired", "label without a language"),
        ({"name": ["no"]}, "skipped", "taken as missing (name)"),
        ({"name": {"русский": "Да"}}, "guessed", "not a BCP 47 language"),
        ({"display_point": {"type": "Point", "coordinates": [0, 0]}}, "repaired", "placed inside"),
        ({"display_point": 7}, "repaired", "placed inside"),
        ({"colour": "red"}, "skipped", "unit.colour"),
    ],
)
def test_a_fault_is_said_and_the_unit_kept(tmp_path, change, name, said):
    collections = building()
    collections["unit"][0]["properties"] |= change
    draft = read_archive(collections, tmp_path)
    assert said in reasons(draft, name)
    assert "A" in spaces_of(draft)


def test_misspelt_properties_are_understood(tmp_path):
    collections = building()
    properties = collections["unit"][0]["properties"]
    properties["levle_id"] = properties.pop("level_id")
    draft = read_archive(collections, tmp_path)
    assert spaces_of(draft)["A"].level == "l0"
    assert "levle_id, read as level_id" in reasons(draft, "repaired")


@pytest.mark.parametrize(
    ("ordinal", "kept"),
    [("1", True), (0.5, True), (None, False), ("top", False), (True, False), (1e9, False)],
)
def test_ordinals_are_numbers(tmp_path, ordinal, kept):
    collections = building()
    collections["level"][1]["properties"]["ordinal"] = ordinal
    draft = read_archive(collections, tmp_path)
    assert (len(draft.levels) == 2) is kept
    assert (spaces_of(draft)["T"].ordinal is not None) is kept


def test_ids_and_geometries_that_cannot_be_used(tmp_path):
    collections = building()
    bow = [[8.5, 47.4], [8.5 + STEP, 47.4 + STEP], [8.5 + STEP, 47.4], [8.5, 47.4 + STEP], [8.5, 47.4]]
    collections["unit"] += [
        unit("A", "l0", 0, 0),
        feature(7, area(0, 0), level_id="l0", category="room"),
        feature(None, area(0, 0), level_id="l0", category="room"),
        feature("bow", {"type": "Polygon", "coordinates": [bow]}, level_id="l0", category="room"),
        feature("nan", {"type": "Polygon", "coordinates": [[[float("nan"), 1]] * 4]}),
        feature("far", {"type": "Polygon", "coordinates": [[[800, 1], [801, 1], [801, 2], [800, 1]]]}),
        feature("dot", point(1, 1), level_id="l0"),
        feature("none", None),
        "no feature",
    ][:-1]
    draft = read_archive(collections, tmp_path)
    assert set(spaces_of(draft)) == {"A", "B", "S", "T", "7", "unit-7", "bow"}
    skipped = reasons(draft, "skipped")
    assert all(key in skipped for key in ("nan", "far", "dot", "none", "the id is used twice"))
    assert "crosses itself" in reasons(draft, "repaired")


def test_two_buildings_on_one_level(tmp_path):
    collections = building()
    collections["building"].append(feature("c"))
    collections["footprint"].append(feature("g", area(2, 0, 2, 2), category="ground", building_ids=["c"]))
    collections["footprint"][0]["geometry"] = area(0, 0, 2, 2)
    collections["level"][0]["properties"]["building_ids"] = ["b", "c"]
    spaces = spaces_of(read_archive(collections, tmp_path))
    assert (spaces["A"].building, spaces["B"].building) == ("b", "c")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (ReadOptions(units="mm"), "--units"),
        (ReadOptions(placement=PlacementRule(anchor=(8, 47))), "the georeference"),
        (ReadOptions(level=9), "no level 9. Existing levels: 0, 1"),
    ],
)
def test_options_that_do_not_fit(tmp_path, options, said):
    with pytest.raises(InputError, match=said):
        read_archive(building(), tmp_path, options)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=9), lambda inner:
       st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=4)))  # fmt: skip
def test_any_label_is_read_as_texts_by_language(value):
    record = Record("key", {"name": value}, None)
    names = Labels("unit", IssueCollector()).names(record)
    assert all(isinstance(text, str) and text.strip() == text != "" for text in names.values())
    if isinstance(value, dict):
        assert len(names) <= len(value)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=30)
@given(data=st.data())
def test_any_property_of_any_type_is_survived(data, tmp_path_factory):
    collections = building() | {
        "anchor": [feature("a", point(3, 1), unit_id="B")],
        "occupant": [feature("x", anchor_id="a")],
        "amenity": [feature("m", point(1, 1))],
        "kiosk": [feature("k", area(1, 1))],
        "relationship": [feature("r", origin={"id": "S"}, destination={"id": "T"}, category="stairs")],
    }
    for features in collections.values():
        for one in features:
            for name in (
                "name",
                "category",
                "level_id",
                "ordinal",
                "building_ids",
                "unit_ids",
                "origin",
                "door",
            ):
                if data.draw(st.integers(0, 3)) == 0:
                    one["properties"][name] = data.draw(_VALUES)
    draft = read_archive(collections, tmp_path_factory.mktemp("any"))
    assert len(draft.spaces) == 4
