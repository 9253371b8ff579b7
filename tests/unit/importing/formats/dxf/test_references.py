"""External references: named where they are missing, read from the folder that a person gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from ezdxf import xref

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from tests.unit.importing.formats.dxf.drawings import names, new_drawing, read_drawing, reasons, write_text

CASE = Path(__file__).resolve().parents[6] / "shared" / "data" / "cases" / "07-xref-only"
FILE = r"..\base\GROUND FLOOR.dwg"


def refer(drawing, block="GF", file=FILE, at=(0, 0), *, overlay=False):
    """Show the drawing ``file`` in the model space."""
    xref.define(drawing, block, file, overlay=overlay)
    drawing.modelspace().add_blockref(block, at)


def save_plan(folder, name, *labels, version="R2018"):
    """Save a drawing with rooms, each at (number, 0)."""
    drawing = new_drawing(version)
    for number, label in enumerate(labels):
        write_text(drawing, label, 10 * number, 0, layer="A-ROOM-IDEN")
    drawing.saveas(folder / name)


@pytest.mark.parametrize("file", [FILE, "/srv/base/GROUND FLOOR.dwg", "GROUND FLOOR.dwg"])
def test_a_sheet_of_a_reference_alone_names_the_file_to_bind(tmp_path, file):
    drawing = new_drawing()
    refer(drawing, file=file)
    with pytest.raises(InputError, match=r"GROUND FLOOR\.dwg.*XREF > Bind.*--xrefs DIR"):
        read_drawing(drawing, tmp_path)


def test_a_sheet_with_texts_of_its_own_is_imported_and_names_the_file(tmp_path):
    drawing = new_drawing()
    refer(drawing)
    write_text(drawing, "OFFICE 1", 0, 0)
    draft = read_drawing(drawing, tmp_path)
    assert names(draft) == ["OFFICE 1"]
    assert "XREF > Bind" in reasons(draft)["external reference GROUND FLOOR.dwg"]


@pytest.mark.parametrize("saved", ["GROUND FLOOR.dxf", "ground floor.DXF", "GROUND FLOOR.dwg"])
def test_the_file_is_read_from_the_folder(tmp_path, saved):
    folder = tmp_path / "base"
    folder.mkdir()
    save_plan(folder, saved, "KITCHEN", "OFFICE")  # known by what it holds, not by how it is called
    drawing = new_drawing("R2000")
    refer(drawing, at=(5, 7))
    draft = read_drawing(drawing, tmp_path, xrefs=folder)
    assert names(draft) == ["KITCHEN", "OFFICE"]
    assert set(draft.report.layers) == {"GF|A-ROOM-IDEN"}
    assert not [remark for remark in draft.report.skipped if remark.id.startswith("external")]


def test_references_lie_where_they_are_put_by_their_base_points(tmp_path):
    def place(base):
        inner = new_drawing()
        inner.header["$INSBASE"] = base
        write_text(inner, "KITCHEN", 0, 0)
        inner.saveas(tmp_path / "inner.dxf")
        drawing = new_drawing()
        refer(drawing, file="inner.dxf", at=(100, 0))
        (room,) = read_drawing(drawing, tmp_path, xrefs=tmp_path).rooms
        return room.longitude

    assert place((40, 0, 0)) < 0.65 * place((0, 0, 0))


def test_references_in_references_are_followed_and_overlays_are_not(tmp_path):
    save_plan(tmp_path, "furniture.dxf", "LOUNGE")
    save_plan(tmp_path, "notes.dxf", "ARCHIVE")
    inner = new_drawing()
    write_text(inner, "KITCHEN", 3, 0, layer="A-ROOM-IDEN")
    refer(inner, "F", "furniture.dxf")
    refer(inner, "N", "notes.dxf", overlay=True)
    refer(inner, "LOOP", "inner.dxf")
    inner.saveas(tmp_path / "inner.dxf")
    drawing = new_drawing()
    refer(drawing, "I", "inner.dxf")
    assert names(read_drawing(drawing, tmp_path, xrefs=tmp_path)) == ["KITCHEN", "LOUNGE"]


def test_a_path_leads_nowhere_but_into_the_folder(tmp_path):
    save_plan(tmp_path, "secret.dxf", "SAFE")
    folder = tmp_path / "base"
    folder.mkdir()
    drawing = new_drawing()
    refer(drawing, file=r"..\secret.dxf")
    with pytest.raises(InputError, match=r"secret\.dxf.*not in that folder"):
        read_drawing(drawing, tmp_path, xrefs=folder)


def test_a_broken_reference_is_refused_by_its_own_name(tmp_path):
    (tmp_path / "GROUND FLOOR.dxf").write_text("  0\nSECTION\n  2\nENTITIES\n")
    drawing = new_drawing()
    refer(drawing)
    with pytest.raises(InputError, match=r"^GROUND FLOOR\.dxf: .*cut off"):
        read_drawing(drawing, tmp_path, xrefs=tmp_path)


@pytest.mark.skipif(not CASE.is_dir(), reason="shared/data/cases is not here")
def test_the_sheets_of_the_report():
    with pytest.raises(InputError, match=r"GROUND FLOOR\.dwg.*XREF > Bind"):
        read_plan(CASE / "EG.dxf", ReadOptions(level=0.0))
    draft = read_plan(CASE / "EG-with-title.dxf", ReadOptions(level=0.0))
    assert names(draft) == ["OFFICE 1"]
    assert "external reference GROUND FLOOR.dwg" in reasons(draft)


def test_a_block_of_that_flag_with_a_content_is_a_block(tmp_path):
    """Some programs bind a reference and forget the flag."""
    drawing = new_drawing()
    refer(drawing, file="bound.dwg")
    drawing.blocks.get("GF").add_text("KITCHEN", height=0.25)
    assert names(read_drawing(drawing, tmp_path)) == ["KITCHEN"]
