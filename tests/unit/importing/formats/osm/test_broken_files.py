"""Files that are broken, too large or not what they seem: a clear sentence, or a mended feature."""

from __future__ import annotations

from pathlib import Path

import pytest

from interactive_maps.importing.formats import osm, read_plan
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits, ReadOptions
from interactive_maps.importing.rules.placement_rule import PlacementRule

from .files import OsmFile, read_osm, reasons

PBF = Path(__file__).resolve().parents[6] / "shared" / "data" / "osm" / "tu-dresden-apb" / "APBorig.osm.pbf"
HEAD = '<?xml version="1.0"?>\n<osm version="0.6">\n'
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">'
        for before, after in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + ']><osm version="0.6"><node id="1" lat="1" lon="2"><tag k="name" v="&j;"/></node></osm>'
)


def room(**tags: str) -> OsmFile:
    file = OsmFile()
    file.square(0, 0, **({"indoor": "room", "level": "0"} | tags))
    return file


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        (room().text()[:-9], "line 7, column 138", "cut off"),
        (room().text()[:-40], "line", "cut off"),
        (HEAD, "line 3, column 0", "cut off"),
        (HEAD + '<node id="1" lat="NaN" lon="2"/></osm>', "its data", "'NaN'"),
        (HEAD + '<node id="1" lat="1e40" lon="2"/></osm>', "its data", "'1e40'"),
        (HEAD + '<node id="one" lat="1" lon="2"/></osm>', "its data", "illegal id"),
        (HEAD + "<node id=></node></osm>", "line 3, column", "is not XML"),
        (BOMB, "its data", "entities are not supported"),
        ('<osm version="0.5"></osm>', "its data", "version 0.5"),
        ("<osmChange version='0.6'></osmChange>", "its first bytes", "osmChange"),
        (OsmFile().text(), "its elements", "nothing inside a building"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path, text, place, reason):
    with pytest.raises(InputError) as refusal:
        read_osm(text, tmp_path)
    assert refusal.value.file == "plan.osm"
    assert refusal.value.place.startswith(place)
    assert reason in refusal.value.reason


def test_a_city_without_insides_is_refused(tmp_path):
    file = OsmFile()
    file.square(0, 0, building="yes")
    file.node(3, 3, amenity="bench")
    with pytest.raises(InputError, match="nothing inside a building"):
        read_osm(file, tmp_path)


@pytest.mark.parametrize("keep", [30, 100, 20_000])
@pytest.mark.skipif(not PBF.is_file(), reason="shared/data/osm is not here")
def test_a_pbf_that_is_cut_off_is_refused(tmp_path, keep):
    path = tmp_path / "cut.pbf"
    path.write_bytes(PBF.read_bytes()[:keep])
    with pytest.raises(InputError, match="cut off"):
        read_plan(path, ReadOptions())


@pytest.mark.skipif(not PBF.is_file(), reason="shared/data/osm is not here")
def test_a_pbf_with_a_flipped_bit_is_refused(tmp_path):
    data = bytearray(PBF.read_bytes())
    data[5000] ^= 0xFF
    (tmp_path / "flipped.pbf").write_bytes(data)
    with pytest.raises(InputError, match="is broken"):
        read_plan(tmp_path / "flipped.pbf", ReadOptions())


def test_files_are_known_by_their_content():
    assert osm.recognise(b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x --><osm version="0.6">')
    assert osm.recognise(b"<!DOCTYPE osm [<!ENTITY a 'b'>]><osm>")
    assert osm.recognise(b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7e")
    assert not osm.recognise(b"<svg><osm></osm></svg>")
    assert not osm.recognise(b"<osmotic>")
    assert not osm.recognise(b"")


def test_a_packed_file_is_named_and_other_xml_too(tmp_path):
    for content, what in ((b"\x1f\x8b\x08", "gzip"), (b"BZh91", "bzip2"), (b"<svg/>", "not OpenStreetMap")):
        (tmp_path / "plan.osm").write_bytes(content)
        with pytest.raises(InputError, match=what):
            read_plan(tmp_path / "plan.osm", ReadOptions())


def test_too_much_is_refused_before_it_fills_the_memory(tmp_path):
    file = OsmFile()
    for number in range(4):
        file.node(number, 9, amenity="atm", level="0")
    with pytest.raises(InputError, match=r"more than 3 buildings .* osmium extract"):
        read_osm(file, tmp_path, limits=Limits(entities=3))
    for number in range(4):
        file.square(number, 0, indoor="room", level="0")
    with pytest.raises(InputError, match="more than 18 nodes"):
        read_osm(file, tmp_path, limits=Limits(entities=9))
    assert len(read_osm(file, tmp_path, limits=Limits(entities=10)).spaces) == 4


def test_a_way_beyond_all_measure_is_left_out(tmp_path):
    file = room()
    file.way([1, 2] * 50_001, indoor="wall", level="0")
    draft = read_osm(file, tmp_path)
    assert reasons(draft)["way/2"] == "has 100,002 nodes, more than the 100,000 allowed"
    assert len(draft.spaces) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"units": "m"},
        {"placement": PlacementRule(anchor=(8.0, 47.0))},
        {"placement": PlacementRule(scale=2.0)},
    ],
)
def test_options_of_drawings_are_refused(tmp_path, options):
    with pytest.raises(InputError, match="leave"):
        read_osm(room(), tmp_path, **options)


