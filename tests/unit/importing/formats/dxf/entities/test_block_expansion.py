"""Block references, layers and entities of every kind become rows with stable keys."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from pyproj import Geod

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits
from interactive_maps.importing.rules.placement_rule import PlacementRule
from tests.unit.importing.formats.dxf.drawings import names, new_drawing, read_drawing, reasons, write_text

WGS84 = Geod(ellps="WGS84")


def metres(draft: MapDraft) -> dict[str, list[tuple[float, float]]]:
    """Return every line's coordinates in metres from the drawing's origin, to the centimetre."""
    rule = PlacementRule().resolve(1.0)
    return {
        line.key: [tuple(point) for point in rule.locate(np.array(line.geometry.coords)).round(2).tolist()]
        for line in draft.lines
    }


def test_nested_scaled_mirrored_and_turned_references(tmp_path):
    drawing = new_drawing()
    inner = drawing.blocks.new("INNER", base_point=(1, 0))
    line = inner.add_line((1, 0), (2, 0)).dxf.handle
    outer = drawing.blocks.new("OUTER")
    middle = outer.add_blockref("INNER", (10, 0), dxfattribs={"rotation": 90}).dxf.handle
    attributes = {"xscale": -2, "yscale": 3}
    top = drawing.modelspace().add_blockref("OUTER", (100, 0), dxfattribs=attributes).dxf.handle
    assert metres(read_drawing(drawing, tmp_path)) == {f"{top}/{middle}/{line}": [(80, 0), (80, 3)]}


def test_every_cell_of_a_repeated_reference_has_its_own_key(tmp_path):
    drawing = new_drawing()
    line = drawing.blocks.new("SEAT").add_line((0, 0), (1, 0)).dxf.handle
    grid = {"row_count": 2, "column_count": 3, "row_spacing": 10, "column_spacing": 5, "rotation": 90}
    seats = drawing.modelspace().add_blockref("SEAT", (0, 0), dxfattribs=grid).dxf.handle
    found = metres(read_drawing(drawing, tmp_path))
    assert len(found) == 6
    assert found[f"{seats}[0]/{line}"] == [(0, 0), (0, 1)]
    assert found[f"{seats}[5]/{line}"] == [(-10, 10), (-10, 11)]


def test_a_flattened_block_keeps_its_plan(tmp_path):
    drawing = new_drawing()
    block = drawing.blocks.new("FLAT")
    block.add_circle((0, 0), 1)
    drawing.modelspace().add_blockref("FLAT", (5, 5), dxfattribs={"xscale": 2, "zscale": 0})
    (circle,) = read_drawing(drawing, tmp_path).lines
    west, south, east, north = circle.geometry.bounds
    assert WGS84.inv(west, 0, east, 0)[2] == pytest.approx(4, abs=0.02)
    assert WGS84.inv(0, south, 0, north)[2] == pytest.approx(2, abs=0.02)


def test_what_lies_on_layer_0_of_a_block_takes_the_references_layer(tmp_path):
    drawing = new_drawing()
    block = drawing.blocks.new("DOOR")
    block.add_line((0, 0), (1, 0))
    block.add_line((0, 0), (0, 1), dxfattribs={"layer": "A-GLAZ"})
    drawing.modelspace().add_blockref("DOOR", (0, 0), dxfattribs={"layer": "A-DOOR"})
    draft = read_drawing(drawing, tmp_path)
    assert {line.layer for line in draft.lines} == {"A-DOOR", "A-GLAZ"}
    assert draft.report.layers["A-DOOR"].kind == "door"


def test_attributes_are_texts_and_their_definitions_are_not(tmp_path):
    drawing = new_drawing()
    block = drawing.blocks.new("TAG")
    block.add_attdef("ROOM_NAME", (0, 0), "ROOM NAME")
    block.add_attdef("ROOM_NO", (0, -1), "000")
    reference = drawing.modelspace().add_blockref("TAG", (3, 3), dxfattribs={"layer": "TAGS"})
    reference.add_attrib("ROOM_NAME", "Smith", (3, 3), dxfattribs={"layer": "TAGS", "height": 0.2})
    reference.add_attrib("ROOM_NO", "1.07", (3, 9), dxfattribs={"layer": "TAGS", "height": 0.2})
    assert names(read_drawing(drawing, tmp_path)) == ["1.07 Smith"]


def test_missing_and_cyclic_blocks_are_reported_and_the_rest_goes_on(tmp_path):
    drawing = new_drawing()
    for one, other in (("A", "B"), ("B", "A")):
        block = drawing.blocks.new(one)
        block.add_line((0, 0), (1, 1))
        block.add_blockref(other, (1, 0))
    drawing.modelspace().add_blockref("A", (0, 0))
    lost = drawing.modelspace().add_blockref("NOWHERE", (0, 0)).dxf.handle
    draft = read_drawing(drawing, tmp_path)
    assert len(draft.lines) == 2
    said = reasons(draft)
    assert "'NOWHERE' is not in the file" in said[lost]
    assert any("contains itself" in reason for reason in said.values())


def test_hidden_layers_are_left_out_and_said(tmp_path):
    drawing = new_drawing()
    drawing.layers.add("OLD").freeze()
    drawing.layers.add("PLUMBING").off()
    block = drawing.blocks.new("SINK")
    block.add_line((0, 0), (1, 0), dxfattribs={"layer": "FIXED"})
    space = drawing.modelspace()
    for layer in ("OLD", "PLUMBING", "A-WALL"):
        space.add_line((0, 0), (1, 1), dxfattribs={"layer": layer})
        space.add_blockref("SINK", (0, 0), dxfattribs={"layer": layer})
    draft = read_drawing(drawing, tmp_path)
    assert sorted(line.layer for line in draft.lines) == ["A-WALL", "FIXED", "FIXED"]
    assert "2 entities: the layer is frozen" in reasons(draft)["layer OLD"]
    assert "1 entities" in reasons(draft)["layer PLUMBING"]


def test_curves_stay_within_five_millimetres(tmp_path):
    drawing = new_drawing()
    drawing.modelspace().add_arc((0, 0), 10, 0, 90)
    drawing.modelspace().add_lwpolyline([(0, 0, 1), (20, 0, 0)], format="xyb")
    arc, bulge = metres(read_drawing(drawing, tmp_path)).values()
    middles = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in pairwise(arc)]
    assert (
        min(math.hypot(x, y) for x, y in middles) >= 10 - 0.005 - 0.01
    )  # coordinates are rounded to a centimetre
    assert min(y for _, y in bulge) == pytest.approx(-10, abs=0.02)


@pytest.mark.parametrize(
    ("draw", "kind", "subclasses"),
    [
        (lambda space: space.add_line((0, 0), (1, 0)), "LineString", "AcDbEntity:AcDbLine"),
        (lambda space: space.add_circle((0, 0), 1), "LineString", "AcDbEntity:AcDbCircle"),
        (lambda space: space.add_ellipse((0, 0), (2, 0), 0.5), "LineString", "AcDbEntity:AcDbEllipse"),
        (
            lambda space: space.add_spline([(0, 0), (1, 2), (3, 1), (4, 4)]),
            "LineString",
            "AcDbEntity:AcDbSpline",
        ),
        (
            lambda space: space.add_polyline2d([(0, 0), (1, 0), (1, 1)]),
            "LineString",
            "AcDbEntity:AcDb2dPolyline",
        ),
        (
            lambda space: space.add_polyline3d([(0, 0, 0), (1, 0, 5)]),
            "LineString",
            "AcDbEntity:AcDb3dPolyline",
        ),
        (lambda space: space.add_solid([(0, 0), (1, 0), (0, 1), (1, 1)]), "Polygon", "AcDbEntity:AcDbTrace"),
        (lambda space: space.add_3dface([(0, 0), (1, 0), (1, 1), (0, 1)]), "Polygon", "AcDbEntity:AcDbFace"),
        (lambda space: space.add_point((3, 4)), "Point", "AcDbEntity:AcDbPoint"),
        (lambda space: space.add_text("SCALE"), "Point", "AcDbEntity:AcDbText:AcDbText"),
        (lambda space: space.add_mtext("SCALE"), "Point", "AcDbEntity:AcDbMText"),
    ],
)
def test_an_entity_becomes_a_row_with_the_columns_of_ogr2ogr(tmp_path, draw, kind, subclasses):
    drawing = new_drawing()
    drawing.layers.add("A-WALL", linetype="CONTINUOUS")
    entity = draw(drawing.modelspace())
    entity.dxf.layer = "A-WALL"
    (line,) = read_drawing(drawing, tmp_path, level=2.0).lines
    assert (line.geometry.geom_type, line.subclasses) == (kind, subclasses)
    assert (line.key, line.layer, line.level, line.paperspace) == (entity.dxf.handle, "A-WALL", 2.0, False)
    assert line.linetype.upper() == "CONTINUOUS"
    assert line.text == ("SCALE" if "TEXT" in entity.dxftype() else None)


def test_walls_drawn_as_multilines_get_counted_keys(tmp_path):
    drawing = new_drawing()
    wall = drawing.modelspace().add_mline([(0, 0), (5, 0)]).dxf.handle
    assert set(metres(read_drawing(drawing, tmp_path))) >= {f"{wall}.1", f"{wall}.2"}


def test_what_is_no_linework_is_counted_by_layer(tmp_path):
    drawing = new_drawing()
    space = drawing.modelspace()
    space.add_line((0, 0), (1, 0))
    for _ in range(3):
        hatch = space.add_hatch(dxfattribs={"layer": "PATTERN"})
        hatch.paths.add_polyline_path([(0, 0), (1, 0), (1, 1)])
    space.add_xline((0, 0), (1, 0), dxfattribs={"layer": "HELP"})
    said = reasons(read_drawing(drawing, tmp_path))
    assert said["layer PATTERN"].startswith("3 HATCH")
    assert "no end" in said["layer HELP"]


def test_strays_do_not_stretch_the_building(tmp_path):
    drawing = new_drawing()
    for step in range(20):
        drawing.modelspace().add_line((step, 0), (step, 5))
    lost = drawing.modelspace().add_line((1e8, 1e8), (1e8, 1e8 + 1)).dxf.handle
    draft = read_drawing(drawing, tmp_path)
    assert len(draft.lines) == 20
    assert "km from the rest" in reasons(draft)[lost]


@pytest.mark.parametrize("number", [math.nan, math.inf, 1e300])
def test_a_coordinate_that_is_no_number_costs_one_entity(tmp_path, number):
    drawing = new_drawing()
    drawing.modelspace().add_line((0, 0), (1, 0))
    broken = drawing.modelspace().add_line((number, 0), (1, 0)).dxf.handle
    draft = read_drawing(drawing, tmp_path)
    assert len(draft.lines) == 1
    assert "coordinate" in reasons(draft)[broken]


def test_nesting_without_end_is_refused_before_it_is_expanded(tmp_path):
    drawing = new_drawing()
    drawing.blocks.new("B0").add_line((0, 0), (1, 0))
    for depth in range(1, 12):
        block = drawing.blocks.new(f"B{depth}")
        for _ in range(10):
            block.add_blockref(f"B{depth - 1}", (0, 0))
    drawing.modelspace().add_blockref("B11", (0, 0))
    with pytest.raises(InputError, match="expand to 211,111,111,111 entities"):
        read_drawing(drawing, tmp_path)


def test_deep_nesting_is_refused(tmp_path):
    drawing = new_drawing()
    drawing.blocks.new("B0").add_line((0, 0), (1, 0))
    for depth in range(1, 40):
        drawing.blocks.new(f"B{depth}").add_blockref(f"B{depth - 1}", (0, 0))
    drawing.modelspace().add_blockref("B15", (0, 0))
    assert len(read_drawing(drawing, tmp_path).lines) == 1
    drawing.modelspace().add_blockref("B39", (0, 0))
    with pytest.raises(InputError, match="more than 16 deep"):
        read_drawing(drawing, tmp_path)


def test_cycles_that_branch_end_at_the_limit(tmp_path):
    drawing = new_drawing()
    blocks = [drawing.blocks.new(f"C{number}") for number in range(10)]
    for block in blocks:
        for other in blocks:
            block.add_blockref(other.name, (1, 1))
    drawing.modelspace().add_blockref("C0", (0, 0))
    with pytest.raises(InputError, match="more than 20,000 entities"):
        read_drawing(drawing, tmp_path, limits=Limits(entities=20_000))


def test_an_empty_model_space_is_refused(tmp_path):
    drawing = new_drawing()
    drawing.paperspace().add_line((0, 0), (1, 0))
    with pytest.raises(InputError, match="model space is empty"):
        read_drawing(drawing, tmp_path)


def test_the_same_drawing_twice_is_the_same_rows(tmp_path):
    drawing = new_drawing()
    block = drawing.blocks.new("TAG")
    block.add_text("KITCHEN")
    block.add_circle((0, 0), 1)
    for x in range(5):
        drawing.modelspace().add_blockref("TAG", (20 * x, 0))
    write_text(drawing, "HALL", 5, 5)
    first, second = (read_drawing(drawing, tmp_path) for _ in range(2))
    assert first.rooms == second.rooms
    assert first.lines == second.lines
    assert len({line.key for line in first.lines}) == len(first.lines) == 5
