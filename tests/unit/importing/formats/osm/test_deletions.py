"""What a mapper deleted and did not upload yet stays in JOSM's file, and off the map."""

from __future__ import annotations

from pathlib import Path

import pytest

from interactive_maps.importing.formats import osm
from interactive_maps.importing.formats.osm.elements.deletions import find_deleted
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions

from .files import OsmFile, read_osm, reasons

CASE = Path(__file__).resolve().parents[6] / "shared" / "data" / "cases" / "01-josm-deleted" / "house.osm"
SIDE = {"indoor": "room", "level": "0"}


def delete(file: OsmFile, *beginnings: str, mark: str = "action='delete' ") -> str:
    """Return the file's text with the elements that begin so marked as deleted."""
    text = file.text()
    for beginning in beginnings:
        assert text.count(f"<{beginning} ") == 1
        text = text.replace(f"<{beginning} ", f"<{beginning} {mark}")
    return text


@pytest.mark.skipif(not CASE.exists(), reason="shared/data/cases is not here")
def test_the_house_of_the_report():
    draft = osm.read(CASE, ReadOptions())
    assert [room.name for room in draft.rooms] == ["101"]
    assert {opening.key for opening in draft.openings} == {"node/7@0", "node/9@0"}
    assert draft.points == []
    assert {key for key, reason in reasons(draft).items() if reason == "is deleted"} == {
        *("node/14", "node/19", "way/17", "way/18"),
    }


def test_a_deleted_relation_and_a_way_that_one_is_made_of(tmp_path):
    file = OsmFile()
    _, outer = file.square(0, 0, 4)
    hole, _ = file.square(1, 1)
    ring = file.way([*outer, outer[0]])
    file.relation([("way", ring, "outer"), ("way", hole, "inner")], type="multipolygon", ref="1", **SIDE)
    file.relation([("way", ring, "outer")], type="multipolygon", ref="2", **SIDE)
    text = delete(file, 'relation id="2"', f'way id="{hole}"')
    draft = read_osm(text, tmp_path)
    assert [space.ref for space in draft.spaces] == ["1"]
    assert len(draft.spaces[0].geometry.interiors) == 0
    assert "is not in the file" in reasons(draft, "repaired")["relation/1"]


@pytest.mark.parametrize(
    "mark", ['action = "delete"\n  ', "action='delete' visible='true' ", "action='&#100;elete' "]
)
def test_deleted_in_other_hands_and_new_objects(tmp_path, mark):
    file = OsmFile()
    corners = [
        file.node(x, y, element_id=-number) for number, (x, y) in enumerate(((0, 0), (1, 0), (1, 1)), 1)
    ]
    file.way([*corners, corners[0]], element_id=-9, ref="9", **SIDE)
    file.way([*corners[::-1], corners[-1]], element_id=-8, ref="8", **SIDE)
    file.node(0.5, 0.5, element_id=-7, shop="books", name="Gone, not to delete", level="0")
    text = delete(file, 'way id="-9"', 'node id="-7"', mark=mark)
    draft = read_osm(text + "<!-- delete -->", tmp_path)
    assert [space.ref for space in draft.spaces] == ["8"]
    assert draft.points == []


def test_deleted_stairs_buildings_and_corners(tmp_path):
    file = OsmFile()
    house, _ = file.square(-1, -1, 9, building="yes", name="Torn down")
    _, corners = file.square(0, 0, 4, ref="1", **SIDE)
    steps = file.way([corners[0], corners[2]], highway="steps", level="0;1")
    text = delete(file, f'way id="{house}"', f'way id="{steps}"', f'node id="{corners[3]}"')
    draft = read_osm(text, tmp_path)
    assert draft.buildings == draft.connectors == []
    assert len(draft.spaces[0].geometry.exterior.coords) == 4  # three corners are left
    assert "are not in the file" in reasons(draft, "repaired")["way/2"]


def test_deleted_in_utf_16_and_by_ids_that_are_written_otherwise(tmp_path):
    file = OsmFile()
    file.square(0, 0, ref="1", **SIDE)
    file.square(3, 0, ref="2", **SIDE)
    file.square(6, 0, ref="3", **SIDE)
    text = delete(file, 'way id="2"', 'way id="3"').replace('<way id="3" ', '<way id="003" ')
    assert 'id="003"' in text
    wide = text.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16")
    for content in (text, wide, text.encode("utf-8-sig")):
        assert [space.ref for space in read_osm(content, tmp_path).spaces] == ["1"]


def test_a_door_whose_node_is_deleted_is_none(tmp_path):
    file = OsmFile()
    door = file.node(2, 0, door="yes", level="0")
    _, corners = file.square(0, 0, 4)
    file.way([corners[0], door, *corners[1:], corners[0]], ref="1", **SIDE)
    draft = read_osm(delete(file, f'node id="{door}"'), tmp_path)
    assert draft.openings == []
    assert [len(space.geometry.exterior.coords) for space in draft.spaces] == [5]


def test_a_building_by_a_relation_and_the_outline_of_a_room(tmp_path):
    file = OsmFile()
    ring, _ = file.square(-1, -1, 9)
    house = file.relation([("way", ring, "outer")], type="multipolygon", building="yes", name="Torn down")
    outline, _ = file.square(0, 0, 4)
    file.relation([("way", outline, "outer")], type="multipolygon", ref="1", **SIDE)
    file.square(5, 0, ref="2", **SIDE)
    draft = read_osm(delete(file, f'relation id="{house}"', f'way id="{outline}"'), tmp_path)
    assert draft.buildings == []
    assert [space.ref for space in draft.spaces] == ["2"]
    assert reasons(draft)["relation/2"] == "its members do not make a closed ring"


def test_where_all_is_deleted_the_refusal_says_so(tmp_path):
    file = OsmFile()
    way, _ = file.square(0, 0, ref="1", **SIDE)
    with pytest.raises(InputError, match=r"contains nothing inside a building.*; 1 are deleted"):
        read_osm(delete(file, f'way id="{way}"'), tmp_path)


@pytest.mark.parametrize("comment", ["", "<!-- by an editor -->"])
def test_a_list_of_edits_is_refused(tmp_path, comment):
    edits = '<osmChange version="0.6"><delete><node id="1" lat="50" lon="10"/></delete></osmChange>'
    with pytest.raises(InputError, match=r"lists edits \(osmChange\)"):
        read_osm(f'<?xml version="1.0"?>{comment}{edits}', tmp_path)


def test_modified_is_not_deleted_and_other_marks_do_no_harm(tmp_path):
    file = OsmFile()
    way, _ = file.square(0, 0, ref="1", name="delete", **SIDE)
    text = delete(file, f'way id="{way}"', mark="action='modify' ")
    assert [space.ref for space in read_osm(text, tmp_path).spaces] == ["1"]


def test_entities_are_left_to_the_reader_to_refuse(tmp_path):
    path = tmp_path / "plan.osm"
    path.write_text('<!DOCTYPE osm [<!ENTITY a "delete">]><osm><way id="1" action="&a;"/></osm>')
    assert find_deleted(path) == frozenset()


@pytest.mark.parametrize("encoding", ["UTF-88", "hex", "idna"])
def test_an_encoding_that_is_none_is_left_to_the_reader_to_refuse(tmp_path, encoding):
    path = tmp_path / "house.osm"
    path.write_text(f"<?xml version='1.0' encoding='{encoding}'?><osm><node id='1' action='delete'/></osm>")
    assert find_deleted(path) == frozenset()