def test_a_level_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(InputError, match=r"no level 7\. Existing levels: 0, 0\.5"):
        read_osm(room(level="0;0.5"), tmp_path, level=7.0)


def test_an_outline_that_crosses_itself_is_mended(tmp_path):
    file = OsmFile()
    a, b, c, d = (file.node(x, y) for x, y in ((0, 0), (2, 2), (2, 0), (0, 2)))
    file.way([a, b, c, d, a], indoor="room", level="0")
    draft = read_osm(file, tmp_path)
    assert draft.spaces[0].geometry.is_valid
    assert draft.spaces[0].geometry.geom_type == "MultiPolygon"
    assert "crosses or touches itself" in reasons(draft, "repaired")["way/1"]


def test_an_outline_without_area_or_length_is_left_out(tmp_path):
    file = room()
    a, b, c = (file.node(x, 9) for x in (0, 1, 2))
    file.way([a, b, c, a], indoor="room", level="0")
    file.way([file.node(5, 5), file.node(5, 5)], indoor="wall", level="0")
    draft = read_osm(file, tmp_path)
    assert reasons(draft) == {"way/2": "encloses no area", "way/3": "has no length"}


def test_a_room_that_is_not_closed_is_kept_as_a_line(tmp_path):
    file = room()
    file.way([file.node(5, 5), file.node(6, 5), file.node(6, 6)], indoor="room", level="0")
    draft = read_osm(file, tmp_path)
    assert reasons(draft)["way/2"] == "its outline is not closed: imported as a line"
    assert [line.key for line in draft.lines] == ["way/1@0", "way/2@0"]


def test_missing_nodes_are_left_out_and_said(tmp_path):
    file = OsmFile()
    corners = [file.node(x, y) for x, y in ((0, 0), (4, 0), (4, 4), (0, 4))]
    file.way([*corners[:2], 777, *corners[2:], corners[0]], indoor="room", level="0")
    file.way([888, 889], indoor="wall", level="0")
    draft = read_osm(file, tmp_path)
    assert len(draft.spaces) == 1
    assert reasons(draft, "repaired")["way/1"] == "1 of its 6 nodes are not in the file and were skipped"
    assert reasons(draft)["way/2"] == "too few of its nodes are in the file to draw it"


def test_a_place_off_the_earth_is_no_place(tmp_path):
    file = room()
    file.elements.append(
        '<node id="99" lat="95" lon="200"><tag k="door" v="yes"/><tag k="level" v="0"/></node>'
    )
    assert reasons(read_osm(file, tmp_path))["node/99"] == "has no position on the earth"


def test_an_element_that_is_there_twice_is_taken_once(tmp_path):
    file = room(name="old")
    file.elements.append(file.elements[-1].replace('version="1"', 'version="3"').replace("old", "new"))
    file.elements.append(file.elements[-1].replace('version="3"', 'version="2"').replace("new", "middle"))
    draft = read_osm(file, tmp_path)
    assert [space.names for space in draft.spaces] == [{"": "new"}]
    assert "version 3 was imported" in reasons(draft, "repaired")["way/1"]


def test_deleted_elements_are_left_out(tmp_path):
    file = room()
    file.square(4, 4, indoor="room", level="0")
    file.elements[-1] = file.elements[-1].replace('version="1"', 'version="2" visible="false"')
    draft = read_osm(file, tmp_path)
    assert [space.key for space in draft.spaces] == ["way/1@0"]
    assert reasons(draft)["way/2"] == "is deleted"


def test_new_things_of_an_editor_have_negative_ids(tmp_path):
    text = room().text().replace('id="', 'id="-').replace('ref="', 'ref="-')
    assert [space.key for space in read_osm(text, tmp_path).spaces] == ["way/-1@0"]


def test_relations_that_point_nowhere_or_at_themselves_are_mended(tmp_path):
    file = OsmFile()
    ring, _ = file.square(0, 0, 4)
    loose = file.way([file.node(9, 9), file.node(8, 8)])
    members = [
        *(("way", ring, "outer"), ("way", ring, "outer"), ("way", 555, "inner"), ("way", loose, "inner")),
        *(("relation", 1, ""), ("relation", 2, "outer"), ("node", 1, "label")),
    ]
    file.relation(members, type="multipolygon", indoor="area", level="0")
    file.relation([("relation", 1, "outer")], type="multipolygon", indoor="area", level="0")
    draft = read_osm(file, tmp_path)
    assert [space.key for space in draft.spaces] == ["relation/1@0"]
    assert {remark.reason for remark in draft.report.repaired if remark.id == "relation/1"} == {
        "its member way/1 is listed twice and was used once",
        "its member way/555 is not in the file",
        "is a member of itself, which was skipped",
        "its member relation/2 was skipped: an area is made of ways",
        "1 of its lines do not close a ring and were skipped",
    }
    assert reasons(draft)["relation/2"] == "its members do not make a closed ring"


def test_many_of_one_kind_are_one_remark(tmp_path):
    file = room()
    for x in range(30):
        file.node(x, 5, level="0")
    assert (
        reasons(read_osm(file, tmp_path))["node/5"]
        == "has a level, but nothing that a map shows (and 29 more)"
    )
