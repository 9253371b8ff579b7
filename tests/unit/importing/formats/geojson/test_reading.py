"""GeoJSON files of all kinds become rooms and linework, or are refused with what to do."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.formats.geojson import recognise
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits, ReadOptions
from interactive_maps.importing.rules.placement_rule import PlacementRule
from interactive_maps.importing.rules.rule_file import load_rules

SQUARE = {"type": "Polygon", "coordinates": [[[8, 47], [8.1, 47], [8.1, 47.1], [8, 47.1], [8, 47]]]}
POINT = {"type": "Point", "coordinates": [8, 47]}
LINE = {"type": "LineString", "coordinates": [[8, 47], [8.1, 47]]}


def feature(geometry, key=None, **properties):
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": properties}


def collection(*features, **members):
    return {"type": "FeatureCollection", **members, "features": list(features)}


def read(document, tmp_path, rules="", name="plan.geojson", **options):
    path = tmp_path / name
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
    return read_plan(path, ReadOptions(load_rules(tmp_path / "rules.toml"), **options))


def refuse(document, tmp_path, rules="", **options):
    with pytest.raises(InputError) as refusal:
        read(document, tmp_path, rules, **options)
    return str(refusal.value)


def reasons(draft, name):
    return "\n".join(f"{remark.id}: {remark.reason}" for remark in getattr(draft.report, name))


def test_named_points_and_areas_are_rooms_and_the_rest_is_linework(tmp_path):
    draft = read(
        collection(
            feature(POINT, "p", name="Lab", level=2),
            feature(SQUARE, "s", name="Hall", ref="101", level="1", category="office"),
            feature(LINE, "l", layer="A-WALL", level=1.0),
            feature(SQUARE, "o", level=1),
            feature(POINT, "x", level=1),
        ),
        tmp_path,
    )
    assert [(room.key, room.name, room.level) for room in draft.rooms] == [
        ("p", "Lab", 2),
        ("s", "101 Hall", 1),
    ]
    assert [(row.key, row.layer, row.level) for row in draft.lines] == [
        ("s", "geojson", 1),
        ("l", "A-WALL", 1),
        ("o", "geojson", 1),
    ]
    hall, unnamed = draft.spaces
    assert (hall.ref, hall.category, hall.names) == ("101", "office", {"": "Hall"})
    assert (unnamed.key, unnamed.names) == ("o", {})
    assert "x: feature: a point without a name" in reasons(draft, "skipped")
    assert draft.report.layers["A-WALL"].kind == "wall"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(feature(POINT, name="Lab")),
        "\ufeff" + json.dumps(collection(feature(POINT, name="Lab"))),
        json.dumps([feature(POINT, name="Lab")]),
        json.dumps(feature(POINT, name="Lab")) + "\n" + json.dumps(feature(LINE)),
        "\x1e" + json.dumps(feature(POINT, name="Lab")) + "\n\x1e" + json.dumps(feature(LINE)),
    ],
)
def test_documents_lines_and_sequences(tmp_path, text):
    assert recognise(text.encode())
    assert [room.name for room in read(text, tmp_path).rooms] == ["Lab"]


def test_a_bare_geometry_is_a_line(tmp_path):
    assert [row.key for row in read(LINE, tmp_path).lines] == ["feature-1"]


@pytest.mark.parametrize(
    ("value", "levels"),
    [
        (2, [2]),
        ("-1", [-1]),
        ("0,5", [0.5]),
        ("0;1", [0, 1]),
        ("EG", [0]),
        ("first floor", [1]),
        ("", [None]),
    ],
)
def test_levels_as_people_write_them(tmp_path, value, levels):
    draft = read(collection(feature(POINT, "k", name="Lift", level=value)), tmp_path)
    assert [room.level for room in draft.rooms] == levels
    assert len({room.key for room in draft.rooms}) == len(levels)


def test_a_level_that_cannot_be_read_is_not_guessed(tmp_path):
    draft = read(collection(feature(POINT, "k", name="Lift", level="???")), tmp_path, name="level-3.geojson")
    assert draft.rooms[0].level is None
    assert "cannot be read" in reasons(draft, "guessed")


def test_the_level_of_files_that_say_none(tmp_path):
    document = collection(feature(POINT, "k", name="Lab"))
    assert read(document, tmp_path, name="level-03.geojson").rooms[0].level == 3
    assert read(document, tmp_path, level=4).rooms[0].level == 4
    two = collection(feature(POINT, "a", name="A", level=1), feature(POINT, "b", name="B", level=2))
    draft = read(two, tmp_path, level=2)
    assert [room.key for room in draft.rooms] == ["b"]
    assert "on a level other than" in reasons(draft, "skipped")


def test_a_rule_file_says_which_property_is_which(tmp_path):
    rules = '[geojson]\nname = "Bezeichnung"\nid = ["Nr"]\nlevel = "Stockwerk"\nref = []\n'
    document = collection(feature(POINT, None, Bezeichnung="Küche", NR=7, Stockwerk=3, name="no", ref="no"))
    (room,) = read(document, tmp_path, rules).rooms
    assert (room.key, room.name, room.level) == ("7", "Küche", 3)


@pytest.mark.parametrize(
    ("rules", "place"),
    [
        ('geojson = "x"', "geojson"),
        ("[geojson]\nnames = []", "geojson.names"),
        ('[geojson]\nkind = "doors"', "geojson.kind"),
        ("[geojson]\nname = 1", "geojson.name"),
        ("[geojson]\ncrs = 3857", "geojson.crs"),
    ],
)
def test_rules_that_mean_nothing(tmp_path, rules, place):
    assert place in refuse(collection(feature(POINT)), tmp_path, rules)


def test_kinds(tmp_path):
    document = collection(
        feature(POINT, "p", name="Lab"), feature(LINE, "l", layer="walk"), feature(SQUARE, "s", name="Hall")
    )
    rooms = read(document, tmp_path, '[geojson]\nkind = "rooms"')
    assert ([r.key for r in rooms.rooms], [r.key for r in rooms.lines]) == (["p", "s"], ["s"])
    linework = read(document, tmp_path, '[geojson]\nkind = "linework"')
    assert ([r.key for r in linework.rooms], [r.key for r in linework.lines]) == ([], ["l", "s"])
    network = read(document, tmp_path, '[geojson]\nkind = "network"')
    assert ([r.key for r in network.network], network.lines, network.rooms) == (["l"], [], [])
    assert network.network[0].layer == "walk"


def test_layers_that_the_rules_leave_out(tmp_path):
    document = collection(
        feature(LINE, "n", layer="Network"),
        feature(LINE, "d", layer="A-DIMS"),
        feature(LINE, "w", layer="wall"),
    )
    draft = read(document, tmp_path)
    assert [row.key for row in draft.lines] == ["w"]
    assert [row.key for row in draft.network] == ["n"]
    assert "d: feature: skipped because the rules exclude its layer" in reasons(draft, "skipped")


@pytest.mark.parametrize("name", ["EPSG:3857", "urn:ogc:def:crs:EPSG::3857"])
def test_coordinates_of_another_system(tmp_path, name):
    far = feature({"type": "Point", "coordinates": [945000, 6000000]}, "p", name="Lab")
    member = {"type": "name", "properties": {"name": name}}
    for draft in (
        read(collection(far, crs=member), tmp_path),
        read(json.dumps({"type": "FeatureCollection", "features": [far], "crs": member}), tmp_path),
        read(collection(far), tmp_path, f'[geojson]\ncrs = "{name}"'),
    ):
        assert draft.rooms[0].longitude == pytest.approx(8.489, abs=1e-3)
        assert draft.rooms[0].latitude == pytest.approx(47.3537, abs=1e-3)


def test_coordinates_without_a_system(tmp_path):
    far = feature({"type": "Point", "coordinates": [500000, 5700000]}, "far", name="Lab")
    assert 'set crs = "EPSG:..."' in refuse(collection(far), tmp_path)
    draft = read(collection(feature(POINT, "p", name="A"), feature(POINT, "q", name="B"), far), tmp_path)
    assert [room.key for room in draft.rooms] == ["p", "q"]
    assert "far" in reasons(draft, "skipped")


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ({"type": "link"}, "does not name a coordinate reference system"),
        ({"properties": {"name": "EPSG:99999999"}}, "unknown coordinate reference system"),
    ],
)
def test_systems_that_nobody_knows(tmp_path, member, said):
    assert said in refuse(collection(feature(POINT, name="A"), crs=member), tmp_path)


def test_ids_that_are_missing_or_used_twice(tmp_path):
    document = collection(*(feature(POINT, key, name="A") for key in ("a", "a", "a#2", "a", None)))
    draft = read(document, tmp_path)
    keys = [room.key for room in draft.rooms]
    assert len(set(keys)) == 5
    assert "used more than once" in reasons(draft, "guessed")


def test_features_that_cannot_be_used(tmp_path):
    text = json.dumps(
        collection(
            feature(POINT, "good", name="A"),
            feature({"type": "Point", "coordinates": [float("nan"), 47]}, "nan", name="B"),
            feature(None, "none", name="C"),
            feature({"type": "GeometryCollection", "geometries": [POINT, LINE]}, "mixed", name="D"),
            {"type": "Topology"},
        )
    )
    draft = read(text, tmp_path)
    assert [room.key for room in draft.rooms] == ["good"]
    skipped = reasons(draft, "skipped")
    assert all(said in skipped for said in ("nan", "none", "not a GeoJSON feature"))
    assert [(row.key, row.geometry.geom_type) for row in draft.lines] == [("mixed", "LineString")]
    assert "mixed: feature: points, lines and areas in one geometry" in reasons(draft, "repaired")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"type": "FeatureCollection", "features": []}', "the file is empty"),
        ('{"type": "FeatureCollection", "features": [{]', "unmatched ]"),
        ('{"type": "FeatureCollection", "features": [{"type": "Feature", "id": }]}', "byte 43"),
        ('{"type": "Topology", "objects": {}}', "not GeoJSON"),
    ],
)
def test_what_is_no_geojson(tmp_path, text, said):
    assert said in refuse(text, tmp_path)


def test_a_file_that_is_cut_off(tmp_path):
    text = json.dumps(collection(feature(POINT, "a", name="A"), feature(POINT, "b", name="B")))[:-40]
    assert "--recover" in refuse(text, tmp_path)
    draft = read(text, tmp_path, recover=True)
    assert [room.key for room in draft.rooms] == ["a"]
    assert "cut off" in reasons(draft, "repaired")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"units": "mm"}, "--units"),
        ({"placement": PlacementRule(anchor=(8, 47))}, "georeference"),
        ({"limits": Limits(entities=1)}, "--max-entities"),
        ({"limits": Limits(bytes=10)}, "--max-bytes"),
    ],
)
def test_options_that_do_not_fit(tmp_path, options, said):
    document = collection(feature(POINT, name="A"), feature(POINT, name="B"))
    assert said in refuse(document, tmp_path, **options)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
_NAMES = st.sampled_from(["name", "level", "layer", "category", "ref", "id", "other"])


@given(st.dictionaries(_NAMES, _VALUES), _VALUES, st.sampled_from([POINT, LINE, SQUARE]))
def test_any_property_is_survived(tmp_path_factory, properties, key, geometry):
    odd = {"type": "Feature", "id": key, "geometry": geometry, "properties": properties}
    draft = read(collection(feature(POINT, "good", name="A"), odd), tmp_path_factory.mktemp("any"))
    assert draft.rooms[0].key == "good"
