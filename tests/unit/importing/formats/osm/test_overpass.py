"""Answers of the Overpass API are read as the OpenStreetMap file with the same elements."""

from __future__ import annotations

import json

import pytest

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits, ReadOptions

PLACES = {1: (50.0, 10.0), 2: (50.0, 10.0004), 3: (50.0003, 10.0004), 4: (50.0003, 10.0), 5: (50.0, 10.0002)}
RINGS = {11: [1, 2, 3, 4, 1], 12: [1, 5, 3, 4, 1]}
TAGS = {11: {"building": "yes", "name": "Haus D"}, 12: {"indoor": "room", "level": "0", "name": "Lab"}}
NODE = {"type": "node", "id": 5, "lat": 50.0, "lon": 10.0002, "tags": {"door": "hinged", "level": "0"}}


def save(folder, elements, **more):
    path = folder / "export.json"
    path.write_text(json.dumps({"version": 0.6, "generator": "Overpass API", "elements": elements, **more}))
    return path


def list_places(keys):
    return [{"lat": PLACES[key][0], "lon": PLACES[key][1]} for key in keys]


def with_geometry(*, nodes=True):
    ways = []
    for key, ring in RINGS.items():
        way = {"type": "way", "id": key, "tags": TAGS[key], "geometry": list_places(ring)}
        ways.append(way | ({"nodes": ring} if nodes else {}))
    return [NODE, *ways]


def with_body():
    skeleton = [{"type": "node", "id": key, "lat": lat, "lon": lon} for key, (lat, lon) in PLACES.items()]
    return [
        NODE,
        *({"type": "way", "id": k, "tags": TAGS[k], "nodes": ring} for k, ring in RINGS.items()),
        *skeleton,
    ]


@pytest.mark.parametrize("elements", [with_geometry(), with_body()], ids=["out geom", "out body"])
def test_both_ways_to_ask_give_the_same_map(tmp_path, elements):
    draft = read_plan(save(tmp_path, elements), ReadOptions())
    assert [building.names[""] for building in draft.buildings] == ["Haus D"]
    assert [(room.key, room.name, room.level) for room in draft.rooms] == [("way/12@0", "Lab", 0.0)]
    assert [opening.key for opening in draft.openings] == ["node/5@0"]
    assert draft.source == "export.json"


def test_ways_without_their_nodes_meet_where_their_places_do(tmp_path):
    draft = read_plan(save(tmp_path, with_geometry(nodes=False)), ReadOptions())
    assert len(draft.spaces) == 1
    assert draft.spaces[0].building == draft.buildings[0].key


def test_members_of_relations_have_places_too(tmp_path):
    members = [{"type": "way", "ref": 12, "role": "outer", "geometry": list_places(RINGS[12])}]
    tags = {"type": "multipolygon", **TAGS[12]}
    elements = [{"type": "relation", "id": 7, "members": members, "tags": tags}]
    assert [room.name for room in read_plan(save(tmp_path, elements), ReadOptions()).rooms] == ["Lab"]


@pytest.mark.parametrize(
    ("elements", "more", "told"),
    [
        ([], {}, "no element with a position"),
        ([{"type": "way", "id": 1, "nodes": [1, 2]}], {}, "no element with a position.*out geom"),
        (with_geometry(), {"remark": "runtime error: Query timed out"}, "is incomplete: runtime error"),
        ([{"type": "node", "id": 1, "lat": 50.0, "lon": 10.0}], {}, "nothing inside a building"),
        ([None, 7, {"type": "node", "id": "x"}, {"type": "way", "id": 3, "geometry": 7}], {}, "no element"),
    ],
)
def test_answers_without_a_map_are_refused_in_words(tmp_path, elements, more, told):
    with pytest.raises(InputError, match=rf"^export\.json: .*{told}"):
        read_plan(save(tmp_path, elements, **more), ReadOptions())


def test_bounds(tmp_path):
    with pytest.raises(InputError, match="more than 2 elements"):
        read_plan(save(tmp_path, with_geometry()), ReadOptions(limits=Limits(entities=2)))
    cut = save(tmp_path, with_geometry())
    cut.write_text(cut.read_text()[:-20])
    with pytest.raises(InputError, match="cut off"):
        read_plan(cut, ReadOptions())
