"""What drawings and shapefiles hold, counted apart from the importer: nothing is lost, and nothing is made up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import ezdxf
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
}


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
    (path,) = DATA.glob(f"plans/*/{name}")
    with pytest.raises(InputError, match=REFUSED[name]):
        read_plan(path, ReadOptions())


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
