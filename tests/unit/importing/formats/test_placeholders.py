"""Placeholders and values of tags name nothing, whatever the format: spaces stay, and the report counts them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.issue_rules import NOT_A_NAME

from .dxf.drawings import names, new_drawing, read_drawing, write_text
from .dxf.drawings import reasons as list_reasons
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
    assert "3: feature: a street, a square or what stands in one" in str(refusal.value)


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
