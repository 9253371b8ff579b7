"""Placeholders and values of tags name nothing, whatever the format: spaces stay, and the report counts them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.issue_rules import NOT_A_NAME
from interactive_maps.importing.rules.rule_file import load_rules

from .dxf.drawings import names, new_drawing, read_drawing, write_text
from .dxf.drawings import reasons as list_reasons
from .geojson.test_buildings import box, point
from .geojson.test_reading import collection, feature
from .imdf.archives import building, read_archive, unit
from .osm.files import OsmFile, read_osm

CASE = Path(__file__).resolve().parents[5] / "shared" / "data" / "cases" / "tinynull.geojson"
TEXTS = (
    "null",
    "yes",
    "shop",
    "input name here",
    "ID_PIECE",
    "-",
    "?",
    "unnamed",
    "undefined",
    "room",
    "Unnamed 4",
)


def count_no_names(draft) -> str:
    return "\n".join(one.reason for one in draft.report.repaired if NOT_A_NAME.says in one.reason)


@pytest.mark.skipif(not CASE.exists(), reason="shared/data/cases is not here")
def test_the_case_of_the_report():
    with pytest.raises(InputError) as refusal:
        read_plan(CASE, ReadOptions())
    assert "1: feature: a point without a name" in str(refusal.value)
    assert "3: feature: a street, a square or a thing in one" in str(refusal.value)


def test_openstreetmap(tmp_path):
    file = OsmFile()
    for number, text in enumerate((*TEXTS, "fast_food")):
        file.square(
            number,
            0,
            indoor="room",
            level="0",
            name=text,
            amenity="fast_food",
            alt_name=f"{text};Grill {number}",
        )
    file.square(0, 2, indoor="room", level="0", ref="-", name="yes")
    file.square(1, 2, indoor="room", level="0", ref="12", name="Room")
    file.square(2, 2, indoor="room", level="0", name="null", brand="Kamps", **{"name:de": "undefined"})
    file.node(2.5, 2.5, amenity="atm", name="unnamed", level="0")
    file.square(-1, -1, 20, building="yes", name="yes")
    draft = read_osm(file, tmp_path)
    assert len(draft.spaces) == len(TEXTS) + 4
    assert [room.name for room in draft.rooms] == ["12", "Kamps"]
    assert draft.spaces[0].aliases == ("Grill 0",)
    assert draft.points[0].names == draft.buildings[0].names == {}
    assert f"{len(TEXTS) + 7}: " in count_no_names(draft)


def test_imdf(tmp_path):
    collections = building()
    texts = (*TEXTS, "nonpublic")
    collections["unit"] += [
        unit(f"n{number}", "l0", 0, 2 * number + 2, "nonpublic", name={"en": text, "de": "-"})
        for number, text in enumerate(texts)
    ]
    collections["building"][0]["properties"]["name"] = {"en": "undefined", "de": "Haus"}
    draft = read_archive(collections, tmp_path)
    assert len(draft.spaces) == 4 + len(texts)
    assert [space.names for space in draft.spaces if space.names] == [{"en": "Office", "de": "Büro"}]
    assert [room.name for room in draft.rooms] == ["Office"]
    assert draft.buildings[0].names == {"de": "Haus"}
    assert f"{2 * len(texts)}: " in count_no_names(draft)


def test_geojson(tmp_path):
    def square(number: int, **properties: object) -> dict[str, object]:
        x = 10 + number / 1e4
        ring = [[x, 50], [x + 5e-5, 50], [x + 5e-5, 50.00005], [x, 50.00005], [x, 50]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        return {
            "type": "Feature",
            "id": str(number),
            "geometry": geometry,
            "properties": {"level": 0, **properties},
        }

    features = [square(number, name=text) for number, text in enumerate(TEXTS)]
    features += [
        square(20, room="office", ref="-"),
        square(21, room="101"),
        square(22, name={"en": "null", "de": "Labor"}),
        square(23, name="walkway", category="walkway"),
        square(24, name="Walkway", category="Walkway"),
    ]
    path = tmp_path / "plan.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    draft = read_plan(path, ReadOptions())
    assert [room.name for room in draft.rooms] == ["101", "Labor", "Walkway"]
    assert f"{len(TEXTS) + 4}: " in count_no_names(draft)


def test_drawings(tmp_path):
    drawing = new_drawing()
    texts = [text for text in TEXTS if text not in {"yes", "shop", "room"}]
    for number, text in enumerate((*texts, "Enter name", "<NAME>", "SHOP", "LAB 104")):
        write_text(drawing, text, 10.0 * number, 0, layer="A-AREA-IDEN")
    draft = read_drawing(drawing, tmp_path)
    assert names(draft) == ["LAB 104", "SHOP"]
    assert any("a placeholder" in reason for reason in list_reasons(draft).values())


def load_own(folder, *words):
    """Return rules by which these words are placeholders, too."""
    path = folder / "rules.toml"
    path.write_text(f"[labels]\nplaceholders = {json.dumps(words)}\n", "utf-8")
    return load_rules(path)


def test_words_of_a_rule_file_hold_in_openstreetmap(tmp_path):
    file = OsmFile()
    file.square(0, 0, indoor="room", level="0", name="Reserve 2", ref="7", alt_name="Reserve 9;x")
    file.square(2, 0, indoor="room", level="0", name="Solid", **{"name:de": "zu vergeben"})
    file.square(4, 0, indoor="room", level="0", ref="zu Vergeben", alt_name="Zu vergeben")
    file.node(6, 0, amenity="atm", level="0", name="ZU VERGEBEN", brand="zu vergeben")
    file.square(-1, -1, 20, building="yes", name="Zu vergeben")
    draft = read_osm(file, tmp_path, rules=load_own(tmp_path, "zu vergeben", "reserve *"))
    assert [(space.names, space.ref, space.aliases) for space in draft.spaces] == [
        ({}, "7", ("Reserve 9", "x")),
        ({"": "Solid"}, None, ()),
        ({}, None, ()),
    ]
    assert draft.points[0].names == draft.buildings[0].names == {}
    assert [room.name for room in draft.rooms] == ["7", "Solid"]
    assert count_no_names(draft).startswith("7: ")


def test_words_of_a_rule_file_hold_in_imdf(tmp_path):
    collections = building()
    collections["unit"] += [
        unit("n1", "l0", 0, 4, name={"en": "To let", "de": "Laden"}, alt_name={"en": "to let"}),
        unit("n2", "l0", 0, 6, name="TO LET"),
        unit("n3", "l0", 0, 8, name={"en": "Solid"}),
    ]
    rules = load_own(tmp_path, "to let")
    draft = read_archive(collections, tmp_path, ReadOptions(rules))
    named = {space.key: (space.names, space.aliases) for space in draft.spaces}
    assert (named["n1"], named["n2"], named["n3"]) == (
        ({"de": "Laden"}, ()),
        ({}, ()),
        ({"en": "Solid"}, ()),
    )
    assert "TO LET" in count_no_names(draft)


@pytest.mark.parametrize("name", ["plan.geojson", "plan.csv", "plan.kml"])
def test_words_of_a_rule_file_hold_in_other_formats(tmp_path, name):
    words = ("Vacant", "null", "Solid", "unnamed")
    if name.endswith("geojson"):
        shown = [feature(box(5 * n, 0), f"{n}", name=text, level=0) for n, text in enumerate(words)]
        shown.append(feature(point(90, 0), "p", name="vacant", level=0))
        content = json.dumps(collection(*shown))
    elif name.endswith("csv"):
        content = "name,lon,lat,level\n" + "".join(f"{text},10.0{n},50,0\n" for n, text in enumerate(words))
    else:
        marks = "".join(
            f"<Placemark><name>{text}</name><Point><coordinates>10.0{n},50</coordinates></Point></Placemark>"
            for n, text in enumerate(words)
        )
        content = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'
    (tmp_path / name).write_text(content, "utf-8")
    draft = read_plan(tmp_path / name, ReadOptions(load_own(tmp_path, "vacant")))
    assert [room.name for room in draft.rooms] == ["Solid"]
    assert [space.names for space in draft.spaces if space.names] == [{"": "Solid"}][: len(draft.spaces)]
    assert "null" in count_no_names(draft)
