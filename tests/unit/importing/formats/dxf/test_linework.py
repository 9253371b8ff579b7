"""Parts of a DXF become linework: arcs stay arcs in blocks and polylines, and all know their layer and block."""

import math

import ezdxf
import pytest

from interactive_maps.importing.formats import dxf
from interactive_maps.importing.options import ReadOptions


@pytest.fixture
def document():
    return ezdxf.new("R2010")


def _read(document, tmp_path):
    path = tmp_path / "plan.dxf"
    document.saveas(path)
    return dxf.read_linework(path, ReadOptions())


def test_an_arc_in_a_turned_and_mirrored_block_stays_an_arc(document, tmp_path):
    block = document.blocks.new("Door 90")
    block.add_arc((0, 0), 900, 0, 90, dxfattribs={"layer": "0"})
    block.add_line((0, 0), (0, 900), dxfattribs={"layer": "0"})
    document.modelspace().add_blockref(
        "Door 90", (5000, 1000), dxfattribs={"layer": "A-DOOR", "rotation": 30, "yscale": -1}
    )
    drawing = _read(document, tmp_path)
    ((x, y, radius, _, sweep),) = drawing.arcs
    assert (x, y, radius) == pytest.approx((5000, 1000, 900), rel=1e-3)
    assert sweep == pytest.approx(math.pi / 2, rel=1e-3)
    entity = drawing.entities[drawing.arc_entities[0]]
    assert drawing.layers[entity.layer].name == "A-DOOR"
    assert entity.blocks == ("door 90",)


def test_a_bulge_is_an_arc_between_straight_pieces(document, tmp_path):
    points = [(0, 0, 0), (1000, 0, 1), (1000, 500, 0), (0, 500, 0)]
    document.modelspace().add_lwpolyline(points, format="xyb", close=True)
    drawing = _read(document, tmp_path)
    assert len(drawing.segments) == 3
    ((_, _, radius, _, sweep),) = drawing.arcs
    assert (radius, sweep) == pytest.approx((250, math.pi), rel=1e-3)
    assert len(drawing.rings) == 1


def test_circles_and_splines(document, tmp_path):
    document.modelspace().add_circle((10, 10), 5)
    document.modelspace().add_spline([(0, 0), (10, 10), (20, 0), (30, 10)])
    drawing = _read(document, tmp_path)
    ((x, y, radius, _, sweep),) = drawing.arcs
    assert (x, y, radius, sweep) == pytest.approx((10, 10, 5, math.tau), rel=1e-3)
    assert len(drawing.segments) > 4


def test_attributes_know_their_tag_and_their_block(document, tmp_path):
    block = document.blocks.new("ROOM")
    block.add_attdef("NUMBER", (0, 0), dxfattribs={"height": 200})
    reference = document.modelspace().add_blockref("ROOM", (1000, 1000))
    reference.add_attrib("NUMBER", "1.23", (1000, 1000), dxfattribs={"height": 200})
    reference.add_attrib("NAME", "Office", (1000, 700), dxfattribs={"height": 200})
    drawing = _read(document, tmp_path)
    assert [(text.text, text.tag) for text in drawing.texts] == [("1.23", "NUMBER"), ("Office", "NAME")]
    assert len({text.block for text in drawing.texts}) == 1


def test_units_of_the_header(document, tmp_path):
    document.header["$INSUNITS"] = 5
    document.header["$LUNITS"] = 4
    document.modelspace().add_line((0, 0), (1, 0))
    header = _read(document, tmp_path).header
    assert (header.insunits, header.lunits) == (5, 4)


def test_layers_named_in_the_code_page_of_an_old_file(tmp_path):
    document = ezdxf.new("R2000")
    document.encoding = "gbk"
    document.modelspace().add_line((0, 0), (1, 0), dxfattribs={"layer": "墙体"})
    path = tmp_path / "plan.dxf"
    document.header["$DWGCODEPAGE"] = "ANSI_936"
    document.saveas(path, encoding="gbk")
    drawing = dxf.read_linework(path, ReadOptions())
    assert [layer.name for layer in drawing.layers] == ["墙体"]


def test_what_a_hatch_fills_is_known_though_it_is_no_linework(document, tmp_path):
    hatch = document.modelspace().add_hatch(dxfattribs={"layer": "A-WALL"})
    hatch.paths.add_polyline_path([(0, 0), (4000, 0), (4000, 200), (0, 200)], is_closed=True)
    drawing = _read(document, tmp_path)
    (fill,) = drawing.fills
    assert len(fill.points) >= 4
    assert not len(drawing.segments)
