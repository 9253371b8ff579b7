"""What drawings and shapefiles hold, counted apart from the importer: nothing is lost, and nothing is made up."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ezdxf
import pypdfium2
import pytest

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="shared/data is not here")
SHAPEFILES = sorted(DATA.glob("navgraph/*/*.shp"))
SLOW = {"floorplan.dxf"}
DRAWINGS = [
    pytest.param(path, id=path.name, marks=[pytest.mark.nightly] if path.name in SLOW else [])
    for path in sorted(DATA.glob("dxf/*/*.dxf"))
]
REFUSED_TEXTS = re.compile(r"not? room names: .*\((\d+) texts\)")
# Files of which nothing can be imported, each with what the refusal says.
REFUSED = {
    "view-1.dxf": "elevation",
    "pabellon.ifc": "IFC or STEP model",
    "LargeBuilding.ifc": "IFC or STEP model",
    "Ifc2x3_Duplex_Architecture.ifc": "IFC or STEP model",
    "plan.png": "PNG picture",
}
# Drawings without a text, each with the entities that are no linework.
UNNAMED = {"plan.dxf": 0, "roof.dxf": 0, "plan-exported.dxf": 5}
# Pages, each with what is written on it as a name and is none of a room: what is outside the walls, which
# is lettering on the map, and stairs, which are a space.
PAGES = {1: {"FRONT PORCH", "BACK PORCH"}, 2: {"STAIR HALL"}}
FARMHOUSE = "american-farmhouse-A1.2-A1.3.pdf"
PAVILION = "exported-plan-view.pdf"
# Whose counts are elsewhere: test_counts, and a test for each case.
ELSEWHERE = {"osm", "imdf", "cases"}


def list_texts(entities, depth=0) -> Iterator[tuple[str, str]]:
    """Yield layer and text of everything that is written in a drawing."""
    for entity in entities:
        if entity.dxftype() == "TEXT":
            yield entity.dxf.layer, entity.dxf.text
        elif entity.dxftype() == "MTEXT":
            yield entity.dxf.layer, entity.plain_text()
        elif entity.dxftype() == "INSERT" and depth < 5:
            yield from ((attribute.dxf.layer, attribute.dxf.text) for attribute in entity.attribs)
            yield from list_texts(entity.virtual_entities(), depth + 1)


def explode(entities, depth=0) -> Iterator[Any]:
    """Yield everything that is drawn, also in blocks."""
    for entity in entities:
        if entity.dxftype() == "INSERT" and depth < 5:
            yield from explode(entity.virtual_entities(), depth + 1)
        else:
            yield entity


def split(text: str) -> set[str]:
    return set(re.sub(r"%%[uo]", "", text).split())


@pytest.mark.parametrize("path", DRAWINGS)
def test_each_text_of_a_drawing_is_a_room_or_told(path):
    written = [one for one in list_texts(ezdxf.readfile(path).modelspace()) if one[1].strip()]
    draft = read_plan(path, ReadOptions())
    named = set().union(*(split(room.name) for room in draft.rooms))
    told = {(issue.id, issue.reason) for issue in draft.report.skipped}
    dimensions = {layer for layer, reason in told if reason.endswith("dimension")}
    unused = [one for one in written if not split(one[1]) <= named and f"layer {one[0]}" not in dimensions]
    refused = sum(int(found[1]) for _, reason in told if (found := REFUSED_TEXTS.match(reason)))
    assert len(unused) == refused
    assert named <= set().union(*(split(text) for _, text in written))


@pytest.mark.parametrize("path", SHAPEFILES, ids=lambda path: path.name)
def test_each_record_of_a_shapefile_is_on_the_map(path):
    # An index has a header of 100 bytes, and 8 bytes for each record.
    records = (path.with_suffix(".shx").stat().st_size - 100) // 8
    kind = int.from_bytes(path.read_bytes()[32:36], "little") % 10
    draft = read_plan(path, ReadOptions())
    held = draft.network if "network" in path.name else draft.spaces
    assert (kind, len(held)) == (3 if "network" in path.name else 5, records)
    assert draft.openings == draft.connectors == []
    if "room" in path.name:
        assert len(draft.rooms) == records


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_refused_in_words(name):
    path = min(DATA.glob(f"plans/*/{name}"))
    with pytest.raises(InputError, match=REFUSED[name]):
        read_plan(path, ReadOptions())


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.nightly if "exported" in name else []) for name in UNNAMED]
)
def test_each_line_of_a_drawing_without_texts_is_on_the_map(name):
    (path,) = DATA.glob(f"plans/*/{name}")
    kinds = Counter(one.dxftype() for one in explode(ezdxf.readfile(path).modelspace()))
    draft = read_plan(path, ReadOptions())
    assert draft.rooms == []
    assert sum(kinds.values()) - kinds["DIMENSION"] == len(draft.lines)
    assert kinds["DIMENSION"] == UNNAMED[name]
    assert any(str(UNNAMED[name]) in one.reason for one in draft.report.skipped) == (UNNAMED[name] > 0)


@pytest.mark.nightly
@pytest.mark.parametrize("number", PAGES)
def test_rooms_of_a_page_are_those_that_are_written_on_it(number):
    (path,) = DATA.glob(f"plans/*/{FARMHOUSE}")
    truth = json.loads(path.with_name("truth.json").read_text("utf-8"))
    seen = {one["name"] for one in truth["rooms"] if one["page"] == number and one["name"]}
    with pypdfium2.PdfDocument(path) as document:
        written = " ".join(document[number - 1].get_textpage().get_text_range().split())
    assert all(name in written for name in seen)
    draft = read_plan(path, ReadOptions(page=number))
    named = {room.name for room in draft.rooms}
    assert seen - named == PAGES[number]
    assert named <= seen
    lettering = {line.text for line in draft.lines if line.text} | {
        name for space in draft.spaces for name in space.names.values()
    }
    assert {word for name in PAGES[number] for word in name.split()} <= set(" ".join(lettering).split())
    assert len(draft.openings) <= truth["doors_seen"]


@pytest.mark.nightly
def test_a_page_without_a_letter_has_its_lines_and_no_room():
    (path,) = DATA.glob(f"plans/*/{PAVILION}")
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        assert page.get_textpage().count_chars() == 0
        paths = sum(1 for _ in page.get_objects())
    with pytest.raises(InputError, match="its scale: cannot be determined"):
        read_plan(path, ReadOptions())
    draft = read_plan(path, ReadOptions(units="1:50"))
    assert draft.rooms == []
    assert 0.99 * paths < len(draft.lines) <= paths  # a few paths have no length


def test_each_file_has_a_count():
    counted = {path.values[0].name for path in DRAWINGS} | {path.name for path in SHAPEFILES}
    counted |= {*REFUSED, *UNNAMED, FARMHOUSE, PAVILION} | {path.name for path in DATA.glob("plans/*/*.dwg")}
    kinds = {".dxf", ".dwg", ".pdf", ".ifc", ".shp", ".png", ".geojson", ".osm", ".pbf", ".zip"}
    held = {
        path.name
        for path in DATA.rglob("*")
        if path.suffix in kinds and path.relative_to(DATA).parts[0] not in ELSEWHERE
    }
    assert held - counted == {"truth.geojson"}  # which is what somebody saw on a plan


@pytest.mark.nightly
@pytest.mark.parametrize("path", sorted(DATA.glob("plans/*/*.dwg")), ids=lambda path: path.name)
def test_rooms_stairs_and_lifts_of_a_real_floor(path):
    truth = json.loads(path.with_name("truth.json").read_text("utf-8"))
    draft = read_plan(path, ReadOptions())
    named = [room.name for room in draft.rooms]
    told = set().union(*map(split, named))
    lost = [one["number"] for one in truth["rooms"] if one["number"] and one["number"] not in told]
    known = {one["number"] for kind in ("rooms", "stairs", "lifts") for one in truth[kind]}
    assert lost == []
    assert [name for name in named if not split(name) & known] == []
