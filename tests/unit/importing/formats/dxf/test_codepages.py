"""Letters of drawings from before AutoCAD 2007: bytes of the code page that the header names."""

from __future__ import annotations

from pathlib import Path

import pytest

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.options import ReadOptions
from tests.unit.importing.formats.dxf.drawings import names, new_drawing, read_drawing, reasons, write_text

CASE = Path(__file__).resolve().parents[6] / "shared" / "data" / "cases" / "06-text-codes" / "EG.dxf"


def save_bytes(folder, codepage, room, encoding, version="R2000"):
    """Save a drawing with one room whose name is written in another encoding than the parser would write."""
    drawing = new_drawing(version)
    drawing.header["$DWGCODEPAGE"] = "ANSI_1252"
    write_text(drawing, "ROOMNAME", 0, 0, layer="A-ROOM-IDEN")
    path = folder / "plan.dxf"
    drawing.saveas(path)
    content = path.read_bytes().replace(b"ANSI_1252", codepage.encode(), 1)
    path.write_bytes(content.replace(b"ROOMNAME", room.encode(encoding)))
    return path


@pytest.mark.parametrize(
    ("codepage", "room", "encoding"),
    [
        ("ANSI_932", "会議室 表示", "cp932"),  # a letter of which the second byte is a backslash
        ("ANSI_936", "男卫生间", "gbk"),
        ("GB2312", "会议室", "gb2312"),
        ("gb18030", "办公室", "gb18030"),
        ("Shift_JIS", "能力開発室", "shift_jis"),
        ("dos932", "事務室", "cp932"),
        ("big5", "許功蓋室", "big5"),
        ("ksc5601", "회의실", "euc-kr"),
        ("ANSI_1251", "Кабинет 12", "cp1251"),
        ("dos866", "Кабинет 12", "cp866"),
        ("iso8859-2", "Łazienka", "iso8859-2"),
        ("dos850", "Büro", "cp850"),
    ],
)
def test_names_are_read_in_their_code_page(tmp_path, codepage, room, encoding):
    path = save_bytes(tmp_path, codepage, room, encoding)
    assert names(read_plan(path, ReadOptions(units="m", level=0.0))) == [room]


def test_newer_drawings_are_utf_8_and_others_were_written_by_a_program_that_did_not_know(tmp_path):
    path = save_bytes(tmp_path, "ANSI_936", "会议室", "utf-8", "R2010")
    assert names(read_plan(path, ReadOptions(units="m", level=0.0))) == ["会议室"]
    path = save_bytes(tmp_path, "ANSI_936", "会议室", "gbk", "R2010")
    assert names(read_plan(path, ReadOptions(units="m", level=0.0))) == ["会议室"]


def test_a_text_with_a_code_that_is_cut_off_is_repaired(tmp_path):
    drawing = new_drawing()
    handle = drawing.modelspace().add_mtext(r"LAB 104\M+18B", {"char_height": 0.25}).dxf.handle
    draft = read_drawing(drawing, tmp_path)
    assert names(draft) == ["LAB 104"]
    assert "cut off" in reasons(draft, "repaired")[handle]


@pytest.mark.skipif(not CASE.exists(), reason="shared/data/cases is not here")
def test_the_drawing_of_the_report():
    draft = read_plan(CASE, ReadOptions(units="m", level=0.0))
    assert names(draft) == sorted(
        [
            *(": HALL 12", "104 LAB", "STORE 9", "OFFICE 12", "MEETING 1/2 ROOM", "会議室 21"),
            *("KITCHEN \\ PANTRY", "OFFICE ^ 7"),
        ]
    )
