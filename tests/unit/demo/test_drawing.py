"""The drawings, read back by a library that knows nothing of how they were made."""

import io
import re
from collections import Counter
from pathlib import Path

import ezdxf
import pytest
from ezdxf.document import Drawing

from interactive_maps.demo.brief import Brief
from interactive_maps.demo.design.building import DoorStyle
from interactive_maps.demo.drafting.drawing import draw_level, write_drawing
from tests.unit.demo.buildings import build

BRIEF = Brief(4, 80, seed=4)
LEVELS = build(BRIEF)


def read_back(document: Drawing, folder: Path) -> Drawing:
    path = folder / "level.dxf"
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        write_drawing(document, stream)
    return ezdxf.readfile(path)


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> list[Drawing]:
    return [
        read_back(draw_level(level, "Test", has_ways=True), tmp_path_factory.mktemp("level"))
        for level in LEVELS
    ]


def test_drawings_are_sound(drawings: list[Drawing]) -> None:
    for drawing in drawings:
        auditor = drawing.audit()
        assert not auditor.errors
        assert not auditor.fixes


def test_drawings_say_their_format_and_units(drawings: list[Drawing]) -> None:
    for drawing in drawings:
        assert drawing.dxfversion == "AC1032"
        assert drawing.header["$INSUNITS"] == 4


def test_every_room_is_lettered_once_in_one_of_three_ways(drawings: list[Drawing]) -> None:
    ways = set()
    for level, drawing in zip(LEVELS, drawings, strict=True):
        labels = list(drawing.modelspace().query('*[layer=="A-AREA-IDEN"]'))
        texts = [label.dxf.text for label in labels if label.dxftype() == "TEXT"]
        texts += [
            attrib.dxf.text for label in labels if label.dxftype() == "INSERT" for attrib in label.attribs
        ]
        for label in labels:
            if label.dxftype() == "MTEXT":
                texts += label.plain_text().split("\n")
        ways |= {label.dxftype() for label in labels}
        rooms = [room.number for room in level.rooms] + [room.name for room in level.rooms]
        assert Counter(text for text in texts if not re.fullmatch(r"\d+\.\d m2", text)) == Counter(rooms)
    assert ways == {"TEXT", "INSERT", "MTEXT"}


def test_doors_are_blocks_with_leaves_and_arcs_turned_and_mirrored(drawings: list[Drawing]) -> None:
    ground = drawings[1]
    doors = ground.modelspace().query('INSERT[layer=="A-DOOR"]')
    assert len(doors) == len(LEVELS[1].doors)
    assert {door.dxf.rotation for door in doors} == {0, 90, 180, 270}
    assert {door.dxf.yscale for door in doors} == {1, -1}
    for style in DoorStyle:
        kinds = Counter(entity.dxftype() for entity in ground.blocks[style.value])
        assert kinds["ARC"] == kinds["LWPOLYLINE"] == (1 if style is DoorStyle.SINGLE else 2)


def test_the_layers_that_readers_rely_on_are_there(drawings: list[Drawing]) -> None:
    drawn = {entity.dxf.layer for entity in drawings[1].modelspace()}
    assert drawn == {
        "A-WALL", "A-DOOR", "A-DOOR-IDEN", "A-GLAZ", "A-FLOR-STRS", "A-FLOR-EVTR", "A-FLOR-PFIX", "I-FURN",
        "A-AREA-IDEN", "A-ANNO-TEXT", "A-ANNO-DIMS", "S-GRID", "X-NETWORK", "X-NETWORK-STRS", "X-NETWORK-EVTR",
    }  # fmt: skip


def test_ways_are_drawn_only_where_they_are_wanted() -> None:
    drawn = {entity.dxf.layer for entity in draw_level(LEVELS[1], "Test").modelspace()}
    assert "A-WALL" in drawn
    assert not any(layer.startswith("X-NETWORK") for layer in drawn)


def test_furniture_is_within_the_building_and_every_block_is_defined(drawings: list[Drawing]) -> None:
    for drawing in drawings:
        for insert in drawing.modelspace().query("INSERT"):
            assert insert.dxf.name in drawing.blocks


def test_dimensions_and_a_title_on_paper(drawings: list[Drawing]) -> None:
    assert len(drawings[1].modelspace().query("DIMENSION")) > 10
    paper = drawings[1].layout("Layout1")
    assert "Ground Floor" in {text.dxf.text for text in paper.query("TEXT")}
    assert len(paper.query("VIEWPORT")) >= 1


def test_network_lines_keep_whole_millimetres(drawings: list[Drawing]) -> None:
    for level, drawing in zip(LEVELS, drawings, strict=True):
        lines = drawing.modelspace().query('LWPOLYLINE[layer ? "X-NETWORK.*"]')
        drawn = Counter(tuple(line.vertices()) for line in lines)
        assert drawn == Counter(path.points for path in level.paths)


def test_a_drawing_is_the_same_bytes_every_time() -> None:
    texts = []
    for _ in range(2):
        stream = io.StringIO()
        write_drawing(draw_level(LEVELS[0], "Test"), stream)
        texts.append(stream.getvalue())
    assert texts[0] == texts[1]
